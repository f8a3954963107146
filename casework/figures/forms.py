"""Releasing a month, and choosing how figures go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.figures.rules import MOST_AUTOMATIC_DAYS
from core.submissions.forms import OnceForm
from tenants.errors import RuleBroken
from tenants.figures.rules import MAY_BE_EXACT
from tenants.figures.selectors import INDICATOR_LABELS


class ReleaseForm(OnceForm):
    """The seal of the figures that are on the page: nothing else leaves.

    After a refusal the page shows what would leave now, so the form takes up its seal: sending it again is a decision.
    """

    seal = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def refuse(self, broken: RuleBroken) -> None:
        sent: Any = self.data
        again = sent.copy()
        again["seal"] = self.initial["seal"]
        self.data = again
        super().refuse(broken)


class ChoicesForm(OnceForm):
    """Which open indicators the OWES sees exactly, and whether figures go by themselves."""

    exact = forms.MultipleChoiceField(
        label=_("Show the OWES the exact totals of"),
        required=False,
        choices=[(code, INDICATOR_LABELS[code]) for code in MAY_BE_EXACT],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The totals only, even when they are smaller than what the tables otherwise show. How people are split by "
            "sex, age, education, group or reason stays protected in any case. Who sees two of these three exactly: "
            "people, joined and left, can work out the third."
        ),
    )
    automatic_after_days = forms.IntegerField(
        label=_("Release by itself so many days after the month's end"),
        required=False,
        min_value=1,
        max_value=MOST_AUTOMATIC_DAYS,
        widget=forms.NumberInput({"class": "leaving-days"}),
        help_text=_(
            "Leave it empty when a person should release every month. Otherwise a closed month goes on that day, once "
            "its settlement is approved. Corrections never go by themselves."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {"exact": [], "automatic_after_days": None} | cleaned
