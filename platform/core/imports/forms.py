"""What is said beside a file, which column is which, and the word that lets the rows in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.imports.rules import Importer
from core.imports.selectors import ColumnChoice
from core.submissions.forms import OnceForm

NOT_NEEDED = ""


class UploadForm(OnceForm):
    """Base of every kind's form: the kind adds what it has to know beside the file. Its values must be JSON."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".xlsx,.xlsm,.ods,.csv,.txt,.tsv"}),
        help_text=_("An XLSX, ODS or CSV file, at most 10 MB. Nothing is taken over before you have seen it."),
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "file"), "file"])

    def parameters(self) -> dict[str, Any]:
        """What the kind itself asked for."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"file", "form_id"}}


class ColumnsForm(OnceForm):
    """Which column of the sheet is what."""

    def __init__(self, *args: Any, importer: Importer, choices: Sequence[ColumnChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(NOT_NEEDED, _("not needed")), *((each.key, each.label) for each in importer.columns)]
        for choice in choices:
            self.fields[_name(choice)] = forms.ChoiceField(
                label=_("Column %(letters)s") % {"letters": choice.letters},
                choices=known,
                required=False,
                initial=choice.key,
            )
        self.columns, self.importer = choices, importer

    def lines(self) -> list[tuple[ColumnChoice, forms.BoundField]]:
        """Each column of the sheet with its field, but those of a family."""
        return [(each, self[_name(each)]) for each in self.columns if not self._is_of_family(each)]

    def family_lines(self) -> list[tuple[ColumnChoice, forms.BoundField]]:
        """The columns that were recognised as days of the month; there are many, and they are seldom wrong."""
        return [(each, self[_name(each)]) for each in self.columns if self._is_of_family(each)]

    def _is_of_family(self, choice: ColumnChoice) -> bool:
        column = self.importer.column(choice.key)
        return bool(column and column.family)

    def chosen(self) -> dict[int, str]:
        """The key of each column by its place; columns that are not needed are left out."""
        return {each.place: key for each in self.columns if (key := self.cleaned_data[_name(each)])}


def _name(choice: ColumnChoice) -> str:
    return f"column_{choice.place}"


class SheetForm(OnceForm):
    """Another sheet of the file, or another row of headings."""

    sheet = forms.TypedChoiceField(label=_("Sheet"), coerce=int)
    header_row = forms.IntegerField(
        label=_("Row of the headings"),
        min_value=0,
        max_value=200,
        help_text=_("Its number in the spreadsheet; 0 when the table has no headings."),
    )

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(place, name or _("the only one")) for place, name in enumerate(sheets)]
        self.fields["sheet"].choices = names  # type: ignore[attr-defined]


class TakeOverForm(OnceForm):
    """The last word. Whoever brings the same file in again has to say so."""

    again = forms.BooleanField(
        label=_("I know that this file has been taken over before. Take it over once more."),
        error_messages={"required": _("Confirm that the same file should be taken over again, or discard it.")},
    )

    def __init__(self, *args: Any, is_repeated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_repeated:
            del self.fields["again"]


class RowFilters(forms.Form):
    """Which rows the preview shows."""

    only = forms.ChoiceField(
        label=_("Rows"),
        required=False,
        choices=[("", _("All")), ("problems", _("Only with remarks")), ("bad", _("Only with mistakes"))],
    )
