"""F3, in small: whatever comes in, it is read or refused, and never half of it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.participants.models import Participant, Stay
from casework.participants.rules import problems_of
from casework.participants.rules.spreadsheets import entry_of
from casework.participants.selectors.importing import sentence_of
from casework.participants.services.importing import PEOPLE_COLUMNS
from core.imports.models import ImportBatch
from core.imports.rules import Refused
from core.imports.rules.books import read_file
from tenants.errors import RuleBroken
from tests.casework.imports.mutations import CELLS, files

KEYS = [column.key for column in PEOPLE_COLUMNS]


@settings(max_examples=150, deadline=None)
@given(files())
def test_any_bytes_are_read_or_refused(content):
    try:
        sheets = read_file(content)
    except Refused:
        return
    assert all(isinstance(cell, str | int | float | None) for sheet in sheets for row in sheet.rows for cell in row)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), CELLS))
def test_any_row_says_something_or_has_a_sentence(values):
    entry = entry_of(values)
    for problem in (*entry.problems, *problems_of(entry.person, today=date(2026, 11, 22))):
        assert sentence_of(problem)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=files())
def test_any_file_comes_in_whole_or_row_by_row_as_reported(content, poraj, as_house, importing):
    with as_house(poraj):
        before = Participant.objects.count(), Stay.objects.count()
        try:
            batch = importing.taken(content, only_good=True, again=True)
        except (RuleBroken, ImportBatch.DoesNotExist):
            assert (Participant.objects.count(), Stay.objects.count()) == before
            return
        assert batch.stage in {"taken", "refused", "columns", "preview"}
        assert Participant.objects.count() - before[0] == batch.rows_taken
        if batch.stage == "taken":
            importing.undone(batch)
        assert (Participant.objects.count(), Stay.objects.count()) == before
