"""The content of a paper, free of any format: one content, every renderer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Cell = str | int | Decimal | date | datetime | None
Row = Sequence[Cell]


class ColumnKind(StrEnum):
    """What a column holds; decides how it is written, aligned and typed in a spreadsheet."""

    TEXT = "text"
    INTEGER = "integer"
    MONEY = "money"
    """Polish złoty, as a `Decimal` with grosz."""
    HOURS = "hours"
    """Hours, as a `Decimal` (7.5 is seven and a half hours)."""
    DATE = "date"
    DATETIME = "datetime"
    """A moment: an aware datetime, shown in Polish time."""
    CODE = "code"
    """A sign of a few letters, such as a code of attendance; stands in the middle of its cell."""


NUMERIC = frozenset({ColumnKind.INTEGER, ColumnKind.MONEY, ColumnKind.HOURS})


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its heading, what it holds, and its share of the width (relative to its neighbours).

    `shaded`: its cells are tinted, like a day without classes.
    """

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 10
    shaded: bool = False


class Look(StrEnum):
    """How a table is drawn on paper."""

    LIST = "list"
    """Lines between rows, to be read."""
    GRID = "grid"
    """Small type and lines around every cell: many narrow columns or a long month on one page."""
    FORM = "form"
    """Lines around every cell, and room in each to write by hand."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under typed columns. `totals` is one more row, set apart at the end.

    `name` is what the table is called where it stands apart from the paper: the sheet of a spreadsheet, the first
    column of a plain table. `shaded` are the numbers of rows that are tinted, counted from 0.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    caption: str = ""
    name: str = ""
    look: Look = Look.LIST
    shaded: frozenset[int] = frozenset()
    totals: Row | None = None
    empty: str = ""
    """The sentence shown in place of rows when there are none."""

    def __post_init__(self) -> None:
        labels = [column.label for column in self.columns]
        if not labels or len(set(labels)) != len(labels):
            raise ValueError("a table needs columns, each with a label of its own")
        if self.totals is not None and len(self.totals) != len(labels):
            raise ValueError("the totals must have a cell for every column")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading inside the paper; level 2 is the first below the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, kw_only=True)
class KeyValues:
    """A list of names with their values, such as the month and the person a paper is about."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Signatures:
    """Lines to sign on: under each stands who signs there."""

    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Note:
    """Small print: a legal basis, an explanation."""

    text: str


@dataclass(frozen=True, kw_only=True)
class NewSheet:
    """The paper begins anew, for another day or person: a new page with letterhead, title and a subtitle of its own."""

    subtitle: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart as SVG, the very one of the page; `alt` tells those who cannot see it what it shows.

    It stands on paper only: a spreadsheet has the numbers.
    """

    svg: str = field(repr=False)
    alt: str


Block = Heading | Paragraph | KeyValues | Table | Signatures | Note | Picture | NewSheet
Sheet = tuple[str, Iterable[Block]]
"""The subtitle of a sheet, and what stands on it."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a kind of report says. Everything else on the paper (letterhead, numbers of pages) is added
    later.

    `people` are the ids of those whose data stand on it: whoever takes the paper along has looked at them.
    """

    title: str
    subtitle: str = ""
    blocks: tuple[Block, ...] = ()
    landscape: bool = False
    people: tuple[str, ...] = ()

    @classmethod
    def of_sheets(
        cls, sheets: Iterable[tuple[str, Iterable[Block]]], *, title: str, people: Iterable[str]
    ) -> "Content":
        """A paper of several sheets, each with a subtitle of its own; at least one."""
        (subtitle, blocks), *others = sheets
        following = (block for below, own in others for block in (NewSheet(subtitle=below), *own))
        return cls(title=title, subtitle=subtitle, blocks=(*blocks, *following), people=tuple(people))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def row_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True, kw_only=True)
class Logo:
    """A picture for the letterhead, and its description for those who cannot see it."""

    data: bytes = field(repr=False)
    image_format: str
    """As Typst names it: `png` or `jpg`."""
    alt: str


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Whose paper it is: the house's name, lines such as its address and who runs it, and its logo."""

    house: str
    lines: tuple[str, ...] = ()
    logo: Logo | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A content ready to be rendered: with the letterhead, the moment and the person who asked for it."""

    content: Content
    letterhead: Letterhead
    made_at: datetime
    made_for: str = ""
    reference: str = ""
