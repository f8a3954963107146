"""What pages of attendance send: a batch of the grid, a week without scripts, a closed day, letters, a reason."""

import json
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from casework.attendance.rules import MOST_LETTERS, Code, MarkChange
from casework.attendance.selectors import CODE_LABELS, Cell, Row, SheetView
from core.imports.forms import UploadForm
from core.reports.forms import MonthField
from core.submissions.forms import OnceForm

MOST_CHANGES = 2_000
"""Days in one request: more than a month of sixty people."""


MOST_VERSIONS = 2**31
"""Where a column of versions ends."""


class NotABatch(ValueError):
    """What came is not a list of changes."""


def changes_in(body: bytes) -> list[MarkChange]:
    """The changes that the grid sends.

    Raises:
        NotABatch: it is not JSON of the agreed shape, or too long.
    """
    try:
        changes = json.loads(body)["changes"]
        if not isinstance(changes, list) or len(changes) > MOST_CHANGES:
            raise NotABatch
        return [_change(each) for each in changes]
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, RecursionError) as broken:
        raise NotABatch from broken


def _change(sent: dict[str, Any]) -> MarkChange:
    code, hours = sent["code"], sent.get("hours")
    return MarkChange(
        stay_id=UUID(sent["stay"]),
        day=date.fromisoformat(sent["day"]),
        code=None if code is None else str(code),
        hours=None if hours in {None, ""} else Decimal(str(hours).replace(",", ".")),
        base_version=_counted(sent["version"]),
    )


def _counted(version: object) -> int:
    if type(version) is not int or not 0 <= version < MOST_VERSIONS:  # True is an int, too
        raise NotABatch
    return version


class GroupFilter(forms.Form):
    """Which group is shown; all that one may see when none is named."""

    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        field.choices = [("", _("All groups")), *groups]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> UUID | None:
        group = self.cleaned_data.get("group") if self.is_valid() else ""
        return UUID(group) if group else None


class DaysForm(OnceForm):
    """Some days of some people as plain fields, for browsers without scripts and people without a mouse."""

    def __init__(self, *args: Any, sheet: SheetView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for row in sheet.rows:
            for cell in row.cells:
                if cell.is_expected:
                    self._add(row, cell)

    def _add(self, row: Row, cell: Cell) -> None:
        name, choices = field_name(row, cell), [("", "—"), *_choices(self.sheet)]
        label = f"{row.name}, {cell.day.title}"
        self.fields[name] = forms.ChoiceField(
            choices=choices,
            required=False,
            initial=cell.code or "",
            label=label,
            widget=forms.Select(attrs={"aria-label": label}),
        )
        self.fields[f"v-{name}"] = forms.IntegerField(initial=cell.version, widget=forms.HiddenInput, min_value=0)

    def changes(self) -> list[MarkChange]:
        """What was chosen otherwise than it stood on the page."""
        return [
            MarkChange(row.stay.pk, cell.day.day, self.cleaned_data[name] or None, None, self.cleaned_data[f"v-{name}"])
            for row, cell, name in self._cells()
            if name in self.changed_data
        ]

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Cell, BoundField | None]]]]:
        """People with their cells and the fields of these, as the page shows them."""
        return [(row, [(cell, self._field(row, cell)) for cell in row.cells]) for row in self.sheet.rows]

    def _field(self, row: Row, cell: Cell) -> BoundField | None:
        if not cell.is_expected:
            return None
        field = self[field_name(row, cell)]
        field.version = self[f"v-{field.name}"]  # type: ignore[attr-defined]  # drawn beside it, unseen
        return field

    def _cells(self) -> Iterator[tuple[Row, Cell, str]]:
        for row in self.sheet.rows:
            yield from ((row, cell, field_name(row, cell)) for cell in row.cells if cell.is_expected)


def field_name(row: Row, cell: Cell) -> str:
    return name_of(row.stay.pk, cell.day.day)


def name_of(stay_id: UUID, day: date) -> str:
    """How the field of a person's day is called."""
    return f"m-{stay_id}-{day}"


def _choices(sheet: SheetView) -> list[tuple[str, str]]:
    return [(code.value, sheet.letters[code]) for code in Code]


class CloseDayForm(OnceForm):
    """A day on which the centre is closed."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("Reason"), max_length=120, help_text=_("Such as a renovation, or a day off for the whole office.")
    )


class LettersForm(OnceForm):
    """The letters by which this centre writes its codes, a field for each code."""

    def __init__(self, *args: Any, letters: dict[Code, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in Code:
            self.fields[code.value] = forms.CharField(
                label=str(CODE_LABELS[code]),
                max_length=MOST_LETTERS,
                initial=letters[code],
                help_text=_("In the act and on papers for offices: %(code)s") % {"code": code.value},
            )

    def renamed(self) -> dict[Code, str]:
        """What was changed."""
        return {Code(name): self.cleaned_data[name] for name in self.changed_data if name in set(Code)}


class ReasonForm(OnceForm):
    """Why an approval is withdrawn."""

    reason = forms.CharField(
        label=_("Why the approval is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("It stays in the history of this month."),
    )


class SheetForm:
    """The sheet of a day: a code and hours for each person of a group, and one button for everybody who is left.

    `was-…` says what stood on the page, so that people whom nobody touched are left alone; a script, which sends only
    what was tapped, leaves it away.
    """

    def __init__(self, data: QueryDict, *, stays: Collection[UUID], day: date) -> None:
        self.data, self.stays, self.day = data, stays, day

    def changes(self) -> list[MarkChange]:
        """What was tapped, of the people of this group alone."""
        return [change for stay in sorted(self.stays) if (change := self._change(stay)) is not None]

    def strangers(self) -> list[str]:
        """Stays that were sent although they are not on this sheet, or no longer."""
        known = {f"seen-{stay}" for stay in self.stays}
        return [name.removeprefix("seen-") for name in self.data if name.startswith("seen-") and name not in known]

    def _change(self, stay: UUID) -> MarkChange | None:
        if f"seen-{stay}" not in self.data:
            return None
        code = self.data.get(f"code-{stay}", self.data.get("rest"))
        hours = self.data.get(f"hours-{stay}", "") if code == Code.PRESENT else ""
        if code is None or f"{code}|{hours}" == self.data.get(f"was-{stay}"):
            return None
        return MarkChange(stay, self.day, code or None, _hours(hours), _version(self.data[f"seen-{stay}"]))


def _hours(text: str) -> Decimal | None:
    """Hours as typed, None when nothing was; what is no number is refused where marks are saved."""
    try:
        return Decimal(text.strip().replace(",", ".")) if text.strip() else None
    except InvalidOperation:
        return Decimal("NaN")


def _version(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 9 else 0


class AttendanceUploadForm(UploadForm):
    """A month of attendance in a spreadsheet."""

    month = MonthField(
        label=_("Month"), help_text=_("A table holds one month; days of another one are not taken over.")
    )
