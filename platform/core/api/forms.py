"""Reading what somebody wants a new key to be."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from ipaddress import ip_network
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.models import Account
from core.accounts.rules import Scope
from core.api.selectors.keys import scopes_open_to
from core.submissions.forms import DayInput, OnceForm

USUAL = timedelta(days=90)
LONGEST = timedelta(days=364)
"""A key ends with the last day that is chosen, within a year."""
MOST_NETWORKS = 20


class KeyForm(OnceForm):
    """A new key: for what, from where, until when."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=100,
        help_text=_("A name by which you will know it in the history, such as: payroll of the accountant."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=pgettext_lazy("of a key", "What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the program needs. A key never does more than whoever made it may do."),
        error_messages={"required": _("Choose at least one thing that the key may do.")},
    )
    expires_at = forms.DateField(
        label=_("Until when?"),
        widget=DayInput,
        help_text=_("The last day on which it works; a year from today at most."),
    )
    networks = forms.CharField(
        label=_("From which addresses?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One address or network a line, such as 203.0.113.7 or 203.0.113.0/24. Empty: from everywhere."),
    )

    def __init__(self, *args: Any, maker: Account, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["scopes"].choices = scopes_open_to(maker)  # type: ignore[attr-defined]
        self.fields["expires_at"].initial = today + USUAL
        self.fields["expires_at"].widget.attrs.update(min=f"{today}", max=f"{today + LONGEST}")

    def clean_expires_at(self) -> datetime:
        """The end of the day that was chosen, on the clocks here."""
        last: date = self.cleaned_data["expires_at"]
        if not self.today <= last <= self.today + LONGEST:
            raise ValidationError(_("A key ends within a year from today."))
        return timezone.make_aware(datetime.combine(last, time.max))

    def clean_networks(self) -> list[str]:
        networks = list(self._networks())
        if len(networks) > MOST_NETWORKS:
            raise ValidationError(_("That are too many addresses. Give networks instead."))
        return networks

    def _networks(self) -> Iterator[str]:
        for line in filter(None, map(str.strip, self.cleaned_data["networks"].splitlines())):
            try:
                yield str(ip_network(line, strict=False)).removesuffix("/32").removesuffix("/128")
            except ValueError:
                said = _("“%(line)s” is no address. Write it like 203.0.113.7 or 203.0.113.0/24.")
                raise ValidationError(said, params={"line": line[:60]}) from None

    def key(self) -> dict[str, Any]:
        """What the service needs to know."""
        return self.cleaned_data | {"scopes": [Scope(each) for each in self.cleaned_data["scopes"]]}
