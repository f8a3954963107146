"""What indicators, splits, classes and states are called on a screen and on paper."""

from itertools import product
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.figures.rules import CUBES, DIMENSIONS, CellState, PeriodKind, ReceiptState, Unit

INDICATOR_LABELS: dict[str, Any] = {
    "people": _("Participants at the end of the month"),
    "seats": _("Places"),
    "joined": _("People who joined"),
    "left": _("People who left"),
    "served": _("People who took part"),
    "hours": _("Hours of classes"),
    "attendance": _("Attendance"),
    "benefits": _("Integration benefits"),
    "premiums": _("Motivation premiums"),
}
FORMULAS: dict[str, Any] = {
    "people": _("Stays that go on after the last day of the month. Each person is counted once."),
    "seats": _("Places in the workshops that are open on the last day of the month."),
    "joined": _("Stays that began in the period. Somebody who comes back is counted again."),
    "left": _("Stays that ended in the period."),
    "served": _("People with a stay that lasted on at least one day of the period. Each person is counted once."),
    "hours": _("Hours of classes that the participants attended in the period, added up."),
    "attendance": _("Days attended, divided by the days on which the participants had classes."),
    "benefits": _("Integration benefits of the closed settlements of the period, in zloty."),
    "premiums": _("Motivation premiums of the closed settlements of the period, in zloty."),
}
UNIT_LABELS: dict[Unit, Any] = {
    Unit.PEOPLE: _("people"),
    Unit.SEATS: _("places"),
    Unit.HOURS: _("hours"),
    Unit.PERCENT: _("percent"),
    Unit.ZLOTY: _("zloty"),
}
DIMENSION_LABELS: dict[str, Any] = {
    "": _("together"),
    "sex": _("by sex"),
    "age": _("by age"),
    "age-wide": _("by age, larger groups"),
    "sex-age": _("by sex and age"),
    "sex-age-wide": _("by sex and age, larger groups"),
    "education": _("by education"),
    "education-wide": _("by education, larger groups"),
    "category": _("by group of art. 1(2)"),
    "category-wide": _("by group of art. 1(2), larger groups"),
    "reason": _("by reason of leaving"),
    "reason-wide": _("by reason of leaving, larger groups"),
}
PERIOD_LABELS: dict[PeriodKind, Any] = {
    PeriodKind.MONTH: _("month"),
    PeriodKind.QUARTER: _("quarter"),
    PeriodKind.YEAR: _("year"),
}
STATE_LABELS: dict[CellState, Any] = {
    CellState.SHOWN: _("shown"),
    CellState.HIDDEN: _("hidden (small number of people)"),
    CellState.SMALL_BASE: _("not shown (too few people for a percentage)"),
    CellState.MISSING: _("missing"),
}
RECEIPT_LABELS: dict[ReceiptState, Any] = {
    ReceiptState.WAITING: _("released, in the tables soon"),
    ReceiptState.PUBLISHED: _("in the tables"),
    ReceiptState.HELD_BACK: _("correction held back"),
}
MISSING_REASONS: dict[str, Any] = {
    "not-released": _("The figures of at least one month of this period have not been released."),
    "definitions-changed": _(
        "The months of this period were counted by different definitions, so they are not added up."
    ),
}
HELD_BACK_REASON = _(
    "The correction changes a published number by less than {least}. Beside the number that everybody has seen it would"
    " tell of single people, so the tables stay as they are; the correction is kept with the releases."
)

