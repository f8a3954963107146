"""Forms of the style guide: every kind of field that pages use, with the words of a real one."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """A workshop, as a centre would enter it."""

    name = forms.CharField(
        label=_("Name of the workshop"), max_length=80, help_text=_("As it stands on the attendance sheet.")
    )
    instructor = forms.ChoiceField(
        label=_("Vocational instructor"),
        choices=[("", "—"), ("a", "Halina Wójcik"), ("b", "Zbigniew Łęcki")],
    )
    begins_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=30)
    notes = forms.CharField(
        label=_("Notes for the instructor"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    days = forms.MultipleChoiceField(
        label=_("Days of classes"),
        choices=[
            ("1", _("Monday")),
            ("2", _("Tuesday")),
            ("3", _("Wednesday")),
            ("4", _("Thursday")),
            ("5", _("Friday")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    meals = forms.ChoiceField(
        label=_("Meals"),
        choices=[("hot", _("Hot meal")), ("dry", _("Dry rations"))],
        widget=forms.RadioSelect,
    )
    outdoors = forms.BooleanField(
        label=_("Work outdoors"),
        required=False,
        help_text=_("Protective clothing is issued before the first day."),
    )


class SampleFilters(forms.Form):
    """Filters above a table."""

    q = forms.CharField(label=_("Document"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("ready", _("Ready")), ("making", _("Being made")), ("failed", _("Failed"))],
    )
