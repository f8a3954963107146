"""The month as a grid: what it shows, to whom, and the batches it sends."""

import json
from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.attendance.forms import NotABatch, changes_in
from casework.attendance.models import ClosedDay, CodeLetter, Mark, MonthClosing
from casework.attendance.rules import Code, MarkChange
from casework.attendance.services import rename_letters, save_marks
from core.audit.models import AuditEntry
from tests.casework.attendance.conftest import TODAY, person

DAY = date(2026, 10, 6)
PAGE = "/obecnosc/2026-10/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    for door in ("grid", "plain", "calendar", "closing"):
        module = import_module(f"casework.attendance.views.{door}")
        monkeypatch.setattr(module, "localdate", lambda: TODAY)


@pytest.fixture
def marked(centre):
    save_marks(
        by=centre.worker,
        changes=[
            MarkChange(centre.anna.pk, DAY, "O"),
            MarkChange(centre.bogdan.pk, DAY, "ZL"),
            MarkChange(centre.celina.pk, DAY, "N"),
        ],
        today=TODAY,
    )
    return centre


def page(client, address=PAGE):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, *changes, **extra):
    return client.post("/obecnosc/zapis/", json.dumps({"changes": changes}), content_type="application/json", **extra)


def change(stay, code, *, day=DAY, version=0, hours=None):
    return {"stay": str(stay.pk), "day": str(day), "code": code, "hours": hours, "version": version}


def test_a_social_worker_sees_everybody_with_codes_totals_and_reasons_of_free_days(marked, client_for):
    ClosedDay.objects.create(day=date(2026, 10, 8), reason="Remont dachu", created_by=marked.manager)
    text = page(client_for(marked.worker))
    for shown in ("Abramczyk Anna", "Borys Bogdan", "Cichoń Celina", "Remont dachu", 'data-c="ZL"', "sobota"):
        assert shown in text
    assert "Uroczystość Wszystkich Świętych" in page(client_for(marked.worker), "/obecnosc/2026-11/")


def test_an_instructor_sees_the_people_of_the_own_groups_and_of_the_own_days(marked, client_for):
    text = page(client_for(marked.halina))
    assert "Abramczyk Anna" in text
    assert "Cichoń Celina" not in text
    assert 'data-c="N"' not in text.split("grid-legend")[0].split("<tbody>")[1]
    marked.anna.memberships.update(starts_on=date(2026, 10, 7))
    assert 'data-v="1"' not in page(client_for(marked.halina)).split("Abramczyk Anna")[1].split("</tr>")[0]


def test_who_looked_at_whom_is_on_record_before_a_byte_leaves(marked, client_for):
    page(client_for(marked.halina))
    entry = AuditEntry.objects.get(action="attendance.viewed")
    assert entry.details["people"] == sorted(str(each.participant_id) for each in (marked.anna, marked.bogdan))
    assert entry.details["count"] == 2


def test_a_filter_shows_one_group_and_a_stranger_group_is_no_group(marked, client_for):
    text = page(client_for(marked.worker), f"{PAGE}?group={marked.laundry.pk}")
    assert "Cichoń Celina" in text
    assert "Abramczyk Anna" not in text
    text = page(client_for(marked.halina), f"{PAGE}?group={marked.laundry.pk}")
    assert "Cichoń Celina" not in text


def test_a_person_without_a_plan_carries_a_warning(centre, client_for):
    person("Duda", plan_signed_on=None)
    assert page(client_for(centre.worker)).count("grid-no-plan") == 1


@pytest.mark.parametrize("month", ["2026-13", "26-10", "x", "2026-00", "1999-01", "2101-01", "2026-1", "２０２６-10"])
def test_a_month_that_is_none_is_not_found(centre, client_for, month):
    browser = client_for(centre.manager)
    assert browser.get(f"/obecnosc/{month}/").status_code == 404
    assert browser.post(f"/obecnosc/{month}/zamkniecie/przekaz/").status_code == 404
    assert browser.get(f"/swiadczenia/{month}/").status_code == 404