_SEXES: dict[str, Any] = {"K": _("women"), "M": _("men"), "unknown": _("sex unknown")}
_AGES: dict[str, Any] = {
    "-24": _("up to 24"),
    "25-29": "25–29",
    "30-34": "30–34",
    "25-34": "25–34",
    "-29": _("up to 29"),
    "35-44": "35–44",
    "45-54": "45–54",
    "30-54": "30–54",
    "55+": _("55 and over"),
    "unknown": _("age unknown"),
}
_EDUCATIONS: dict[str, Any] = {
    "brak": pgettext_lazy("education", "none"),
    "podstawowe": _("primary or lower secondary (ISCED 0–2)"),
    "ponadgimnazjalne": _("upper secondary or post-secondary (ISCED 3–4)"),
    "wyzsze": _("tertiary (ISCED 5–8)"),
    "low": _("up to lower secondary (ISCED 0–2)"),
    "middle": _("upper secondary or post-secondary (ISCED 3–4)"),
    "high": _("tertiary (ISCED 5–8)"),
    "unknown": _("education unknown"),
}
_CATEGORIES: dict[str, Any] = {
    "BEZDOMNI": _("homeless people"),
    "ALKOHOL": _("people dependent on alcohol"),
    "NARKOTYKI": _("people dependent on drugs"),
    "ZABURZENIA_PSYCH": _("people with a mental disorder"),
    "DLUGOTRWALE_BEZR": _("long-term unemployed people"),
    "ZWOLNIENI_ZK": _("people released from prison"),
    "UCHODZCY": _("refugees"),
    "NIEPELNOSPRAWNI": _("people with a disability"),
    "INNE": _("another group in need of social employment"),
    "health": _("health: dependence, mental disorder, disability"),
    "unemployment": _("long-term unemployed people"),
    "homelessness-and-others": _("homelessness, prison, refugees and others"),
    "unknown": _("group unknown"),
}
_REASONS: dict[str, Any] = {
    "UKONCZYL_PROGRAM": _("completed the programme"),
    "ZATRUDNIENIE": _("took up employment"),
    "WLASNA_DZIALALNOSC": _("started an own business"),
    "SPOLDZIELNIA_SOCJALNA": _("joined or founded a social cooperative"),
    "NABYL_RENTE_EMERYTURE": _("became entitled to a pension"),
    "NIEZAKWALIFIKOWANY_PO_PROBNYM": _("not admitted after the trial period"),
    "REZYGNACJA": _("resigned"),
    "SAMOWOLNE_OPUSZCZENIE": _("left without notice"),
    "UPORCZYWE_NARUSZENIE": _("persistent breach of the programme"),
    "BRAK_ORZECZENIA_LEKARSKIEGO": _("no medical statement"),
    "ZGON": _("death"),
    "ZMIANA_MIEJSCA": _("moved away"),
    "UPLYW_MAX_OKRESU": _("the longest time of participation has passed"),
    "INNE": _("another reason"),
    "work": _("to work: a job, a business, a cooperative"),
    "completed": _("the programme was completed or its time passed"),
    "early": _("before the end of the programme"),
}
_QUARTILES: dict[str, Any] = {
    "lower-quartile": _("lower quartile"),
    "median": _("median"),
    "upper-quartile": _("upper quartile"),
}

CLASS_LABELS: dict[str, dict[str, Any]] = {
    "": {"": _("together"), **_QUARTILES},
    "sex": _SEXES,
    "age": _AGES,
    "age-wide": _AGES,
    "sex-age": {f"{sex}|{age}": format_lazy("{}, {}", _SEXES[sex], _AGES[age]) for sex, age in product(_SEXES, _AGES)},
    "education": _EDUCATIONS,
    "education-wide": _EDUCATIONS,
    "category": _CATEGORIES,
    "category-wide": _CATEGORIES,
    "reason": _REASONS,
    "reason-wide": _REASONS,
}
"""Dimension or cube of a release → class → what it is called; the empty class of no dimension is the total."""
CLASS_LABELS["sex-age-wide"] = CLASS_LABELS["sex-age"]


def class_label(dimension: str, class_name: str) -> Any:
    """What a class is called."""
    return CLASS_LABELS[dimension][class_name]


def classes_of(dimension: str) -> tuple[str, ...]:
    """The classes of a split in the order of its table: those of a dimension, or the atoms of a cube."""
    return tuple(DIMENSIONS[dimension].classes) if dimension in DIMENSIONS else CUBES.get(dimension, ("",))
