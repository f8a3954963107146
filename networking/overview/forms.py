"""What can be chosen: from closed lists only, so that nothing can be found out by combining choices."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.submissions.forms import OnceForm
from networking.overview.rules import Period
from networking.overview.selectors import period_in_words

ROUNDINGS = {0: _("not rounded"), 5: _("to multiples of 5"), 10: _("to multiples of 10")}


class LookForm(forms.Form):
    """Which published period, and of whom: the whole network or one of its centres."""

    okres = forms.ChoiceField(label=_("Period"))
    centrum = forms.ChoiceField(label=_("Of whom"), required=False)
    podzial = forms.CharField(widget=forms.HiddenInput, required=False)
    sort = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *, periods: Iterable[Period], centres: Mapping[UUID, str] | None = None, **initial: str) -> None:
        super().__init__(initial=initial)
        self.fields["okres"].choices = [(each.code, period_in_words(each)) for each in periods]  # type: ignore[attr-defined]
        whole = [("", _("the whole network"))]
        self.fields["centrum"].choices = [*whole, *((str(pk), name) for pk, name in (centres or {}).items())]  # type: ignore[attr-defined]
        if not centres:
            del self.fields["centrum"]
        for name in ("podzial", "sort"):
            if not initial.get(name):
                del self.fields[name]


class ProtectionForm(OnceForm):
    """From how many people on a number is shown, how it is rounded, and when a month's tables are made."""

    smallest_count = forms.IntegerField(
        label=_("Smallest number of people that is shown"),
        min_value=0,
        max_value=50,
        help_text=_("Smaller numbers are hidden. 5 is usual; 10 is the stricter setting; never less than 3."),
    )
    rounding = forms.TypedChoiceField(
        label=_("Rounding of numbers of people"),
        coerce=int,
        choices=list(ROUNDINGS.items()),
        help_text=_("With the stricter setting, 10 people and multiples of 5 go together."),
    )
    freeze_day = forms.IntegerField(
        label=_("Day of the following month on which the tables are made"),
        min_value=0,
        help_text=_("Earlier when all centres have released. Afterwards the tables of that month stay as they are."),
    )

    def settings(self) -> dict[str, Any]:
        """What was asked for."""
        return {name: self.cleaned_data[name] for name in ("smallest_count", "rounding", "freeze_day")}
