"""What is said when a file cannot be read."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.rules import MOST_COLUMNS, MOST_ROWS, Refusal

_SENTENCES: dict[Refusal, Any] = {
    Refusal.EMPTY: _("There is nothing in this file. Check whether it is the right one."),
    Refusal.TOO_LARGE: _("This file is larger than 10 MB. Take pictures and unneeded sheets out and try again."),
    Refusal.NOT_A_SPREADSHEET: _("This is not a spreadsheet. Choose an XLSX, ODS or CSV file."),
    Refusal.OLD_EXCEL: _("This file is of the old XLS kind. Open it, choose “Save as”, then “Excel workbook (XLSX)”."),
    Refusal.BINARY_EXCEL: _("This file is of the XLSB kind. Open it, choose “Save as”, then “Excel workbook (XLSX)”."),
    Refusal.ENCRYPTED: _("This file is protected with a password. Take the password off and choose the file again."),
    Refusal.BOMB: _("This file would swell far beyond what a list of people holds, so it was not opened."),
    Refusal.BROKEN: _("This file is damaged. Open it in your spreadsheet program, save it anew and try again."),
    Refusal.TOO_WIDE: _("This table has more than {columns} columns. Leave only those that are needed."),
    Refusal.TOO_LONG: _("This table has more than {rows} rows. Delete empty rows below it, or divide the file."),
    Refusal.TOO_HEAVY: _("This file could not be read within the time and memory for it. Save only the values anew."),
}


def refusal_sentence(reason: Refusal) -> str:
    """The sentence for a refused file."""
    return str(_SENTENCES[reason]).format(columns=MOST_COLUMNS, rows=MOST_ROWS)
