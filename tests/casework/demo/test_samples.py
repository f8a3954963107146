"""The import reads the sample spreadsheets as they are meant: the clean one whole, the others with their slips."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casework.demo.samples import ATTENDANCE, CLEAN, MESSY, write_samples
from casework.demo.story import Story
from core.imports.rules import Layout, SourceRow, data_rows, importer_of, recognised
from core.imports.rules.books import read_file
from tenants.organisations.models import Organisation
from tests.casework.demo.conftest import TODAY


class Read:
    """A sample as the import sees it."""

    def __init__(self, path: Path, *, kind: str, by: Any, **parameters: str) -> None:
        importer = importer_of(kind)
        (sheet,) = read_file(path.read_bytes())
        self.layout: Layout = recognised(sheet, importer, parameters=parameters)
        self.rows: list[SourceRow] = data_rows(sheet, self.layout, keys=self.layout.columns)[0]
        self.missing = importer.missing(list(self.layout.columns.values()))
        checked = importer.check(self.rows, by=by, parameters=parameters, today=TODAY, moved=lambda _share: None)
        self.problems = {
            row.number: [each.column for each in found if not each.is_warning]
            for row, found in zip(self.rows, checked, strict=True)
            if any(not each.is_warning for each in found)
        }


@pytest.fixture
def samples(told: Callable[..., Story], tmp_path: Path) -> Path:
    write_samples([told("poraj", seed="ogniwo", months=2)], tmp_path)
    return tmp_path


@pytest.fixture
def manager(staffed: Organisation, account: Callable[..., Any]) -> Any:
    return account(staffed, "manager")


def test_the_clean_list_is_taken_as_it_is(
    samples: Path, staffed: Organisation, as_house: Callable[..., Any], manager: Any
) -> None:
    with as_house(staffed):
        read = Read(samples / CLEAN, kind="uczestnicy", by=manager)
    assert read.missing == []
    assert len(read.rows) == 6
    assert read.problems == {}


def test_the_messy_list_shows_its_slips_at_their_places(
    samples: Path, staffed: Organisation, as_house: Callable[..., Any], manager: Any
) -> None:
    with as_house(staffed):
        read = Read(samples / MESSY, kind="uczestnicy", by=manager)
    assert read.missing == []
    assert read.layout.header_row == 4
    assert "starts_on" in read.layout.columns.values()
    assert len(read.rows) == 10
    assert read.problems == {5: ["pesel"], 8: ["pesel"], 11: ["starts_on"], 15: ["pesel"]}


def test_the_attendance_is_of_people_who_are_there(
    samples: Path, staffed: Organisation, as_house: Callable[..., Any], manager: Any
) -> None:
    with as_house(staffed):
        read = Read(samples / ATTENDANCE, kind="obecnosc", by=manager, month="2026-11")
    assert read.missing == []
    assert len(read.problems) == 1
    assert len(read.rows) > 5
