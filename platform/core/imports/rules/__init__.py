"""Files as values: what can be read, what its columns are, what its cells mean, and which kinds there are. Pure."""

from core.imports.rules.cells import (
    day_of,
    digits_of,
    is_shortened,
    month_of,
    number_of,
    plain,
    text_of,
)
from core.imports.rules.containers import LARGEST_FILE, column_letters, container_of
from core.imports.rules.kinds import (
    Finding,
    Importer,
    Made,
    Parameters,
    Progress,
    SourceColumn,
    SourceRow,
    importer_of,
    importers,
    register_importer,
)
from core.imports.rules.recognition import (
    Layout,
    best_sheet,
    columns_of,
    data_rows,
    headings_at,
    recognised,
)
from core.imports.rules.sheets import MOST_COLUMNS, MOST_ROWS, Cell, Refusal, Refused, Row, Sheet
from core.imports.rules.stages import WORKING, Stage

__all__ = [
    "LARGEST_FILE",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "WORKING",
    "Cell",
    "Finding",
    "Importer",
    "Layout",
    "Made",
    "Parameters",
    "Progress",
    "Refusal",
    "Refused",
    "Row",
    "Sheet",
    "SourceColumn",
    "SourceRow",
    "Stage",
    "best_sheet",
    "column_letters",
    "columns_of",
    "container_of",
    "data_rows",
    "day_of",
    "digits_of",
    "headings_at",
    "importer_of",
    "importers",
    "is_shortened",
    "month_of",
    "number_of",
    "plain",
    "recognised",
    "register_importer",
    "text_of",
]
