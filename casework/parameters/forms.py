"""A value that a centre sets itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.parameters.rules import DEFINITIONS, Kind, Misfit, Parameter
from casework.parameters.selectors import CHOICE_LABELS, misfit_sentence
from core.audit.forms import SENSIBLE_DAYS
from core.submissions.forms import OnceForm

HINTS = {
    Kind.AMOUNT: _("In złoty, for example 2066.30."),
    Kind.RATE: _("As a number: 1.2 is 120%."),
    Kind.SHARE: _("A part of the full benefit for each day, for example 1/20."),
    Kind.DAYS: _("A whole number of days."),
    Kind.MONTHS: _("A whole number of months."),
    Kind.HOURS: _("A number of hours, for example 7.5."),
}
LONGEST = 40


class OverrideForm(OnceForm):
    """Which value, from when until when, and why."""

    value = forms.CharField(label=_("Value"), max_length=LONGEST)
    valid_from = forms.DateField(
        label=_("From"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        validators=SENSIBLE_DAYS,
        help_text=_("The settlement of a month takes the values of its last day."),
    )
    valid_until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        validators=SENSIBLE_DAYS,
        help_text=_("The last day. Leave it empty when the value holds until further notice."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Why this centre has its own value. It stands in the history of the parameter."),
        error_messages={"required": _("Say why the centre sets its own value.")},
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        required=False,
        max_length=200,
        help_text=_("For example an announcement or an order, with its date."),
    )

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter, definition = parameter, DEFINITIONS[parameter]
        if definition.choices:
            self.fields["value"] = forms.ChoiceField(
                label=_("Value"), choices=[(each, CHOICE_LABELS[each]) for each in definition.choices]
            )
        else:
            self.fields["value"].help_text = HINTS[definition.kind]

    def clean(self) -> dict[str, Any]:
        """Everything that the rules say against it at once, each at its field; the service asks them again."""
        typed = super().clean()
        try:
            DEFINITIONS[self.parameter].read(typed.get("value", ""))
        except Misfit as misfit:
            if "value" in typed:
                self.add_error("value", misfit_sentence(self.parameter, misfit.code))
        begin, end = typed.get("valid_from"), typed.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", _("The last day cannot be before the first day."))
        return self.cleaned_data
