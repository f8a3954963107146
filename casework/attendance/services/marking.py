"""Saving marks: any number of days of any number of people in one act and a fixed number of queries."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value
from django.utils.functional import Promise

from casework.attendance.models import ClosedDay, Mark, MarkVersion, MonthClosing
from casework.attendance.rules import Ground, MarkChange, Problem, hours_of, is_working_day, month_of, problem_of
from casework.attendance.selectors import Places, places_between, sees_everybody, sentence
from casework.participants.models import Stay
from core.accounts.models import Account
from core.audit.services import record

Cell = tuple[UUID, date]
ATTEMPTS = 2


@dataclass(frozen=True)
class SavedMark:
    """A day as it is now; `code` None: cleared."""

    stay_id: UUID
    day: date
    code: str | None
    hours: Decimal
    version: int


@dataclass(frozen=True)
class Conflict:
    """A day that somebody else changed since it was read. `theirs_code` None: they cleared it."""

    stay_id: UUID
    day: date
    mine: MarkChange
    theirs_code: str | None
    theirs_hours: Decimal
    theirs_version: int
    theirs_by: str
    theirs_at: datetime | None


@dataclass(frozen=True)
class Refused:
    """A day that is not taken, and why."""

    stay_id: UUID
    day: date
    message: str | Promise


@dataclass(frozen=True)
class Saved:
    """What became of the changes: each is in exactly one of the three."""

    saved: tuple[SavedMark, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    refused: tuple[Refused, ...] = ()


def save_marks(*, by: Account, changes: Iterable[MarkChange], today: date) -> Saved:
    """Save what can be saved; say of every other day who was faster, or why it is refused.

    A conflict is settled by sending the change again with the newer version. When the database refuses what the rules
    allowed a moment ago (the month was approved, the day closed meanwhile), everything is looked at once more; when it
    refuses again, so is everything.
    """
    wanted = {(each.stay_id, each.day): each for each in changes}
    if not wanted:
        return Saved()
    for _attempt in range(ATTEMPTS):
        with suppress(IntegrityError):
            return _save(wanted, by=by, today=today)
    return Saved(refused=tuple(Refused(*cell, sentence(Problem.MEANWHILE)) for cell in wanted))


@transaction.atomic
def save_all_marks(*, by: Account, changes: Iterable[MarkChange], today: date) -> Saved:
    """The same, but all or nothing: when a single day is in conflict or refused, none is saved."""
    saved = save_marks(by=by, changes=changes, today=today)
    if saved.conflicts or saved.refused:
        transaction.set_rollback(True)
    return saved


@transaction.atomic
def _save(wanted: dict[Cell, MarkChange], *, by: Account, today: date) -> Saved:
    judge = _Judge(wanted, by=by, today=today)
    refused, conflicts, kept, written = [], [], [], []
    for cell, change in wanted.items():
        ground, current = judge.ground(cell), judge.marks.get(cell, EMPTY)
        problem = problem_of(change, ground)
        mark = None if problem else _as_asked(change, ground, current)
        if mark is None:
            refused.append(Refused(*cell, sentence(problem)))  # type: ignore[arg-type]
        elif (mark.code, mark.hours) == (current.code, current.hours):
            kept.append(SavedMark(*cell, current.code, current.hours, current.version))
        elif current.was_seen_by(change):
            written.append(mark)
        else:
            conflicts.append(current.against(change))
    _write(written, by=by, people=judge.people_of(written))
    return Saved(tuple(kept + written), tuple(conflicts), tuple(refused))


@dataclass(frozen=True)
class _Current:
    """What the database holds of a day."""

    code: str | None = None
    hours: Decimal = Decimal(0)
    version: int = 0
    by: str = ""
    at: datetime | None = None

    def was_seen_by(self, change: MarkChange) -> bool:
        """Whether the sender had this on the screen; whoever saw an empty day and finds an empty day lost nothing."""
        return change.base_version == self.version or (self.code is None and change.base_version == 0)

    def against(self, change: MarkChange) -> Conflict:
        return Conflict(change.stay_id, change.day, change, self.code, self.hours, self.version, self.by, self.at)


EMPTY = _Current()


def _as_asked(change: MarkChange, ground: Ground, current: _Current) -> SavedMark:
    return SavedMark(change.stay_id, change.day, change.code, hours_of(change, ground), current.version + 1)


class _Judge:
    """Everything that decides about the changes, in three queries; the stays stay locked until the act is over."""

    def __init__(self, wanted: Collection[Cell], *, by: Account, today: date) -> None:
        stay_ids = sorted({stay_id for stay_id, _day in wanted})
        days = {day for _stay, day in wanted}
        between = {"since": min(days), "until": max(days)}
        self.by, self.today = by, today
        stays = Stay.objects.filter(pk__in=stay_ids).annotate(places=places_between(**between))
        locked = list(stays.select_for_update(no_key=True, of=("self",)).order_by("pk"))
        self.stays = {stay.pk: stay for stay in locked}
        self.places = Places(locked)
        self.marks = _marks(stay_ids, **between)
        self.closed, self.approved = _calendar(**between)
        self.sees_everybody = sees_everybody(by)

    def ground(self, cell: Cell) -> Ground:
        stay_id, day = cell
        stay = self.stays.get(stay_id)
        return Ground(
            is_mine=stay is not None and (self.sees_everybody or self.places.is_led_by(self.by, stay_id, day)),
            is_in_stay=stay is not None and stay.starts_on <= day and (stay.ends_on is None or day <= stay.ends_on),
            is_approved=month_of(day) in self.approved,
            is_working=is_working_day(day, self.closed),
            is_future=day > self.today,
            group_hours=self.places.hours(stay_id, day),
        )

    def people_of(self, marks: Iterable[SavedMark]) -> list[str]:
        return sorted({str(self.stays[mark.stay_id].participant_id) for mark in marks})


def _marks(stay_ids: list[UUID], *, since: date, until: date) -> dict[Cell, _Current]:
    """The days as they are. A cleared day keeps counting its versions: the last deletion tells where it stands."""
    of_days = {"stay__in": stay_ids, "day__gte": since, "day__lte": until}
    held = (
        Mark.objects.filter(**of_days)
        .order_by()
        .values_list("stay_id", "day", "version", "code", "hours", "marked_by__name", "marked_at")
    )
    cleared = (
        MarkVersion.objects.filter(code="", **of_days)
        .order_by()
        .values_list("stay_id", "day", "version", "code", "hours", "by__name", "at")
    )
    found: dict[Cell, _Current] = {}
    for stay_id, day, version, code, hours, name, at in held.union(cleared, all=True).order_by("version"):
        found[stay_id, day] = _Current(code or None, hours, version, name or "", at)
    return found


def _calendar(*, since: date, until: date) -> tuple[set[date], set[date]]:
    """Closed days, and approved months, in one query."""
    closed = ClosedDay.objects.filter(day__gte=since, day__lte=until).order_by().values_list("day", Value(False))
    standing = MonthClosing.objects.filter(month__gte=month_of(since), month__lte=until, approved_at__isnull=False)
    approved = standing.order_by().values_list(F("month"), Value(True))
    rows = list(closed.union(approved, all=True).order_by("day"))
    return {day for day, is_month in rows if not is_month}, {day for day, is_month in rows if is_month}


_WRITING = """
WITH wanted AS (
    SELECT * FROM unnest(
        %(stays)s::uuid[], %(days)s::date[], %(codes)s::text[], %(hours)s::numeric[], %(versions)s::int[]
    ) AS wanted (stay_id, day, code, hours, version)
), cleared AS (
    DELETE FROM casework_mark USING wanted
    WHERE wanted.code = '' AND casework_mark.stay_id = wanted.stay_id AND casework_mark.day = wanted.day
), marked AS (
    INSERT INTO casework_mark (stay_id, day, code, hours, version, marked_by_id)
    SELECT stay_id, day, code, hours, version, %(by)s::uuid FROM wanted WHERE code <> ''
    ON CONFLICT (stay_id, day) DO UPDATE
    SET code = excluded.code, hours = excluded.hours, version = excluded.version,
        marked_by_id = excluded.marked_by_id, marked_at = now()
)
INSERT INTO casework_markversion (stay_id, day, version, code, hours, by_id)
SELECT stay_id, day, version, code, hours, %(by)s::uuid FROM wanted
"""
"""Marks and their history in one statement: a sheet costs the same whether it has one day or seven hundred."""


def _write(marks: list[SavedMark], *, by: Account, people: list[str]) -> None:
    if not marks:
        return
    values: dict[str, Any] = {
        "stays": [mark.stay_id for mark in marks],
        "days": [mark.day for mark in marks],
        "codes": [mark.code or "" for mark in marks],
        "hours": [mark.hours for mark in marks],
        "versions": [mark.version for mark in marks],
        "by": by.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITING, values)
    days = values["days"]
    details = {"count": len(marks), "since": str(min(days)), "until": str(max(days)), "people": people}
    record(by=by, action="attendance.marked", details=details)
