"""Every page that a person can reach: seen without a complaint by the accessibility rules, in light and in dark, on a
desk and on a phone, and used with the keyboard alone."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.pages import complaints_about, overflow_of, stops_of_tab, unreachable_by_tab
from tests.journeys.people import inside
from tests.stack import Stack

pytestmark = pytest.mark.browser
MANAGER, WORKER = "kierownik@poraj.example", "socjalny@poraj.example"
PEOPLE = {
    MANAGER: "poraj",
    WORKER: "poraj",
    "warsztat@poraj.example": "poraj",
    "kasa@poraj.example": "poraj",
    "kierownik@jowes.example": "jowes",
    "kierownik@klobuck.example": "klobuck",
}
NOT_PAGES = (
    "/konto/wyloguj/", "/plik/", "/static/", "format=", "eksport", "pobierz", "/szablon/", "/openapi.json", ".ics",
)  # fmt: skip
CASEWORK = ("/uczestnicy/", "/pracownie/", "/obecnosc/", "/swiadczenia/", "/parametry/", "/pracownicy/", "/import/")
"""Where colleagues are followed to; the pages that everybody has are looked at with the heads."""
AT_MOST = 90
NARROW = {"width": 360, "height": 740}


@pytest.fixture(scope="module", autouse=True)
def _a_centre_at_work(stack: Stack, django_db_blocker: Any) -> None:
    """Poraj has people in a group, a month that waits to be paid, one whose amounts are a draft, and gaps since."""
    with django_db_blocker.unblock(), inside(stack, "poraj"):
        _at_work()


def _at_work() -> None:
    from casework.attendance.services import approve_month, submit_month
    from casework.benefits.services import approve_settlement, propose_premium, settle_month
    from core.accounts.models import Account

    head, now = Account.objects.get(email=MANAGER), timezone.now()
    months = [_months_ago(3), _months_ago(2)]
    stays = _people_in_a_group(head, since=months[0])
    for month in months:
        _mark(head, stays, month)
        submit_month(by=head, month=month, now=now)
        approve_month(by=head, month=month, now=now)
        settle_month(by=head, month=month, now=now)
    approve_settlement(by=head, month=months[0], now=now)
    propose_premium(by=head, stay_id=stays[0].pk, month=months[1], amount=100, reasons="Pomaga innym.")


def _months_ago(count: int) -> date:
    first = timezone.localdate().replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _people_in_a_group(head: Any, *, since: date) -> list[Any]:
    """Three people whose trial is over when the months begin; and one who came lately, without an IPZS."""
    from casework.staff.rules import StaffData, StaffFunction
    from casework.staff.services import add_staff_member
    from casework.workshops.rules import GroupData, WorkshopData
    from casework.workshops.services import add_group, add_workshop, join_group
    from core.accounts.models import Account
    from tests.factories.casework import a_participant, a_stay

    account = Account.objects.get(email="warsztat@poraj.example")
    jerzy = StaffData(name=account.name, function=StaffFunction.INSTRUCTOR, account_id=account.pk)
    leader = add_staff_member(by=head, person=jerzy)
    workshop = add_workshop(by=head, data=WorkshopData(name="Ogólnobudowlana", seats=12))
    data = GroupData(name="Budowlani", seats=12, instructor_id=leader.pk)
    group = add_group(by=head, workshop_id=workshop.pk, data=data)
    began = since - timedelta(days=40)
    stays = []
    for name in ("Ćwiąkalska-Brzęczyszczykiewicz", "O'Neil", "Zaręba"):
        person = a_participant(by=head, last_name=name, first_name="Halina")
        stays.append(a_stay(person, by=head, starts_on=began, plan_signed_on=began, benefit_applied_on=began))
        join_group(by=head, group_id=group.pk, stay_id=stays[-1].pk, starts_on=began)
    late = a_participant(by=head, last_name="Nowicjusz", first_name="Adam")
    a_stay(late, by=head, starts_on=_months_ago(0), plan_signed_on=None, benefit_applied_on=None)
    return stays


def _mark(head: Any, stays: list[Any], month: date) -> None:
    """Every kind of mark somewhere; the third person loses the benefit."""
    from casework.attendance.rules import MarkChange, is_working_day
    from casework.attendance.services import save_marks

    days = [day for day in (month + timedelta(days=number) for number in range(31)) if day.month == month.month]
    working = [day for day in days if is_working_day(day, ())]
    own = ({2: "ZL", 3: "ZL"}, {5: "DW", 6: "U"}, dict.fromkeys(range(4), "N"))
    changes = [
        MarkChange(stay.pk, day, marks.get(place, "O"), None)
        for stay, marks in zip(stays, own, strict=True)
        for place, day in enumerate(working)
    ]
    saved = save_marks(by=head, changes=changes, today=timezone.localdate())
    assert len(saved.saved) == len(changes), saved.refused[:3]


def links_of(page: Page) -> list[str]:
    script = "links => links.map(link => link.getAttribute('href')).filter(href => href && href.startsWith('/'))"
    return [href.split("#")[0] for href in page.locator("a[href]").evaluate_all(script)]


def shape(address: str) -> str:
    """Pages that differ only in their object, month, indicator or query look alike: one of each is enough."""
    path = re.sub("^/parametry/[^/]+/", "/parametry/…/", address.split("?", maxsplit=1)[0])
    path = re.sub("/wskazniki/[^/]+/", "/wskazniki/…/", path)
    return "/".join("…" if len(part) > 30 or part[:1].isdigit() else part for part in path.split("/"))


def walk(page: Page, look: Callable[[Page], list[str]], *, within: tuple[str, ...]) -> list[str]:
    """Follow every link into these places from the first page on; returns what is to be complained about."""
    waiting, seen, complaints = ["/"], {"/"}, []
    while waiting and len(seen) < AT_MOST:
        address = waiting.pop(0)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 400, f"{address} answers {answer.status}"
        complaints += look(page)
        for link in links_of(page):
            if shape(link) in seen or not link.startswith(within):
                continue
            if not any(part in link for part in NOT_PAGES):
                seen.add(shape(link))
                waiting.append(link)
    assert len(seen) >= 3
    return complaints


def places_of(person: str) -> tuple[str, ...]:
    return ("/",) if person.startswith("kierownik") else CASEWORK


def in_light_and_dark(page: Page) -> list[str]:
    """Everything in light colours, and what dark ones can change."""
    complaints = complaints_about(page) + overflow_of(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    complaints += complaints_about(page, only_colours=True)
    page.emulate_media(color_scheme="light")
    return complaints


def on_a_phone(page: Page) -> list[str]:
    return complaints_about(page) + overflow_of(page)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_of_a_person_keeps_the_rules_of_accessibility(person, open_browser: Callable[..., Page]):
    page = open_browser(PEOPLE[person], person=person)
    assert walk(page, in_light_and_dark, within=places_of(person)) == []


@pytest.mark.parametrize("person", [MANAGER, "warsztat@poraj.example"])
def test_every_page_fits_a_narrow_phone(person, open_browser: Callable[..., Page]):
    page = open_browser("poraj", person=person, **NARROW)
    assert walk(page, on_a_phone, within=places_of(person)) == []


def main_pages() -> list[str]:
    """The pages of casework that people spend their days on."""
    draft, now = f"{_months_ago(2):%Y-%m}", f"{_months_ago(0):%Y-%m}"
    return [
        "/", "/uczestnicy/", "/uczestnicy/nowa-osoba/", "/pracownie/", "/obecnosc/", f"/obecnosc/{now}/zamkniecie/",
        f"/obecnosc/{draft}/", "/obecnosc/arkusz/", "/swiadczenia/", f"/swiadczenia/{draft}/", "/parametry/",
        "/pracownicy/", "/import/", "/import/nowy/uczestnicy/", "/raporty/",
    ]  # fmt: skip


@pytest.mark.parametrize("person", [MANAGER, WORKER])
def test_every_control_is_reached_with_tab_and_shows_it(person, open_browser: Callable[..., Page]):
    page = open_browser("poraj", person=person)
    missed = []
    for address in main_pages():
        page.goto(address)
        missed += unreachable_by_tab(page)
    assert missed == []


def test_the_grid_is_one_stop_of_tab_and_lets_go(open_browser: Callable[..., Page]):
    page = open_browser("poraj", person=WORKER)
    page.goto("/obecnosc/")
    stops = stops_of_tab(page)
    inside_grid = [stop for stop in stops if stop.startswith("td")]
    assert len(inside_grid) == 1, "walking is for the arrows"
    assert stops[-1] != inside_grid[0], "Tab leads on to what stands after the grid"
    page.locator("#month-grid td[tabindex='0']").focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#month-grid td:focus")).to_have_count(0)


def test_the_public_site_keeps_the_rules_of_accessibility(open_browser: Callable[..., Page]):
    assert complaints_about_public(open_browser("")) == []


def complaints_about_public(page: Page) -> list[str]:
    complaints = []
    for address in ("/", "/deklaracja-dostepnosci/"):
        page.goto(address)
        complaints += complaints_about(page)
    return complaints


def test_the_doors_of_a_house_keep_the_rules_of_accessibility(open_browser: Callable[..., Page]):
    page = open_browser("poraj")
    complaints = []
    for address in ("/konto/zaloguj/", "/konto/haslo/nowe/", "/nie-ma-takiej-strony/"):
        page.goto(address)
        complaints += complaints_about(page)
    assert complaints == []
