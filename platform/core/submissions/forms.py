"""The identifier that every form carries."""

from typing import Any
from uuid import uuid4

from django import forms


class OnceForm(forms.Form):
    """A form that is submitted once; its view is declared `@once`. A form shown again keeps its identifier."""

    form_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def clean(self) -> dict[str, Any]:
        """The identifier is for the door alone; what is asked for does not hold it."""
        super().clean()
        self.cleaned_data.pop("form_id", None)
        return self.cleaned_data
