"""The identifier that every form carries."""

from uuid import uuid4

from django import forms


class OnceForm(forms.Form):
    """A form that is submitted once; its view is declared `@once`. A form shown again keeps its identifier."""

    form_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
