"""P5: the settlement of a month for 1,000 people: calculated, written, put on record, summed up.

Ours stands beside a query per person, and beside one INSERT … SELECT that knows nothing of steps, history or roundings.
The calculation alone stands beside the same sums fetched at once and put together with `Decimal`.
"""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from statistics import median

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.attendance.models import Mark, MonthClosing
from casework.benefits.models import Settlement, SettlementLine
from casework.benefits.rules import BenefitInputs, monthly_benefit
from casework.benefits.selectors import inputs_of, inputs_of_stay
from casework.benefits.services import settle_month
from casework.participants.models import Participant, Stay, StayPeriod
from core.accounts.models import Account
from core.audit.services import record
from tenants.walls.context import house_context
from tests.benchmarks.houses import found
from tests.benchmarks.run import in_turn, report

PEOPLE, ROUNDS, SHARE = 1000, 7, 10
MONTH, BEFORE = date(2026, 10, 1), date(2026, 6, 1)
NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
NAIVE, LIMIT, SUMS = "naive (queries per person)", "limit (one INSERT … SELECT)", "limit (one SELECT, Decimal)"
TABLES = ("casework_settlementline", "casework_settlement")

MARKS = """
    INSERT INTO casework_mark (stay_id, day, code, hours, version)
    SELECT stay.id, day, code, CASE code WHEN 'O' THEN 6 ELSE 0 END, 1
    FROM casework_stay AS stay,
         generate_series(%s::timestamp, %s::timestamp, '1 day') AS day,
         LATERAL (SELECT (ARRAY['O','O','O','O','O','O','O','O','O','O','O','O','O','O','N','ZL','DW','U'])
                         [1 + abs(hashtext(stay.id::text || day::text)) %% 18] AS code) AS drawn
    WHERE extract(isodow FROM day) < 6"""
COUNTED = """
    SELECT stay.id,
           count(*) FILTER (WHERE code = 'N' AND day >= %(month)s) AS missed,
           count(*) FILTER (WHERE code = 'ZL' AND day >= %(month)s) AS sick,
           count(*) FILTER (WHERE code = 'U' AND day >= %(month)s) AS excused,
           count(*) FILTER (WHERE code = 'DW' AND day >= %(month)s) AS days_off,
           count(*) FILTER (WHERE code = 'ZL' AND day < %(month)s) AS sick_before,
           count(*) FILTER (WHERE code = 'DW' AND day < %(month)s) AS days_off_before
    FROM casework_stay AS stay LEFT JOIN casework_mark AS mark ON mark.stay_id = stay.id AND code <> 'O'
    GROUP BY stay.id"""
SETTLED = f"""
    WITH counted AS ({COUNTED}),
    parted AS (
        SELECT id, missed, least(sick, greatest(21 - sick_before, 0)) AS paid_sick, sick, excused,
               least(days_off, greatest(12 - days_off_before, 0)) AS paid_off, days_off
        FROM counted),
    made AS (
        SELECT id, CASE WHEN missed > 3 THEN 0 ELSE greatest(0, round(2140.70 * (1 - missed / 20.0 - paid_sick / 40.0
               - (sick - paid_sick + excused + days_off - paid_off) / 30.0), 2)) END AS amount
        FROM parted)
    INSERT INTO casework_settlementline
           (settlement_id, stay_id, rule_version, inputs, full_amount, amount, premium, payable)
    SELECT %(settlement)s, id, '2022-02', '{{}}', 2140.70, amount, 0, amount FROM made"""


def naive(account: Account) -> None:
    """Everything that one person needs, one person after the other; for a sample of them."""
    settlement = Settlement.objects.create(month=MONTH, closing_version=1, created_by=account)
    for stay in Stay.objects.order_by("id")[: PEOPLE // SHARE]:
        inputs = inputs_of_stay_naively(stay)
        made = monthly_benefit(inputs)
        SettlementLine.objects.create(
            settlement=settlement, stay=stay, rule_version=inputs.rule_version, inputs=inputs.as_json(),
            full_amount=made.full_amount, amount=made.amount, payable=made.amount,
        )  # fmt: skip
        record(by=account, action="benefits.settled", target=stay)


def inputs_of_stay_naively(stay: Stay) -> BenefitInputs:
    """The terms are looked up once per person, as a loop over people does."""
    from casework.benefits.rules import Absences, terms_of, version_of
    from casework.parameters.selectors import values_on

    last = date(2026, 10, 31)
    marks = list(stay.marks.filter(day__lte=last).exclude(code="O"))
    now = [each.code for each in marks if each.day >= MONTH]
    before = [each.code for each in marks if each.day < MONTH]
    counted = Absences(unexcused=now.count("N"), sick=now.count("ZL"), excused=now.count("U"), days_off=now.count("DW"))
    list(stay.periods.all())
    return BenefitInputs(
        rule_version=version_of(last), month_days=31, terms=terms_of(values_on(last)), main_days=31, main=counted,
        sick_before=before.count("ZL"), days_off_before=before.count("DW"),
    )  # fmt: skip


def in_one_statement(account: Account) -> None:
    settlement = Settlement.objects.create(month=MONTH, closing_version=1, created_by=account)
    with connection.cursor() as cursor:
        cursor.execute(SETTLED, {"month": MONTH, "settlement": settlement.pk})


def calculated() -> dict[object, Decimal]:
    """Ours, without writing."""
    return {stay: monthly_benefit(inputs).amount for stay, inputs in inputs_of(MONTH).items()}


def with_decimal() -> dict[object, Decimal]:
    """The sums in one statement, the formula with `Decimal`, no steps."""
    full, found_amounts = Decimal("2140.70"), {}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"month": MONTH})
        for stay, missed, sick, excused, days_off, sick_before, off_before in cursor.fetchall():
            paid = min(sick, max(21 - sick_before, 0))
            unpaid = sick - paid + excused + days_off - min(days_off, max(12 - off_before, 0))
            less = full * missed / 20 + full * paid / 40 + full * unpaid / 30
            amount = Decimal(0) if missed > 3 else max(full - less, Decimal(0))
            found_amounts[stay] = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return found_amounts


