"""Settling a month: everybody at once, exactly once, in a constant number of queries, and nothing half-done."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.attendance.models import MonthClosing
from casework.attendance.rules import last_day_of
from casework.attendance.services import mark_paid
from casework.benefits.models import Premium, Settlement, SettlementLine
from casework.benefits.rules import BenefitInputs, monthly_benefit
from casework.benefits.selectors import inputs_of_stay, pay_list, settlement_of
from casework.benefits.services import (
    approve_settlement,
    mark_month_paid,
    propose_premium,
    settle_month,
    withdraw_premium,
)
from casework.parameters.rules import Parameter
from casework.parameters.services import override
from casework.participants.models import Stay, StayPeriod
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
    approve(date(2026, 9, 1))
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
    by, counts = a_worker(), []
    for month, people in ((OCTOBER, 1), (NOVEMBER, 2)):
        for _each in range(people):
            mark(a_stay(starts_on=month, ends_on=last_day_of(month)), "N", 5, month=month)
        approve(month)
        with CaptureQueriesContext(connection) as settling:
            settle_month(by=by, month=month, now=NOW)
        with CaptureQueriesContext(connection) as approving:
            approve_settlement(by=by, month=month, now=NOW)
        counts.append([len([each for each in act if "SAVEPOINT" not in each["sql"]]) for act in (settling, approving)])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


# What changed since


def a_value(parameter: Parameter, value: str) -> None:
    override(by=a_worker(), parameter=parameter, value=value, valid_from=OCTOBER, valid_until=None, reason="Uchwała")


def test_a_settlement_of_which_a_parameter_changed_is_not_approved_until_it_is_made_again(people):
    settle()
    a_value(Parameter.UNEMPLOYMENT_BENEFIT, "2000")
    with pytest.raises(RuleBroken, match=r"\(3 osoby\)"):
        approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    assert settlement_of(OCTOBER).changed == 3
    settle()
    assert settlement_of(OCTOBER).changed == 0
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    assert amounts()["Abacka Anna"] == "2400.00"


def test_a_list_of_which_a_parameter_changed_is_not_paid(people):
    settle()
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    a_value(Parameter.UNEXCUSED_LIMIT, "5")
    with pytest.raises(RuleBroken, match="zmieniły się dane"):
        mark_month_paid(by=a_worker(), month=OCTOBER, now=NOW)
    assert MonthClosing.objects.get().paid_at is None


CHANGES = {
    "application": lambda stay: Stay.objects.filter(pk=stay.pk).update(benefit_applied_on=None),
    "end": lambda stay: Stay.objects.filter(pk=stay.pk).update(ends_on=date(2026, 10, 20), closing_reason="REZYGNACJA"),
    "period": lambda stay: StayPeriod.objects.filter(stay=stay, kind="main").update(ends_on=date(2026, 10, 20)),
    "mark": lambda stay: mark(stay, "N", 20),
    "newcomer": lambda stay: a_stay(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_slips_past_the_guards_of_the_month_is_noticed_at_the_approval(people, change):
    """The month is opened behind the back of the service, which would have begun another version."""
    settle()
    MonthClosing.objects.update(approved_by=None, approved_at=None)
    CHANGES[change](people["whole"])
    approve()
    with pytest.raises(RuleBroken, match=r"\(1 osoba\)"):
        approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    settle()
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)


def test_a_premium_above_a_limit_that_was_lowered_since_is_not_approved(people):
    propose(people["whole"], "2000")
    settle()
    a_value(Parameter.PREMIUM_LIMIT, "0,5")
    with pytest.raises(RuleBroken, match="Abacka Anna"):
        approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)


# The order of months


def test_a_month_waits_for_the_approval_of_those_before_it(in_poraj):
    stay = a_stay()
    mark(stay, "ZL", 3, month=date(2026, 9, 1))
    mark(stay, "ZL", 5)
    approve()
    with pytest.raises(RuleBroken, match="zatwierdź obecność: wrzesień 2026"):
        settle()
    approve(date(2026, 9, 1))
    assert settle().lines.count() == 1


def test_months_before_the_centre_kept_attendance_here_do_not_count(in_poraj):
    mark(a_stay(), "N", 5)
    approve()
    assert settle().lines.count() == 1


def test_a_month_in_which_nobody_of_this_one_was_here_is_not_waited_for(in_poraj):
    mark(a_stay(ends_on=date(2026, 9, 30)), "N", 5, month=date(2026, 9, 1))
    mark(a_stay(starts_on=OCTOBER), "N", 5)
    approve()
    assert settle().lines.count() == 1


# One person, two stays


def test_unexcused_days_of_two_stays_in_one_month_are_counted_together(in_poraj):
    first = a_stay(last_name="Wraca", first_name="Ewa", ends_on=date(2026, 10, 9))
    second = a_stay(first.participant, starts_on=date(2026, 10, 12), benefit_applied_on=date(2026, 10, 12))
    other = a_stay(last_name="Inna", first_name="Iga")
    mark(first, "N", 5, 6)
    mark(second, "N", 13, 14)
    mark(other, "N", 5, 6, 7)
    approve()
    lines = {line.stay_id: line for line in settle().lines.order_by("stay_id")}
    assert [lines[stay.pk].amount for stay in (first, second)] == [0, 0]
    assert lines[other.pk].amount > 0
    assert inputs_of_stay(OCTOBER, first.pk) == BenefitInputs.from_json(lines[first.pk].inputs)


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
