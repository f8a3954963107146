"""Writing a letter."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.letters.rules import BODY_LENGTH, SUBJECT_LENGTH
from core.letters.selectors import addressees
from core.screening.forms import SharedTextForm
from core.submissions.forms import OnceForm


class LetterForm(SharedTextForm, OnceForm):
    """To whom, about what, and the text."""

    to = forms.TypedMultipleChoiceField(label=_("To"), coerce=UUID, widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    body = forms.CharField(
        label=_("Text"),
        max_length=BODY_LENGTH,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("Write about the work, not about participants: this letter leaves your organisation."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(house.pk), house.name) for house in addressees()]  # type: ignore[attr-defined]
