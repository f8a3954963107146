"""F3, the long run: 200,000 files and rows a night, read in this process, none of them fatal."""

import resource

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.participants.rules.spreadsheets import entry_of
from casework.participants.services.importing import PEOPLE_COLUMNS
from core.imports.rules import Refused
from core.imports.rules.books import read_file
from tests.casework.imports.mutations import CELLS, files

pytestmark = pytest.mark.campaign
MOST_MEMORY = 300 * 1024
"""KiB that the run may add to the process (F3)."""
LONG = settings(max_examples=100_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def test_a_hundred_thousand_files_are_read_or_refused():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    @LONG
    @given(files())
    def each(content):
        try:
            read_file(content)
        except Refused:
            return

    each()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY


def test_a_hundred_thousand_rows_say_something():
    @LONG
    @given(st.dictionaries(st.sampled_from([column.key for column in PEOPLE_COLUMNS]), CELLS))
    def each(values):
        entry_of(values)

    each()
