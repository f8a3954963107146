"""A visitor who does everything that code can do with houses, in any order, beside a model that is only a dictionary.

The model: what rows each house has, in which blocks the visitor is, and what was put off until the commit.
After every step the connection must be where the model says; every reading must give what the model says.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from select import select
from threading import Thread
from typing import Any, ClassVar

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.submissions.models import Submission
from tenants.errors import WrongHouse
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context, public_context, service_role, wall
from tests.tenants.walls.catalogue import ask

PUBLIC = "public"
WHERE = "SELECT current_setting('search_path'), current_user::text"
WORDS = st.sampled_from(["a", "b", "c", "d"])
SLOTS = st.integers(0, 2)


class Mishap(Exception):
    """Something goes wrong in a block."""


@dataclass
class Block:
    """A block the visitor is in. `before`: the rows to go back to, for a transaction or savepoint."""

    manager: AbstractContextManager[object]
    before: dict[str, dict[str, str]] | None = None
    place: str | None = None


def in_a_house(machine: "Visitor") -> bool:
    return machine.place in machine.rows


def in_a_transaction(machine: "Visitor") -> bool:
    return any(block.before is not None for block in machine.blocks)


class Visitor(RuleBasedStateMachine):
    """One sequence of steps."""

    houses: ClassVar[list[Organisation]] = []

    @initialize()
    def arrive(self) -> None:
        self.rows: dict[str, dict[str, str]] = {house.slug: {} for house in self.houses}
        self.blocks: list[Block] = []
        self.put_off: list[str] = []
        self.done: list[str] = []
        self.queries: dict[int, tuple[str, Any]] = {}
        self.records: dict[int, tuple[str, Submission]] = {}
        for house in self.houses:
            with house_context(house):
                Submission.objects.all().delete()

    def teardown(self) -> None:
        while self.blocks:
            self._leave(Mishap())
        wall().set_schema_to_public()
        connection.close()

    # --- Where ----------------------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """The house, `public`, or the service role worn there."""
        return next((block.place for block in reversed(self.blocks) if block.place), PUBLIC)

    @invariant()
    def is_where_the_model_says(self) -> None:
        database, login = wall().settings_dict["NAME"], "ogniwo_app"
        path = f"{self.place}, public" if in_a_house(self) else "public"
        role = login if self.place == PUBLIC else f"{database}_{self.place}"
        assert ask(WHERE) == [(path, role)]

    @invariant()
    def what_was_put_off_has_run_exactly_where_it_was_asked_for(self) -> None:
        if not in_a_transaction(self):
            assert self.done == self.put_off

    # --- Blocks ---------------------------------------------------------------------------------------------------

    def _enter(self, block: Block) -> None:
        block.manager.__enter__()
        self.blocks.append(block)

    def _leave(self, failure: Exception | None = None) -> None:
        block = self.blocks.pop()
        if block.before is not None and failure:
            self.rows = block.before
        if block.before is not None and not in_a_transaction(self):
            self.put_off = self.put_off if not failure else list(self.done)
        block.manager.__exit__(type(failure) if failure else None, failure, None)

    @precondition(lambda self: len(self.blocks) < 8)
    @rule(slot=SLOTS, by_name=st.booleans())
    def enter_a_house(self, slot: int, by_name: bool) -> None:
        house = self.houses[slot]
        self._enter(Block(house_context(house.slug if by_name else house), place=house.slug))

    @precondition(lambda self: len(self.blocks) < 8)
    @rule(role=st.sampled_from([None, "dispatcher", "publisher"]))
    def enter_the_shared_schema(self, role: str | None) -> None:
        self._enter(Block(service_role(role) if role else public_context(), place=role or PUBLIC))

    @precondition(lambda self: len(self.blocks) < 8)
    @rule()
    def begin(self) -> None:
        self._enter(Block(transaction.atomic(), before=deepcopy(self.rows)))

    @precondition(lambda self: self.blocks)
    @rule()
    def leave(self) -> None:
        self._leave()

    @precondition(lambda self: self.blocks)
    @rule(depth=st.integers(1, 3))
    def fail(self, depth: int) -> None:
        for _ in range(min(depth, len(self.blocks))):
            self._leave(Mishap())

    @precondition(in_a_transaction)
    @rule(slot=SLOTS)
    def fail_in_the_database_inside_another_house(self, slot: int) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), house_context(self.houses[slot]):
            ask("SELECT * FROM no_such_table")

    # --- Rows -----------------------------------------------------------------------------------------------------

    @precondition(in_a_house)
    @rule(word=WORDS, slot=SLOTS)
    def write(self, word: str, slot: int) -> None:
        made = Submission.objects.create(fingerprint=f"{self.place} {word}")
        self.rows[self.place][str(made.pk)] = made.fingerprint
        self.records[slot] = (self.place, made)

    @precondition(in_a_house)
    @rule()
    def read(self) -> None:
        assert self._seen() == self.rows[self.place]
        assert Submission.objects.count() == len(self.rows[self.place])

    def _seen(self) -> dict[str, str]:
        return {str(pk): text for pk, text in Submission.objects.order_by("pk").values_list("pk", "fingerprint")}

    @precondition(in_a_house)
    @rule(word=WORDS)
    def delete(self, word: str) -> None:
        Submission.objects.filter(fingerprint=f"{self.place} {word}").delete()
        kept = {pk: text for pk, text in self.rows[self.place].items() if text != f"{self.place} {word}"}
        self.rows[self.place] = kept

    @precondition(lambda self: not in_a_house(self))
    @rule()
    def write_outside_of_any_house(self) -> None:
        with pytest.raises(WrongHouse):
            Submission.objects.create(fingerprint="nobody's")

    # --- Carrying -------------------------------------------------------------------------------------------------

    @rule(slot=SLOTS)
    def build_a_query(self, slot: int) -> None:
        self.queries[slot] = (self.place, Submission.objects.order_by("pk").values_list("pk", "fingerprint"))

    @precondition(lambda self: self.queries)
    @rule(slot=SLOTS, how=st.sampled_from([list, lambda rows: rows.count(), lambda rows: rows.update(location="/")]))
    def use_a_query(self, slot: int, how: Callable[[Any], object]) -> None:
        home, rows = self.queries.get(slot) or next(iter(self.queries.values()))
        if home == self.place and in_a_house(self):
            assert {str(pk): text for pk, text in rows.all()} == self.rows[home]
        else:
            with pytest.raises(WrongHouse):
                how(rows.all())

    @precondition(lambda self: self.records)
    @rule(slot=SLOTS)
    def save_a_record(self, slot: int) -> None:
        home, record = self.records.get(slot) or next(iter(self.records.values()))
        if home != self.place:
            with pytest.raises(WrongHouse):
                record.save(update_fields=["location"])
        elif str(record.pk) in self.rows[home]:
            record.save(update_fields=["location"])

    @precondition(lambda self: in_a_house(self) and self.rows[self.place])
    @rule(slot=SLOTS)
    def leave_a_named_cursor_open(self, slot: int) -> None:
        rows = Submission.objects.order_by("pk").iterator(chunk_size=1)
        assert str(next(rows).pk) in self.rows[self.place]
        with house_context(self.houses[slot]):
            if self.houses[slot].slug != self.place:
                with pytest.raises((WrongHouse, StopIteration)):
                    next(rows)
        rows.close()

    @precondition(in_a_house)
    @rule(slot=SLOTS)
    def use_one_cursor_in_two_houses(self, slot: int) -> None:
        question = "SELECT fingerprint FROM core_submission ORDER BY id"
        with connection.cursor() as cursor:
            for house in (self.houses[slot].slug, self.place):
                with house_context(house):
                    cursor.execute(question)
                    assert [text for (text,) in cursor.fetchall()] == [
                        self.rows[house][pk] for pk in sorted(self.rows[house])
                    ]

    # --- Putting off ----------------------------------------------------------------------------------------------

    @rule()
    def put_something_off(self) -> None:
        self.put_off.append(self.place)
        transaction.on_commit(partial(self._note_place, self.place))

    def _note_place(self, asked_at: str) -> None:
        path, role = ask(WHERE)[0]
        assert path == (f"{asked_at}, public" if asked_at in self.rows else "public")
        assert role == "ogniwo_app" if asked_at == PUBLIC else role.endswith(f"_{asked_at}")
        self.done.append(asked_at)

    # --- Other threads, and the end of connections -------------------------------------------------------------------

    @rule(slot=SLOTS)
    def let_another_thread_look(self, slot: int) -> None:
        first = next((block.before for block in self.blocks if block.before is not None), self.rows)
        seen: list[object] = []
        thread = Thread(target=self._look, args=(self.houses[slot], seen))
        thread.start()
        thread.join(timeout=20)
        assert seen == [("public", "ogniwo_app"), first[self.houses[slot].slug]]

    def _look(self, house: Organisation, seen: list[object]) -> None:
        try:
            seen += ask(WHERE)
            with house_context(house):
                seen.append(self._seen())
        finally:
            connection.close()

    @precondition(lambda self: not in_a_transaction(self))
    @rule()
    def close_the_connection(self) -> None:
        connection.close()

    @rule(stay=st.booleans())
    def lose_the_connection(self, stay: bool) -> None:
        terminate(connection.connection.info.backend_pid)
        assert select([connection.connection.fileno()], [], [], 10)[0], "the server did not hang up"
        with pytest.raises((OperationalError, InterfaceError)) as loss:
            ask(WHERE)
        while self.blocks and (in_a_transaction(self) or not stay):
            self._leave(loss.value)
        connection.close_if_unusable_or_obsolete()


def terminate(pid: int) -> None:
    """End a connection from the server's side, as a failing machine would."""
    known = wall().get_connection_params()
    login = {key: known[key] for key in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**login, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def visit(houses: list[Organisation], *, sequences: int, steps: int, derandomize: bool) -> None:
    """Run the machine in these houses."""
    Visitor.houses = houses
    run_state_machine_as_test(
        Visitor,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=steps,
            derandomize=derandomize,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