def benchmark_benefits() -> tuple[list[object], list[str]]:
    """Both parts of P5. Returns the figures and the demands that were missed."""
    found("payday")
    with house_context("payday"):
        account = Account.objects.create(email="p5@payday.example", name="P5", roles=["manager"])
        _fill(account)
        assert calculated() == with_decimal(), "the two calculations differ"
        ways = {
            "ours": lambda _number: _undone(lambda: settle_month(by=account, month=MONTH, now=NOW)),
            NAIVE: lambda _number: _undone(lambda: naive(account)),
            LIMIT: lambda _number: _undone(lambda: in_one_statement(account)),
        }
        whole = in_turn(ways, rounds=ROUNDS)
        whole[NAIVE] = [seconds * SHARE for seconds in whole[NAIVE]]
        alone = in_turn({"ours": lambda _number: calculated(), SUMS: lambda _number: with_decimal()}, rounds=ROUNDS)
        few, many = _queries(account, MONTH), _queries(account, date(2026, 1, 1))
    results: list[object] = [
        report("P5 1,000 people settled, written and on record", whole),
        report("P5 the calculation alone", alone),
    ]
    return results, _missed(whole, alone, few, many)


def _fill(account: Account) -> None:
    """A thousand people in the main period, with five months of marks, all of them approved."""
    chance = Random(5)
    Participant.objects.bulk_create(
        Participant(last_name=f"Osoba{chance.randrange(10**6)}", first_name="Jan") for _number in range(PEOPLE)
    )
    people, begun = Participant.objects.order_by("id"), date(2026, 2, 2)
    Stay.objects.bulk_create(
        Stay(participant=person, starts_on=begun, plan_signed_on=begun, benefit_applied_on=begun) for person in people
    )
    stays = list(Stay.objects.order_by("id"))
    StayPeriod.objects.bulk_create(
        StayPeriod(stay=stay, kind=kind, starts_on=since, ends_on=until)
        for stay in stays
        for kind, since, until in (
            ("trial", begun, date(2026, 3, 2)),
            ("main", date(2026, 3, 3), date(2027, 2, 2)),
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(MARKS, [BEFORE, date(2026, 10, 31)])
        cursor.execute("ANALYZE")
    step = {"submitted_by": account, "submitted_at": NOW, "approved_by": account, "approved_at": NOW}
    for month in (date(2026, number, 1) for number in (1, 6, 7, 8, 9, 10)):
        MonthClosing.objects.create(month=month, **step)
    assert Mark.objects.exists()
    assert inputs_of_stay(MONTH, stays[0].pk) is not None


class _Undo(Exception):
    """Takes a round back, so that every round begins alike."""


def _undone(act: object) -> None:
    try:
        with transaction.atomic():
            act()  # type: ignore[operator]
            raise _Undo
    except _Undo:
        pass


def _queries(account: Account, month: date) -> int:
    """Statements of one settlement; in January nobody was here yet."""
    with CaptureQueriesContext(connection) as spent:
        settle_month(by=account, month=month, now=NOW)
    return len([each for each in spent if each["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}])


def _missed(whole: dict[str, list[float]], alone: dict[str, list[float]], many: int, few: int) -> list[str]:
    ours, times = median(whole["ours"]), median(whole[NAIVE]) / median(whole["ours"])
    ratio = median(alone["ours"]) / median(alone[SUMS])
    print(f"  P5: {ours * 1000:.0f} ms with writing (bar on a quiet machine: 250), {times:.1f} x faster than naive")
    print(f"  P5: {many} queries, with nobody {few}")
    print(f"  P5: calculation {median(alone['ours']) * 1000:.0f} ms, {ratio:.2f} x SQL and Decimal")
    demands = {
        f"P5: only {times:.1f} times faster than a query per person, not 5": times >= 5,
        f"P5: the calculation takes {ratio:.2f} x SQL and Decimal, more than 3": ratio <= 3,
        f"P5: {many} queries, more than 12": few <= many <= 12,
    }
    return [sentence for sentence, holds in demands.items() if not holds]