def test_those_who_only_look_get_no_tools_and_an_accountant_gets_nothing(marked, account, client_for):
    office = account(marked.house, "office")
    text = page(client_for(office))
    assert "grid-tools" not in text
    assert send(client_for(office), change(marked.anna, "N", version=1)).status_code == 403
    assert client_for(marked.accountant).get(PAGE).status_code == 403
    assert client_for(account(marked.house, "auditor")).get(PAGE).status_code == 403


def test_the_page_costs_the_same_for_one_and_for_three(centre, client_for):
    def cost(address):
        browser = client_for(centre.worker)
        page(browser, address)
        with CaptureQueriesContext(connection) as spent:
            page(browser, address)
        return len(spent.captured_queries)

    one = cost(f"{PAGE}?group={centre.laundry.pk}")
    for name in ("Ab", "Ac", "Ad"):
        centre.celina.memberships.model.objects.create(
            group=centre.laundry, stay=person(name), starts_on=date(2026, 9, 1)
        )
    assert cost(f"{PAGE}?group={centre.laundry.pk}") == one


# Batches


def test_a_batch_is_saved_and_answered_mark_by_mark(marked, client_for):
    answer = send(
        client_for(marked.worker),
        change(marked.anna, "N", version=1),
        change(marked.bogdan, "O", version=0),
        change(marked.celina, "O", day=date(2026, 10, 31)),
    ).json()
    assert [each["version"] for each in answer["saved"]] == [2]
    (conflict,) = answer["conflicts"]
    assert (conflict["code"], conflict["version"], conflict["by"]) == ("ZL", 1, "Sabina Socjalna")
    assert "nie ma zajęć" in answer["refused"][0]["message"]


def test_a_conflict_shows_somebodys_mark_so_it_is_on_record(marked, client_for):
    browser = client_for(marked.halina)
    send(browser, change(marked.anna, "U", version=1))
    assert not AuditEntry.objects.filter(action="attendance.viewed").exists()
    assert send(browser, change(marked.bogdan, "O", version=0)).json()["conflicts"]
    entry = AuditEntry.objects.get(action="attendance.viewed")
    assert entry.details == {
        "people": [str(marked.bogdan.participant_id)],
        "count": 1,
        "since": str(DAY),
        "until": str(DAY),
    }


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_time_is_refused_in_a_sentence(centre, client_for, day):
    answer = send(client_for(centre.worker), change(centre.anna, "O", day=day))
    assert (answer.status_code, len(answer.json()["refused"])) == (200, 1)


def test_a_batch_of_the_whole_group_takes_at_most_eight_queries(centre, client_for):
    """P8: the session and the account, four looks, one statement with marks and history, one line of the audit."""
    browser = client_for(centre.worker)
    days = [date(2026, 10, day) for day in (1, 2, 5, 6, 7, 8, 9)]
    changes = [change(stay, "O", day=day) for stay in (centre.anna, centre.bogdan) for day in days]
    send(browser, change(centre.celina, "O"))  # whose house this is, is known from now on
    with CaptureQueriesContext(connection) as spent:
        assert len(send(browser, *changes).json()["saved"]) == 14
    asked = [each["sql"] for each in spent.captured_queries if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 8, "\n".join(sql[:90] for sql in asked)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"changes": 1}',
        b'{"changes": [1]}',
        b'{"changes": [{"stay": "x", "day": "2026-10-06", "code": "O", "version": 0}]}',
        b'{"changes": [{"stay": "01900000-0000-7000-8000-000000000000", "day": "6.10", "code": "O", "version": 0}]}',
        b'{"changes": [{"stay": "01900000-0000-7000-8000-000000000000", "day": "2026-10-06", "code": "O"}]}',
        b'{"changes": [{"stay": "01900000-0000-7000-8000-000000000000", "day": "2026-10-06", "code": "O", '
        b'"version": 0, "hours": "six"}]}',
        *(
            b'{"changes": [{"stay": "01900000-0000-7000-8000-000000000000", "day": "2026-10-06", "code": "O", '
            b'"version": ' + version + b"}]}"
            for version in (
                b"1e999",
                b"-1e999",
                b"NaN",
                b"Infinity",
                b"true",
                b"false",
                b"2147483648",
                b"-1",
                b"1.0",
                b'"1"',
                b"null",
                b"[1]",
                b"{}",
                b"9" * 5000,
            )
        ),
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_not_a_batch_is_refused_and_breaks_nothing(centre, client_for, body):
    with pytest.raises(NotABatch):
        changes_in(body)
    answer = client_for(centre.worker).post("/obecnosc/zapis/", body, content_type="application/json")
    assert answer.status_code == 400
    assert not Mark.objects.exists()


