"""What a release may hold: numbers, and nothing that is not a number of the list of definitions."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tenants.figures.rules.definitions import CUBES, CUBES_OF, INDICATORS, Nature

PERIOD_CODES = ("served-quarter", "served-year")
"""`served` is counted inside the centre for a whole quarter or year: in the release of its last month."""

EXTRAS = {"attendance": ("present", "expected", "people"), "benefits": ("people",), "premiums": ("people",)}
"""Further numbers beside the total: days for a rate (which has no total), and the people behind a sum or a rate."""


class NoFigures(ValueError):
    """What was given is not a release of figures."""


@dataclass(frozen=True)
class Figures:
    """The figures of one centre and month. Counts are whole; hours and money have two decimals.

    `totals[code]`, `extras[code, name]`, `atoms[code, cube][atom]` (atoms that are zero may be missing). `code` is an
    indicator, or one of `PERIOD_CODES`.
    """

    totals: Mapping[str, Decimal]
    extras: Mapping[tuple[str, str], Decimal]
    atoms: Mapping[tuple[str, str], Mapping[str, int]]

    def __post_init__(self) -> None:
        for (code, cube), split in self.atoms.items():
            if not set(split) <= set(CUBES[cube]):
                raise NoFigures(f"{code} by {cube} has classes that are not of the list")
            if sum(split.values()) != self.totals[code]:
                raise NoFigures(f"{code} by {cube} does not add up to its total")

    @property
    def codes(self) -> frozenset[str]:
        """What these figures are about."""
        return frozenset({*self.totals, *(code for code, _ in self.extras), *(code for code, _ in self.atoms)})

    def of(self, code: str) -> tuple[object, ...]:
        """Everything that is told of one code, to compare versions by; a class that is zero is like one left out."""
        extras = {name: value for (it, name), value in self.extras.items() if it == code}
        splits = {
            cube: {atom: count for atom, count in split.items() if count}
            for (it, cube), split in self.atoms.items()
            if it == code
        }
        return (self.totals.get(code), extras, splits)

    def says_the_same(self, other: "Figures") -> bool:
        """Whether both tell the same numbers."""
        return all(self.of(code) == other.of(code) for code in self.codes | other.codes)

    def as_json(self) -> dict[str, dict[str, Any]]:
        """How the figures are kept and shown: numbers as text where they have decimals."""
        kept: dict[str, dict[str, Any]] = {code: {"total": _plain(value)} for code, value in self.totals.items()}
        for (code, name), value in self.extras.items():
            kept.setdefault(code, {})[name] = _plain(value)
        for (code, cube), split in self.atoms.items():
            kept[code][cube] = dict(split)
        return kept


def figures_from(kept: Mapping[str, Mapping[str, Any]]) -> Figures:
    """The figures that were kept, checked word by word.

    Raises:
        NoFigures: something is not of the list, no number, negative, or does not add up.
    """
    totals: dict[str, Decimal] = {}
    extras: dict[tuple[str, str], Decimal] = {}
    atoms: dict[tuple[str, str], dict[str, int]] = {}
    for code, parts in kept.items():
        if code not in INDICATORS and code not in PERIOD_CODES:
            raise NoFigures(f"{code} is no indicator")
        indicator = code.split("-")[0]
        for name, value in parts.items():
            if name == "total" and not _is_rate(indicator):
                totals[code] = _number(value)
            elif name in EXTRAS.get(code, ()):
                extras[code, name] = _number(value)
            elif name in CUBES_OF.get(indicator, ()):
                atoms[code, name] = {atom: int(_number(count)) for atom, count in value.items()}
            else:
                raise NoFigures(f"{code} has no {name}")
    return Figures(totals, extras, atoms)


def _is_rate(indicator: str) -> bool:
    return INDICATORS[indicator].nature is Nature.RATE


def _number(value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as failure:
        raise NoFigures("that is no number") from failure
    if not number.is_finite() or number < 0:
        raise NoFigures("figures are not negative")
    return number


def _plain(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else str(value)
