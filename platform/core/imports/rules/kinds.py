"""What can be imported: the columns of a kind, and what is done with its rows. Slices register their kinds here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from core.imports.rules.sheets import Cell


class Text(Protocol):
    """Words for the screen: a string, or a lazy translation of one."""

    def __str__(self) -> str: ...


Parameters = Mapping[str, Any]
Progress = Callable[[float], None]
Made = dict[str, Any]
"""What one row brought about: identifiers for undoing, and the `url` where it can be seen."""


@dataclass(frozen=True, kw_only=True)
class SourceColumn:
    """A column that a kind understands.

    `words` are the names people give it, as whole headings; parts and abbreviations of them are recognised too.
    Columns of one `family` (the days of a month) are shown together. What is `veiled` is shown by its last digits,
    and what `is_day` as a date, however it is written.
    """

    key: str
    label: Text
    words: tuple[str, ...] = ()
    hint: Text = ""
    example: str = ""
    family: str = ""
    veiled: bool = False
    is_day: bool = False


@dataclass(frozen=True)
class SourceRow:
    """A row of the table: its number in the spreadsheet, and its cells by the key of their column."""

    number: int
    values: Mapping[str, Cell]


@dataclass(frozen=True)
class Finding:
    """Something to say about a row: at a column, or about the row as a whole.

    A warning does not keep the row back. `url` leads to what the sentence speaks of.
    """

    column: str
    message: str
    is_warning: bool = False
    url: str = ""


class Check(Protocol):
    """What is wrong with each row; as many lists as rows, in their order."""

    def __call__(
        self, rows: Sequence[SourceRow], *, by: Any, parameters: Parameters, today: date, moved: Progress
    ) -> list[list[Finding]]: ...


class TakeOver(Protocol):
    """Does what the rows say; called inside a transaction, with rows that were just found to be good."""

    def __call__(
        self, rows: Sequence[SourceRow], *, by: Any, parameters: Parameters, today: date, moved: Progress
    ) -> list[Made]: ...


class Undo(Protocol):
    """Takes back what rows brought about, exactly; refuses (`RuleBroken`) when somebody has worked on it since."""

    def __call__(self, made: Sequence[tuple[int, Made]], *, by: Any, parameters: Parameters, today: date) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Importer:
    """A kind of spreadsheet that can come in.

    `missing` says, in sentences, which columns a table cannot do without; `recognise` may know a column by more than
    words (a day of the month); `about` names what the parameters chose; `examples` are rows of the template.
    """

    kind: str
    label: Text
    description: Text
    icon: str
    permission: str
    form: type[Any]
    columns: tuple[SourceColumn, ...]
    missing: Callable[[Collection[str]], list[str]]
    check: Check
    take_over: TakeOver
    undo: Undo
    recognise: Callable[[Cell, Parameters], str | None] = lambda cell, parameters: None
    about: Callable[[Parameters], str] = lambda parameters: ""

    def column(self, key: str) -> SourceColumn | None:
        """The column of this key."""
        return next((each for each in self.columns if each.key == key), None)


_IMPORTERS: dict[str, Importer] = {}


def register_importer(importer: Importer) -> None:
    """Make a kind known; a second one of the same name replaces the first."""
    _IMPORTERS[importer.kind] = importer


def importers() -> list[Importer]:
    """Every kind, in the order of registration."""
    return list(_IMPORTERS.values())


def importer_of(kind: str) -> Importer:
    """The kind of this name; raises `KeyError` when this version does not know it."""
    return _IMPORTERS[kind]
