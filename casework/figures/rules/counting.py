"""How a centre's people, days and money become the figures of a month."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework.attendance.rules import Code, last_day_of
from tenants.figures.rules import CUBES_OF, Figures

UNKNOWN = "unknown"
OLDEST_OF_BAND = {"-24": 24, "25-29": 29, "30-34": 34, "35-44": 44, "45-54": 54}
"""Completed years up to which a band reaches; beyond the last: "55+"."""
NOT_EXPECTED = frozenset({Code.NO_CLASSES})
"""Days on which nobody was awaited: they count neither as present nor as absent."""
QUARTER_ENDS, YEAR_ENDS = (3, 6, 9, 12), 12
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class PersonFacts:
    """What figures need of a person. `key` tells people apart and never leaves; empty or None: nobody knows."""

    key: Hashable
    sex: str = ""
    birth_date: date | None = None
    education: str = ""
    category: str = ""


@dataclass(frozen=True)
class StayFacts:
    """A stay: first and last day included, `ends_on` None while it lasts; why it ended."""

    person: PersonFacts
    starts_on: date
    ends_on: date | None = None
    reason: str = ""

    def goes_on_after(self, day: date) -> bool:
        """Whether it has begun by this day and lasts longer: a last day is a person's last."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)

    def touches(self, since: date, until: date) -> bool:
        return self.starts_on <= until and (self.ends_on is None or self.ends_on >= since)


@dataclass(frozen=True)
class DaysFacts:
    """Days of one person in a month with the same code, and the hours spent on them."""

    person: Hashable
    code: str
    days: int
    hours: Decimal = NOTHING


@dataclass(frozen=True)
class MoneyFacts:
    """What the approved settlement of a month gives to one person, in złoty."""

    person: Hashable
    benefit: Decimal
    premium: Decimal = NOTHING


def figures_of(
    month: date,
    *,
    stays: Iterable[StayFacts],
    days: Iterable[DaysFacts],
    money: Iterable[MoneyFacts] | None,
    seats: int,
) -> Figures:
    """The figures of a month, given by its first day. `stays`: at least those that touch it; for the last month of a
    quarter, or of a year, at least those that touch that span.

    `people` are those whose stay goes on after the last day of the month; whoever's last day it is has left. So in
    every month people = people of the month before + joined − left. `joined` and `left` count stays: somebody who
    leaves and comes back in the same month is in both. Ages are completed years on the last day of what is counted.
    `money` None: the settlement is not approved, and the figures hold no money (not a zero).
    """
    known, worked, last = list(stays), list(days), last_day_of(month)
    here = [stay.person for stay in known if stay.goes_on_after(last)]
    left = Counter(stay.reason for stay in known if stay.ends_on and month <= stay.ends_on <= last)
    totals = {
        "people": Decimal(len(here)),
        "seats": Decimal(seats),
        "joined": Decimal(sum(month <= stay.starts_on <= last for stay in known)),
        "left": Decimal(left.total()),
        "hours": sum((each.hours for each in worked), start=NOTHING),
    }
    extras, atoms = _attendance(worked), _split("people", here, on=last) | {("left", "reason"): dict(left)}
    for code, since in _spans(month):
        served = _once(stay.person for stay in known if stay.touches(since, last))
        totals[code] = Decimal(len(served))
        atoms |= _split(code, served, on=last)
    for code, amounts in _amounts(money).items():
        totals[code], extras[code, "people"] = amounts
    return Figures(totals, extras, atoms)


def spans_needed(months: Sequence[date]) -> tuple[date, date]:
    """From which day until which day stays have to be known to count these months."""
    first, last = min(months), max(months)
    return min((since for each in months for _code, since in _spans(each)), default=first), last_day_of(last)


def age_band(person: PersonFacts, *, on: date) -> str:
    """The band of the completed years on a day."""
    born = person.birth_date
    if born is None:
        return UNKNOWN
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((band for band, oldest in OLDEST_OF_BAND.items() if years <= oldest), "55+")


def _spans(month: date) -> list[tuple[str, date]]:
    """Quarter and year that end with this month, by the day on which they began."""
    quarter = [("served-quarter", month.replace(month=month.month - 2))] if month.month in QUARTER_ENDS else []
    return quarter + ([("served-year", month.replace(month=1))] if month.month == YEAR_ENDS else [])


def _once(people: Iterable[PersonFacts]) -> list[PersonFacts]:
    return list({each.key: each for each in people}.values())


_ATOM: dict[str, Callable[[PersonFacts, date], str]] = {
    "sex-age": lambda person, on: f"{person.sex or UNKNOWN}|{age_band(person, on=on)}",
    "education": lambda person, _on: person.education or UNKNOWN,
    "category": lambda person, _on: person.category or UNKNOWN,
}


def _split(code: str, people: Sequence[PersonFacts], *, on: date) -> dict[tuple[str, str], Mapping[str, int]]:
    cubes = CUBES_OF[code.split("-", maxsplit=1)[0]]
    return {(code, cube): dict(Counter(_ATOM[cube](person, on) for person in people)) for cube in cubes}


def _attendance(worked: Iterable[DaysFacts]) -> dict[tuple[str, str], Decimal]:
    expected = [each for each in worked if each.code not in NOT_EXPECTED]
    present = sum(each.days for each in expected if each.code == Code.PRESENT)
    return {
        ("attendance", "present"): Decimal(present),
        ("attendance", "expected"): Decimal(sum(each.days for each in expected)),
        ("attendance", "people"): Decimal(len({each.person for each in expected if each.days})),
    }


def _amounts(money: Iterable[MoneyFacts] | None) -> dict[str, tuple[Decimal, Decimal]]:
    """The sums, and how many people have a part in them: an amount of nothing is none."""
    if money is None:
        return {}
    lines = list(money)
    benefits = [(each.person, each.benefit) for each in lines]
    return {"benefits": _sum(benefits), "premiums": _sum([(each.person, each.premium) for each in lines])}


def _sum(amounts: Iterable[tuple[Hashable, Decimal]]) -> tuple[Decimal, Decimal]:
    paid = [(person, amount) for person, amount in amounts if amount]
    return sum((amount for _person, amount in paid), start=NOTHING), Decimal(len({person for person, _ in paid}))
