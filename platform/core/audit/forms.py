"""What to look for in the history."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.audit.rules import GROUPS, PLATFORM, EntryFilter
from core.audit.selectors import people

THE_PLATFORM = "platform"
SENSIBLE_DAYS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31)))


def _day(label: Any) -> forms.DateField:
    picker = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=picker, validators=SENSIBLE_DAYS)


class HistoryFilterForm(forms.Form):
    """The filter above the history, sent in the address so that a page can be kept as a bookmark."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    group = forms.ChoiceField(label=_("What was done"), required=False)
    since = _day(_("From"))
    until = _day(_("To"))
    text = forms.CharField(label=_("A name or a title"), required=False, max_length=100)
    target = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = sorted(((code, str(label)) for code, label in GROUPS.items()), key=lambda each: each[1])
        self.fields["who"].choices = [("", _("Everybody")), *people(), (THE_PLATFORM, PLATFORM)]  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", _("Everything")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return cleaned

    def wanted(self) -> EntryFilter:
        """The part of the history that is asked for; fields with errors ask for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        who = asked.get("who") or ""
        return EntryFilter(
            by=UUID(who) if who and who != THE_PLATFORM else None,
            by_platform=who == THE_PLATFORM,
            group=asked.get("group") or "",
            target_id=asked.get("target") or "",
            since=asked.get("since"),
            until=asked.get("until"),
            text=asked.get("text") or "",
        )
