"""Where a table begins, what its columns are, and which of its rows are data. People's tables are not tidy:
titles stand above, notes and totals below, headings repeat on every printed page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from core.imports.rules.cells import plain, text_of
from core.imports.rules.kinds import Importer, Parameters, SourceColumn, SourceRow
from core.imports.rules.sheets import Cell, Row, Sheet

HEADINGS_WITHIN = 40
"""Rows from the top in which headings are looked for."""
FEWEST_HEADINGS = 2
EXACT, ALIKE, PER_WORD, PER_STRANGE_WORD = 100, 40, 10, 12
OF_SOMEBODY_ELSE = {"ojca", "matki", "opiekuna", "rodzica", "prowadzacego", "kontaktowa", "kontaktowej", "rodowe"}
"""Words that make a heading speak of another person."""
TOTALS = {"razem", "suma", "ogolem", "lacznie", "liczba"}
WEEKDAYS = {
    "pn",
    "pon",
    "wt",
    "sr",
    "czw",
    "cz",
    "pt",
    "pi",
    "sob",
    "so",
    "s",
    "nd",
    "ndz",
    "nie",
    "niedz",
    "n",
    "p",
    "w",
    "c",
}


@dataclass(frozen=True)
class Layout:
    """How a sheet is read. `header_row` is the number of the row of headings (0: there is none); `columns` gives the
    key of a column by its place, from 0."""

    header_row: int = 0
    columns: Mapping[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """For keeping: JSON knows no whole numbers as keys."""
        return {"header_row": self.header_row, "columns": {str(place): key for place, key in self.columns.items()}}

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "Layout":
        """What `as_json` gave."""
        columns = kept.get("columns") or {}
        assert isinstance(columns, dict)  # noqa: S101  (our own JSON)
        return cls(int(str(kept.get("header_row", 0))), {int(place): str(key) for place, key in columns.items()})


def best_sheet(sheets: Sequence[Sheet], importer: Importer, *, parameters: Parameters) -> int:
    """The place of the sheet in which most columns are recognised; the first one of equals."""
    if len(sheets) == 1:
        return 0
    found = [len(recognised(sheet, importer, parameters=parameters).columns) for sheet in sheets]
    return found.index(max(found))


def recognised(sheet: Sheet, importer: Importer, *, parameters: Parameters) -> Layout:
    """The layout of a sheet as far as its headings tell. Without two known headings the whole sheet is data."""
    tried = [
        Layout(number, columns_of(headings_at(sheet, number), importer, parameters=parameters))
        for number in range(1, min(len(sheet.rows), HEADINGS_WITHIN) + 1)
        if any(isinstance(cell, str) for cell in sheet.rows[number - 1])
    ]
    best = max(tried, key=lambda each: (len(each.columns), -each.header_row), default=Layout())
    return best if len(best.columns) >= FEWEST_HEADINGS else Layout()


def headings_at(sheet: Sheet, number: int) -> Row:
    """The headings in a row. Where a cell is empty, the one above it counts: headings often take two rows."""
    if number < 1 or number > len(sheet.rows):
        return []
    row = sheet.rows[number - 1]
    above = sheet.rows[number - 2] if number > 1 else []
    padded = [*above, *[None] * (len(row) - len(above))]
    return [padded[place] if cell is None else cell for place, cell in enumerate(row)]


def columns_of(headings: Row, importer: Importer, *, parameters: Parameters) -> dict[int, str]:
    """The key of each column that is known by its heading; every key once, the best likeness first."""
    found: dict[int, str] = {}
    for _, place, key in sorted(_likenesses(headings, importer, parameters), key=lambda each: (-each[0], each[1])):
        if place not in found and key not in found.values():
            found[place] = key
    return dict(sorted(found.items()))


def _likenesses(headings: Row, importer: Importer, parameters: Parameters) -> Iterable[tuple[int, int, str]]:
    for place, heading in enumerate(headings):
        if heading is None:
            continue
        if key := importer.recognise(heading, parameters):
            yield EXACT + 1, place, key
        words = plain(text_of(heading))
        yield from ((score, place, each.key) for each in importer.columns if (score := likeness(words, each)) > 0)


def likeness(heading: str, column: SourceColumn) -> int:
    """How much a heading (in its `plain` form) looks like the name of a column; 0: not at all."""
    return max((_likeness(heading, each) for each in _plain_words(column.words)), default=0)


@lru_cache(maxsize=256)
def _plain_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(plain, words))


def _likeness(heading: str, name: str) -> int:
    if heading == name:
        return EXACT
    said, wanted = heading.split(), name.split()
    if not said or OF_SOMEBODY_ELSE & set(said):
        return 0
    if not all(any(_same_word(each, word) for word in said) for each in wanted):
        return 0
    return max(ALIKE + PER_WORD * len(wanted) - PER_STRANGE_WORD * max(len(said) - len(wanted), 0), 0)


def _same_word(one: str, other: str) -> bool:
    """Equal, or one is short for the other: tel and telefon, ur and urodzenia."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 2 and shorter.isalpha() and longer.startswith(shorter))


def data_rows(sheet: Sheet, layout: Layout, *, keys: Mapping[int, str]) -> tuple[list[SourceRow], list[int]]:
    """The rows that are data, and the numbers of those that were left out although something stands in them."""
    rows = [(number, row) for number, row in enumerate(sheet.rows, start=1) if number > layout.header_row]
    headings = headings_at(sheet, layout.header_row)
    taken: list[SourceRow] = []
    skipped: list[int] = []
    for number, row in rows:
        values = {key: row[place] for place, key in keys.items() if place < len(row) and row[place] is not None}
        if _is_furniture(row, values, headings):
            skipped.append(number)
        elif values:
            taken.append(SourceRow(number, values))
    return _without_notes(taken, skipped)


def _is_furniture(row: Row, values: Mapping[str, Cell], headings: Row) -> bool:
    """Headings again, the numbers of columns under them, a row of totals, words beside the columns that are needed."""
    filled = [(place, cell) for place, cell in enumerate(row) if cell is not None]
    if not values:
        return any(isinstance(cell, str) and any(sign.isalpha() for sign in cell) for _, cell in filled)
    repeated = len(filled) >= FEWEST_HEADINGS and all(
        place < len(headings) and text_of(cell) == text_of(headings[place]) for place, cell in filled
    )
    cells: list[Cell] = [cell for _, cell in filled]
    return repeated or _counts_columns(cells) or _is_total(cells) or _names_weekdays(cells)


def _counts_columns(cells: list[Cell]) -> bool:
    numbers = [int(text_of(cell)) for cell in cells if text_of(cell).isdecimal() and len(text_of(cell)) < 4]
    return len(numbers) == len(cells) >= 4 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _names_weekdays(cells: list[Cell]) -> bool:
    words = [plain(text_of(cell)) for cell in cells]
    return len(words) >= 7 and set(words) <= WEEKDAYS and len(set(words)) >= 5


def _is_total(cells: list[Cell]) -> bool:
    first, *others = (plain(text_of(cell)) for cell in cells)
    return bool(set(first.split()) & TOTALS) and not any(any(sign.isalpha() for sign in each) for each in others)


def _without_notes(rows: list[SourceRow], skipped: list[int]) -> tuple[list[SourceRow], list[int]]:
    """Under the last row with two filled columns there are only notes: who drew the list up, what signs mean."""
    full = [place for place, row in enumerate(rows) if len(row.values) >= FEWEST_HEADINGS]
    end = full[-1] + 1 if full else len(rows)
    return rows[:end], sorted([*skipped, *(row.number for row in rows[end:])])
