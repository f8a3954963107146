"""Which days of a month have classes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy

from casework.attendance.models import ClosedDay
from casework.attendance.rules import DayKind, day_kind, days_of, holiday_name
from casework.attendance.selectors.wording import DAY_LABELS

WEEKDAYS = (
    pgettext_lazy("weekday", "Mo"),
    pgettext_lazy("weekday", "Tu"),
    pgettext_lazy("weekday", "We"),
    pgettext_lazy("weekday", "Th"),
    pgettext_lazy("weekday", "Fr"),
    pgettext_lazy("weekday", "Sa"),
    pgettext_lazy("weekday", "Su"),
)

FORTNIGHT = 14


@dataclass(frozen=True)
class Day:
    """A day of the calendar; `reason` says why there are no classes, and is empty on a working day."""

    day: date
    kind: DayKind
    reason: str = ""

    @property
    def short_name(self) -> str:
        """Two letters: Mo."""
        return str(WEEKDAYS[self.day.weekday()])

    @property
    def is_working(self) -> bool:
        return self.kind is DayKind.WORKING

    @property
    def title(self) -> str:
        """The day in full, with the reason: "niedziela, 1 listopada 2026: Uroczystość Wszystkich Świętych"."""
        weekday = date_format(self.day, "l")
        name = f"{weekday.lower() if get_language() == 'pl' else weekday}, {date_format(self.day, 'j E Y')}"
        return f"{name}: {self.reason}" if self.reason else name


def working_days_around(day: date) -> tuple[date | None, date | None]:
    """The day with classes before a day and the one after it; None where two weeks have none."""
    days = [day + timedelta(days=number) for number in range(-FORTNIGHT, FORTNIGHT + 1)]
    working = [each.day for each in calendar_of(tuple(days)) if each.is_working]
    before = [each for each in working if each < day]
    return before[-1] if before else None, next((each for each in working if each > day), None)


def closed_days(*, since: date, until: date) -> dict[date, str]:
    """Days between these two, both included, on which this centre is closed, with the reason."""
    return dict(ClosedDay.objects.filter(day__gte=since, day__lte=until).values_list("day", "reason"))


def closures(*, since: date) -> QuerySet[ClosedDay]:
    """Days on which the centre is closed, from a day on."""
    return ClosedDay.objects.filter(day__gte=since).select_related("created_by")


def calendar(month: date) -> tuple[Day, ...]:
    """Every day of a month with its kind. `month` is its first day."""
    return calendar_of(days_of(month))


def calendar_of(days: tuple[date, ...]) -> tuple[Day, ...]:
    """These days, which follow one another, with their kinds."""
    closed = closed_days(since=days[0], until=days[-1])
    return tuple(Day(day, (kind := day_kind(day, closed)), _reason(day, kind, closed)) for day in days)


def _reason(day: date, kind: DayKind, closed: dict[date, str]) -> str:
    if kind is DayKind.WORKING:
        return ""
    named = {DayKind.CLOSED: closed.get(day), DayKind.HOLIDAY: holiday_name(day, language=get_language() or "pl")}
    return named.get(kind) or str(DAY_LABELS[kind])


def working_days(month: date) -> list[date]:
    """Days of a month on which classes take place."""
    return [each.day for each in calendar(month) if each.is_working]
