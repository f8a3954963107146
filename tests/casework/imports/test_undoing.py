"""Undoing an import at the very moment at which somebody works on what it made."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from casework.attendance.models import Mark
from casework.participants.models import Participant, Stay
from tests.factories.spreadsheets import messy_people


def test_undoing_against_a_mark_of_the_same_moment_is_refused_and_the_import_stays_as_it_was(
    poraj, as_house, importing, monkeypatch
):
    """The look finds nobody marked; the database knows better."""
    with as_house(poraj):
        batch = importing.taken(messy_people(), only_good=True)
        stay = Stay.objects.order_by("starts_on").first()
        Mark.objects.create(stay=stay, day=stay.starts_on, code="O", hours=6)
        monkeypatch.setattr("casework.participants.services.importing.people._touched", lambda *_, **__: [])
        batch = importing.undone(batch)
        assert batch.stage == "taken"
        assert "niczego nie cofnięto" in batch.message
        assert (Participant.objects.count(), Mark.objects.count()) == (3, 1)


@pytest.mark.parametrize("refusal", [IntegrityError("held"), ProtectedError("held", set())])
def test_whatever_the_database_refuses_the_import_never_stays_at_being_undone(
    poraj, as_house, importing, monkeypatch, refusal
):
    def refuse(*_args: Any, **_more: Any) -> None:
        raise refusal

    with as_house(poraj):
        batch = importing.taken(messy_people(), only_good=True)
        with monkeypatch.context() as patched:
            patched.setattr("django.db.models.query.QuerySet.delete", refuse)
            batch = importing.undone(batch)
        assert batch.stage == "taken"
        with monkeypatch.context() as patched:
            patched.setattr(
                "core.imports.services.taking.record", lambda **_: refuse() if refusal is IntegrityError else None
            )
            batch = importing.undone(batch)
        assert batch.stage == ("taken" if refusal is IntegrityError else "undone")


def test_undoing_locks_the_stays_so_that_nobody_marks_meanwhile(poraj, as_house, importing):
    with as_house(poraj):
        batch = importing.taken(messy_people(), only_good=True)
        with CaptureQueriesContext(connection) as spent:
            importing.undone(batch)
    asked = [each["sql"] for each in spent.captured_queries]
    locked = next(n for n, sql in enumerate(asked) if 'FROM "casework_stay"' in sql and "FOR UPDATE" in sql)
    looked = next(n for n, sql in enumerate(asked) if '"casework_mark"' in sql)
    assert locked < looked


def test_a_key_that_is_looked_at_last_leaves_the_import_as_it_was(poraj, as_house, importing, monkeypatch):
    def refuse(**_more: Any) -> None:
        raise IntegrityError("held")

    with as_house(poraj):
        batch = importing.taken(messy_people(), only_good=True)
        monkeypatch.setattr("core.imports.services.taking.record", refuse)
        batch = importing.undone(batch)
        assert batch.stage == "taken"
        assert "nic nie cofnięto" in batch.message
        assert Participant.objects.count() == 3