def test_more_days_than_a_centre_has_are_not_a_batch():
    with pytest.raises(NotABatch):
        changes_in(json.dumps({"changes": [{}] * 2001}).encode())


@pytest.mark.parametrize("code", ["<script>", "O\x00", "=1+1", "Ż" * 500, 7, {"a": 1}])
def test_a_strange_code_is_refused_with_a_sentence(centre, client_for, code):
    answer = send(client_for(centre.worker), change(centre.anna, code)).json()
    assert "kod" in answer["refused"][0]["message"]


def test_a_batch_from_another_site_is_not_taken(centre, client_for):
    browser = client_for(centre.worker)
    browser.handler.enforce_csrf_checks = True
    assert send(browser, change(centre.anna, "O")).status_code == 403


# Letters


def test_a_centre_writes_its_own_letters_and_the_meaning_stays(marked, client_for):
    browser = client_for(marked.worker)
    form = {code.value: code.value for code in Code}
    browser.post("/obecnosc/litery/", {**form, "N": "NN", "ZL": "L4"})
    assert dict(CodeLetter.objects.values_list("code", "letters")) == {"N": "NN", "ZL": "L4"}
    assert ">L4</td>" in page(browser)
    assert Mark.objects.get(stay=marked.bogdan).code == "ZL"


def test_two_codes_may_not_be_written_alike_and_what_was_typed_stays(marked, client_for):
    form = {"O": "O", "N": "NN", "ZL": "nn", "ZL+": "ZL+", "DW": "DW", "U": "U", "BZ": "BZ"}
    text = client_for(marked.worker).post("/obecnosc/litery/", form).content.decode()
    assert "oznaczają już inny kod" in text
    assert 'value="nn"' in text
    assert not CodeLetter.objects.exists()


def test_letters_go_back_to_those_of_the_act(centre):
    rename_letters(by=centre.worker, written={Code.UNEXCUSED: "NN"})
    rename_letters(by=centre.worker, written={Code.UNEXCUSED: "N"})
    assert not CodeLetter.objects.exists()


# Without scripts


def fields(stay, day, code, version=0):
    return {f"m-{stay.pk}-{day}": code, f"v-m-{stay.pk}-{day}": str(version)}


WEEK = "/obecnosc/2026-10/tydzien/?tydzien=2026-10-06"


def blank(centre):
    days = [date(2026, 10, day) for day in (5, 6, 7, 8, 9)]
    return {
        name: value
        for stay in (centre.anna, centre.bogdan, centre.celina)
        for day in days
        for name, value in fields(stay, day, "").items()
    }


def test_a_week_is_saved_as_a_plain_form(centre, client_for):
    sent = {**blank(centre), **fields(centre.anna, DAY, "O"), **fields(centre.bogdan, DAY, "ZL")}
    answer = client_for(centre.worker).post(WEEK, sent)
    assert answer.status_code == 302
    assert set(Mark.objects.values_list("stay", "code")) == {(centre.anna.pk, "O"), (centre.bogdan.pk, "ZL")}


def test_the_plain_form_keeps_what_was_typed_and_shows_who_was_faster(centre, client_for):
    save_marks(by=centre.halina, changes=[MarkChange(centre.anna.pk, DAY, "U")], today=TODAY)
    sent = {**blank(centre), **fields(centre.anna, DAY, "N"), **fields(centre.bogdan, DAY, "O")}
    browser = client_for(centre.worker)
    text = browser.post(WEEK, sent).content.decode()
    assert "Halina Wójcik" in text
    assert Mark.objects.get(stay=centre.anna).code == "U"
    assert Mark.objects.get(stay=centre.bogdan).code == "O", "what could be saved is saved"
    again = {**sent, **fields(centre.anna, DAY, "N", 1), **fields(centre.bogdan, DAY, "O", 1)}
    assert f'name="v-m-{centre.anna.pk}-{DAY}" value="1"' in text
    assert browser.post(WEEK, again).status_code == 302
    assert Mark.objects.get(stay=centre.anna).code == "N"


