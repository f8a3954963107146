"""What a paper is made of, how its values are written down, and which kinds of papers there are."""

from core.reports.rules.content import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Content,
    Heading,
    KeyValues,
    Letterhead,
    Logo,
    Note,
    Paper,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from core.reports.rules.kinds import (
    Format,
    Progress,
    ReportKind,
    ReportState,
    register_report,
    report_kind,
    report_kinds,
)
from core.reports.rules.logo import LOGO_FORMATS, is_a_logo
from core.reports.rules.parts import ROWS_PER_PART, parts_of
from core.reports.rules.shown import shown

__all__ = [
    "LOGO_FORMATS",
    "ROWS_PER_PART",
    "Block",
    "Cell",
    "Column",
    "ColumnKind",
    "Content",
    "Format",
    "Heading",
    "KeyValues",
    "Letterhead",
    "Logo",
    "Note",
    "Paper",
    "Paragraph",
    "Progress",
    "ReportKind",
    "ReportState",
    "Row",
    "Signatures",
    "Table",
    "is_a_logo",
    "parts_of",
    "register_report",
    "report_kind",
    "report_kinds",
    "shown",
]
