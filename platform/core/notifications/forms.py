"""Which notices should reach me, and how."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.notifications.rules import KINDS, Channels, NotificationKind, choices
from core.submissions.forms import ActingForm


class ChannelsForm(ActingForm):
    """A table of kinds by ways. The boxes of what concerns one's own safety are ticked and locked."""

    def __init__(self, *args: Any, chosen: Mapping[str, Channels], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, ways in choices(chosen):
            self._add(kind, "bell", ways.bell, label=_("%(kind)s: on the bell") % {"kind": kind.label})
            self._add(kind, "email", ways.email, label=_("%(kind)s: by e-mail") % {"kind": kind.label})

    def _add(self, kind: NotificationKind, way: str, initial: bool, *, label: str) -> None:
        box = forms.BooleanField(label=label, required=False, initial=initial, disabled=kind.security)
        self.fields[f"{kind.code}.{way}"] = box

    def rows(self) -> Iterator[tuple[NotificationKind, forms.BoundField, forms.BoundField]]:
        """The kinds with their two boxes."""
        return ((kind, self[f"{code}.bell"], self[f"{code}.email"]) for code, kind in KINDS.items())

    def chosen(self) -> dict[str, Channels]:
        """What was chosen, by kind."""
        asked = self.cleaned_data
        return {code: Channels(bell=asked[f"{code}.bell"], email=asked[f"{code}.email"]) for code in KINDS}
