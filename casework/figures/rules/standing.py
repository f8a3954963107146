"""Where a month stands between the centre and the OWES, and what of it a reader of the tables will see."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from json import dumps

from casework.attendance.rules import last_day_of
from tenants.figures.rules import CUBES, CUBES_OF, EXTRAS, INDICATORS, Figures

REMINDED_AFTER = timedelta(days=5)
"""A closed month that nobody has released is brought to mind after this time."""
MOST_AUTOMATIC_DAYS = 60
SMALLEST_BASE = 10
"""A rate over fewer people is not shown."""
SENSITIVE_CUBES = frozenset({"category"})
"""A zero tells too: that nobody of a group is here."""


class Standing(StrEnum):
    """Where a month stands.

    `open`: its attendance is not approved; `reopened`: that too, though its figures have gone; `outside`: the centre
    was in no network then, or is in none now.
    """

    OUTSIDE = "outside"
    OPEN = "open"
    READY = "ready"
    RELEASED = "released"
    CORRECTION = "correction"
    REOPENED = "reopened"


def standing_of(*, is_member: bool, computed: Figures | None, released: Figures | None) -> Standing:
    """`computed` None: the attendance is not approved; `released` None: nothing of this month has gone yet."""
    if not is_member:
        return Standing.OUTSIDE
    if computed is None:
        return Standing.REOPENED if released else Standing.OPEN
    if released is None:
        return Standing.READY
    return Standing.RELEASED if computed.says_the_same(released) else Standing.CORRECTION


def goes_by_itself_on(month: date, *, after_days: int | None) -> date | None:
    """The day on which figures go without anybody; None: never."""
    return None if after_days is None else last_day_of(month) + timedelta(days=after_days)


def seal_of(figures: Figures, *, exact: Collection[str]) -> str:
    """Tells one set of figures from another: what was on the page is what leaves, or nothing leaves."""
    return sha256(dumps([figures.as_json(), sorted(exact)], sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Number:
    """One number of a release: which indicator, which of its parts, which atom of a split."""

    code: str
    part: str
    atom: str
    value: Decimal


def numbers_of(figures: Figures) -> Iterator[Number]:
    """Every number that leaves, in the order of the tables; a split with its zeros, since these are told too."""
    for code in sorted(figures.codes, key=_place):
        if code in figures.totals:
            yield Number(code, "total", "", figures.totals[code])
        for name in EXTRAS.get(code, ()):
            if (code, name) in figures.extras:
                yield Number(code, name, "", figures.extras[code, name])
        for cube in CUBES_OF.get(code.split("-")[0], ()):
            split = figures.atoms.get((code, cube), {})
            yield from (Number(code, cube, atom, Decimal(split.get(atom, 0))) for atom in CUBES[cube])


def _place(code: str) -> tuple[int, str]:
    """Where a code stands among the definitions; a quarter comes before its year."""
    return list(INDICATORS).index(code.split("-", maxsplit=1)[0]), code


@dataclass(frozen=True)
class Change:
    """A number that is another one now; None: it was not there, or is no longer."""

    number: Number
    before: Decimal | None
    after: Decimal | None


def changes_between(released: Figures, computed: Figures) -> list[Change]:
    """What a correction would change, in the order of the tables."""
    before, after = _by_place(released), _by_place(computed)
    places = {**before, **after}
    return [
        Change(number, _value(before.get(place)), _value(after.get(place)))
        for place, number in places.items()
        if _value(before.get(place)) != _value(after.get(place))
    ]


def _by_place(figures: Figures) -> dict[tuple[str, str, str], Number]:
    return {(each.code, each.part, each.atom): each for each in numbers_of(figures)}


def _value(number: Number | None) -> Decimal | None:
    return number.value if number else None


def will_be_hidden(number: Number, *, smallest: int, exact: Collection[str]) -> bool:
    """Whether this number, taken alone, is too small for the tables. Further ones may be hidden to protect it."""
    if number.part == "total":
        return number.code not in exact and _counts_people(number.code) and 0 < number.value < smallest
    if number.part in CUBES:
        least = 0 if number.part in SENSITIVE_CUBES else 1
        return least <= number.value < smallest
    return number.part == "people" and number.value < SMALLEST_BASE and number.code == "attendance"


def _counts_people(code: str) -> bool:
    return code in {"people", "joined", "left", "served-quarter", "served-year"}
