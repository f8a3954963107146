"""How periods and figures are told: on a page, in a chart, on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.reports.forms import month_in_words
from core.reports.rules import Cell, ColumnKind
from core.reports.rules import shown as on_paper
from core.ui.rules import Mark, Spot
from core.ui.rules.charts import SIGNS
from networking.overview.rules import Figure, Hidden, Period, difference
from tenants.figures.rules import INDICATORS, CellState, PeriodKind, Unit
from tenants.figures.selectors import STATE_LABELS

ROMAN = ("I", "II", "III", "IV")
SHORT_STATES: dict[CellState, Any] = {
    CellState.HIDDEN: pgettext_lazy("a number", "hidden"),
    CellState.SMALL_BASE: gettext_lazy("too few"),
    CellState.MISSING: gettext_lazy("no data"),
}
"""What a cell of a table says in place of a number; the legend under it says why."""
LONG_STATES = {state: STATE_LABELS[state] for state in SHORT_STATES} | {
    CellState.MISSING: SHORT_STATES[CellState.MISSING]
}
KINDS = {
    Unit.ZLOTY: ColumnKind.MONEY,
    Unit.PERCENT: ColumnKind.HOURS,
    Unit.HOURS: ColumnKind.HOURS,
    Unit.PEOPLE: ColumnKind.INTEGER,
    Unit.SEATS: ColumnKind.INTEGER,
}


WHOLE = {Unit.PEOPLE, Unit.SEATS}


def period_in_words(period: Period) -> str:
    """`październik 2026`, `III kwartał 2026`, `rok 2026`."""
    year, month = period.starts_on.year, period.starts_on.month
    if period.kind is PeriodKind.MONTH:
        return month_in_words(period.starts_on)
    if period.kind is PeriodKind.YEAR:
        return _("the year %(year)d") % {"year": year}
    return _("quarter %(number)s of %(year)d") % {"number": ROMAN[(month - 1) // 3], "year": year}


def short_period(period: Period, *, with_year: bool) -> str:
    """Two short lines under a column: the month or quarter, and the year where it begins."""
    year, month = period.starts_on.year, period.starts_on.month
    if period.kind is PeriodKind.YEAR:
        return str(year)
    name = str(MONTHS_3[month]) if period.kind is PeriodKind.MONTH else f"{ROMAN[(month - 1) // 3]} {_('q.')}"
    return f"{name}\n{year if with_year else ''}"


@dataclass(frozen=True)
class Told:
    """A figure with its unit: whatever shows it asks here how."""

    figure: Figure
    unit: Unit

    @property
    def state(self) -> str:
        return self.figure.state.value

    @property
    def is_shown(self) -> bool:
        return self.figure.value is not None

    @property
    def text(self) -> str:
        """The number with its sign of unit, or in words why there is none."""
        value = self.figure.value
        return str(LONG_STATES[self.figure.state]) if value is None else written(value, self.unit)

    @property
    def short(self) -> str:
        """As `text`, for the cell of a table that has a legend."""
        return self.text if self.is_shown else str(SHORT_STATES[self.figure.state])

    @property
    def sign(self) -> str:
        return "" if self.is_shown else SIGNS[Mark(self.state)]

    @property
    def cell(self) -> Cell:
        """What stands in a table on paper and in a spreadsheet: a number, or the words."""
        value = self.figure.value
        if value is None:
            return f"{self.sign} {self.short}"
        return int(value) if value == value.to_integral_value() and self.unit in WHOLE else value

    @property
    def spot(self) -> Spot:
        """Its place in a chart."""
        value = self.figure.value
        return Spot(mark=Mark(self.state)) if value is None else Spot(value=value, text=written(value, self.unit))


def told(figure: Figure, indicator: str) -> Told:
    return Told(figure, INDICATORS[indicator].unit)


def written(value: Decimal, unit: Unit) -> str:
    """`1 234`, `1 234,5`, `84,3 %`, `12 345,60 zł`."""
    if unit is Unit.ZLOTY:
        return on_paper(value, ColumnKind.MONEY)
    number = on_paper(value, ColumnKind.HOURS)
    return f"{number}\N{NO-BREAK SPACE}%" if unit is Unit.PERCENT else number


def change_in_words(now: Told, before: Told) -> str:
    """The change against a year before, as a sentence without its end."""
    if not before.is_shown:
        return _("a year before: %(why)s") % {"why": before.text}
    changed = difference(now.figure, before.figure)
    if changed is None and now.is_shown:
        return _("a year before: %(value)s, of %(centres)s") % {
            "value": before.text,
            "centres": centres_in_words(before.figure.houses),
        }
    if changed is None:
        return _("a year before: %(value)s") % {"value": before.text}
    if not changed:
        return _("the same as a year before")
    unit = {Unit.PERCENT: _("percentage points")}.get(now.unit, "")
    by = f"{on_paper(abs(changed), ColumnKind.MONEY if now.unit is Unit.ZLOTY else ColumnKind.HOURS)} {unit}".strip()
    sentence = _("%(by)s more than a year before") if changed > 0 else _("%(by)s less than a year before")
    return sentence % {"by": by}


def centres_in_words(count: int) -> str:
    """`1 centrum`, `3 centrów`: as it stands after "of"."""
    return ngettext("%(count)d centre", "%(count)d centres", count) % {"count": count}


def hidden_in_words(hidden: Hidden) -> str:
    """How much is hidden, in a sentence; empty when nothing is."""
    if not hidden.hidden:
        return ""
    return _("Hidden here: %(hidden)d of %(total)d numbers (%(percent)d%%).") % {
        "hidden": hidden.hidden,
        "total": hidden.total,
        "percent": hidden.percent,
    }


def legend_of_chart() -> Mapping[Mark, str]:
    """What the signs in a chart mean."""
    return {Mark(state.value): str(words) for state, words in LONG_STATES.items()}


def legend_of_table() -> str:
    """What the signs in a table mean, in one line."""
    return " · ".join(f"{SIGNS[Mark(state.value)]} {words}" for state, words in LONG_STATES.items())
