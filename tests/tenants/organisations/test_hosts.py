"""Which house answers, is decided by a registered host name and by nothing else that a request carries (I4, I13)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.organisations.models import Domain
from tenants.organisations.selectors import active_houses, house_at
from tenants.organisations.services import forget_hosts
from tenants.walls.context import _restored
from tests.clients import CANARY
from tests.suspending import suspended

pytestmark = pytest.mark.django_db
SIGN_IN = "/konto/zaloguj/"
STRANGE_HOSTS = [
    "nigdy.localhost",
    "localhost.poraj",
    "poraj.localhost.evil.example",
    "www.poraj.localhost",
    "poraj",
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:8000",
    "[::1]",
    "xn--poraj-.localhost",
    "template.localhost",
    "public.localhost",
    "poraj-localhost",
]
IMPOSSIBLE_HOSTS = [
    "ogniwo_template_centre.localhost",
    "po_raj.localhost",
    "%70oraj.localhost",
    "poraj.localhost,klobuck.localhost",
    "poraj.localhost klobuck.localhost",
    "poraj.localhost/klobuck.localhost",
    "poraj.localhost\\klobuck",
    "poraj.localhost@klobuck.localhost",
    "poraj.localhost#",
    "poraj.localhost?x",
    "poraj.localhost:80:80",
    "poraj.localhost:abc",
    "poraj'; SET ROLE NONE; --.localhost",
    'poraj".localhost',
    "pоraj.localhost",  # with a Cyrillic o
    "PORAJ.LOCALHOST\x00.klobuck.localhost",
    "",
    " ",
]
SPOOFED = {
    "HTTP_X_FORWARDED_HOST": "klobuck.localhost",
    "HTTP_FORWARDED": "host=klobuck.localhost",
    "HTTP_X_HOST": "klobuck.localhost",
    "HTTP_X_ORIGINAL_HOST": "klobuck.localhost",
    "HTTP_X_REWRITE_URL": "http://klobuck.localhost/",
    "HTTP_X_TENANT": "klobuck",
    "HTTP_X_SCHEMA": "klobuck",
    "HTTP_ORIGIN": "http://klobuck.localhost",
    "HTTP_REFERER": "http://klobuck.localhost/",
    "SERVER_NAME": "klobuck.localhost",
    "QUERY_STRING": "tenant=klobuck&schema=klobuck",
}


def ask(host: str | None, path: str = SIGN_IN, **headers: str):
    with _restored():
        return Client(**({} if host is None else {"HTTP_HOST": host})).get(path, **headers)


def house_of(response) -> str | None:
    return getattr(getattr(response.wsgi_request, "tenant", None), "schema_name", None)


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_an_unknown_host_gets_a_plain_page_that_names_nobody(host):
    response = ask(host)
    assert (response.status_code, house_of(response)) == (404, None)
    text = response.content.decode()
    assert not any(house.name in text for house in active_houses())
    assert "set-cookie" not in {name.lower() for name in response.headers}


@pytest.mark.parametrize("host", IMPOSSIBLE_HOSTS)
def test_an_impossible_host_is_a_bad_request_or_unknown(host):
    response = ask(host)
    assert response.status_code in {400, 404}
    assert house_of(response) is None


@pytest.mark.parametrize("host", ["poraj.localhost", "Poraj.LocalHost", "poraj.localhost:8000", "poraj.localhost."])
def test_a_registered_host_is_known_in_any_case_on_any_port_and_with_the_final_dot_of_dns(host):
    assert house_of(ask(host)) == "poraj"


@pytest.mark.parametrize("header", SPOOFED)
def test_nothing_else_in_a_request_chooses_the_house(header):
    assert house_of(ask("poraj.localhost", **{header: SPOOFED[header]})) == "poraj"


def test_an_absolute_address_in_the_request_line_does_not_choose_the_house():
    assert house_of(ask("poraj.localhost", "http://klobuck.localhost" + SIGN_IN)) == "poraj"


def test_a_house_has_pages_that_the_public_site_has_not():
    assert ask("poraj.localhost").status_code == 200
    assert ask("localhost").status_code == 404


def test_the_public_site_sets_no_cookie_and_reads_nobody():
    with CaptureQueriesContext(connection) as queries:
        response = ask("localhost", "/")
    assert response.status_code == 200
    assert not response.cookies
    assert CANARY not in response.content.decode()
    assert not [query for query in queries if "core_" in query["sql"]]


def test_a_suspended_house_is_gone_and_says_nothing_about_itself(poraj):
    with suspended(poraj):
        forget_hosts(poraj)
        response = ask("poraj.localhost")
    assert (response.status_code, house_of(response)) == (410, None)
    assert poraj.name not in response.content.decode()


def test_an_address_that_moves_to_another_house_is_followed_at_once(poraj):
    assert house_at("poraj.localhost") == poraj
    forget_hosts(poraj)
    with CaptureQueriesContext(connection) as queries:
        house_at("poraj.localhost")
        house_at("poraj.localhost")
    assert len(queries) == 1


def test_unknown_hosts_fill_no_cache():
    with CaptureQueriesContext(connection) as queries:
        house_at("nigdy.localhost")
        house_at("nigdy.localhost")
    assert len(queries) == 2


def test_a_host_is_the_address_of_one_house_only():
    hosts = list(Domain.objects.values_list("domain", flat=True))
    assert len(hosts) == len({host.lower() for host in hosts})
