"""The day sheet: everybody is here, except … In a full session, and in the restricted one of a trusted phone."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.attendance.models import ClosedDay, Mark
from casework.attendance.rules import Problem
from casework.attendance.selectors import sentence
from core.accounts.models import Session
from core.accounts.services import register_device, revoke_device
from core.audit.models import AuditEntry
from tests.casework.attendance.conftest import group, joined, person
from tests.clients import CANARY

DAY = date(2026, 10, 30)
PIN = "583914"


def path(group: Any, day: Any = DAY) -> str:
    return reverse("attendance:sheet", urlconf="config.urls.centre", args=[day, group.pk])


def index() -> str:
    return reverse("attendance:sheets", urlconf="config.urls.centre")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """It is Friday, 30 October 2026, 14:50 in Warsaw, for whoever asks what time it is here."""
    real = timezone.localtime
    here = datetime(2026, 10, 30, 14, 50, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "localtime", lambda value=None, zone=None: real(value or here, zone))


@pytest.fixture
def phone(centre, client_for, as_house):
    """`phone(account)`: a browser whose trusted phone was opened by its PIN; `open_it=False`: it was not yet."""

    def make(account: Any, *, open_it: bool = True) -> Any:
        with as_house(centre.house):
            new = register_device(by=account, name="Mój telefon", pin=PIN, now=timezone.now())
        browser = client_for(house=centre.house)
        browser.device = new.device
        browser.cookies[settings.OGNIWO_PHONE_COOKIE_NAME] = new.secret
        if open_it:
            browser.post("/telefon/", {"phone_password": PIN})
        return browser

    return make


def sent(browser: Any, group: Any, account: Any, marks: dict[Any, Any], day: Any = DAY, **more: Any) -> Any:
    """What the script sends: stay → (code, version that was seen)."""
    data = {"account": str(account.pk), **more}
    for stay, (code, seen) in marks.items():
        data |= {f"code-{stay.pk}": code, f"seen-{stay.pk}": seen}
    return browser.post(path(group, day), data, headers={"Accept": "application/json"})


def held(centre: Any, stay: Any) -> tuple[str, int] | None:
    from tenants.walls.context import house_context

    with house_context(centre.house):
        found = Mark.objects.filter(stay=stay, day=DAY).first()
        return (found.code, found.version) if found else None


# Marking


def test_today_lists_the_groups_of_an_instructor_and_how_far_each_is(centre, client_for):
    browser = client_for(centre.halina)
    sent(browser, centre.garden, centre.halina, {centre.anna: ("O", 0)})
    page = browser.get(index())
    assert [(each.group.name, each.marked, each.members) for each in page.context["groups"]] == [("Ogród", 1, 2)]


def test_one_request_marks_a_whole_sheet_and_says_what_became_of_each(centre, client_for):
    answer = sent(
        client_for(centre.halina), centre.garden, centre.halina, {centre.anna: ("O", 0), centre.bogdan: ("N", 0)}
    )
    assert [(each["code"], each["hours"], each["version"]) for each in answer.json()["saved"]] in (
        [("O", "6.5", 1), ("N", "0", 1)],
        [("N", "0", 1), ("O", "6.5", 1)],
    )
    assert held(centre, centre.bogdan) == ("N", 1)


def test_without_a_script_one_button_marks_everybody_who_is_left(centre, client_for):
    browser = client_for(centre.halina)
    fields = {"account": str(centre.halina.pk), f"code-{centre.anna.pk}": "ZL", "rest": "O"}
    fields |= {f"seen-{stay.pk}": "0" for stay in (centre.anna, centre.bogdan)}
    fields |= {f"was-{stay.pk}": "|" for stay in (centre.anna, centre.bogdan)}
    answer = browser.post(path(centre.garden), fields)
    assert answer.status_code == 302
    assert (held(centre, centre.anna), held(centre, centre.bogdan)) == (("ZL", 1), ("O", 1))


def test_without_a_script_people_whom_nobody_touched_are_left_alone(centre, client_for):
    browser = client_for(centre.halina)
    sent(browser, centre.garden, centre.halina, {centre.anna: ("O", 0)})
    sent(client_for(centre.manager), centre.garden, centre.manager, {centre.anna: ("N", 1)})
    untouched = {f"code-{centre.anna.pk}": "O", f"hours-{centre.anna.pk}": "6.5", f"was-{centre.anna.pk}": "O|6.5"}
    browser.post(path(centre.garden), {"account": str(centre.halina.pk), f"seen-{centre.anna.pk}": "1", **untouched})
    assert held(centre, centre.anna) == ("N", 2)


def test_hours_are_adjusted_and_nonsense_is_refused_in_a_sentence(centre, client_for):
    browser = client_for(centre.halina)
    good = {f"hours-{centre.anna.pk}": "4,5"}
    assert (
        sent(browser, centre.garden, centre.halina, {centre.anna: ("O", 0)}, **good).json()["saved"][0]["hours"]
        == "4.5"
    )
    for wrong in ("25", "dużo", "-1", "NaN", "1e999999"):
        answer = sent(
            browser, centre.garden, centre.halina, {centre.bogdan: ("O", 0)}, **{f"hours-{centre.bogdan.pk}": wrong}
        )
        assert "24" in answer.json()["refused"][0]["message"], wrong


def test_a_mark_is_taken_away_and_an_unknown_code_is_refused(centre, client_for):
    browser = client_for(centre.halina)
    sent(browser, centre.garden, centre.halina, {centre.anna: ("O", 0)})
    assert sent(browser, centre.garden, centre.halina, {centre.anna: ("XX", 1)}).json()["refused"]
    assert sent(browser, centre.garden, centre.halina, {centre.anna: ("", 1)}).json()["saved"][0]["version"] == 2
    assert held(centre, centre.anna) is None


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 40, "²"])
def test_a_version_that_is_no_number_breaks_nothing(centre, client_for, seen):
    assert sent(client_for(centre.halina), centre.garden, centre.halina, {centre.anna: ("O", seen)}).status_code == 200


# Conflicts


def test_who_was_slower_is_told_both_values_and_the_author_and_decides(centre, client_for):
    browser = client_for(centre.halina)
    sent(client_for(centre.manager), centre.garden, centre.manager, {centre.anna: ("N", 0)})
    answer = sent(browser, centre.garden, centre.halina, {centre.anna: ("O", 0), centre.bogdan: ("O", 0)}).json()
    assert [each["stay"] for each in answer["saved"]] == [str(centre.bogdan.pk)]
    (conflict,) = answer["conflicts"]
    assert (conflict["letters"], conflict["by"], conflict["version"]) == ("N", "Katarzyna Kierownik", 1)
    assert held(centre, centre.anna) == ("N", 1)
    sent(browser, centre.garden, centre.halina, {centre.anna: ("O", conflict["version"])})
    assert held(centre, centre.anna) == ("O", 2)


def test_a_conflict_shows_somebodys_mark_so_it_is_on_record(centre, client_for, as_house):
    sent(client_for(centre.manager), centre.garden, centre.manager, {centre.anna: ("N", 0)})
    sent(client_for(centre.halina), centre.garden, centre.halina, {centre.anna: ("O", 0)})
    with as_house(centre.house):
        entry = AuditEntry.objects.filter(action="attendance.viewed").latest("at")
        assert entry.details["people"] == [str(centre.anna.participant_id)]


def test_without_a_script_the_page_comes_back_with_both_values_and_nothing_lost(centre, client_for):
    browser = client_for(centre.halina)
    sent(client_for(centre.manager), centre.garden, centre.manager, {centre.anna: ("N", 0)})
    fields = {"account": str(centre.halina.pk), f"code-{centre.anna.pk}": "O", f"seen-{centre.anna.pk}": "0"}
    answer = browser.post(path(centre.garden), fields)
    assert answer.status_code == 409
    (line,) = (each for each in answer.context["sheet"].lines if each.stay_id == centre.anna.pk)
    assert (line.code, line.version, line.theirs.letters, line.theirs.by) == ("O", 1, "N", "Katarzyna Kierownik")
    assert "Katarzyna Kierownik" in answer.content.decode()


def test_the_same_mark_sent_twice_changes_nothing(centre, client_for):
    browser = client_for(centre.halina)
    for _again in range(2):
        answer = sent(browser, centre.garden, centre.halina, {centre.anna: ("O", 0)})
        assert answer.json()["saved"][0]["version"] == 1


# Who may


def test_a_stranger_a_wrong_role_and_a_wrong_group(centre, client_for, klobuck, account):
    assert "/konto/zaloguj/" in client_for(house=centre.house).get(path(centre.garden))["Location"]
    assert client_for(centre.accountant).get(path(centre.garden)).status_code == 403
    assert client_for(centre.zbigniew).get(path(centre.garden)).status_code == 404
    assert sent(client_for(centre.zbigniew), centre.garden, centre.zbigniew, {centre.anna: ("O", 0)}).status_code == 404
    other = account(klobuck, "vocational-instructor")
    assert client_for(other).get(path(centre.garden)).status_code == 404
    assert held(centre, centre.anna) is None


def test_people_of_another_group_cannot_be_slipped_into_a_sheet(centre, client_for):
    answer = sent(client_for(centre.manager), centre.garden, centre.manager, {centre.celina: ("N", 0)})
    (refused,) = answer.json()["refused"]
    assert refused["stay"] == str(centre.celina.pk)
    assert refused["message"] == str(sentence(Problem.NOT_YOURS))
    assert held(centre, centre.celina) is None


def test_marks_that_another_account_kept_are_not_taken(centre, client_for):
    """The phone was handed over, or two people use one browser: what waited is sent by its own author alone."""
    answer = sent(client_for(centre.manager), centre.garden, centre.halina, {centre.anna: ("N", 0)})
    assert answer.status_code == 409
    assert answer.json() == {"foreign": True}
    assert held(centre, centre.anna) is None


@pytest.mark.parametrize("day", ["2026-02-30", "dzisiaj", "20261030", "0000-01-01"])
def test_a_day_that_does_not_exist_is_not_found(centre, client_for, day):
    answer = client_for(centre.halina).get(f"/obecnosc/arkusz/{day}/{centre.garden.pk}/")
    assert answer.status_code == (200 if day == "20261030" else 404)


def test_looking_is_on_record_with_the_people_before_they_are_shown(centre, client_for, as_house):
    client_for(centre.halina).get(path(centre.garden))
    with as_house(centre.house):
        entry = AuditEntry.objects.filter(action="attendance.viewed").latest("at")
        assert sorted(entry.details["people"]) == sorted(
            str(each.participant_id) for each in (centre.anna, centre.bogdan)
        )


def test_what_the_sheet_warns_of(centre, client_for, as_house):
    with as_house(centre.house):
        without_plan = person("Dudek", "Danuta", plan_signed_on=None)
        joined(centre.garden, without_plan)
        for day in (26, 27, 28):
            Mark.objects.create(stay=centre.anna, day=date(2026, 10, day), code="N")
    lines = {line.name: line for line in client_for(centre.halina).get(path(centre.garden)).context["sheet"].lines}
    assert "3" in lines["Abramczyk Anna"].hints[0]
    assert "IPZS" in lines["Dudek Danuta"].hints[0]


def test_on_a_day_without_classes_nobody_can_be_present(centre, client_for):
    page = client_for(centre.halina).get(path(centre.garden, "2026-10-25"))
    assert not page.context["sheet"].offers_presence
    assert {choice.code for line in page.context["sheet"].lines for choice in line.choices} == {"BZ"}


def test_on_a_day_without_classes_the_sheet_is_folded_until_somebody_is_marked(centre, client_for):
    browser, sunday = client_for(centre.halina), path(centre.garden, "2026-10-25")
    assert '<details class="folded">' in browser.get(sunday).content.decode()
    browser.post(sunday, {"account": str(centre.halina.pk), f"seen-{centre.anna.pk}": "0",
                          f"code-{centre.anna.pk}": "BZ"})  # fmt: skip
    assert '<details class="folded">' not in browser.get(sunday).content.decode()
    assert '<details class="folded">' not in browser.get(path(centre.garden)).content.decode()


def test_the_list_says_that_there_are_no_classes_today(centre, client_for, as_house):
    assert "Dziś nie ma zajęć" not in client_for(centre.halina).get(index()).content.decode()
    with as_house(centre.house):
        ClosedDay.objects.create(day=DAY, reason="Remont", created_by=centre.manager)
    text = client_for(centre.halina).get(index()).content.decode()
    assert "Dziś nie ma zajęć" in text
    assert "0 z 2" not in text


def test_from_a_sheet_one_goes_to_the_days_with_classes_before_and_after(centre, client_for):
    text = client_for(centre.halina).get(path(centre.garden)).content.decode()
    assert f'href="{path(centre.garden, "2026-10-29")}" rel="prev"' in text
    assert f'href="{path(centre.garden, "2026-11-02")}" rel="next"' in text


def test_a_phones_session_is_led_to_no_other_day(centre, phone):
    text = phone(centre.halina).get(path(centre.garden)).content.decode()
    assert "sheet-days" not in text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_sheet_of_a_day_beyond_the_calendar_is_not_found(centre, client_for, day):
    assert client_for(centre.halina).get(path(centre.garden, day)).status_code == 404


# The trusted phone


def test_a_phone_without_a_session_is_asked_for_its_pin_and_then_opens_the_sheet(centre, phone):
    browser = phone(centre.halina, open_it=False)
    asked = browser.get(path(centre.garden))
    assert asked["Location"].startswith("/telefon/?next=")
    opened = browser.post(asked["Location"], {"phone_password": PIN})
    assert opened["Location"] == path(centre.garden)
    assert "Abramczyk" in browser.get(path(centre.garden)).content.decode()
    assert sent(browser, centre.garden, centre.halina, {centre.anna: ("O", 0)}).json()["saved"]


def test_a_phones_session_shows_today_alone(centre, phone):
    browser, yesterday = phone(centre.halina), DAY - timedelta(days=1)
    assert browser.get(path(centre.garden, yesterday))["Location"].startswith("/konto/zaloguj/")
    assert sent(browser, centre.garden, centre.halina, {centre.anna: ("O", 0)}, yesterday).status_code == 401


def test_a_phones_session_shows_the_groups_that_its_owner_leads_whatever_else_they_may_see(centre, phone):
    browser = phone(centre.manager)
    assert browser.get(index()).context["groups"] == []
    assert browser.get(path(centre.garden)).status_code == 404
    assert sent(browser, centre.garden, centre.manager, {centre.anna: ("O", 0)}).status_code == 404


@pytest.mark.parametrize(
    "elsewhere", ["/", "/konto/", "/konto/sesje/", "/konto/telefony/dodaj/", "/uczestnicy/", "/raporty/", "/obecnosc/"]
)
def test_a_phones_session_is_nobodys_on_any_other_page(centre, phone, elsewhere):
    browser = phone(centre.halina)
    assert browser.get(index()).status_code == 200
    assert browser.get(elsewhere)["Location"].startswith("/konto/zaloguj/")


def test_a_revoked_phone_is_out_at_its_next_request(centre, phone, as_house):
    browser = phone(centre.halina)
    with as_house(centre.house):
        revoke_device(by=centre.manager, device=browser.device, now=timezone.now())
    assert sent(browser, centre.garden, centre.halina, {centre.anna: ("N", 0)}).status_code == 401
    assert browser.get(path(centre.garden), follow=True).request["PATH_INFO"] == "/konto/zaloguj/"
    assert held(centre, centre.anna) is None


def test_only_a_trusted_phone_is_told_to_keep_a_page_and_only_todays(centre, phone, client_for):
    until = "Sheet-Kept-Until"
    on_phone, elsewhere = phone(centre.halina), client_for(centre.halina)
    for address in (index(), path(centre.garden)):
        kept = on_phone.get(address)
        assert kept["Cache-Control"] == "no-store"
        assert datetime.fromtimestamp(int(kept[until]) / 1000, tz=timezone.get_default_timezone()).isoformat() == (
            "2026-10-31T00:00:00+01:00"
        )
        assert until not in elsewhere.get(address)
    elsewhere.cookies[settings.OGNIWO_PHONE_COOKIE_NAME] = on_phone.cookies[settings.OGNIWO_PHONE_COOKIE_NAME].value
    assert until in elsewhere.get(path(centre.garden)), "the owner, signed in fully on the phone"
    assert until not in elsewhere.get(path(centre.garden, "2026-10-29"))
    stranger = client_for(centre.manager)
    stranger.cookies[settings.OGNIWO_PHONE_COOKIE_NAME] = on_phone.cookies[settings.OGNIWO_PHONE_COOKIE_NAME].value
    assert until not in stranger.get(path(centre.garden)), "somebody else's sign-in on the phone"


def test_the_worker_lies_where_its_power_ends_and_holds_nothing_of_the_house(client_for, poraj):
    answer = client_for(house=poraj).get("/obecnosc/arkusz/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert CANARY not in answer.content.decode()


def test_a_kept_page_learns_whose_session_it_is_in(centre, phone):
    told = json.loads(phone(centre.halina).get("/obecnosc/arkusz/kto/").content)
    assert told["account"] == str(centre.halina.pk)
    assert told["token"]


# What it costs


def test_a_sheet_costs_the_same_for_one_for_three_and_for_a_full_group(centre, client_for, as_house):
    browser, costs = client_for(centre.zbigniew), []
    for number in (1, 3, 25):
        with as_house(centre.house):
            place = group(f"Grupa {number}", leader=None)
            place.instructor = centre.laundry.instructor
            place.save(update_fields=["instructor"])
            people = [person(f"Osoba{n}") for n in range(number)]
            joined(place, *people)
        browser.get(path(place))
        with CaptureQueriesContext(connection) as looked:
            browser.get(path(place))
        with CaptureQueriesContext(connection) as marked:
            assert len(sent(browser, place, centre.zbigniew, dict.fromkeys(people, ("O", 0))).json()["saved"]) == number
        costs.append((len(looked), len(marked)))
    assert len(set(costs)) == 1, costs
    assert costs[0][1] <= WHO_ASKS + SAVEPOINT + 8, "one request of at most eight queries marks a sheet (P8)"


WHO_ASKS, SAVEPOINT = 2, 2


def test_the_session_of_a_phone_is_listed_with_its_name(centre, phone, client_for, as_house):
    phone(centre.halina)
    with as_house(centre.house):
        assert Session.objects.filter(account=centre.halina, device__isnull=False).count() == 1
    assert "Mój telefon" in client_for(centre.halina).get("/konto/sesje/").content.decode()
