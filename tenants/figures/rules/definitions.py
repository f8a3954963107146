"""What is counted, how, since when, and into which tables it goes. A closed list: nothing else is ever published.

A definition begins on the first of January, so that a year is counted by one of them from end to end.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tenants.figures.rules.words import PeriodKind

DEFINITIONS_VERSION = 1
"""Which list of definitions a release was computed by. Raised together with `since` of what changed."""


class Nature(StrEnum):
    """What sort of number it is: people or places at a month's end, events or sums of a span, people who took part
    in a span, a share of days, an amount of money."""

    STOCK = "stock"
    FLOW = "flow"
    SERVED = "served"
    RATE = "rate"
    MONEY = "money"


class Unit(StrEnum):
    """What one of it is."""

    PEOPLE = "people"
    SEATS = "seats"
    HOURS = "hours"
    PERCENT = "percent"
    ZLOTY = "zloty"


@dataclass(frozen=True)
class Indicator:
    """One figure. `may_be_exact`: a manager may choose to show its totals as they are, whatever their size.

    Raises:
        ValueError: it does not begin on the first of January.
    """

    code: str
    nature: Nature
    unit: Unit
    may_be_exact: bool = False
    version: int = 1
    since: date = date(2020, 1, 1)

    def __post_init__(self) -> None:
        if (self.since.month, self.since.day) != (1, 1):
            raise ValueError(f"the definition of {self.code} begins on the first of January")


INDICATORS = {
    each.code: each
    for each in (
        Indicator("people", Nature.STOCK, Unit.PEOPLE, may_be_exact=True),
        Indicator("seats", Nature.STOCK, Unit.SEATS, may_be_exact=True),
        Indicator("joined", Nature.FLOW, Unit.PEOPLE, may_be_exact=True),
        Indicator("left", Nature.FLOW, Unit.PEOPLE, may_be_exact=True),
        Indicator("served", Nature.SERVED, Unit.PEOPLE),
        Indicator("hours", Nature.FLOW, Unit.HOURS, may_be_exact=True),
        Indicator("attendance", Nature.RATE, Unit.PERCENT),
        Indicator("benefits", Nature.MONEY, Unit.ZLOTY),
        Indicator("premiums", Nature.MONEY, Unit.ZLOTY),
    )
}

MAY_BE_EXACT = tuple(code for code, each in INDICATORS.items() if each.may_be_exact)

SEXES = ("K", "M", "unknown")
AGES = ("-24", "25-29", "30-34", "35-44", "45-54", "55+", "unknown")
EDUCATIONS = ("brak", "podstawowe", "ponadgimnazjalne", "wyzsze", "unknown")
CATEGORIES = (
    "BEZDOMNI", "ALKOHOL", "NARKOTYKI", "ZABURZENIA_PSYCH", "DLUGOTRWALE_BEZR", "ZWOLNIENI_ZK", "UCHODZCY",
    "NIEPELNOSPRAWNI", "INNE", "unknown",
)  # fmt: skip
REASONS = (
    "UKONCZYL_PROGRAM", "ZATRUDNIENIE", "WLASNA_DZIALALNOSC", "SPOLDZIELNIA_SOCJALNA", "NABYL_RENTE_EMERYTURE",
    "NIEZAKWALIFIKOWANY_PO_PROBNYM", "REZYGNACJA", "SAMOWOLNE_OPUSZCZENIE", "UPORCZYWE_NARUSZENIE",
    "BRAK_ORZECZENIA_LEKARSKIEGO", "ZGON", "ZMIANA_MIEJSCA", "UPLYW_MAX_OKRESU", "INNE",
)  # fmt: skip
CUBES: dict[str, tuple[str, ...]] = {
    "sex-age": tuple(f"{sex}|{age}" for sex in SEXES for age in AGES),
    "education": EDUCATIONS,
    "category": CATEGORIES,
    "reason": REASONS,
}
"""How finely a total is split inside a release: cube → its atoms. The atoms of a cube add up to the total."""


@dataclass(frozen=True)
class Dimension:
    """A way to show a split: its classes in their order, each of them atoms of one cube. Two axes are one dimension.

    `is_sensitive`: a class tells of health, addiction or prison, so a zero is hidden like any small number.
    `coarser` names the dimension with fewer, larger classes where there is one.
    """

    code: str
    cube: str
    classes: dict[str, tuple[str, ...]] = field(hash=False)
    is_sensitive: bool = False
    coarser: str | None = None


_BANDS = {
    "-24": ("-24",), "25-34": ("25-29", "30-34"), "35-44": ("35-44",), "45-54": ("45-54",), "55+": ("55+",),
    "unknown": ("unknown",),
}  # fmt: skip
_WIDE_BANDS = {
    "-29": ("-24", "25-29"), "30-54": ("30-34", "35-44", "45-54"), "55+": ("55+",), "unknown": ("unknown",),
}  # fmt: skip


def _of_age(bands: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(f"{sex}|{age}" for sex in SEXES for age in ages) for name, ages in bands.items()}


def _of_sex_and_age(bands: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {f"{sex}|{name}": tuple(f"{sex}|{age}" for age in ages) for sex in SEXES for name, ages in bands.items()}


DIMENSIONS = {
    each.code: each
    for each in (
        Dimension("sex", "sex-age", {sex: tuple(f"{sex}|{age}" for age in AGES) for sex in SEXES}),
        Dimension("age", "sex-age", _of_age(_BANDS), coarser="age-wide"),
        Dimension("age-wide", "sex-age", _of_age(_WIDE_BANDS)),
        Dimension("sex-age", "sex-age", _of_sex_and_age(_BANDS), coarser="sex-age-wide"),
        Dimension("sex-age-wide", "sex-age", _of_sex_and_age(_WIDE_BANDS)),
        Dimension("education", "education", {each: (each,) for each in EDUCATIONS}, coarser="education-wide"),
        Dimension(
            "education-wide",
            "education",
            {
                "low": ("brak", "podstawowe"), "middle": ("ponadgimnazjalne",), "high": ("wyzsze",),
                "unknown": ("unknown",),
            },
        ),
        Dimension("category", "category", {each: (each,) for each in CATEGORIES}, is_sensitive=True,
                  coarser="category-wide"),
        Dimension(
            "category-wide",
            "category",
            {
                "health": ("ALKOHOL", "NARKOTYKI", "ZABURZENIA_PSYCH", "NIEPELNOSPRAWNI"),
                "unemployment": ("DLUGOTRWALE_BEZR",),
                "homelessness-and-others": ("BEZDOMNI", "ZWOLNIENI_ZK", "UCHODZCY", "INNE", "unknown"),
            },
            is_sensitive=True,
        ),
        Dimension("reason", "reason", {each: (each,) for each in REASONS}, coarser="reason-wide"),
        Dimension(
            "reason-wide",
            "reason",
            {
                "work": ("ZATRUDNIENIE", "WLASNA_DZIALALNOSC", "SPOLDZIELNIA_SOCJALNA"),
                "completed": ("UKONCZYL_PROGRAM", "UPLYW_MAX_OKRESU", "NABYL_RENTE_EMERYTURE"),
                "early": (
                    "NIEZAKWALIFIKOWANY_PO_PROBNYM", "REZYGNACJA", "SAMOWOLNE_OPUSZCZENIE", "UPORCZYWE_NARUSZENIE",
                    "BRAK_ORZECZENIA_LEKARSKIEGO", "ZGON", "ZMIANA_MIEJSCA", "INNE",
                ),
            },
        ),
    )
}  # fmt: skip

CUBES_OF = {
    "people": ("sex-age", "education", "category"),
    "served": ("sex-age", "education", "category"),
    "left": ("reason",),
}
"""By which cubes an indicator is split in a release."""


@dataclass(frozen=True)
class Table:
    """A published table: an indicator, perhaps split, of which periods, of each centre and of the network."""

    indicator: str
    dimension: str
    of_centre: tuple[PeriodKind, ...]
    of_network: tuple[PeriodKind, ...]


_M, _Q, _Y = PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR
_OF_PEOPLE = ("sex", "age", "age-wide", "sex-age", "sex-age-wide", "education", "education-wide", "category",
              "category-wide")  # fmt: skip

FAMILY = (
    Table("people", "", (_M,), (_M,)),
    Table("seats", "", (_M,), (_M,)),
    Table("joined", "", (_M, _Q, _Y), (_M, _Q, _Y)),
    Table("left", "", (_M, _Q, _Y), (_M, _Q, _Y)),
    Table("served", "", (_Q, _Y), (_Q, _Y)),
    Table("hours", "", (_Q, _Y), (_Q, _Y)),
    Table("attendance", "", (_M, _Q, _Y), (_M, _Q, _Y)),
    Table("benefits", "", (), (_M, _Q, _Y)),
    Table("premiums", "", (), (_M, _Q, _Y)),
    *(Table("people", each, (), (_M,)) for each in _OF_PEOPLE),
    *(Table("served", each, (_Q, _Y), (_Q, _Y)) for each in _OF_PEOPLE),
    *(Table("left", each, (_Q, _Y), (_Q, _Y)) for each in ("reason", "reason-wide")),
)
"""The closed family of tables. Centres are split by quarter and year only: with 8 to 45 people a month would show
next to nothing and, beside the month before, tell of whoever came or left. Nor is leaving split by month for the
network: of seven centres nothing but zeros could be shown (decision 13)."""
