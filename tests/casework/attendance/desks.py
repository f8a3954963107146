"""Two people at two desks who edit the same sheet, in every order that chance finds, and a judge of what is kept."""

import random
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from threading import Barrier, Thread
from uuid import UUID

from django.db import connection

from casework.attendance.models import Mark, MarkVersion
from casework.attendance.rules import MarkChange
from casework.attendance.services import save_marks
from core.accounts.models import Account
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context

CODES = ("O", "N", "ZL", "U", "DW", None)
TODAY = date(2026, 10, 30)
Cell = tuple[UUID, date]


@dataclass
class Desk:
    """A browser: what it has on the screen, what was typed, and every save that the server confirmed."""

    account: Account
    screen: dict[Cell, tuple[str | None, int]] = field(default_factory=dict)
    confirmed: list[tuple[Cell, int, int]] = field(default_factory=list)
    typed: dict[Cell, str | None] = field(default_factory=dict)

    def look(self, cells: Iterable[Cell]) -> None:
        found = {(mark.stay_id, mark.day): (mark.code, mark.version) for mark in Mark.objects.all()}
        self.screen = {cell: found.get(cell, (None, 0)) for cell in cells}

    def type(self, luck: random.Random) -> None:
        chosen = luck.sample(sorted(self.screen, key=str), luck.randint(1, len(self.screen)))
        self.typed = {cell: luck.choice(CODES) for cell in chosen}

    def send(self, luck: random.Random) -> None:
        """Send what was typed; of what is disputed, some is given up and the rest insisted on until it is in."""
        while self.typed:
            seen = {cell: self.screen[cell][1] for cell in self.typed}
            saved = save_marks(by=self.account, changes=self._changes(), today=TODAY)
            assert not saved.refused
            for mark in saved.saved:
                cell = (mark.stay_id, mark.day)
                self.confirmed.append((cell, mark.version, seen[cell]))
                self.screen[cell] = (mark.code, mark.version)
                del self.typed[cell]
            for conflict in saved.conflicts:
                cell = (conflict.stay_id, conflict.day)
                self.screen[cell] = (conflict.theirs_code, conflict.theirs_version)
                if luck.random() < 0.5:
                    del self.typed[cell]

    def first_seen(self) -> dict[tuple[Cell, int], int]:
        """Version that was confirmed → what was on the screen when it was, the first time."""
        return {(cell, version): seen for cell, version, seen in reversed(self.confirmed)}

    def _changes(self) -> list[MarkChange]:
        return [
            MarkChange(stay_id, day, code, None, self.screen[stay_id, day][1])
            for (stay_id, day), code in self.typed.items()
        ]


def interleave(accounts: list[Account], cells: list[Cell], *, times: int, seed: int) -> None:
    """Two desks look, type and send in a random order, many times; the judge looks after each."""
    luck = random.Random(seed)
    for _ in range(times):
        known, desks = known_now(), [Desk(account) for account in accounts]
        steps = ["look"] * 2 + ["send"] * 2
        order = [(desk, step) for desk in desks for step in steps]
        for desk in desks:
            desk.look(cells)
        while order:
            desk = luck.choice([each for each, _step in order])
            step = next(each for each in order if each[0] is desk)
            order.remove(step)
            if step[1] == "look":
                desk.look(cells)
            else:
                desk.type(luck)
                desk.send(luck)
        judge(desks, cells, known)


def be_patient() -> None:
    """On a busy machine a desk waits longer than the two seconds after which the product asks to try again."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '30s'")


def at_the_same_moment(
    house: Organisation, accounts: list[Account], cells: list[Cell], *, times: int, seed: int
) -> None:
    """The same with a thread and a connection for each desk; they send at the same moment."""
    for number in range(times):
        desks, failures = [Desk(account) for account in accounts], []
        barrier = Barrier(len(desks))
        with house_context(house):
            known = known_now()

        def work(desk: Desk, luck: random.Random, barrier: Barrier = barrier, failures: list = failures) -> None:
            try:
                with house_context(house):
                    be_patient()
                    desk.look(cells)
                    desk.type(luck)
                    barrier.wait(timeout=10)
                    desk.send(luck)
            except BaseException as failure:
                failures.append(failure)
                barrier.abort()
            finally:
                connection.close()

        threads = [
            Thread(target=work, args=(desk, random.Random(f"{seed}-{number}-{place}")))
            for place, desk in enumerate(desks)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures, failures
        with house_context(house):
            judge(desks, cells, known)


def known_now() -> set[tuple[Cell, int]]:
    """Every version there is."""
    rows = MarkVersion.objects.order_by("stay", "day", "version").values_list("stay_id", "day", "version")
    return {((stay_id, day), version) for stay_id, day, version in rows}


def judge(desks: list[Desk], cells: list[Cell], known: Set[tuple[Cell, int]] = frozenset()) -> None:
    """Nobody's save was written over by somebody who had not seen it. `known`: versions of before.

    Raises:
        AssertionError: an update was lost, a version is missing or doubled, or a mark is not its last version.
    """
    history: dict[Cell, dict[int, str]] = {cell: {} for cell in cells}
    authors: dict[tuple[Cell, int], UUID] = {}
    for entry in MarkVersion.objects.order_by("stay", "day", "version"):
        cell = (entry.stay_id, entry.day)
        history[cell][entry.version] = entry.code
        authors[cell, entry.version] = entry.by_id
    for cell, versions in history.items():
        assert list(versions) == list(range(1, len(versions) + 1)), f"{cell}: {list(versions)}"
    for desk in desks:
        for (cell, version), seen in desk.first_seen().items():
            if (cell, version) in known or authors.get((cell, version)) != desk.account.pk:
                continue  # what one wanted stood there already: nothing was written
            before = history[cell].get(version - 1, "")
            assert seen in {version - 1, version} or before == "", f"{cell}: {version} was saved over {seen}"
    marks = {(mark.stay_id, mark.day): (mark.version, mark.code) for mark in Mark.objects.all()}
    for cell, versions in history.items():
        last = max(versions.items(), default=(0, ""))
        assert marks.get(cell, (last[0], "")) == last
