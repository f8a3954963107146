"""The data that the Typst template reads: every value already written out, in characters that the typeface
has."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.reports.renderers.glyphs import MARK, characters, in_pieces, in_signs, printable
from core.reports.rules import (
    Block,
    Heading,
    KeyValues,
    Letterhead,
    NewSheet,
    Note,
    Paper,
    Paragraph,
    Picture,
    Row,
    Signatures,
    Table,
    shown,
)
from core.reports.rules.content import NUMERIC, Cell, ColumnKind

Data = dict[str, Any]
Words = str | list[str]


class Layout:
    """Turns blocks into template data and remembers whether a character had to be replaced."""

    def __init__(self, font: Path) -> None:
        self.marked = False
        self._having = characters(font)

    def words(self, text: str) -> Words:
        """The text as it can be printed."""
        return in_pieces(self._plain(text))

    def paper(self, paper: Paper, *, labels: dict[str, str], footer: str) -> Data:
        """What all parts of a paper share."""
        content = paper.content
        return {
            "title": self._plain(content.title),  # the file's own title: a text, never pieces
            "subtitle": self.words(content.subtitle),
            "letterhead": self._letterhead(paper.letterhead),
            "landscape": content.landscape,
            "language": "pl",
            "labels": {name: self._plain(label) for name, label in labels.items()},
            "footer": self.words(footer),
            "first-page": 1,
            "pages": None,
        }

    def block(self, block: Block) -> Data:
        """One block; its shape names the template's function."""
        return _SHAPES[type(block)](self, block)

    def _plain(self, text: str) -> str:
        plain = printable(text, having=self._having)
        self.marked = self.marked or (MARK in plain and MARK not in text)
        return plain

    def _letterhead(self, letterhead: Letterhead) -> Data:
        logo = letterhead.logo
        return {
            "house": self._plain(letterhead.house),
            "lines": [self.words(line) for line in letterhead.lines],
            "logo": logo and {"data": list(logo.data), "format": logo.image_format, "alt": self._plain(logo.alt)},
        }

    def heading(self, block: Heading) -> Data:
        return {"shape": "heading", "text": self.words(block.text), "level": block.level}

    def paragraph(self, block: Paragraph) -> Data:
        return {"shape": "paragraph", "text": self.words(block.text)}

    def note(self, block: Note) -> Data:
        return {"shape": "note", "text": self.words(block.text)}

    def key_values(self, block: KeyValues) -> Data:
        return {
            "shape": "key-values",
            "pairs": [[self.words(name), self.words(value)] for name, value in block.pairs],
        }

    def signatures(self, block: Signatures) -> Data:
        return {"shape": "signatures", "labels": [self.words(label) for label in block.labels]}

    def table(self, block: Table) -> Data:
        return {
            "shape": "table",
            "caption": self.words(block.caption),
            "empty": self.words(block.empty),
            "labels": [self.words(column.label) for column in block.columns],
            "widths": [column.width for column in block.columns],
            "sides": [_side(column.kind) for column in block.columns],
            "shaded-columns": [number for number, column in enumerate(block.columns) if column.shaded],
            "shaded-rows": sorted(block.shaded),
            "look": block.look,
            "rows": [self._row(row, block) for row in block.rows],
            "totals": None if block.totals is None else self._row(block.totals, block),
        }

    def _row(self, row: Row, table: Table) -> list[Words]:
        return [self._cell(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]

    def _cell(self, cell: Cell, kind: ColumnKind) -> Words:
        text = shown(cell, kind)
        return in_signs(self._plain(text)) if kind is ColumnKind.CODE else self.words(text)

    def picture(self, block: Picture) -> Data:
        """The drawing is markup of ours around words of others: the words too must be in the typeface."""
        return {"shape": "picture", "svg": self._plain(block.svg), "alt": self._plain(block.alt)}

    def new_sheet(self, block: NewSheet) -> Data:
        return {"shape": "new-sheet", "subtitle": self.words(block.subtitle)}


def _side(kind: ColumnKind) -> str:
    """Where a column's cells stand, as Typst calls it."""
    if kind is ColumnKind.CODE:
        return "center"
    return "end" if kind in NUMERIC else "start"


_SHAPES: dict[type, Callable[[Layout, Any], Data]] = {
    Heading: Layout.heading,
    Paragraph: Layout.paragraph,
    KeyValues: Layout.key_values,
    Table: Layout.table,
    Signatures: Layout.signatures,
    Note: Layout.note,
    Picture: Layout.picture,
    NewSheet: Layout.new_sheet,
}
