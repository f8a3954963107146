"""Settling a month: everybody at once, exactly once, in a constant number of queries, and nothing half-done."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.attendance.models import MonthClosing
from casework.attendance.services import mark_paid
from casework.benefits.models import Premium, Settlement, SettlementLine
from casework.benefits.rules import BenefitInputs, monthly_benefit
from casework.benefits.selectors import pay_list, settlement_of
from casework.benefits.services import (
    approve_settlement,
    mark_month_paid,
    propose_premium,
    settle_month,
    withdraw_premium,
)
from casework.parameters.rules import Parameter
from casework.parameters.services import override
from casework.participants.models import StayPeriod
from core.audit.models import AuditEntry
from tenants.errors import RuleBroken
from tests.casework.benefits.conftest import NOVEMBER, NOW, OCTOBER, approve, mark
from tests.factories.casework import a_stay, a_worker


def settle(month: date = OCTOBER) -> Settlement:
    return settle_month(by=a_worker(), month=month, now=NOW)


def amounts(month: date = OCTOBER) -> dict[str, str]:
    return {row.name: str(row.line.payable) for row in settlement_of(month).lines}


def test_everybody_gets_what_the_rules_say(people):
    settle()
    assert amounts() == {
        "Abacka Anna": "2140.70",
        "Babacki Bogdan": "1712.56",
        "Cabacka Celina": "0.00",
    }


def test_lines_sum_to_the_total_and_explain_themselves(people):
    settle()
    page = settlement_of(OCTOBER)
    assert page.totals.payable == Decimal("3853.26") == sum(row.line.payable for row in page.lines)
    for row in page.lines:
        assert monthly_benefit(BenefitInputs.from_json(row.line.inputs)).amount == row.line.amount
        assert sum(step.amount for step in row.steps) == row.line.amount


def test_a_month_whose_attendance_is_not_approved_is_refused(in_poraj):
    a_stay()
    with pytest.raises(RuleBroken, match=r"not approved|zatwierdzona"):
        settle()
    assert not Settlement.objects.exists()


def test_a_month_without_a_parameter_is_refused_and_names_it(in_poraj):
    a_stay(starts_on=date(2027, 6, 1), plan_signed_on=date(2027, 6, 1), benefit_applied_on=date(2027, 6, 1))
    approve(date(2027, 6, 1))
    with pytest.raises(RuleBroken, match=r"30\.06\.2027"):
        settle(date(2027, 6, 1))
    assert not Settlement.objects.exists()


def test_a_value_of_the_centre_counts_from_its_day(people):
    override(
        by=a_worker(),
        parameter=Parameter.UNEMPLOYMENT_BENEFIT,
        value="2000",
        valid_from=date(2026, 10, 31),
        valid_until=None,
        reason="Nowe obwieszczenie",
    )
    settle()
    assert amounts()["Abacka Anna"] == "2400.00"


def test_a_stay_that_begins_or_ends_inside_the_month_counts_by_its_days(in_poraj):
    a_stay(last_name="Nowa", first_name="Ola", starts_on=date(2026, 10, 17), benefit_applied_on=date(2026, 10, 17))
    a_stay(last_name="Stary", first_name="Jan", ends_on=date(2026, 10, 15))
    approve()
    settle()
    assert amounts() == {"Nowa Ola": "1070.35", "Stary Jan": "1070.35"}


def test_days_beyond_the_granted_periods_do_not_count(in_poraj):
    stay = a_stay()
    StayPeriod.objects.filter(stay=stay, kind="main").update(ends_on=date(2026, 10, 15))
    mark(stay, "N", 20)
    approve()
    settle()
    assert list(amounts().values()) == ["1070.35"]


def test_without_an_application_the_line_is_there_with_nothing(in_poraj):
    a_stay(benefit_applied_on=None)
    approve()
    settle()
    line = SettlementLine.objects.get()
    assert (line.amount, line.full_amount) == (0, Decimal("2140.70"))


def test_sick_days_of_earlier_months_use_up_the_limit(in_poraj):
    stay = a_stay()
    mark(stay, "ZL", *range(1, 20), month=date(2026, 9, 1))
    mark(stay, "ZL", 5, 6, 7)
    approve()
    settle()
    counted = BenefitInputs.from_json(SettlementLine.objects.get().inputs)
    assert (counted.sick_before, counted.main.sick) == (19, 3)
    assert SettlementLine.objects.get().amount == Decimal("1962.31")


def test_settling_again_replaces_the_lines(people):
    first = settle()
    second = settle()
    assert first.pk == second.pk
    assert SettlementLine.objects.count() == 3
    assert AuditEntry.objects.filter(action="benefits.settled").count() == 2


def test_an_approved_settlement_is_made_once_and_the_database_keeps_its_lines(people):
    settle()
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    for act in (settle_month, approve_settlement):
        with pytest.raises(RuleBroken):
            act(by=a_worker(), month=OCTOBER, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SettlementLine.objects.update(amount=0, premium=0, payable=0)
    assert amounts()["Abacka Anna"] == "2140.70"


def test_after_the_attendance_was_opened_again_the_old_settlement_stays_and_no_longer_counts(people):
    old = settle()
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    approve(version=2)
    assert pay_list(OCTOBER) is None
    page = settlement_of(OCTOBER)
    assert (page.settlement, page.outdated) == (None, (old,))
    new = settle()
    assert new.pk != old.pk
    assert old.lines.count() == new.lines.count() == 3


def test_a_list_is_paid_after_its_approval_and_then_the_month_is_shut(people):
    settle()
    with pytest.raises(RuleBroken):
        mark_month_paid(by=a_worker(), month=OCTOBER, now=NOW)
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    assert pay_list(OCTOBER) is not None
    mark_month_paid(by=a_worker(), month=OCTOBER, now=NOW)
    assert MonthClosing.objects.get().paid_at == NOW
    for act in (settle_month, approve_settlement, mark_month_paid, mark_paid):
        with pytest.raises(RuleBroken):
            act(by=a_worker(), month=OCTOBER, now=NOW)


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(in_poraj):
    a_stay()
    by, counts = a_worker(), []
    approve()
    approve(NOVEMBER)
    for month in (OCTOBER, NOVEMBER):
        with CaptureQueriesContext(connection) as queries:
            settle_month(by=by, month=month, now=NOW)
        counts.append(len([each for each in queries if "SAVEPOINT" not in each["sql"]]))
        a_stay()
        a_stay()
    assert counts[0] == counts[1] <= 12


# Premiums


def propose(stay, amount: str = "300", reasons: str = "Duże zaangażowanie"):
    return propose_premium(by=a_worker(), stay_id=stay.pk, month=OCTOBER, amount=Decimal(amount), reasons=reasons)


def test_a_premium_is_a_part_of_the_settlement_made_before_or_after_it(people):
    propose(people["whole"], "300")
    settle()
    propose(people["lost"], "100.50")
    propose(people["whole"], "400")
    assert amounts() == {"Abacka Anna": "2540.70", "Babacki Bogdan": "1712.56", "Cabacka Celina": "100.50"}
    withdraw_premium(by=a_worker(), stay_id=people["whole"].pk, month=OCTOBER)
    assert amounts()["Abacka Anna"] == "2140.70"
    assert Premium.objects.get().version == 1


def test_a_premium_may_be_the_whole_benefit_and_not_a_grosz_more(people):
    propose(people["whole"], "2140.70")
    with pytest.raises(RuleBroken) as refused:
        propose(people["whole"], "2140.71")
    assert refused.value.field == "amount"
    assert Premium.objects.get().amount == Decimal("2140.70")


def test_there_is_no_premium_in_the_trial(in_poraj):
    trial = a_stay(starts_on=date(2026, 10, 2), benefit_applied_on=date(2026, 10, 2))
    approve()
    with pytest.raises(RuleBroken) as refused:
        propose(trial)
    assert refused.value.field == "amount"


@pytest.mark.parametrize(("amount", "reasons", "field"), [("0", "tak", "amount"), ("5", "  ", "reasons")])
def test_a_premium_needs_an_amount_and_reasons(people, amount, reasons, field):
    with pytest.raises(RuleBroken) as refused:
        propose(people["whole"], amount, reasons)
    assert refused.value.field == field


def test_after_the_approval_premiums_stay_as_they_are(people):
    propose(people["whole"])
    settle()
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    for act in (lambda: propose(people["whole"], "1"), lambda: propose(people["absent"], "1")):
        with pytest.raises(RuleBroken):
            act()
    with pytest.raises(RuleBroken):
        withdraw_premium(by=a_worker(), stay_id=people["whole"].pk, month=OCTOBER)


def test_a_premium_that_does_not_fit_any_more_stops_the_settlement_and_names_the_person(people):
    propose(people["whole"], "2000")
    override(
        by=a_worker(),
        parameter=Parameter.PREMIUM_LIMIT,
        value="0,5",
        valid_from=date(2026, 10, 1),
        valid_until=None,
        reason="Uchwała",
    )
    with pytest.raises(RuleBroken, match="Abacka Anna"):
        settle()
    assert not Settlement.objects.exists()


def test_the_history_knows_of_the_premium_and_not_of_its_amount(people):
    propose(people["whole"], "321.45")
    entry = AuditEntry.objects.get(action="benefits.premium_proposed")
    assert "321" not in str(entry.details)
    assert entry.details["stay"] == str(people["whole"].pk)
