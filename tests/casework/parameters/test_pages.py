"""Pages of the parameters: what holds, its history, an own value with its mistakes, and who may do what."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from casework.parameters.models import ParameterOverride
from casework.parameters.rules import Parameter
from casework.parameters.selectors import values_on, values_through
from casework.parameters.services import override, withdraw_override
from core.audit.models import AuditEntry
from tenants.errors import RuleBroken

LIST = "/parametry/"
OFF = "/parametry/days_off_limit/"
CHANGE = f"{OFF}zmiana/"
GOOD = {"value": "15", "valid_from": "2026-01-01", "valid_until": "", "reason": "Zarządzenie nr 3", "legal_basis": ""}


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True


@pytest.fixture
def manager(poraj, account):
    return account(poraj, "manager")


def own(by: Any, value: str = "15", **values: Any) -> ParameterOverride:
    defaults = {"valid_from": date(2026, 1, 1), "valid_until": None, "reason": "Zarządzenie nr 3"}
    return override(by=by, parameter=Parameter.DAYS_OFF_LIMIT, value=value, **defaults | values)


# Services


def test_an_own_value_holds_from_its_day_until_it_is_withdrawn(poraj, as_house, manager):
    with as_house(poraj):
        made = own(manager)
        assert values_on(date(2025, 12, 31)).days(Parameter.DAYS_OFF_LIMIT) == 12
        assert values_on(date(2026, 1, 1)).days(Parameter.DAYS_OFF_LIMIT) == 15
        withdraw_override(by=manager, override_id=made.pk, now=timezone.now())
        assert values_on(date(2026, 1, 1)).days(Parameter.DAYS_OFF_LIMIT) == 12
        done = AuditEntry.objects.filter(action__startswith="parameters.").order_by("id")
        assert list(done.values_list("action", flat=True)) == ["parameters.overridden", "parameters.withdrawn"]
        with pytest.raises(RuleBroken):
            withdraw_override(by=manager, override_id=made.pk, now=timezone.now())


def test_values_of_another_centre_are_not_ours(poraj, klobuck, as_house, manager):
    with as_house(poraj):
        own(manager)
    with as_house(klobuck):
        assert values_on(date(2026, 1, 1)).days(Parameter.DAYS_OFF_LIMIT) == 12


def test_values_of_a_day_and_of_several_cost_one_query(poraj, as_house, manager, django_assert_num_queries):
    with as_house(poraj):
        own(manager)
        with django_assert_num_queries(1):
            values_on(date(2026, 1, 1)).days(Parameter.SICK_LIMIT)
        with django_assert_num_queries(1):
            several = values_through([date(2025, 1, 1), date(2026, 1, 1)])
        assert [each.days(Parameter.DAYS_OFF_LIMIT) for each in several.values()] == [12, 15]


def test_a_missing_value_is_refused_with_its_name_and_day(poraj, as_house):
    with as_house(poraj), pytest.raises(RuleBroken, match=r"Zasiłek dla bezrobotnych.*01\.07\.2027"):
        values_on(date(2027, 7, 1)).amount(Parameter.UNEMPLOYMENT_BENEFIT)


# Pages


def test_the_list_shows_values_and_the_history_shows_both_law_and_centre(poraj, as_house, manager, client_for):
    with as_house(poraj):
        own(manager)
    client = client_for(manager)
    assert "15\N{NO-BREAK SPACE}dni" in client.get(LIST).content.decode()
    page = client.get(OFF).content.decode()
    assert "Zarządzenie nr 3" in page
    assert "6\N{NO-BREAK SPACE}dni" in page


def test_an_own_value_is_set_on_the_page_and_withdrawn_after_a_question(poraj, as_house, manager, client_for):
    client = client_for(manager)
    assert client.post(CHANGE, GOOD).status_code == 302
    with as_house(poraj):
        made = ParameterOverride.objects.get()
    withdrawal = f"/parametry/wartosc/{made.pk}/wycofanie/"
    assert client.get(withdrawal).status_code == 200
    assert client.post(withdrawal).status_code == 302
    with as_house(poraj):
        made.refresh_from_db()
        assert made.withdrawn_by_id == manager.pk


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"value": "400"}, "value", "Wartość musi mieścić się między 0"),
        ({"value": "dużo"}, "value", "To nie jest liczba."),
        ({"value": "1,5"}, "value", "Wpisz liczbę całkowitą."),
        ({"valid_until": "2025-12-31"}, "valid_until", "Ostatni dzień nie może być wcześniejszy niż pierwszy."),
        ({"reason": ""}, "reason", "Napisz, dlaczego centrum ustala własną wartość."),
        ({"reason": "   "}, "reason", "Napisz, dlaczego centrum ustala własną wartość."),
        ({"valid_from": "jutro"}, "valid_from", "Wpisz"),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(
    poraj, as_house, manager, client_for, wrong, field, sentence
):
    answer = client_for(manager).post(CHANGE, GOOD | {"legal_basis": "uchwała <b>7</b>"} | wrong)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert sentence in str(form.errors[field])
    assert "uchwała &lt;b&gt;7&lt;/b&gt;" in answer.content.decode()
    with as_house(poraj):
        assert not ParameterOverride.objects.exists()


def test_all_mistakes_are_told_at_once(manager, client_for):
    wrong = GOOD | {"value": "dużo", "valid_until": "2025-12-31", "reason": " "}
    form = client_for(manager).post(CHANGE, wrong).context["form"]
    assert set(form.errors) == {"value", "valid_until", "reason"}
    assert all(len(said) == 1 for said in form.errors.values())


def test_the_same_form_sent_twice_sets_one_value(poraj, as_house, manager, client_for):
    client = client_for(manager)
    sent = GOOD | {"form_id": "0190a1b2-0000-7000-8000-000000000001"}
    assert [client.post(CHANGE, sent).status_code for _time in range(2)] == [302, 302]
    with as_house(poraj):
        assert ParameterOverride.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "looks", "changes"),
    [("social-worker", 200, 403), ("accountant", 200, 403), ("vocational-instructor", 403, 403), ("manager", 200, 200)],
)
def test_who_may_look_and_who_may_change(poraj, account, client_for, role, looks, changes):
    client = client_for(account(poraj, role))
    assert (client.get(LIST).status_code, client.get(CHANGE).status_code) == (looks, changes)


def test_what_does_not_exist_or_is_of_another_centre_is_not_found(poraj, klobuck, as_house, account, client_for):
    with as_house(klobuck):
        theirs = own(account(klobuck, "manager"))
    client = client_for(account(poraj, "manager"))
    for path in ("/parametry/nic/", "/parametry/nic/zmiana/", f"/parametry/wartosc/{theirs.pk}/wycofanie/"):
        assert client.get(path).status_code == 404
