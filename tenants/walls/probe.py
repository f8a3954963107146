"""Refuses to start behind a transaction pooler, which would hand out other houses' rows without an error.

A session's setting must still be there in the next transaction. Two sessions are tried in turns, because a pooler with
one idle server connection gives it to whoever asks: alone, a client would always get its own back.
"""

import secrets
from typing import Any

import psycopg
from django.db import connection

ROUNDS = 20
SETTING = "ogniwo.probe"
Session = psycopg.Connection[Any]


class PoolerFound(Exception):
    """The database address leads to a pooler that changes the server connection between transactions."""

    def __init__(self) -> None:
        super().__init__(
            "The database is behind a transaction pooler, which mixes up the data of organisations. "
            "Connect to PostgreSQL directly, or set the pooler to session mode with DISCARD ALL."
        )


def probe_database() -> None:
    """Prove that this process's sessions are its own.

    Raises:
        PoolerFound: they are not.
    """
    parameters = {**connection.get_connection_params(), "autocommit": True, "prepare_threshold": None}
    parameters.pop("cursor_factory", None)
    with psycopg.connect(**parameters) as one, psycopg.connect(**parameters) as two:
        marks = {session: _mark(session) for session in (one, two)}
        for turn in range(ROUNDS):
            first, second = (one, two) if turn % 4 < 2 else (two, one)
            _check(first, marks[first])
            _check(second, marks[second])
            if turn:  # with a single server connection behind, turn 0 has told already and holding would block
                with second.transaction():
                    _check(second, marks[second])
                    _check(first, marks[first])


def _mark(session: Session) -> str:
    mark = secrets.token_hex(8)
    session.execute(f"SET {SETTING} = '{mark}'")
    return mark


def _check(session: Session, mark: str) -> None:
    row = session.execute(f"SELECT current_setting('{SETTING}', true)").fetchone()
    if row is None or row[0] != mark:
        raise PoolerFound
