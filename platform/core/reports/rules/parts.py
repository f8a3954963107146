"""A long paper is set in parts, so that the memory it takes does not grow with its length."""

from collections.abc import Iterator
from dataclasses import replace

from core.reports.rules.content import Block, Heading, NewSheet, Table

ROWS_PER_PART = 1_500
Part = tuple[Block, ...]


def parts_of(blocks: tuple[Block, ...], *, rows_per_part: int = ROWS_PER_PART) -> tuple[Part, ...]:
    """The blocks, in order, in parts of at most `rows_per_part` table rows; a long table is cut between rows.

    The totals stay with a table's last rows, its caption with the first. A short paper is one part.
    """
    parts: list[Part] = []
    current: list[Block] = []
    taken = 0
    for block in _pieces(blocks, rows_per_part=rows_per_part):
        rows = len(block.rows) if isinstance(block, Table) else 0
        if current and taken + rows > rows_per_part:
            finished, headings = _without_last_headings(current)
            parts.append(finished)
            current, taken = headings, 0
        current.append(block)
        taken += rows
    return (*(part for part in parts if part), tuple(current))


def _without_last_headings(blocks: list[Block]) -> tuple[Part, list[Block]]:
    """What announces a table goes over to the next part together with it: headings, or all of a sheet's beginning."""
    end = _begin_of_last_sheet(blocks)
    while end and isinstance(blocks[end - 1], Heading):
        end -= 1
    return tuple(blocks[:end]), blocks[end:]


def _begin_of_last_sheet(blocks: list[Block]) -> int:
    """Where the last sheet begins, when it has no table yet; else the end."""
    for at in range(len(blocks) - 1, -1, -1):
        if isinstance(blocks[at], NewSheet):
            return at
        if isinstance(blocks[at], Table):
            break
    return len(blocks)


def _pieces(blocks: tuple[Block, ...], *, rows_per_part: int) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table) and len(block.rows) > rows_per_part:
            yield from _cut(block, rows_per_part=rows_per_part)
        else:
            yield block


def _cut(table: Table, *, rows_per_part: int) -> Iterator[Table]:
    last = (len(table.rows) - 1) // rows_per_part
    for number in range(last + 1):
        begin, end = number * rows_per_part, (number + 1) * rows_per_part
        yield replace(
            table,
            rows=table.rows[begin:end],
            shaded=frozenset(row - begin for row in table.shaded if begin <= row < end),
            caption=table.caption if number == 0 else "",
            totals=table.totals if number == last else None,
        )
