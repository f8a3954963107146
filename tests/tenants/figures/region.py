"""An invented region: people who come to centres and leave them, and the figures that the centres release of them.

Seeded. Nobody in it has a name; a person is a sex, a birthday, a school and a category.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from random import Random

from tenants.figures.rules import Figures
from tenants.figures.rules.definitions import CATEGORIES, EDUCATIONS, MAY_BE_EXACT, REASONS
from tenants.figures.rules.protection import Cell, Rules, Statement
from tenants.figures.rules.rollup import Number, Released, numbers_of_centre, numbers_of_network
from tenants.figures.rules.spans import last_day_of, next_month, periods_ending_with, start_of
from tenants.figures.rules.tables import Entry, entries_of, has_statement, place_of, statement_of
from tenants.figures.rules.words import CellState, PeriodKind
from tests.tenants.figures.attacker import Seen

SIZES = (8, 10, 13, 16, 22, 31, 45)
"""People in the seven centres of a subregion, about."""

FULL_BENEFIT = Decimal("2140.70")
_OF_CATEGORIES = (2, 4, 1, 4, 10, 2, 1, 6, 1, 1)
_OF_EDUCATIONS = (2, 6, 9, 1, 1)
_OF_REASONS = (6, 4, 1, 1, 1, 2, 5, 3, 1, 0, 1, 1, 1, 1)
_BANDS = ((25, "-24"), (30, "25-29"), (35, "30-34"), (45, "35-44"), (55, "45-54"))


@dataclass
class Person:
    """Somebody in a centre; `left` None: still there."""

    sex: str
    born: date
    education: str
    category: str
    joined: date
    left: date | None = None
    reason: str = ""

    def is_there(self, first: date, last: date) -> bool:
        return self.joined <= last and (self.left is None or self.left >= first)

    def age_class(self, day: date) -> str:
        age = (day - self.born).days // 365
        return f"{self.sex}|{next((name for below, name in _BANDS if age < below), '55+')}"


class Region:
    """Centres over some months. `open_to` says which indicators the managers show exactly: none, all, or by chance."""

    def __init__(
        self, *, seed: int, sizes: Sequence[int] = SIZES, since: date = date(2024, 1, 1), months: int = 24,
        open_to: str = "chance",
    ) -> None:  # fmt: skip
        self._random = Random(seed)
        self.months = [since]
        while len(self.months) < months:
            self.months.append(next_month(self.months[-1]))
        self.houses = [f"centre-{number}" for number in range(len(sizes))]
        self.exact = {house: self._exact(open_to) for house in self.houses}
        self._people = {house: self._lives(size) for house, size in zip(self.houses, sizes, strict=True)}

    def _exact(self, open_to: str) -> frozenset[str]:
        chance = {"none": 0.0, "all": 1.0, "chance": 0.5}[open_to]
        return frozenset(code for code in MAY_BE_EXACT if self._random.random() < chance)

    def _lives(self, size: int) -> list[Person]:
        people = [self._newcomer(self.months[0].replace(year=self.months[0].year - 1)) for _ in range(size)]
        for month in self.months:
            there = [each for each in people if each.left is None]
            for each in there:
                if self._random.random() < 0.075:
                    each.left = month.replace(day=self._random.randint(2, 27))
                    each.reason = self._random.choices(REASONS, _OF_REASONS)[0]
            missing = size - sum(each.left is None for each in people)
            people += [self._newcomer(month) for _ in range(missing) if self._random.random() < 0.7]
        return people

    def _newcomer(self, month: date) -> Person:
        one = self._random
        return Person(
            sex=one.choices("KM", (5, 4))[0],
            born=date(month.year - one.randint(19, 62), one.randint(1, 12), 15),
            education=one.choices(EDUCATIONS, _OF_EDUCATIONS)[0],
            category=one.choices(CATEGORIES, _OF_CATEGORIES)[0],
            joined=month.replace(day=one.randint(2, 27)),
        )

    def releases(self, month: date) -> list[Released]:
        """What every centre lets go of this month."""
        return [Released(house, month, 1, self.figures(house, month), exact=self.exact[house]) for house in self.houses]

    def figures(self, house: str, month: date) -> Figures:
        """The figures of one centre and month, true by construction."""
        people, last = self._people[house], last_day_of(month)
        there = [each for each in people if each.joined <= last and (each.left is None or each.left > last)]
        taking_part = [each for each in people if each.is_there(month, last)]
        left = [each for each in people if each.left and start_of(PeriodKind.MONTH, each.left) == month]
        joined = [each for each in people if start_of(PeriodKind.MONTH, each.joined) == month]
        chance = Random(f"{house} {month}")
        expected = sum(chance.randint(14, 22) for _ in taking_part)
        paid = [FULL_BENEFIT * (20 - chance.choice((0, 0, 0, 0, 1, 2, 5))) / 20 for _ in taking_part]
        rewarded = [Decimal(chance.choice((100, 200, 350))) for _ in taking_part if chance.random() < 0.3]
        totals: dict[str, Decimal] = {
            "seats": Decimal(len(there) + 3), "joined": Decimal(len(joined)), "hours": Decimal(expected * 6),
            "benefits": sum(paid, Decimal(0)), "premiums": sum(rewarded, Decimal(0)),
        }  # fmt: skip
        atoms: dict[tuple[str, str], dict[str, int]] = {}
        _put(totals, atoms, "people", there, last)
        _put(totals, atoms, "left", left, last)
        for period in periods_ending_with(month):
            if period is not PeriodKind.MONTH:
                first = start_of(period, month)
                _put(totals, atoms, f"served-{period}", [each for each in people if each.is_there(first, last)], last)
        extras = {
            ("attendance", "present"): Decimal(expected * chance.randint(75, 100) // 100),
            ("attendance", "expected"): Decimal(expected),
            ("attendance", "people"): Decimal(len(taking_part)),
            ("benefits", "people"): Decimal(len(paid)),
            ("premiums", "people"): Decimal(len(rewarded)),
        }
        return Figures(totals, extras, atoms)


def _put(
    totals: dict[str, Decimal], atoms: dict[tuple[str, str], dict[str, int]], code: str, people: Iterable[Person],
    day: date,
) -> None:  # fmt: skip
    everybody = list(people)
    totals[code] = Decimal(len(everybody))
    if code == "left":
        atoms[code, "reason"] = dict(Counter(each.reason for each in everybody))
        return
    atoms[code, "sex-age"] = dict(Counter(each.age_class(day) for each in everybody))
    atoms[code, "education"] = dict(Counter(each.education for each in everybody))
    atoms[code, "category"] = dict(Counter(each.category for each in everybody))


class Publisher:
    """Publishes a region month after month without a database: every centre as it comes, then the network's tables."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.told: dict[Hashable, Statement] = {}
        self.entries: list[Entry] = []
        self.numbers: dict[Cell, Number] = {}
        self._releases: list[Released] = []

    def publish(self, releases: Sequence[Released], *, together: bool = False) -> None:
        """A month of all centres; `together`: they all came before the roll-up looked, which is much faster."""
        self._releases += releases
        month = releases[0].month
        numbers = [numbers_of_centre(month, house=each.house, releases=self._releases) for each in releases]
        for each in [list(chain.from_iterable(numbers))] if together else numbers:
            self._tell(each)
        self._tell(numbers_of_network(month, releases=self._releases))

    def _tell(self, numbers: Sequence[Number]) -> None:
        entries = entries_of(numbers, rules=self.rules, known=self._known(numbers[0].cell.starts_on))
        seen = frozenset(place_of(each.cell) for each in entries if each.state is CellState.SHOWN)
        for number, entry in zip(numbers, entries, strict=True):
            if has_statement(number):
                self.told[number.cell] = statement_of(number, rules=self.rules, entry=entry, seen=seen)
        self.entries += entries
        self.numbers |= {each.cell: each for each in numbers}

    def _known(self, month: date) -> list[Statement]:
        since = date(month.year - 1, 1, 1)
        return [each for each in self.told.values() if isinstance(each.key, Cell) and each.key.starts_on >= since]

    def seen(self) -> list[Seen]:
        """What the OWES reads of people and sums."""
        return [
            Seen(cell.indicator, cell.period, cell.starts_on, cell.house, cell.dimension, cell.class_name, each.value,
                 cell.sources)
            for each in self.entries
            if (cell := each.cell).sources
        ]  # fmt: skip
