"""A month of attendance comes in, in both of the shapes that centres use."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from casework.attendance.models import CodeLetter, Mark, MarkVersion, MonthClosing
from casework.attendance.rules import Code, MarkChange
from casework.attendance.services import save_marks
from casework.attendance.services.importing import day_heading
from casework.attendance.services.importing.columns import Said, said_in
from casework.participants.rules import NewStay
from core.imports.rules import importer_of
from core.imports.selectors import PreviewRows
from tests.factories.casework import a_participant
from tests.factories.spreadsheets import text, xlsx

MONTH = {"month": "2026-10"}
LETTERS = {code: code.value for code in Code}


@pytest.fixture
def centre(poraj: Any, as_house: Any) -> Any:
    """Zofia Nowak and Jan Lis, both in Poraj since February."""
    with as_house(poraj):
        stay = NewStay(date(2026, 2, 2), plan_signed_on=date(2026, 2, 2))
        zofia = a_participant(last_name="Nowak", first_name="Zofia", pesel="02270803624", stay=stay)
        jan = a_participant(last_name="Lis", first_name="Jan", pesel="90090515836", stay=stay)
        yield SimpleNamespace(zofia=zofia.stays.get(), jan=jan.stays.get())


def month(*people: tuple[str, dict[int, Any]]) -> bytes:
    """A table with a column per day, as it is printed: title, headings over two rows, weekdays, totals, signature."""
    rows: list[list[Any]] = [
        ["Lista obecności – październik 2026"],
        ["Lp.", "Nazwisko i imię", *range(1, 32), "Razem"],
        [None, None, *(["czw", "pt", "sob", "nd", "pn", "wt", "śr"] * 5)[:31]],
        *[[n, name, *[days.get(day) for day in range(1, 32)], 20] for n, (name, days) in enumerate(people, start=1)],
        ["", "Razem", *[2] * 31],
        ["Sporządziła: Anna Wójcik"],
    ]
    return xlsx(rows, merged=["A1:AH1"])


def marks() -> dict[tuple[str, int], tuple[str, Decimal]]:
    found = Mark.objects.select_related("stay__participant").order_by("day", "id")
    return {(mark.stay.participant.last_name, mark.day.day): (mark.code, mark.hours) for mark in found}


def test_a_table_with_a_column_per_day_is_taken_over(centre, importing):
    content = month(("NOWAK Zofia", {1: "ob", 2: "L4", 5: "7,5", 6: "+", 7: "-"}), ("Lis Jan", {1: "NN", 2: "dw"}))
    batch = importing.taken(content, kind="obecnosc", **MONTH)
    assert (batch.stage, batch.rows_found, batch.rows_bad) == ("taken", 2, 0)
    assert marks() == {
        ("Nowak", 1): ("O", 6),
        ("Nowak", 2): ("ZL", 0),
        ("Nowak", 5): ("O", Decimal("7.5")),
        ("Nowak", 6): ("O", 6),
        ("Lis", 1): ("N", 0),
        ("Lis", 2): ("DW", 0),
    }


def test_a_table_with_a_row_per_day_is_taken_over(centre, importing):
    content = text(
        [
            ["Nr PESEL", "Imię i nazwisko", "Data", "Kod", "Godziny"],
            ["2270803624", "", "1.10.2026", "O", "6,5"],
            ["", "Jan Lis", "2 października 2026", "U", ""],
        ],
        encoding="cp1250",
    )
    importing.taken(content, kind="obecnosc", **MONTH)
    assert marks() == {("Nowak", 1): ("O", Decimal("6.5")), ("Lis", 2): ("U", 0)}


def test_every_mistake_stands_at_its_day(centre, importing):
    rows = (("Nowak Zofia", {1: "??", 3: "O", 5: "25"}), ("Nikt Nieznany", {1: "O"}), ("Lis Jan", {2: "O"}))
    batch = importing.previewed(month(*rows), kind="obecnosc", **MONTH)
    found = importing.findings(batch)
    assert [column for column, _ in found[4]] == ["day-1", "day-3", "day-5"]
    assert found[4][0][1] == "Nie ma takiego kodu: „??” (01.10). Sprawdź listę kodów."
    assert found[5] == [
        ("surname_and_name", "W tym miesiącu nie ma w centrum nikogo o tym nazwisku i imieniu. Sprawdź pisownię.")
    ]
    assert (batch.rows_bad, Mark.objects.count()) == (2, 0)


def test_a_mark_that_is_there_already_is_shown_and_stays(centre, importing):
    change = MarkChange(centre.zofia.pk, date(2026, 10, 1), "N")
    save_marks(by=importing.by, changes=[change], today=date(2026, 10, 31))
    batch = importing.taken(month(("Nowak Zofia", {1: "O", 2: "O"})), kind="obecnosc", **MONTH)
    ((column, sentence),) = importing.findings(batch)[4]
    assert (column, "N (Sabina Socjalna)" in sentence) == ("day-1", True)
    assert marks() == {("Nowak", 1): ("N", 0), ("Nowak", 2): ("O", 6)}
    importing.undone(batch)
    assert marks() == {("Nowak", 1): ("N", 0)}


def test_a_mark_is_named_with_its_hours_as_people_write_them(centre, importing):
    change = MarkChange(centre.zofia.pk, date(2026, 10, 1), "O", Decimal("5.5"))
    save_marks(by=importing.by, changes=[change], today=date(2026, 10, 31))
    batch = importing.previewed(month(("Nowak Zofia", {1: "N", 2: "O"})), kind="obecnosc", **MONTH)
    assert "O (5,5 h)" in importing.findings(batch)[4][0][1]


def test_a_table_that_looks_like_another_month_is_told_so_once(centre, importing):
    batch = importing.previewed(month(("Nowak Zofia", dict.fromkeys((1, 3, 4, 10, 11), "O"))), kind="obecnosc", **MONTH)
    ((column, sentence),) = importing.findings(batch)[4]
    assert (column, "liczba takich dni: 4" in sentence) == ("", True)


def test_only_the_day_that_is_wrong_is_marked(centre, importing):
    batch = importing.previewed(month(("Nowak Zofia", {1: "??", 2: "O"})), kind="obecnosc", **MONTH)
    (row,) = PreviewRows(batch, importer_of("obecnosc"))[:1]
    assert '<mark class="found tone-danger">1 ??</mark> · 2 O' in row.cells["days"].shown


def test_undoing_clears_exactly_the_marks_that_it_made_and_keeps_their_history(centre, importing):
    batch = importing.taken(month(("Nowak Zofia", {1: "O", 2: "O"})), kind="obecnosc", **MONTH)
    assert importing.undone(batch).stage == "undone"
    assert (Mark.objects.count(), MarkVersion.objects.count()) == (0, 4)


def test_undoing_is_refused_when_a_mark_was_changed_since(centre, importing):
    batch = importing.taken(month(("Nowak Zofia", {1: "O", 2: "O"})), kind="obecnosc", **MONTH)
    change = MarkChange(centre.zofia.pk, date(2026, 10, 1), "N", base_version=1)
    save_marks(by=importing.by, changes=[change], today=date(2026, 10, 31))
    batch = importing.undone(batch)
    assert (batch.stage, "wiersze: 4" in batch.message) == ("taken", True)
    assert marks() == {("Nowak", 1): ("N", 0), ("Nowak", 2): ("O", 6)}


def test_an_approved_month_takes_nothing(centre, importing):
    at = "2026-11-02T08:00Z"
    by = importing.by
    MonthClosing.objects.create(
        month=date(2026, 10, 1), submitted_by=by, submitted_at=at, approved_by=by, approved_at=at
    )
    batch = importing.previewed(month(("Nowak Zofia", {1: "O"})), kind="obecnosc", **MONTH)
    assert "zatwierdzona" in importing.findings(batch)[4][0][1]


def test_two_rows_of_one_person_contradict_each_other(centre, importing):
    batch = importing.previewed(month(("Nowak Zofia", {1: "O"}), ("Nowak Zofia", {1: "N"})), kind="obecnosc", **MONTH)
    assert importing.findings(batch)[4] == [("", "Ten sam dzień tej samej osoby jest też w wierszu 5.")]
    assert batch.rows_bad == 2


def test_a_day_of_another_month_is_refused(centre, importing):
    content = text([["PESEL", "Data", "Kod"], ["02270803624", "1.11.2026", "O"]])
    batch = importing.previewed(content, kind="obecnosc", **MONTH)
    assert importing.findings(batch)[2] == [("day", "Ten dzień nie należy do wybranego miesiąca (październik 2026).")]


def test_the_centres_own_letters_come_first(centre, importing):
    CodeLetter.objects.create(code="DW", letters="L4")
    importing.taken(month(("Nowak Zofia", {1: "L4"})), kind="obecnosc", **MONTH)
    assert marks() == {("Nowak", 1): ("DW", 0)}


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        (7, "day-7"), ("07", "day-7"), ("7.", "day-7"), ("7 śr", "day-7"), ("śr 7", "day-7"), ("dzień 7", "day-7"),
        ("07.10", "day-7"), ("7.10.2026", "day-7"), ("2026-10-07", "day-7"), ("7 X 2026", "day-7"), ("07.11", None),
        ("2026-11-07", None), (32, None), (0, None), ("Razem", None), ("Nazwisko", None), ("", None),
    ],
)  # fmt: skip
def test_headings_of_days(heading, key):
    assert day_heading(heading, MONTH) == key


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, None), ("-", None), ("—", None), ("O", Said("O")), ("o", Said("O")), ("1", Said("O")), (1, Said("O")),
        ("ZL+", Said("ZL+")), ("l4", Said("ZL")), ("NN", Said("N")), ("bz", Said("BZ")), ("6 h", Said("O", Decimal(6))),
        (6.5, Said("O", Decimal("6.5"))), ("6,5", Said("O", Decimal("6.5"))), ("zachorował", Said("zachorował")),
        ("obecna?", Said("obecna?")),
    ],
)  # fmt: skip
def test_cells_of_days(cell, said):
    assert said_in(cell, LETTERS) == said
