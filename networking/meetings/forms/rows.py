"""Forms with rows under them, that grow without a script: a button sends the form and it comes back longer."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.submissions.forms import VersionedForm
from tenants.errors import RowsBroken, RuleBroken

MORE_ROWS, AT_MOST = 3, 40


class RowForm(forms.Form):
    """One row. It counts as soon as something stands in one of its `telling` fields, and is left out otherwise."""

    use_required_attribute = False
    telling: ClassVar[tuple[str, ...]] = ()

    @property
    def is_blank(self) -> bool:
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in self.telling)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_blank:
            _judge_nothing(self)


def _judge_nothing(form: Any) -> None:
    form._errors, form.cleaned_data = ErrorDict(), {}


class RowsForm(VersionedForm):
    """A versioned form with rows, and `spare` empty ones after those that are filled. `longer` is the button's name."""

    row_form: ClassVar[type[RowForm]]
    row_name: ClassVar[str] = "row"
    rows_wrong: ClassVar[Any] = _("Correct the marked rows.")
    spare: ClassVar[int] = 2

    def __init__(
        self, data: QueryDict | None = None, *args: Any, rows: Sequence[Mapping[str, Any]] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, *args, **kwargs)
        self.is_growing = data is not None and "longer" in data
        self.rows = [self._row(place, rows) for place in range(self._count(rows))]

    def is_valid(self) -> bool:
        """A form that only asks for more rows is shown as it was typed, and judged by nobody."""
        if not self.is_growing:
            return super().is_valid()
        everything: tuple[forms.Form, ...] = (self, *self.rows)
        for each in everything:
            _judge_nothing(each)
        return False

    @property
    def filled(self) -> list[RowForm]:
        """The rows that count."""
        return [row for row in self.rows if not row.is_blank]

    def clean(self) -> dict[str, Any]:
        if sum(not row.is_valid() for row in self.rows):
            self.add_error(None, self.rows_wrong)
        return super().clean()

    def refuse(self, broken: RuleBroken) -> None:
        super().refuse(broken)
        if isinstance(broken, RowsBroken):
            for place, sentence in broken.rows.items():
                self.filled[place].add_error(None, sentence)

    def _count(self, rows: Sequence[Mapping[str, Any]]) -> int:
        if not self.is_bound:
            return len(rows) + self.spare
        sent = str(self.data.get("rows", ""))
        return min(AT_MOST, (int(sent) if sent.isdecimal() else self.spare) + MORE_ROWS * self.is_growing)

    def _row(self, place: int, rows: Sequence[Mapping[str, Any]]) -> RowForm:
        initial = dict(rows[place]) if place < len(rows) else None
        data = self.data if self.is_bound else None
        return self.row_form(data, prefix=f"{self.row_name}-{place}", initial=initial)
