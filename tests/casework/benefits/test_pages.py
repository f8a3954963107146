"""Pages of benefits: the way of a month, who sees what, mistakes at their fields, and every look on record."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.benefits.models import Premium, Settlement
from casework.benefits.selectors import cards_of_months, first_step, months, settlement_of
from casework.benefits.services import approve_settlement, settle_month
from casework.parameters.rules import Parameter
from casework.parameters.services import override
from core.audit.models import AuditEntry
from tests.casework.benefits.conftest import NOW, OCTOBER, approve, mark
from tests.factories.casework import a_stay, a_worker

MONTHS = "/swiadczenia/"
MONTH = "/swiadczenia/2026-10/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True


@pytest.fixture
def settled(people):
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    return people


def person(stay: Any) -> str:
    return f"{MONTH}osoba/{stay.pk}/"


def test_a_month_goes_its_way_one_button_at_a_time(people, poraj, account, client_for):
    worker, manager = (client_for(account(poraj, role)) for role in ("social-worker", "manager"))
    accountant = client_for(account(poraj, "accountant"))
    assert "Rozlicz miesiąc" in worker.get(MONTH).content.decode()
    assert worker.post(f"{MONTH}rozlicz/").status_code == 302
    assert "Zatwierdź" not in worker.get(MONTH).content.decode()
    assert "Zatwierdź" in manager.get(MONTH).content.decode()
    assert "3" in manager.get(f"{MONTH}zatwierdz/").content.decode()
    assert manager.post(f"{MONTH}zatwierdz/").status_code == 302
    assert "Oznacz jako wypłacone" in accountant.get(MONTH).content.decode()
    assert accountant.get(f"{MONTH}wyplacone/").status_code == 200
    assert accountant.post(f"{MONTH}wyplacone/").status_code == 302
    assert settlement_of(OCTOBER).step == "paid"
    assert "Oznacz jako wypłacone" not in accountant.get(MONTH).content.decode()


def test_every_amount_says_why(settled, poraj, account, client_for):
    page = client_for(account(poraj, "social-worker")).get(MONTH).content.decode()
    assert "2 dni nieobecności nieusprawiedliwionej: 2 × 1/20 × 2\N{NO-BREAK SPACE}140,70\N{NO-BREAK SPACE}zł" in page
    assert "−214,07\N{NO-BREAK SPACE}zł" in page
    assert "art. 15 ust. 7" in page


def test_the_explanation_has_its_own_page(settled, poraj, account, client_for):
    page = client_for(account(poraj, "social-worker")).get(person(settled["lost"])).content.decode()
    assert "4 dni nieobecności nieusprawiedliwionej, więcej niż 3 w miesiącu" in page


def test_an_accountant_sees_amounts_and_nothing_of_absences(settled, poraj, account, client_for):
    client = client_for(account(poraj, "accountant"))
    page = client.get(MONTH).content.decode()
    assert "Babacki Bogdan" in page
    assert "1\N{NO-BREAK SPACE}712,56" in page
    for leak in ("nieobecno", "zwolnieni", "Zmniejszenia", "428,14", "Dlaczego"):
        assert leak not in page
    assert client.get(person(settled["absent"])).status_code == 403


@pytest.mark.parametrize("role", ["vocational-instructor", "office", "psychologist", "job-counsellor", "auditor"])
def test_others_do_not_come_in(settled, poraj, account, client_for, role):
    client = client_for(account(poraj, role))
    for path in (MONTHS, MONTH, person(settled["whole"]), f"{person(settled['whole'])}premia/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{MONTH}rozlicz/").status_code == 403


def test_another_centre_finds_nothing(settled, klobuck, account, client_for):
    client = client_for(account(klobuck, "manager"))
    assert client.get(person(settled["whole"])).status_code == 404
    assert client.get(f"{person(settled['whole'])}premia/").status_code == 404
    assert "Abacka" not in client.get(MONTH).content.decode()


def test_a_social_worker_neither_approves_nor_marks_as_paid(settled, poraj, account, client_for):
    client = client_for(account(poraj, "social-worker"))
    assert client.post(f"{MONTH}zatwierdz/").status_code == 403
    assert client.post(f"{MONTH}wyplacone/").status_code == 403
    assert client_for(account(poraj, "accountant")).post(f"{MONTH}zatwierdz/").status_code == 403


def test_a_month_that_is_no_month_is_not_found(in_poraj, poraj, account, client_for):
    client = client_for(account(poraj, "manager"))
    for month in ("2026-13", "abc", "1066-10", "2026-1"):
        assert client.get(f"/swiadczenia/{month}/").status_code == 404


def test_what_is_out_of_turn_is_refused_in_a_sentence(in_poraj, poraj, account, client_for):
    a_stay()
    client = client_for(account(poraj, "manager"))
    for step in ("rozlicz", "zatwierdz", "wyplacone"):
        answer = client.post(f"{MONTH}{step}/", follow=True)
        assert "Obecność w tym miesiącu nie jest zatwierdzona." in answer.content.decode()
    assert not Settlement.objects.exists()


def test_every_look_at_people_is_on_record_before_it_is_shown(settled, poraj, account, client_for):
    client = client_for(account(poraj, "social-worker"))
    client.get(MONTH)
    entry = AuditEntry.objects.get(action="benefits.viewed")
    assert set(entry.details["people"]) == {str(stay.participant_id) for stay in settled.values()}
    client.get(person(settled["lost"]))
    assert AuditEntry.objects.get(action="benefits.explained").details["people"] == [
        str(settled["lost"].participant_id)
    ]
    assert "1712" not in str(AuditEntry.objects.filter(action__startswith="benefits.v").values_list("details"))


def test_the_list_of_months_names_nobody_and_costs_the_same_for_any_number(people, poraj, account, client_for):
    client = client_for(account(poraj, "manager"))
    counts = []
    for month in (OCTOBER, OCTOBER.replace(month=9), OCTOBER.replace(month=8)):
        approve(month)
        settle_month(by=a_worker(), month=month, now=NOW)
        client.get(MONTHS)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(MONTHS).content.decode()
        counts.append(len(queries))
        assert "Abacka" not in page
    assert counts[0] == counts[1] == counts[2]


def test_months_without_attendance_are_not_listed_but_the_present_one_is(in_poraj):
    assert months(today := date(2026, 12, 9)) == []
    mark(a_stay(), "O", 5, month=date(2026, 3, 1))
    approve()
    assert [row.code for row in months(today)] == ["2026-12", "2026-10", "2026-03"]


def test_the_settlement_costs_the_same_queries_for_one_and_for_three(in_poraj, poraj, account, client_for):
    client, counts = client_for(account(poraj, "manager")), []
    for number in (1, 2):
        for _each in range(number):
            mark(a_stay(), "N", 5)
        approve()
        settle_month(by=a_worker(), month=OCTOBER, now=NOW)
        client.get(MONTH)
        with CaptureQueriesContext(connection) as queries:
            client.get(MONTH)
        counts.append(len(queries))
        approve_again()
    assert counts[0] == counts[1]


def approve_again() -> None:
    """Open the attendance, so that marks can be added."""
    from casework.attendance.models import MonthClosing

    closing = MonthClosing.objects.get()
    nobody = {"submitted_by": None, "submitted_at": None, "approved_by": None, "approved_at": None}
    MonthClosing.objects.update(version=closing.version + 1, **nobody)


# Premiums


def test_a_premium_is_proposed_changed_and_taken_back(settled, poraj, account, client_for):
    client, path = client_for(account(poraj, "social-worker")), f"{person(settled['whole'])}premia/"
    assert "2\N{NO-BREAK SPACE}140,70" in client.get(path).content.decode()
    assert client.post(path, {"amount": "300,50", "reasons": "Pomaga innym"}).status_code == 302
    assert "2\N{NO-BREAK SPACE}441,20" in client.get(MONTH).content.decode()
    assert "300,5" in client.get(path).content.decode()
    assert client.get(f"{path}wycofaj/").status_code == 200
    assert client.post(f"{path}wycofaj/").status_code == 302
    assert not Premium.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"amount": "2140,71", "reasons": "Tak"}, "amount", "najwyżej 2\N{NO-BREAK SPACE}140,70"),
        ({"amount": "0", "reasons": "Tak"}, "amount", "większą od zera"),
        ({"amount": "-5", "reasons": "Tak"}, "amount", "większą od zera"),
        ({"amount": "sto", "reasons": "Tak"}, "amount", "liczb"),
        ({"amount": "100", "reasons": ""}, "reasons", "Napisz, za co jest premia."),
    ],
)
def test_a_wrong_premium_is_refused_at_its_field(settled, poraj, account, client_for, sent, field, sentence):
    answer = client_for(account(poraj, "social-worker")).post(f"{person(settled['whole'])}premia/", sent)
    assert list(answer.context["form"].errors) == [field]
    assert sentence in str(answer.context["form"].errors[field])
    assert not Premium.objects.exists()


def test_in_the_trial_the_sentence_stands_at_the_amount(in_poraj, poraj, account, client_for):
    trial = a_stay(starts_on=OCTOBER.replace(day=2))
    sent = {"amount": "10", "reasons": "<script>alert(1)</script>"}
    answer = client_for(account(poraj, "manager")).post(f"{person(trial)}premia/", sent)
    assert "tylko w okresie właściwym" in str(answer.context["form"].errors["amount"])
    assert "<script>alert" not in answer.content.decode()


# Today


@pytest.mark.urls("config.urls.centre")
def test_today_shows_each_step_to_whoever_takes_it(people, poraj, account):
    accounts = {role: account(poraj, role) for role in ("social-worker", "manager", "accountant", "office")}

    def cards() -> dict[str, list[str]]:
        return {role: [str(card.title) for card in cards_of_months(each)] for role, each in accounts.items()}

    to_settle = ["Miesiąc do rozliczenia: październik 2026"]
    assert cards() == {"social-worker": to_settle, "manager": to_settle, "accountant": [], "office": []}
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    assert [role for role, shown in cards().items() if shown] == ["manager"]
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    assert [role for role, shown in cards().items() if shown] == ["manager", "accountant"]


@pytest.mark.urls("config.urls.centre")
def test_the_first_step_is_to_check_the_amounts(people, poraj, account):
    manager = account(poraj, "manager")
    assert [step.done for step in first_step(manager)] == [False]
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    assert [step.done for step in first_step(manager)] == [True]
    assert first_step(account(poraj, "accountant")) == []


# What changed, and how amounts read


def test_a_settlement_that_no_longer_holds_is_offered_to_be_made_again(settled, poraj, account, client_for):
    client = client_for(account(poraj, "manager"))
    assert "Zatwierdź" in client.get(MONTH).content.decode()
    override(
        by=a_worker(), parameter=Parameter.UNEMPLOYMENT_BENEFIT, value="2000", valid_from=OCTOBER, valid_until=None,
        reason="Uchwała",
    )  # fmt: skip
    page = client.get(MONTH).content.decode()
    assert "(3 osoby). Tych kwot nie można zatwierdzić." in page
    assert f"{MONTH}zatwierdz/" not in page
    assert page.count(f'action="{MONTH}rozlicz/"') == 1
    client.post(f"{MONTH}rozlicz/")
    assert f"{MONTH}zatwierdz/" in client.get(MONTH).content.decode()


def test_a_premium_is_not_offered_to_somebody_in_trial_for_the_whole_month(in_poraj, poraj, account, client_for):
    trial, main = a_stay(starts_on=OCTOBER), a_stay()
    approve()
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    client = client_for(account(poraj, "social-worker"))
    page = client.get(MONTH).content.decode()
    assert f"{person(main)}premia/" in page
    assert f"{person(trial)}premia/" not in page
    assert f"{person(trial)}premia/" not in client.get(person(trial)).content.decode()
    assert f"{person(main)}premia/" in client.get(person(main)).content.decode()


def test_a_reduction_says_that_the_month_was_not_whole(in_poraj, poraj, account, client_for):
    a_stay(starts_on=OCTOBER.replace(day=17))
    a_stay()
    approve()
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    page = client_for(account(poraj, "social-worker")).get(MONTH).content.decode()
    assert page.count("w tym niepełny miesiąc") == 1
    assert "15/31" not in page
    assert "Nazwisko i imię" in page
