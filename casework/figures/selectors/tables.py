"""What leaves, as tables that people read: every number of the release, and nothing beside it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from casework.figures.rules import UNKNOWN, Change, Number, numbers_of, will_be_hidden
from casework.figures.selectors.words import CUBE_LABELS, TITLES, in_words, label_of, title_of
from tenants.figures.rules import CUBES, CUBES_OF, DIMENSIONS, INDICATORS, Figures
from tenants.figures.selectors import FORMULAS, class_label

SEXES = tuple(DIMENSIONS["sex"].classes)
AGES = tuple(dict.fromkeys(atom.split("|")[1] for atom in CUBES["sex-age"]))


@dataclass(frozen=True)
class Shown:
    """A number as a page shows it. `is_hidden`: it is too small for the tables, even taken alone."""

    text: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Line:
    """A named number of an indicator."""

    label: Any
    number: Shown


@dataclass(frozen=True)
class Split:
    """A total split by one cube: rows, or rows and columns (`columns` is empty for a plain list)."""

    cube: str
    label: Any
    columns: tuple[Any, ...]
    rows: tuple[tuple[Any, tuple[Shown, ...]], ...]


@dataclass(frozen=True)
class Sheet:
    """Everything that leaves of one indicator, with its definition. `may_be_exact`: it is an open one."""

    code: str
    title: Any
    formula: Any
    may_be_exact: bool
    is_exact: bool
    lines: tuple[Line, ...]
    splits: tuple[Split, ...]

    @property
    def reach(self) -> str:
        """Which of the tables it goes into; a template has a sentence for each."""
        return "network" if self.code in {"benefits", "premiums"} else "centre"


@dataclass(frozen=True)
class Difference:
    """A number that a correction changes, with what was released beside what would be."""

    label: str
    before: str
    after: str


def sheets_of(figures: Figures, *, smallest: int, exact: Collection[str]) -> list[Sheet]:
    """The figures indicator by indicator, in the order of the definitions."""
    numbers: dict[str, list[Number]] = {}
    for number in numbers_of(figures):
        numbers.setdefault(number.code, []).append(number)
    return [_sheet(code, told, smallest=smallest, exact=exact) for code, told in numbers.items()]


def differences_of(changes: Collection[Change]) -> list[Difference]:
    """What a correction changes, in words."""
    return [
        Difference(
            title_of(each.number),
            in_words(each.number.code, each.number.part, each.before),
            in_words(each.number.code, each.number.part, each.after),
        )
        for each in changes
    ]


def _sheet(code: str, numbers: Collection[Number], *, smallest: int, exact: Collection[str]) -> Sheet:
    indicator = code.split("-", maxsplit=1)[0]
    shown = {
        (each.part, each.atom): Shown(
            in_words(code, each.part, each.value), will_be_hidden(each, smallest=smallest, exact=exact)
        )
        for each in numbers
    }
    return Sheet(
        code=code,
        title=TITLES[code],
        formula=FORMULAS[indicator],
        may_be_exact=INDICATORS[indicator].may_be_exact,
        is_exact=code in exact,
        lines=tuple(Line(label_of(each), shown[each.part, ""]) for each in numbers if not each.atom),
        splits=tuple(_split(cube, shown) for cube in CUBES_OF.get(indicator, ())),
    )


def _split(cube: str, shown: dict[tuple[str, str], Shown]) -> Split:
    """A class that nobody knows is left out where it is empty, as it is in the release."""
    if cube == "sex-age":
        return _by_sex_and_age(shown)
    told = [atom for atom in CUBES[cube] if _is_told(atom, [shown[cube, atom]])]
    rows = tuple((class_label(cube, atom), (shown[cube, atom],)) for atom in told)
    return Split(cube, CUBE_LABELS[cube], (), rows)


def _by_sex_and_age(shown: dict[tuple[str, str], Shown]) -> Split:
    cell = {tuple(atom.split("|")): number for (cube, atom), number in shown.items() if cube == "sex-age"}
    sexes = [sex for sex in SEXES if _is_told(sex, [cell[sex, age] for age in AGES])]
    ages = [age for age in AGES if _is_told(age, [cell[sex, age] for sex in SEXES])]
    rows = tuple((class_label("age", age), tuple(cell[sex, age] for sex in sexes)) for age in ages)
    return Split("sex-age", CUBE_LABELS["sex-age"], tuple(class_label("sex", sex) for sex in sexes), rows)


def _is_told(name: str, numbers: Collection[Shown]) -> bool:
    return name != UNKNOWN or any(each.text != "0" for each in numbers)
