"""What forms have in common: an identifier, the version of what they were made from, and how a day is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from tenants.errors import ChangedMeanwhile, RuleBroken


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar, which wants it written as 2026-11-22."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ActingForm(forms.Form):
    """A form that is there to have something done; what a rule says against it is said on the form."""

    outcome: Any = None

    def accepts(self, act: Callable[[], Any]) -> bool:
        """Act when the form makes sense. True when it was done; `outcome` is then what the act has given back."""
        if not self.is_valid():
            return False
        try:
            self.outcome = act()
        except RuleBroken as broken:
            self.refuse(broken)
            return False
        return True

    def refuse(self, broken: RuleBroken) -> None:
        """Put what a rule says at the field it belongs to, or above the form when the form has no such field."""
        self.add_error(broken.field if broken.field in self.fields else None, broken.message)


class OnceForm(ActingForm):
    """A form that is submitted once; its view is declared `@once`. A form shown again keeps its identifier."""

    form_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def clean(self) -> dict[str, Any]:
        """The identifier is for the door alone; what is asked for does not hold it."""
        super().clean()
        self.cleaned_data.pop("form_id", None)
        return self.cleaned_data


@dataclass(frozen=True)
class Difference:
    """A field that somebody else saved differently in the meantime, as a reader sees it."""

    label: str
    saved: str
    typed: str


class VersionedForm(OnceForm):
    """A form of a record that others may change while it is being filled in.

    `version` travels along unseen, `initial` is the record as it is now. When it has moved on since the form was
    opened, what was saved is shown beside what was typed and the newer version is taken up: sending the form again is
    then a decision, and nothing typed is lost.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    meanwhile: tuple[Difference, ...] = ()

    def refuse(self, broken: RuleBroken) -> None:
        if isinstance(broken, ChangedMeanwhile):
            self._meet(self.initial, message=broken.message)
        else:
            super().refuse(broken)

    def _meet(self, saved: Mapping[str, Any], *, message: str) -> None:
        beside = [self._beside(self[name], value) for name, value in saved.items() if name != "version"]
        self.meanwhile = tuple(each for each in beside if each.saved != each.typed)
        sent: Any = self.data
        again = sent.copy()
        again["version"] = str(saved["version"])
        self.data = again
        self.add_error(None, message)

    def _beside(self, field: BoundField, value: Any) -> Difference:
        return Difference(str(field.label), shown(field, value), shown(field, self.cleaned_data[field.name]))


def shown(field: BoundField, value: Any) -> str:
    """A value of a field in the words of the page."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        return ", ".join(shown(field, each) for each in value) or "—"
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return date_format(value, "j.m.Y")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    choices = {str(code): str(label) for code, label in getattr(field.field, "choices", ())}
    return choices.get(str(value), str(value)) if choices else _plain(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else number_format(value)
