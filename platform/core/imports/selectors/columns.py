"""How the columns of an uploaded sheet look and what they were taken for."""

from dataclasses import dataclass

from core.imports.models import ImportBatch, ImportMapping
from core.imports.rules import Importer, Layout, Row, column_letters, plain, text_of
from core.imports.selectors.rows import veiled
from core.sealing.selectors import fingerprint

SIGNATURE = "import-headings"


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the sheet: its letters, heading and some of its cells, and the key it was recognised as, if any."""

    place: int
    letters: str
    heading: str
    samples: list[str]
    key: str


def column_choices(batch: ImportBatch) -> list[ColumnChoice]:
    """The columns of the sheet as somebody may correct them."""
    layout = Layout.from_json(batch.mapping or batch.layout)
    samples = [list(map(veiled, each)) for each in batch.layout.get("samples", [])]
    headings = batch.layout.get("headings", [])
    found = [
        ColumnChoice(
            place=place,
            letters=column_letters(place + 1),
            heading=text_of(headings[place]) if place < len(headings) else "",
            samples=samples[place] if place < len(samples) else [],
            key=layout.columns.get(place, ""),
        )
        for place in range(max(len(headings), len(samples)))
    ]
    return [each for each in found if each.heading or each.samples]


def headings_signature(headings: Row) -> str:
    """The fingerprint of a row of headings, whatever its case and punctuation; empty when there are none."""
    words = [plain(text_of(each)) for each in headings]
    return fingerprint("|".join(words), purpose=SIGNATURE) if any(words) else ""


def remembered(importer: Importer, headings: Row) -> dict[int, str] | None:
    """The columns as they were confirmed for such headings before, as far as they still exist."""
    signature = headings_signature(headings)
    kept = ImportMapping.objects.filter(kind=importer.kind, signature=signature).first() if signature else None
    if kept is None:
        return None
    return {int(place): key for place, key in kept.columns.items() if importer.column(key)}
