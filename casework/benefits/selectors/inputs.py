"""What goes into a settlement, gathered for everybody at once: as many queries for a thousand people as for one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from casework.attendance.models import Mark
from casework.attendance.rules import Code, last_day_of
from casework.benefits.rules import Absences, BenefitInputs, terms_of, version_of
from casework.parameters.selectors import values_on
from casework.participants.models import Stay, StayPeriod
from casework.participants.rules import PeriodKind

FIELDS = {
    Code.UNEXCUSED: "unexcused",
    Code.SICK: "sick",
    Code.SICK_BEYOND: "sick_beyond",
    Code.EXCUSED: "excused",
    Code.DAY_OFF: "days_off",
}
"""Marks that matter to the benefit, and where they are counted."""
LIMITED = {"sick_before": Code.SICK, "days_off_before": Code.DAY_OFF}
"""Marks that are counted over the whole stay."""
NONE = Absences()


class Span(NamedTuple):
    """Days of the month in one granted period of a stay, both included."""

    is_trial: bool
    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


@dataclass(slots=True)
class StayInMonth:
    """The part of a stay that lies in a month, with its granted days in `spans`."""

    stay_id: UUID
    participant_id: UUID
    since: date
    until: date
    has_applied: bool
    spans: list[Span] = field(default_factory=list)

    @property
    def days(self) -> tuple[int, int]:
        """Calendar days of the trial, and of all that follows it."""
        trial = sum(span.days for span in self.spans if span.is_trial)
        return trial, sum(span.days for span in self.spans) - trial

    @property
    def is_plain(self) -> bool:
        """Whether one granted period covers every day of it: then its marks need no sorting by day."""
        return len(self.spans) == 1 and self.spans[0].days == (self.until - self.since).days + 1


class Marked(NamedTuple):
    """What was marked: days of each kind in the month, and of the limited kinds before it."""

    now: Absences = NONE
    sick_before: int = 0
    days_off_before: int = 0


def inputs_of(month: date) -> dict[UUID, BenefitInputs]:
    """Stay → what its benefit of a month is calculated from, of everybody who was here in it. Five queries.

    Raises:
        RuleBroken: a parameter has no value on the last day of the month.
    """
    return dict(_inputs_of(month, _stays(month)))


def inputs_of_stay(month: date, stay_id: UUID) -> BenefitInputs | None:
    """The same for one stay; None when it does not touch the month."""
    stays = _stays(month)
    whose = {stay.participant_id for stay in stays if stay.stay_id == stay_id}
    return dict(_inputs_of(month, [stay for stay in stays if stay.participant_id in whose])).get(stay_id)


def _inputs_of(month: date, stays: list[StayInMonth]) -> Iterator[tuple[UUID, BenefitInputs]]:
    last = last_day_of(month)
    terms, version = terms_of(values_on(last)), version_of(last)
    marked, sorted_by_day = _marked(month), _sorted_by_day(month, [stay for stay in stays if not stay.is_plain])
    nothing = Marked()
    absences = {
        stay.stay_id: sorted_by_day.get(stay.stay_id) or _undivided(stay, marked.get(stay.stay_id, nothing).now)
        for stay in stays
    }
    unexcused = _unexcused(stays, absences)
    for stay in stays:
        found = marked.get(stay.stay_id, nothing)
        trial, main = absences[stay.stay_id]
        trial_days, main_days = stay.days
        yield (
            stay.stay_id,
            BenefitInputs(
                rule_version=version,
                month_days=last.day,
                terms=terms,
                trial_days=trial_days,
                main_days=main_days,
                trial=trial,
                main=main,
                sick_before=found.sick_before,
                days_off_before=found.days_off_before,
                has_applied=stay.has_applied,
                unexcused_elsewhere=unexcused[stay.participant_id] - trial.unexcused - main.unexcused,
            ),
        )


def _unexcused(stays: list[StayInMonth], absences: Mapping[UUID, tuple[Absences, Absences]]) -> Counter[UUID]:
    """Person → unexcused days of the month, in all of its stays."""
    counted: Counter[UUID] = Counter()
    for stay in stays:
        counted[stay.participant_id] += sum(part.unexcused for part in absences[stay.stay_id])
    return counted


def _undivided(stay: StayInMonth, now: Absences) -> tuple[Absences, Absences]:
    return (now, NONE) if stay.spans[0].is_trial else (NONE, now)


def _stays(month: date) -> list[StayInMonth]:
    """Stays that touch the month, with their granted days in it."""
    last = last_day_of(month)
    rows = Stay.objects.touching(since=month, until=last).order_by("id")
    found = [
        StayInMonth(
            stay_id, person, max(starts_on, month), min(ends_on or last, last), applied is not None and applied <= last
        )
        for stay_id, person, starts_on, ends_on, applied in rows.values_list(
            "id", "participant_id", "starts_on", "ends_on", "benefit_applied_on"
        )
    ]
    _add_spans({stay.stay_id: stay for stay in found}, month)
    return found


def _add_spans(here: dict[UUID, StayInMonth], month: date) -> None:
    periods = StayPeriod.objects.filter(starts_on__lte=last_day_of(month), ends_on__gte=month)
    rows = periods.order_by("stay_id", "starts_on").values_list("stay_id", "kind", "starts_on", "ends_on")
    for stay_id, kind, starts_on, ends_on in rows:
        if stay := here.get(stay_id):
            span = Span(kind == PeriodKind.TRIAL, max(starts_on, stay.since), min(ends_on, stay.until))
            if span.days > 0:
                stay.spans.append(span)


def _marked(month: date) -> dict[UUID, Marked]:
    """Stay → its absences of the month, whatever was granted, and what was used up before. One query."""
    in_month = Q(day__gte=month, day__lte=last_day_of(month))
    now = {name: Count("id", filter=in_month & Q(code=code)) for code, name in FIELDS.items()}
    before = {name: Count("id", filter=Q(day__lt=month, code=code)) for name, code in LIMITED.items()}
    here = Q(stay__ends_on__isnull=True) | Q(stay__ends_on__gte=month)
    marks = Mark.objects.filter(here, code__in=list(FIELDS), day__lte=last_day_of(month))
    rows = marks.order_by("stay_id").values_list("stay_id").annotate(**now, **before)
    return {
        stay_id: Marked(
            Absences(unexcused=unexcused, sick=sick, sick_beyond=beyond, excused=excused, days_off=days_off),
            sick_before,
            off_before,
        )
        for stay_id, unexcused, sick, beyond, excused, days_off, sick_before, off_before in rows
    }


def _sorted_by_day(month: date, stays: list[StayInMonth]) -> dict[UUID, tuple[Absences, Absences]]:
    """Stay → absences of the trial and of what follows, where a period begins or ends inside the month. One query."""
    marks = Mark.objects.between(since=month, until=last_day_of(month)).filter(code__in=list(FIELDS))
    rows = marks.filter(stay__in=[stay.stay_id for stay in stays]).order_by("stay_id", "day")
    by_stay: dict[UUID, list[tuple[date, str]]] = {}
    for stay_id, day, code in rows.values_list("stay_id", "day", "code"):
        by_stay.setdefault(stay_id, []).append((day, code))
    return {stay.stay_id: _divided(stay, by_stay.get(stay.stay_id, [])) for stay in stays}


def _divided(stay: StayInMonth, marks: list[tuple[date, str]]) -> tuple[Absences, Absences]:
    """Days outside of every granted period count nowhere."""
    counted = Counter(
        (span.is_trial, FIELDS[Code(code)])
        for day, code in marks
        for span in stay.spans
        if span.since <= day <= span.until
    )
    trial, main = ({name: counted[is_trial, name] for name in FIELDS.values()} for is_trial in (True, False))
    return Absences(**trial), Absences(**main)
