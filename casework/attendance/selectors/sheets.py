"""People × days as somebody sees them: the month grid, and a single day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.formats import number_format

from casework.attendance.models import Mark
from casework.attendance.rules import (
    HOURS_WITHOUT_GROUP,
    Alarm,
    Code,
    Limits,
    Tally,
    alarms_of,
    days_of,
    last_day_of,
    month_of,
)
from casework.attendance.selectors.calendar import Day, calendar_of
from casework.attendance.selectors.months import MonthState, has_plan, is_here, limits_of, month_state, tallies
from casework.attendance.selectors.people import answers_for
from casework.attendance.selectors.wording import CODE_LABELS, Words, alarm_sentence, letters
from casework.participants.models import Stay
from core.accounts.models import Account

SUMMED = (Code.PRESENT, Code.UNEXCUSED, Code.SICK, Code.DAY_OFF, Code.EXCUSED)
"""Codes that have a column of totals; the others are rare."""


class CellState(StrEnum):
    """What may be done with a day of a person."""

    OPEN = "open"
    FREE = "free"
    OUTSIDE = "outside"
    NOT_YOURS = "not-yours"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A person's day; `text` is the code as this centre writes it, or the hours of a presence when they are not the
    usual ones; empty when nobody has said anything.
    """

    day: Day
    state: CellState
    code: Code | None = None
    text: str = ""
    hours: Decimal = Decimal(0)
    version: int = 0

    @property
    def is_editable(self) -> bool:
        return self.state in {CellState.OPEN, CellState.FREE}

    @property
    def is_expected(self) -> bool:
        """Whether something should stand there, or stands there already."""
        return self.state is CellState.OPEN or (self.is_editable and self.code is not None)

    @property
    def meaning(self) -> Words:
        return CODE_LABELS[self.code] if self.code else ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A person's line; `day_hours` are the hours of the day in the group they are in last."""

    stay: Stay
    cells: tuple[Cell, ...]
    has_plan: bool
    day_hours: Decimal
    groups: tuple[str, ...]
    tally: Tally
    alarms: tuple[Alarm, ...]

    @property
    def name(self) -> str:
        return str(self.stay.participant)

    @property
    def sums(self) -> list[tuple[Code, int]]:
        """Days of each code that is added up beside the days."""
        return [(code, self.tally.of(code)) for code in SUMMED]

    @property
    def hours(self) -> str:
        return hours_in_words(self.tally.hours)

    @property
    def alarm_sentences(self) -> list[str]:
        return [alarm_sentence(alarm) for alarm in self.alarms]


@dataclass(frozen=True, kw_only=True)
class SheetView:
    """People × days. `limits` None: a limit has no value for these days, so there are no alarms."""

    month: date
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    state: MonthState
    letters: dict[Code, str]
    limits: Limits | None

    @property
    def legend(self) -> list[tuple[Code, str, Words]]:
        """Every code, how it is written here, and what it means."""
        return [(code, self.letters[code], CODE_LABELS[code]) for code in Code]

    @property
    def summed(self) -> list[tuple[str, Words]]:
        return [(self.letters[code], CODE_LABELS[code]) for code in SUMMED]

    @property
    def people(self) -> list[str]:
        """Keys of the people shown, for the record of who looked."""
        return sorted({str(row.stay.participant_id) for row in self.rows})


def month_view(month: date, *, stays: Iterable[Stay], account: Account | None = None) -> SheetView:
    """The grid of a month for these stays (`stays_seen_by`), which come with their groups.

    `account`: who looks; whoever is bound to groups of their own sees only the days that were spent there.
    """
    return sheet_view(days_of(month), stays=stays, account=account)


def day_view(day: date, *, stays: Iterable[Stay], account: Account | None = None) -> SheetView:
    """The same for a single day; totals are of its month."""
    return sheet_view((day,), stays=stays, account=account)


def sheet_view(days: tuple[date, ...], *, stays: Iterable[Stay], account: Account | None = None) -> SheetView:
    """Some days of one month, in a fixed number of queries."""
    month, people = month_of(days[0]), list(stays)
    written, limits = letters(), limits_of(month)
    held = _marks(people, since=days[0], until=days[-1])
    sums = tallies(month, stay_ids=[stay.pk for stay in people])
    shown = calendar_of(days)
    return SheetView(
        month=month,
        days=shown,
        rows=tuple(
            _row(stay, shown, sums.get(stay.pk, Tally()), marks=held, written=written, limits=limits, account=account)
            for stay in people
        ),
        state=month_state(month),
        letters=written,
        limits=limits,
    )


Marks = dict[tuple[UUID, date], tuple[Any, ...]]


def _marks(stays: list[Stay], *, since: date, until: date) -> Marks:
    marks = Mark.objects.between(since=since, until=until).filter(stay__in=[stay.pk for stay in stays])
    rows = marks.values_list("stay_id", "day", "code", "hours", "version").order_by("day", "id")
    return {(stay_id, day): tuple(rest) for stay_id, day, *rest in rows}


def _row(
    stay: Stay,
    days: tuple[Day, ...],
    tally: Tally,
    *,
    marks: Marks,
    written: dict[Code, str],
    limits: Limits | None,
    account: Account | None,
) -> Row:
    groups = [membership.group for membership in stay.memberships.all()]
    usual = groups[-1].hours_a_day if groups else HOURS_WITHOUT_GROUP
    states = ((day, _state(stay, day, account)) for day in days)
    return Row(
        stay=stay,
        cells=tuple(_cell(day, state, marks.get((stay.pk, day.day)), written, usual) for day, state in states),
        has_plan=has_plan(stay, by=last_day_of(month_of(days[-1].day))),
        day_hours=usual,
        groups=tuple(dict.fromkeys(group.name for group in groups)),
        tally=tally,
        alarms=alarms_of(tally, limits) if limits else (),
    )


def _cell(day: Day, state: CellState, mark: Any, written: dict[Code, str], usual: Decimal) -> Cell:
    if mark is None or state is CellState.NOT_YOURS:
        return Cell(day=day, state=state)
    code, hours, version = Code(mark[0]), mark[1], mark[2]
    text = hours_in_words(hours) if code is Code.PRESENT and hours != usual else written[code]
    return Cell(day=day, state=state, code=code, text=text, hours=hours, version=version)


def hours_in_words(hours: Decimal) -> str:
    """Hours without needless zeros: 6, 4,5."""
    return number_format(f"{hours.normalize():f}")


def _state(stay: Stay, day: Day, account: Account | None) -> CellState:
    if not is_here(stay, day.day):
        return CellState.OUTSIDE
    if not answers_for(account, stay, day.day):
        return CellState.NOT_YOURS
    return CellState.OPEN if day.is_working else CellState.FREE
