"""When work is repeated, when it is given up, and whose turn it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

GIVE_UP_AFTER = 3
"""Failures (errors and crashes alike) after which a job is failed for good, so that poison blocks nobody."""

RESULT_IS_KEPT_FOR = timedelta(days=30)
"""How long a finished job stays on record; longer than any calendar slot, whose key it guards."""


def pause_after(failures: int) -> timedelta:
    """How long a job rests after its n-th failure: 2 s, 8 s, 32 s."""
    return timedelta(seconds=2 * 4 ** (failures - 1))


def renewal_interval(lease_seconds: float) -> float:
    """Seconds between renewals of a lease: three may be missed before somebody else takes over."""
    return lease_seconds / 4


@dataclass(frozen=True)
class Waiting:
    """A job that is due: nobody works on it and no worker has been told lately."""

    job: UUID
    house: UUID
    kind: str


@dataclass(frozen=True)
class Limits:
    """How many jobs may be with the workers at once.

    `slots` is the number of jobs the workers can run together; `per_house` is what one house may
    hold while another waits, so that nobody stands behind more than that many jobs of a neighbour.
    """

    slots: int
    per_house: int

    @property
    def in_flight(self) -> int:
        """As many again as the slots: a worker that finishes finds its next message already there."""
        return 2 * self.slots


def next_in_turn(waiting: Iterable[Waiting], *, in_flight: Mapping[UUID, int], limits: Limits) -> list[Waiting]:
    """Choose which jobs to hand out now, the house with the least in flight first.

    `waiting` comes oldest first. A house that waits alone may fill every slot; in company it holds
    at most `limits.per_house`.
    """
    queue = list(waiting)
    alone = len({item.house for item in queue}) <= 1
    ceiling = max(limits.slots, limits.per_house) if alone else limits.per_house
    taken = dict(in_flight)
    ranked: list[tuple[int, int, Waiting]] = []
    for place, item in enumerate(queue):
        taken[item.house] = rank = taken.get(item.house, 0) + 1
        if rank <= ceiling:
            ranked.append((rank, place, item))
    room = max(limits.in_flight - sum(in_flight.values()), 0)
    return [item for _, _, item in sorted(ranked, key=lambda entry: entry[:2])[:room]]
