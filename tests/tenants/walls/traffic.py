"""Threads that hurry from house to house while connections are cut: what they write and read stays where it belongs."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from django.db import InterfaceError, OperationalError, connection, transaction

from core.submissions.models import Submission
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context
from tests.tenants.walls.machine import terminate

LOST = (OperationalError, InterfaceError)


@dataclass
class Ledger:
    """What the threads saw. `written`: the commit was confirmed; `unsure`: the connection was lost at the commit."""

    written: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    strangers: list[str] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)
    cuts: int = 0


@contextmanager
def _cutting(lines: dict[int, int], ledger: Ledger, *, every: float, seed: int) -> Iterator[None]:
    """Cut a connection of the threads now and then."""
    over, chance = Event(), random.Random(seed)

    def cut() -> None:
        while not over.wait(every):
            if lines:
                terminate(chance.choice(list(lines.values())))
                ledger.cuts += 1

    thread = Thread(target=cut)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def traffic(houses: list[Organisation], *, threads: int, turns: int, cut_every: float, seed: int) -> Ledger:
    """Let threads read and write in random houses; returns what they saw."""
    ledger = Ledger()
    lines: dict[int, int] = {}

    def hurry(number: int) -> None:
        chance = random.Random(seed * 1000 + number)
        try:
            for turn in range(turns):
                _one_turn(chance.choice(houses), f"{number}-{turn}", chance.random(), ledger)
                if connection.connection is not None:
                    lines[number] = connection.connection.info.backend_pid
        except BaseException as failure:
            ledger.failures.append(failure)
        finally:
            connection.close()

    crowd = [Thread(target=hurry, args=(number,)) for number in range(threads)]
    with _cutting(lines, ledger, every=cut_every, seed=seed):
        for each in crowd:
            each.start()
        for each in crowd:
            each.join()
    return ledger


def _one_turn(house: Organisation, mark: str, chance: float, ledger: Ledger) -> None:
    """One request: into a house, a read or a write, and out."""
    asked = False
    try:
        with house_context(house):
            if chance < 0.5:
                found = Submission.objects.order_by("pk").values_list("fingerprint", flat=True)[:20]
                ledger.strangers += [text for text in found if not text.startswith(house.slug)]
                return
            asked = True
            with transaction.atomic():
                Submission.objects.create(fingerprint=f"{house.slug} {mark}")
            ledger.written[house.slug] += 1
    except LOST:
        ledger.unsure[house.slug] += asked
    finally:
        connection.close_if_unusable_or_obsolete()


def judge(ledger: Ledger, houses: list[Organisation]) -> None:
    """Nothing was read, written or lost in the wrong place.

    Raises:
        AssertionError: something was.
    """
    assert ledger.failures == []
    assert ledger.strangers == []
    for house in houses:
        with house_context(house):
            kept = list(Submission.objects.order_by("pk").values_list("fingerprint", flat=True))
            Submission.objects.all().delete()
        assert all(text.startswith(house.slug) for text in kept)
        assert ledger.written[house.slug] <= len(kept) <= ledger.written[house.slug] + ledger.unsure[house.slug]
