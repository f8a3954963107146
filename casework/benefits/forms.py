"""A premium."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from core.submissions.forms import OnceForm


class PremiumForm(OnceForm):
    """How much, and what for."""

    amount = forms.DecimalField(
        label=_("Amount (zł)"),
        localize=True,
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages={"min_value": _("Enter an amount above zero.")},
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Attitude, engagement and progress in reintegration (art. 15a). The person will read it."),
        error_messages={"required": _("Say what the premium is for.")},
    )
