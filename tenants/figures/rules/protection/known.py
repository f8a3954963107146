"""What everybody knows of the numbers of a region without reading a table."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tenants.figures.rules.definitions import CUBES, SEXES
from tenants.figures.rules.protection.cells import Part
from tenants.figures.rules.protection.statements import Relation, Statement
from tenants.figures.rules.spans import months_of, start_of
from tenants.figures.rules.words import PeriodKind


def relations_among(statements: Sequence[Statement]) -> list[Relation]:
    """What is known of the atoms of these statements:

    - the splits of a total add up to it, and those of the network to the totals of its centres;
    - whoever is there at a month's end is among those served in its quarter and year, by sex too (a sex stays);
    - whoever is served in a quarter is among those of the year, and nobody of the year is in none of its quarters;
    - the people of a month's end are those of the month before, and who joined, without who left;
    - those served in a quarter or year are those of the month before it, and who joined in it: nobody comes twice.

    The last two may fail, where a correction was held back or somebody came twice; what the numbers contradict is
    dropped.
    """
    parts = {atom for each in statements for atom in each.atoms if isinstance(atom, Part)}
    return list(_Known(parts).relations())


@dataclass
class _Known:
    parts: Iterable[Part]
    whole: dict[tuple[Hashable, str, PeriodKind, date], list[Part]] = field(default_factory=lambda: defaultdict(list))
    split: dict[tuple[Part, str], list[Part]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for part in sorted(self.parts, key=_order):
            total = part._replace(cube="", name="")
            if part.cube:
                self.split[total, part.cube].append(part)
            else:
                self.whole[part.house, part.indicator, part.period, part.starts_on].append(part)

    def relations(self) -> Iterator[Relation]:
        yield from self._splits()
        yield from self._stocks()
        yield from self._years()
        yield from self._balances()
        yield from self._arrivals()

    def _splits(self) -> Iterator[Relation]:
        for (total, cube), parts in self.split.items():
            totals = [total] if total.house is not None else self._of_centres(total)
            yield _sum(totals, parts, is_equal=len(parts) == len(CUBES[cube]))

    def _of_centres(self, total: Part) -> list[Part]:
        sources = total.version if isinstance(total.version, frozenset) else frozenset()
        return [total._replace(house=house, version=version) for house, _, version in sorted(sources, key=str)]

    def _by_sex(self, total: Part) -> dict[str, list[Part]]:
        parts = self.split.get((total, "sex-age"), [])
        return {sex: [each for each in parts if each.name.startswith(f"{sex}|")] for sex in SEXES}

    def _served(self, house: Hashable, month: date) -> Iterator[Part]:
        """Everything that tells how many were served by the house in the spans around the month."""
        for period in (PeriodKind.QUARTER, PeriodKind.YEAR):
            yield from self.whole.get((house, "served", period, start_of(period, month)), ())

    def _stocks(self) -> Iterator[Relation]:
        """People of a month's end by sex, centre by centre: unknown, but bounded from both sides."""
        for (house, indicator, _, month), totals in self.whole.items():
            if indicator != "people":
                continue
            for total in totals:
                for served in self._served(house, month):
                    yield _sum([served], [total])
        for (total, cube), _ in list(self.split.items()):
            if total.indicator == "people" and cube == "sex-age" and total.house is None:
                yield from self._stock_by_sex(total)

    def _stock_by_sex(self, total: Part) -> Iterator[Relation]:
        centres = self._of_centres(total)
        unknown = {(each, sex): each._replace(cube="sex", name=sex) for each in centres for sex in SEXES}
        for each in centres:
            yield _sum([each], [unknown[each, sex] for sex in SEXES], is_equal=True)
            for served in self._served(each.house, each.starts_on):
                for sex, parts in self._by_sex(served).items():
                    if parts:
                        yield _sum(parts, [unknown[each, sex]])
        for sex, parts in self._by_sex(total).items():
            if parts:
                yield _sum(parts, [unknown[each, sex] for each in centres], is_equal=True)

    def _years(self) -> Iterator[Relation]:
        for (house, indicator, period, starts_on), totals in self.whole.items():
            if indicator != "served" or period is not PeriodKind.YEAR:
                continue
            quarters = [self.whole.get((house, indicator, PeriodKind.QUARTER, starts_on.replace(month=each)), [])
                        for each in (1, 4, 7, 10)]  # fmt: skip
            for year in totals:
                yield from self._year(year, [each for every in quarters for each in every])
                if all(quarters):
                    yield from self._whole_year(year, [every[-1] for every in quarters])

    def _year(self, year: Part, quarters: list[Part]) -> Iterator[Relation]:
        for quarter in quarters:
            yield _sum([year], [quarter])
            for sex, parts in self._by_sex(year).items():
                if parts and (fewer := self._by_sex(quarter)[sex]):
                    yield _sum(parts, fewer)

    def _whole_year(self, year: Part, quarters: list[Part]) -> Iterator[Relation]:
        yield _sum(quarters, [year])
        for sex, parts in self._by_sex(year).items():
            if parts:
                yield _sum([part for each in quarters for part in self._by_sex(each)[sex]], parts)

    def _balances(self) -> Iterator[Relation]:
        """People of a month's end against those of the month before."""
        for (house, indicator, period, month), totals in self.whole.items():
            before = self.whole.get((house, "people", period, _month_before(month)), [])
            joined = self.whole.get((house, "joined", period, month), [])
            left = self.whole.get((house, "left", period, month), [])
            if indicator == "people" and before and joined and left:
                yield from _both_ways([before[-1], joined[-1]], [totals[-1], left[-1]])

    def _arrivals(self) -> Iterator[Relation]:
        """People served in a span against those who were there the day before it and who joined in it."""
        for (house, indicator, period, first), totals in self.whole.items():
            if indicator != "served":
                continue
            before = self.whole.get((house, "people", PeriodKind.MONTH, _month_before(first)), [])
            joined = [self.whole.get((house, "joined", PeriodKind.MONTH, month), [])
                      for month in months_of(period, first)]  # fmt: skip
            if before and all(joined):
                yield from _both_ways([before[-1], *(each[-1] for each in joined)], [totals[-1]])


def _order(part: Part) -> tuple[str, ...]:
    return (str(part.house), part.indicator, part.period, str(part.starts_on), part.cube, part.name, _version(part))


def _version(part: Part) -> str:
    return f"{part.version:>9}" if isinstance(part.version, int) else ""


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _both_ways(one: Sequence[Part], other: Sequence[Part]) -> Iterator[Relation]:
    """They are as many; either half may fail by itself."""
    yield _sum(one, other)
    yield _sum(other, one)


def _sum(larger: Iterable[Part], smaller: Iterable[Part], *, is_equal: bool = False) -> Relation:
    """Together `larger` are at least (or exactly) as many as `smaller`."""
    terms = tuple((part, 1) for part in larger) + tuple((part, -1) for part in smaller)
    return Relation(terms, 0, 0 if is_equal else float("inf"))
