"""A paper as PDF: what an inspector takes in hand, and what a screen reader reads aloud."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from django.utils.translation import gettext as _

from core.reports.renderers.glyphs import MARK
from core.reports.renderers.layout import Data, Layout
from core.reports.renderers.merging import merge
from core.reports.renderers.typesetter import Sheet, last_page_apart, set_pages, set_pages_apart
from core.reports.rules import ColumnKind, Note, Paper, Progress, parts_of, shown

BODY_FONT = "SourceSans3-Regular.ttf"


def render_pdf(paper: Paper, target: Path, progress: Progress, *, fonts: Path) -> None:
    """Write the paper to `target`; `fonts` is a folder with Source Sans as TrueType.

    A long paper is set in parts by processes of their own and joined: memory stays the same however long it
    is.
    """
    sheets = _sheets(paper, fonts=fonts)
    if len(sheets) == 1:
        target.write_bytes(set_pages(sheets[0]))
    else:
        _set_in_parts(sheets, target, progress)
    progress(1.0)


def _set_in_parts(sheets: list[Sheet], target: Path, progress: Progress) -> None:
    steps = 2 * len(sheets)
    counts = []
    for number, sheet in enumerate(sheets, start=1):
        counts.append(last_page_apart(sheet))
        progress(number / steps)
    with target.open("wb") as joined:
        merge(_numbered(sheets, counts=counts, progress=progress), joined)


def _numbered(sheets: list[Sheet], *, counts: list[int], progress: Progress) -> Iterator[bytes]:
    """The parts, each set knowing where its pages begin and how many there are in all."""
    ends = list(accumulate(counts))
    for number, sheet in enumerate(sheets):
        data = json.loads(sheet.data) | {"first-page": ends[number] - counts[number] + 1, "pages": ends[-1]}
        yield set_pages_apart(replace(sheet, data=json.dumps(data)))
        progress((len(sheets) + number + 1) / (2 * len(sheets)))


def _sheets(paper: Paper, *, fonts: Path) -> list[Sheet]:
    layout = Layout(fonts / BODY_FONT)
    common = layout.paper(paper, labels=_labels(paper), footer=_footer(paper))
    parts = [[layout.block(block) for block in part] for part in parts_of(paper.content.blocks)]
    if layout.marked:
        _before_signatures(parts[-1], layout.block(Note(text=_mark_explained())))
    return [
        Sheet(
            data=json.dumps(common | {"opening": number == 0, "blocks": blocks}),
            fonts=str(fonts),
            made_at=int(paper.made_at.timestamp()),
        )
        for number, blocks in enumerate(parts)
    ]


def _labels(paper: Paper) -> dict[str, str]:
    continued = _("%(title)s (continued)") % {"title": paper.content.title}
    return {"page": _("page {page} of {pages}"), "continued": continued}


def _footer(paper: Paper) -> str:
    made = _("Made on %(moment)s") % {"moment": shown(paper.made_at, ColumnKind.DATETIME)}
    number = _("no. %(reference)s") % {"reference": paper.reference} if paper.reference else ""
    return " · ".join(part for part in (made, paper.made_for, number) if part)


def _before_signatures(blocks: list[Data], note: Data) -> None:
    """Whoever signs has read the note."""
    signed = next((at for at, block in enumerate(blocks) if block["shape"] == "signatures"), len(blocks))
    blocks.insert(signed, note)


def _mark_explained() -> str:
    return _("The sign %(sign)s stands for a character that the typeface of this paper does not have.") % {"sign": MARK}
