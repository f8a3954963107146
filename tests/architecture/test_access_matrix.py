"""Who may enter which page: the table that a person reads in a review, proven by real requests (I1).

After a deliberate change: OGNIWO_WRITE_MATRIX=1 python -m pytest tests/architecture/test_access_matrix.py
"""

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from core.access import ENROLMENT, PUBLIC, SIGNED_IN
from core.access.rules import API_METHODS, BY_KEY, permissions_of, roles_of_kind
from core.access.selectors import Route, all_routes
from core.access.third_party import THIRD_PARTY
from tests.clients import HouseClient

MATRIX = Path(__file__).with_name("matrix.md")
KINDS = {"centre": "poraj", "owes": "jowes"}
FILLERS = {"uuid": UUID(int=7), "int": 987654321, "slug": "nie-ma-takiego", "str": "nie-ma-takiego", "path": "nie/ma"}
HEAD = """# Who may enter which page

Generated; a change here is a change of who may enter, to be read by a person. ● may enter, · is refused.
`enrolment`: open also before the second factor is set up. Pages of an account are open to every role.
`by-key`: no session enters; which scope of a key opens which method stands in the last table of each kind of house.
"""


def without_session(route: Route, otherwise: str) -> str:
    """What a browser without a valid session meets."""
    return {PUBLIC: "in", BY_KEY: "key"}.get(str(route.access), otherwise)


def may_enter(route: Route, role: str) -> bool:
    return route.access in (PUBLIC, SIGNED_IN, ENROLMENT) or route.access in permissions_of([role])


def table(kind: str, routes: Iterable[Route]) -> str:
    roles = roles_of_kind(kind)
    lines = [f"| {' | '.join(('page', 'address', 'declared', 'stranger', *roles))} |", "|---" * (4 + len(roles)) + "|"]
    for route in sorted(routes, key=lambda route: route.path):
        marks = ["●" if may_enter(route, role) else "·" for role in roles]
        stranger = "●" if route.access == PUBLIC else "·"
        lines.append(f"| {' | '.join((route.name, f'/{route.path}', str(route.access), stranger, *marks))} |")
    return "\n".join(lines)


def operations(routes: Iterable[Route]) -> str:
    lines = ["| operation | method | address | scope |", "|---|---|---|---|"]
    for route in sorted(routes, key=lambda route: route.path):
        view = route.view.cls
        for method in (each for each in API_METHODS if hasattr(view, each.lower())):
            name = getattr(view, method.lower()).operation.name
            lines.append(f"| {name} | {method} | /{route.path} | {view.access[method].value} |")
    return "\n".join(lines)


def matrix() -> str:
    parts = [HEAD]
    for kind, routes in all_routes().items():
        parts.append(f"\n## {kind}\n\n{table(kind, routes)}\n")
        by_key = [route for route in routes if route.access == BY_KEY and route.name != "api:nowhere"]
        parts.extend([f"\n### {kind}, keys of programs\n\n{operations(by_key)}\n"] if by_key else [])
    return "".join(parts)


def test_the_matrix_is_the_one_that_somebody_has_read():
    if os.environ.get("OGNIWO_WRITE_MATRIX"):
        MATRIX.write_text(matrix(), encoding="utf-8")
    assert MATRIX.read_text(encoding="utf-8") == matrix()


def test_views_of_others_are_routed_exactly_as_the_table_says():
    for kind in KINDS:
        assert {route.name for route in all_routes()[kind] if route.is_third_party} == set(THIRD_PARTY)
    assert not [route for route in all_routes()["public"] if route.is_third_party]


def test_every_page_has_a_name_of_its_own():
    for kind, routes in all_routes().items():
        names = [route.name for route in routes]
        assert all(names), kind
        assert len(names) == len(set(names)), kind


def address(route: Route, kind: str) -> str:
    """The page's address, with identifiers that belong to nothing."""
    urlconf = f"config.urls.{kind}"
    for converters in _converters(route, urlconf):
        filled = {name: FILLERS[converter] for name, converter in converters.items()}
        try:
            return reverse(route.name, urlconf=urlconf, kwargs=filled)
        except NoReverseMatch:
            continue
    raise AssertionError(f"no address for {route.name}")


def _converters(route: Route, urlconf: str) -> list[dict[str, str]]:
    resolver = get_resolver(urlconf)
    for part in route.name.split(":")[:-1]:
        resolver = resolver.namespace_dict[part][1]
    found = resolver.reverse_dict.getlist(route.name.rpartition(":")[2])
    return [
        {
            name: type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            for name, converter in each[3].items()
        }
        for each in found
    ]


def outcome(browser: HouseClient, url: str) -> str:
    """What a request came to: let in, refused, or sent to the sign-in or to the enrolment."""
    answer = browser.get(url)
    if answer.status_code == 403:
        return "refused"
    if answer.status_code == 401:
        return "key"
    target = answer.headers.get("Location", "")
    if target.startswith("/konto/zaloguj/?next="):
        return "sign-in"
    if target == "/konto/drugi-skladnik/aplikacja/":
        return "enrolment"
    assert answer.status_code < 500, f"{url} broke: {answer.status_code}"
    return "in"


@pytest.fixture
def quiet(client_for):
    """Browsers that report an error of a page instead of raising it."""

    def make(*given, **named):
        browser = client_for(*given, **named)
        browser.raise_request_exception = False
        return browser

    return make


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_and_a_session_of_another_house_enter_public_pages_only(kind, account, request, quiet, klobuck):
    house = request.getfixturevalue(KINDS[kind])
    stranger, guest = quiet(house=house), quiet(house=house)
    guest.cookies = quiet(account(klobuck, "manager")).cookies
    for route in all_routes()[kind]:
        expected = without_session(route, "sign-in")
        url = address(route, kind)
        assert outcome(stranger, url) == expected, url
        assert outcome(guest, url) == expected, url


@pytest.mark.parametrize(("kind", "role"), [(kind, role) for kind in KINDS for role in roles_of_kind(kind)])
def test_each_role_enters_what_the_matrix_says(kind, role, account, request, quiet):
    member = account(request.getfixturevalue(KINDS[kind]), role)
    for route in all_routes()[kind]:
        browser = quiet(member)
        expected = without_session(route, "in" if may_enter(route, role) else "refused")
        assert outcome(browser, address(route, kind)) == expected, route.name


def test_before_the_second_factor_only_its_own_pages_open(account, poraj, quiet):
    browser = quiet(account(poraj, "manager", second_factor=False))
    for route in all_routes()["centre"]:
        expected = without_session(route, "in" if route.access == ENROLMENT else "enrolment")
        assert outcome(browser, address(route, "centre")) == expected, route.name


def test_a_session_is_nothing_on_the_public_site(account, poraj, quiet):
    browser = quiet(house=None)
    browser.cookies = quiet(account(poraj, "manager")).cookies
    for route in all_routes()["public"]:
        assert outcome(browser, address(route, "public")) == "in"
        assert not browser.get(address(route, "public")).cookies.get("ogniwo_session")