def test_a_month_of_one_person_is_a_plain_form_too(marked, client_for):
    browser = client_for(marked.halina)
    text = page(browser, f"{PAGE}osoba/{marked.anna.pk}/")
    assert "Borys" not in text
    assert browser.get(f"{PAGE}osoba/{marked.celina.pk}/").status_code == 404


def test_no_name_of_another_centre_is_ever_shown(marked, as_house, klobuck, client_for, account):
    with as_house(klobuck):
        person("Sekretna", "Osoba")
    with as_house(marked.house):
        assert "Sekretna" not in page(client_for(marked.manager))


def test_names_are_text_and_never_markup(centre, client_for):
    person("<script>alert(1)</script>", "O'Neil\u202e")
    text = page(client_for(centre.worker))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


# Closing and calendar pages


def test_the_closing_page_links_to_everything_that_is_missing(centre, client_for):
    someone = person("Duda", plan_signed_on=None)
    text = page(client_for(centre.worker), f"{PAGE}zamkniecie/")
    assert f"/obecnosc/2026-10/osoba/{centre.anna.pk}/" in text
    assert f"/uczestnicy/{someone.participant_id}/" in text
    assert "przekaz/" not in text


def test_a_refused_step_shows_its_sentence_and_changes_nothing(centre, client_for):
    answer = client_for(centre.worker).post(f"{PAGE}zamkniecie/przekaz/")
    assert answer.status_code == 409
    assert "W tym miesiącu czegoś jeszcze brakuje" in answer.content.decode()
    assert client_for(centre.worker).post(f"{PAGE}zamkniecie/zatwierdz/").status_code == 403


def test_a_day_is_closed_on_its_page_and_a_wrong_one_is_answered_at_its_field(centre, client_for):
    browser = client_for(centre.worker)
    text = browser.post("/obecnosc/dni-nieczynne/", {"day": "2026-10-04", "reason": "Wolne"}).content.decode()
    assert "i tak nie ma zajęć" in text
    assert 'value="Wolne"' in text
    assert browser.post("/obecnosc/dni-nieczynne/", {"day": "2026-10-14", "reason": "Remont"}).status_code == 302
    assert "Remont" in page(browser, "/obecnosc/dni-nieczynne/")
    assert browser.post("/obecnosc/dni-nieczynne/2026-10-14/otworz/").status_code == 302
    assert not ClosedDay.objects.exists()
    assert browser.post("/obecnosc/dni-nieczynne/jutro/otworz/").status_code == 404


def test_the_closing_page_counts_days_and_people_and_says_whose_turn_it_is(centre, client_for):
    browser = client_for(centre.worker)
    days = [date(2026, 10, day) for day in range(1, 31) if date(2026, 10, day).weekday() < 5]
    changes = [
        MarkChange(stay.pk, day, "U") for stay in (centre.anna, centre.bogdan, centre.celina) for day in days[1:]
    ]
    save_marks(by=centre.worker, changes=changes, today=TODAY)
    text = page(browser, f"{PAGE}zamkniecie/")
    assert "1 dzień bez wpisu, 3 osoby" in text
    assert "czeka na: kierownik, pracownik socjalny" in text
    MonthClosing.objects.create(month=date(2026, 10, 1), submitted_by=centre.worker, submitted_at=timezone.now())
    text = page(browser, f"{PAGE}zamkniecie/")
    assert text.count("czeka na: ") == 1
    assert "czeka na: kierownik</small>" in text


def test_a_long_name_can_be_read_whole(centre, client_for):
    person("Konstantynopolitańczykiewicz-Brzęczyszczykiewicz", "Zofia")
    assert 'title="Konstantynopolitańczykiewicz-Brzęczyszczykiewicz Zofia"' in page(client_for(centre.worker))
