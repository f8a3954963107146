"""What states, parts and numbers of figures are called on a screen and on paper."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casework.figures.models import FiguresDecision
from casework.figures.rules import Number, Standing
from core.reports.rules import ColumnKind, shown
from core.ui.rules import Tone
from tenants.figures.rules import INDICATORS, MAY_BE_EXACT, Unit
from tenants.figures.selectors import INDICATOR_LABELS, class_label

STANDING_LABELS: dict[Standing, Any] = {
    Standing.OUTSIDE: _("not in a network"),
    Standing.OPEN: _("month not closed"),
    Standing.READY: _("to be released"),
    Standing.RELEASED: _("released"),
    Standing.CORRECTION: _("differs from what was released"),
    Standing.REOPENED: _("released, month open again"),
}
STANDING_TONES: dict[Standing, Tone] = {
    Standing.OUTSIDE: "neutral",
    Standing.OPEN: "neutral",
    Standing.READY: "warning",
    Standing.RELEASED: "success",
    Standing.CORRECTION: "warning",
    Standing.REOPENED: "info",
}
PERIOD_TITLES: dict[str, Any] = {
    "served-quarter": _("People who took part in the quarter"),
    "served-year": _("People who took part in the year"),
}
TITLES: dict[str, Any] = INDICATOR_LABELS | PERIOD_TITLES
PART_LABELS: dict[tuple[str, str], Any] = {
    ("attendance", "present"): _("Days attended"),
    ("attendance", "expected"): _("Days on which classes were held for somebody"),
    ("attendance", "people"): _("People whose days these are"),
    ("benefits", "people"): _("People who get the benefit"),
    ("premiums", "people"): _("People who get a premium"),
}
CUBE_LABELS: dict[str, Any] = {
    "sex-age": _("by sex and age"),
    "education": _("by education"),
    "category": _("by main group of art. 1(2)"),
    "reason": _("by reason of leaving"),
}


def label_of(number: Number) -> str:
    """What a number is called among those of its indicator."""
    if number.atom:
        return str(class_label(number.part, number.atom))
    return str(PART_LABELS.get((number.code, number.part), TITLES[number.code]))


def title_of(number: Number) -> str:
    """The whole name of a number, as a list of differences says it."""
    return f"{TITLES[number.code]}: {label_of(number)}" if number.atom else label_of(number)


def in_words(code: str, part: str, value: Decimal | None) -> str:
    """A number as people read it, with zł where it is money; a dash where there is none."""
    return "—" if value is None else shown(value, kind_of(code, part))


def kind_of(code: str, part: str) -> ColumnKind:
    """What a number is: money, hours, or a count."""
    unit = INDICATORS[code.split("-", maxsplit=1)[0]].unit
    if part != "total" or unit not in {Unit.ZLOTY, Unit.HOURS}:
        return ColumnKind.INTEGER
    return ColumnKind.MONEY if unit is Unit.ZLOTY else ColumnKind.HOURS


def exact_in_words(codes: Iterable[str]) -> str:
    """Indicators that are shown exactly."""
    chosen = set(codes)
    return ", ".join(str(INDICATOR_LABELS[code]) for code in MAY_BE_EXACT if code in chosen) or gettext("none of them")


def automatic_in_words(decision: FiguresDecision) -> str:
    """After how many days figures go by themselves."""
    days = decision.automatic_after_days
    if days is None:
        return gettext("no")
    said = ngettext("{count} day after the month's end", "{count} days after the month's end", days)
    return said.format(count=days)
