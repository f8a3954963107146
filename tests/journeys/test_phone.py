"""The day sheet on a phone: marked while the signal comes and goes, opened by a PIN, and without any signal at all."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.people import PASSWORD, invite
from tests.journeys.test_every_page import complaints_about
from tests.stack import Stack

pytestmark = pytest.mark.browser
INSTRUCTOR, WITH_PASSKEY = "instruktorka@poraj.example", "klucznik@poraj.example"
PIN = "583914"
Picture = Callable[..., None]


@dataclass
class Sheet:
    """A group of fifteen, and the days on which the journeys mark it."""

    group: str
    last_working_day: date

    def on(self, day: date) -> str:
        return f"/obecnosc/arkusz/{day}/{self.group}/"


@contextmanager
def in_poraj(stack: Stack) -> Iterator[None]:
    """Inside the house, with the secret of the stack, which opens what the house has sealed."""
    from tenants.walls.context import house_context

    secret = stack.environment["OGNIWO_SECRET_KEY"]
    with override_settings(SECRET_KEY=secret), stack.database(), house_context("poraj"):
        yield


@pytest.fixture(scope="module")
def sheet(stack: Stack, django_db_blocker: Any) -> Iterator[Sheet]:
    """Halina leads a group of fifteen people. The tests may look into the database of the stack."""
    with django_db_blocker.unblock():
        with in_poraj(stack):
            made = _a_group_of_fifteen()
        yield made


def _a_group_of_fifteen() -> Sheet:
    from casework.staff.rules import StaffData, StaffFunction
    from casework.staff.services import add_staff_member
    from casework.workshops.rules import GroupData, WorkshopData
    from casework.workshops.services import add_group, add_workshop, join_group
    from core.accounts.models import Account
    from tests.factories.casework import a_participant, a_stay

    head = Account.objects.get(email="kierownik@poraj.example")
    halina = invite(head, name="Halina Wójcik", email=INSTRUCTOR, role="vocational-instructor")
    invite(head, name="Adam Klucznik", email=WITH_PASSKEY, role="vocational-instructor")
    leader = add_staff_member(
        by=head, person=StaffData(name="Halina Wójcik", function=StaffFunction.INSTRUCTOR, account_id=halina.pk)
    )
    workshop = add_workshop(by=head, data=WorkshopData(name="Ogrodniczo-porządkowa", seats=20))
    group = add_group(by=head, workshop_id=workshop.pk, data=GroupData(name="Ogród", seats=20, instructor_id=leader.pk))
    began = timezone.localdate() - timedelta(days=20)
    for number in range(15):
        person = a_participant(by=head, last_name=f"Nazwisko-Dwuczłonowe{chr(97 + number)}", first_name="Ewa")
        stay = a_stay(person, by=head, starts_on=began, plan_signed_on=began)
        join_group(by=head, group_id=group.pk, stay_id=stay.pk, starts_on=began)
    return Sheet(str(group.pk), _last_working_day())


def _last_working_day() -> date:
    from casework.attendance.rules import is_working_day

    days = (timezone.localdate() - timedelta(days=number) for number in range(10))
    return next(day for day in days if is_working_day(day, ()))


def person(page: Page, number: int) -> Any:
    return page.locator(".person").nth(number)


def tap(page: Page, number: int, code: str) -> None:
    person(page, number).locator(f"input[value='{code}']").tap()


def unfold(page: Page) -> None:
    """On a day without classes the sheet is folded away: this test runs on Sundays too."""
    for summary in page.locator("details.folded > summary").all():
        summary.tap()


def strip(page: Page) -> Any:
    return page.locator("#strip")


def marks(stack: Stack, day: date) -> dict[str, str]:
    """Last name → code, as the database has it."""
    from casework.attendance.models import Mark

    with in_poraj(stack):
        found = Mark.objects.filter(day=day).select_related("stay__participant")
        return {mark.stay.participant.last_name[-1]: mark.code for mark in found}


def marked_by_the_head(stack: Stack, day: date, letter: str, code: str) -> None:
    """Meanwhile, at a desk: the head of the centre marks the same person."""
    from casework.attendance.models import Mark
    from casework.attendance.rules import MarkChange
    from casework.attendance.services import save_marks
    from core.accounts.models import Account

    with in_poraj(stack):
        mark = Mark.objects.get(day=day, stay__participant__last_name__endswith=letter)
        change = MarkChange(mark.stay_id, day, code, None, mark.version)
        assert save_marks(
            by=Account.objects.get(email="kierownik@poraj.example"), changes=[change], today=timezone.localdate()
        ).saved


@pytest.fixture
def phone(open_browser: Callable[..., Page]) -> Callable[[], Page]:
    """A phone of 360 px on which Halina is signed in."""
    return lambda: open_browser("poraj", person=INSTRUCTOR, width=360, height=740, touch=True)


def test_the_sheet_is_marked_while_the_signal_comes_and_goes(
    stack: Stack, sheet: Sheet, phone: Callable[[], Page], picture: Picture
) -> None:
    page, day = phone(), sheet.last_working_day
    page.goto(sheet.on(day))
    picture(page, "empty", whole=False)
    small = page.locator(".code, .everybody, .sheet-foot .btn").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).filter(box => box.height < 48 || box.width < 48).length"
    )
    assert small == 0, "everything that is tapped is at least 48 px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    began = time.monotonic()
    page.locator("[data-everybody]").tap()
    for number, code in ((1, "N"), (4, "ZL"), (9, "DW")):
        tap(page, number, code)
    page.locator(".sheet-foot button").tap()
    expect(strip(page)).to_contain_text("Wszystko zapisane")
    assert time.monotonic() - began < 30
    picture(page, "marked", whole=False)
    assert complaints_about(page) == []
    assert marks(stack, day) == {**dict.fromkeys("abcdefghijklmno", "O"), "b": "N", "e": "ZL", "j": "DW"}

    page.context.set_offline(True)
    tap(page, 2, "N")
    tap(page, 3, "U")
    tap(page, 0, "ZL")
    expect(strip(page)).to_have_text("Brak zasięgu: 3 zmiany czekają na wysłanie")
    picture(page, "no-signal", whole=False)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Nazwisko" not in kept
    assert "Ewa" not in kept
    marked_by_the_head(stack, day, "a", "U")
    page.context.set_offline(False)
    expect(person(page, 0)).to_contain_text("Kierująca Poraj")
    expect(person(page, 0)).to_contain_text("ZL")
    expect(strip(page)).to_contain_text("decyzji")
    person(page, 0).scroll_into_view_if_needed()
    picture(page, "conflict", whole=False)
    assert complaints_about(page) == []
    now = marks(stack, day)
    assert (now["c"], now["d"], now["a"]) == ("N", "U", "U"), "what nobody else touched has arrived by itself"
    person(page, 0).get_by_role("button", name="Zostaw moje").tap()
    expect(strip(page)).to_contain_text("Wszystko zapisane")
    assert marks(stack, day)["a"] == "ZL"


def test_marks_outlive_the_session_and_wait_for_their_own_author(
    stack: Stack, sheet: Sheet, phone: Callable[[], Page], picture: Picture
) -> None:
    page, day = phone(), sheet.last_working_day
    page.goto(sheet.on(day))
    page.context.clear_cookies(name="ogniwo_session")
    tap(page, 14, "U")
    page.locator(".sheet-foot button").tap()
    expect(strip(page)).to_contain_text("Zaloguj się ponownie: 1 zmiana czeka")
    picture(page, "session-over", whole=False)
    strip(page).get_by_role("link").tap()
    _signs_in(page, "zastepczyni@poraj.example")
    page.goto(sheet.on(day))
    expect(strip(page)).not_to_contain_text("czeka")
    assert marks(stack, day).get("o") != "U", "another account neither sees nor sends them"
    page.context.clear_cookies(name="ogniwo_session")
    page.goto(sheet.on(day))
    _signs_in(page, INSTRUCTOR)
    page.wait_for_url(f"**{sheet.on(day)}")
    expect(strip(page)).to_contain_text("Wszystko zapisane")
    assert marks(stack, day)["o"] == "U"


def test_marks_of_a_sheet_that_is_no_longer_ones_own_are_discarded_knowingly(
    sheet: Sheet, phone: Callable[[], Page], picture: Picture
) -> None:
    page, gone = phone(), "/obecnosc/arkusz/2026-01-05/01900000-0000-7000-8000-000000000000/"
    page.goto(sheet.on(sheet.last_working_day))
    whose = page.locator("#sheet-page").evaluate("({dataset}) => `ogniwo-marks:${dataset.house}:${dataset.account}`")
    stay = person(page, 0).get_attribute("data-stay")
    kept = {gone: {stay: {"code": "N", "hours": "", "seen": "0", "at": "14:50"}}}
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [whose, json.dumps(kept)])
    page.reload()
    expect(strip(page)).to_contain_text("Nie prowadzisz już listy")
    picture(page, "orphans", whole=False)
    strip(page).get_by_role("button").tap()
    expect(strip(page)).to_contain_text("z 15")
    assert page.evaluate("key => localStorage.getItem(key)", whose) is None


def _signs_in(page: Page, email: str) -> None:
    from tests.journeys.people import secret_on, totp, type_code

    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    if "/drugi-skladnik/aplikacja" in page.url:
        type_code(page, totp(secret_on(page)))


def test_a_trusted_phone_opens_by_its_pin_and_without_signal(
    stack: Stack, sheet: Sheet, phone: Callable[[], Page], picture: Picture
) -> None:
    page, today = phone(), timezone.localdate()
    page.goto("/konto/telefony/dodaj/")
    if "potwierdz" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
    for field, typed in (("name", "Mój Samsung"), ("phone_password", PIN), ("phone_password_repeated", PIN)):
        page.locator(f"input[name={field}]").fill(typed)
    picture(page, "registering")
    assert complaints_about(page) == []
    page.locator("main form button[type=submit]").first.tap()
    expect(page.locator("main")).to_contain_text("Mój Samsung")
    picture(page, "registered")
    assert complaints_about(page) == []

    page.context.clear_cookies(name="ogniwo_session")
    page.goto("/obecnosc/arkusz/")
    page.locator("input[name=phone_password]").fill("904172")
    page.locator("main form button[type=submit]").tap()
    expect(page.locator("main")).to_contain_text("4")
    picture(page, "wrong-pin")
    assert complaints_about(page) == []
    page.locator("input[name=phone_password]").fill(PIN)
    page.locator("main form button[type=submit]").tap()
    expect(page.locator("h1")).to_contain_text("Listy obecności na dziś")
    picture(page, "opened-by-pin")
    assert complaints_about(page) == []

    page.wait_for_function(
        "path => caches.match(path, {cacheName: 'ogniwo-sheets'}).then(copy => Boolean(copy))", arg=sheet.on(today)
    )
    page.wait_for_function("navigator.serviceWorker.ready.then(each => Boolean(each.active))")
    page.wait_for_function("Boolean(navigator.serviceWorker.controller)")
    page.wait_for_timeout(1000)
    page.context.set_offline(True)
    page.goto("/obecnosc/arkusz/")
    page.locator("[data-sheet]").first.tap()
    expect(page.locator("h1")).to_have_text("Ogród")
    unfold(page)
    person(page, 5).locator(".code input").last.tap()
    expect(strip(page)).to_have_text("Brak zasięgu: 1 zmiana czeka na wysłanie")
    picture(page, "opened-without-signal", whole=False)
    code = person(page, 5).locator("input:checked").input_value()
    again = page.context.new_page()
    page.close()
    again.goto(f"http://poraj.localhost:{stack.port}{sheet.on(today)}")
    expect(person(again, 5).locator("input:checked")).to_have_value(code)
    again.context.set_offline(False)
    expect(strip(again)).to_contain_text("Wszystko zapisane")
    assert marks(stack, today)["f"] == code
    again.context.set_offline(True)
    again.reload()
    expect(person(again, 5).locator("input:checked")).to_have_value(code)
    expect(strip(again)).to_contain_text(re.compile("1 z 15|Wszystko zapisane"))  # a folded sheet counts nobody
    again.context.set_offline(False)

    again.goto(f"http://poraj.localhost:{stack.port}/uczestnicy/")
    expect(again).to_have_url(re.compile("/konto/zaloguj/"))
    expect(again.locator("main")).to_contain_text("PIN")
    picture(again, "everything-else")
    assert complaints_about(again) == []
    again.wait_for_function("caches.has('ogniwo-sheets').then(has => !has)")
    again.goto(f"http://poraj.localhost:{stack.port}/obecnosc/arkusz/")
    again.locator(".band-close button").tap()
    expect(again).to_have_url(re.compile("/telefon/"))
    again.wait_for_function("caches.has('ogniwo-sheets').then(has => !has)")
    again.context.set_offline(True)
    again.goto(f"http://poraj.localhost:{stack.port}{sheet.on(today)}")
    expect(again.locator("body")).not_to_contain_text("Nazwisko")
    again.context.set_offline(False)


def test_a_trusted_phone_opens_by_the_finger_of_its_owner(
    sheet: Sheet, open_browser: Callable[..., Page], picture: Picture
) -> None:
    page = open_browser("poraj", person=WITH_PASSKEY, width=360, height=740, touch=True)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    finger = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**finger, "automaticPresenceSimulation": True}})
    page.goto("/konto/drugi-skladnik/klucze/dodaj/")
    page.locator("#passkey-button").tap()
    page.wait_for_url(re.compile("kody|klucze/$"))
    page.goto("/konto/telefony/dodaj/")
    page.locator("input[name=name]").fill("Telefon Adama")
    picture(page, "no-pin-needed")
    page.locator("main form button[type=submit]").first.tap()
    expect(page.locator("main")).to_contain_text("Telefon Adama")
    page.context.clear_cookies(name="ogniwo_session")
    page.goto("/obecnosc/arkusz/")
    picture(page, "passkey")
    page.locator("#passkey-button").tap()
    expect(page.locator("h1")).to_contain_text("Listy obecności na dziś")
    picture(page, "opened-by-passkey")
