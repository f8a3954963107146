"""Looking at imports: sentences, what an import found, its rows page by page."""

from core.imports.selectors.batches import (
    BatchPage,
    batch_for,
    batch_page,
    batches_open_to,
    kind_open_to,
    kinds_open_to,
    progress_key,
)
from core.imports.selectors.columns import ColumnChoice, column_choices, headings_signature
from core.imports.selectors.rows import PreviewRows, ShownCell, ShownRow
from core.imports.selectors.sentences import refusal_sentence
from core.imports.selectors.today import imports_waiting

__all__ = [
    "BatchPage",
    "ColumnChoice",
    "PreviewRows",
    "ShownCell",
    "ShownRow",
    "batch_for",
    "batch_page",
    "batches_open_to",
    "column_choices",
    "headings_signature",
    "imports_waiting",
    "kind_open_to",
    "kinds_open_to",
    "progress_key",
    "refusal_sentence",
]
