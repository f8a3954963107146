"""Bringing spreadsheets in: the upload, the reading, the taking over, the undoing, the forgetting."""

from core.imports.services.forgetting import forget_imports
from core.imports.services.reading import SAMPLES, read_import
from core.imports.services.taking import TAKING_ACTIONS, request_take_over, request_undo, take_over_import, undo_import
from core.imports.services.uploads import (
    UPLOAD_ACTIONS,
    choose_columns,
    choose_sheet,
    discard_import,
    note_preview,
    upload,
)
from core.imports.services.workbooks import template_of, write_csv, write_workbook

IMPORT_ACTIONS = {**UPLOAD_ACTIONS, **TAKING_ACTIONS}

__all__ = [
    "IMPORT_ACTIONS",
    "SAMPLES",
    "choose_columns",
    "choose_sheet",
    "discard_import",
    "forget_imports",
    "note_preview",
    "read_import",
    "request_take_over",
    "request_undo",
    "take_over_import",
    "template_of",
    "undo_import",
    "upload",
    "write_csv",
    "write_workbook",
]
