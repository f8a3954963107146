"""P8: a sheet of attendance, 25 people and 22 days in one request, beside update_or_create and the bare upsert."""

import json
from datetime import date, timedelta
from decimal import Decimal
from statistics import median, quantiles
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.attendance.models import Mark
from casework.attendance.rules import Code
from casework.attendance.selectors import working_days
from casework.participants.models import Participant, Stay
from casework.staff.models import StaffMember
from casework.workshops.models import Group, Membership, Workshop
from core.accounts.models import Account
from tenants.walls.context import house_context
from tests.benchmarks.houses import found
from tests.benchmarks.run import in_turn, report

HOST = "sheets.localhost"
PEOPLE, ROUNDS = 25, 21
CODES = (Code.PRESENT, Code.UNEXCUSED)
UPSERT = """
    INSERT INTO casework_mark (stay_id, day, code, hours, version)
    SELECT stay_id, day, code, hours, 1
    FROM unnest(%s::uuid[], %s::date[], %s::text[], %s::numeric[]) AS wanted (stay_id, day, code, hours)
    ON CONFLICT (stay_id, day) DO UPDATE
    SET code = excluded.code, hours = excluded.hours, version = casework_mark.version + 1, marked_at = now()"""


class Sheet:
    """Whole sheets as each way writes them; every round turns all marks over, so that there is always work."""

    def __init__(self, stays: list[UUID], days: list[date], account: Account) -> None:
        self.cells = [(stay, day) for stay in stays for day in days]
        self.account = account
        self.browser = Client(HTTP_HOST=HOST)
        self.browser.force_login(account)

    def code(self, number: int) -> Code:
        return CODES[number % 2]

    def ours(self, number: int) -> None:
        """One request: session, permission, checks, marks, history, audit. Versions are read beside the clock."""
        versions = self.versions()
        changes = [
            {"stay": str(stay), "day": str(day), "code": self.code(number), "version": versions.get((stay, day), 0)}
            for stay, day in self.cells
        ]
        self.body = json.dumps({"changes": changes})

    def send(self) -> None:
        answer = self.browser.post("/obecnosc/zapis/", self.body, content_type="application/json")
        assert len(answer.json()["saved"]) == len(self.cells), answer.content[:300]

    def versions(self) -> dict[tuple[UUID, date], int]:
        with house_context("sheets"):
            rows = Mark.objects.order_by("day", "id").values_list("stay_id", "day", "version")
            return {(stay, day): version for stay, day, version in rows}

    def naive(self, number: int) -> None:
        with house_context("sheets"):
            for stay, day in self.cells:
                values = {"code": self.code(number), "hours": self.hours(number), "marked_by": self.account}
                Mark.objects.update_or_create(stay_id=stay, day=day, defaults=values)

    def limit(self, number: int) -> None:
        stays, days = zip(*self.cells, strict=True)
        count = len(self.cells)
        with house_context("sheets"), connection.cursor() as cursor:
            cursor.execute(
                UPSERT, [list(stays), list(days), [self.code(number).value] * count, [self.hours(number)] * count]
            )

    def hours(self, number: int) -> Decimal:
        return Decimal(6 if self.code(number) is Code.PRESENT else 0)


def benchmark_attendance(*, today: date) -> tuple[list[object], list[str]]:
    """Both sheets of P8. Returns the figures and the demands that were missed."""
    found("sheets")
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    with house_context("sheets"):
        account = Account.objects.create(email="p8@sheets.example", name="P8", roles=["vocational-instructor"])
        stays = _group(account, month)
        days = working_days(month)[:22]
        month_sheet, day_sheet = Sheet(stays, days, account), Sheet(stays, days[:1], account)
    whole, results = _measure("P8 25 people, 22 days", month_sheet)
    one, more = _measure("P8 25 people, one day", day_sheet)
    return [*results, *more], _missed(whole, one, _queries(month_sheet), _queries(day_sheet))


def _group(account: Account, month: date) -> list[UUID]:
    """People in a group that the account leads."""
    since = month - timedelta(days=60)
    leader = StaffMember.objects.create(name="P8", function="vocational-instructor", account=account)
    workshop = Workshop.objects.create(name="P8", seats=PEOPLE)
    group = Group.objects.create(workshop=workshop, name="P8", instructor=leader, seats=PEOPLE)
    people = [Participant.objects.create(last_name=f"Osoba{number}", first_name="Jan") for number in range(PEOPLE)]
    stays = [Stay.objects.create(participant=person, starts_on=since) for person in people]
    Membership.objects.bulk_create(Membership(group=group, stay=stay, starts_on=since) for stay in stays)
    return [stay.pk for stay in stays]


def _measure(title: str, sheet: Sheet) -> tuple[dict[str, list[float]], list[object]]:
    """Ours without the reading of versions, which the browser has on its screen."""
    turn = iter(range(10**6))

    def prepared() -> None:
        sheet.ours(next(turn))

    ways = {
        "ours": lambda _number: sheet.send(),
        "naive (update_or_create)": lambda _number: sheet.naive(next(turn)),
        "limit (one bulk upsert)": lambda _number: sheet.limit(next(turn)),
    }
    for way in ways.values():
        prepared()
        way(0)
    times = in_turn(ways, rounds=ROUNDS, before=prepared)
    return times, [report(title, times)]


def _queries(sheet: Sheet) -> int:
    sheet.ours(0)
    sheet.send()
    sheet.ours(1)
    with CaptureQueriesContext(connection) as spent:
        sheet.send()
    return len(
        [
            each
            for each in spent
            if each["sql"].lstrip("(").split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}
        ]
    )


def _missed(whole: dict[str, list[float]], one: dict[str, list[float]], many: int, few: int) -> list[str]:
    ratio = median(whole["ours"]) / median(whole["limit (one bulk upsert)"])
    p95 = quantiles(whole["ours"], n=20)[18]
    print(
        f"  P8: {ratio:.2f} x limit, p95 {p95 * 1000:.0f} ms, a day {median(one['ours']) * 1000:.0f} ms, queries {many}"
    )
    demands = {
        f"P8: a month of a group takes {ratio:.2f} x the bare upsert, more than 3.5": ratio <= 3.5,
        f"P8: {many} queries for a month, {few} for a day; more than 8 or not the same": many == few <= 8,
    }
    return [sentence for sentence, holds in demands.items() if not holds]
