"""A centre's own paper: its numbers beside the network's median and quartiles."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Permission
from core.accounts.models import Account
from core.reports.forms import ReportForm
from core.reports.rules import Content, Paragraph, Progress, ReportKind
from networking.overview.reports.asked import Parameters, choices_of, period_asked
from networking.overview.reports.blocks import exhibit_blocks, notes
from networking.overview.rules import period_named
from networking.overview.selectors import (
    comparable_periods,
    comparison_of,
    network_here,
    own_months,
    period_in_words,
)
from tenants.errors import RuleBroken


class ComparisonForm(ReportForm):
    """A period of which this centre has released every month."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = choices_of(comparable_periods(own_months()))  # type: ignore[attr-defined]


def build(parameters: Parameters, progress: Progress, /, *, by: Account) -> Content:
    """The comparison as the page shows it.

    Raises:
        RuleBroken: the centre is in no network any more.
    """
    network, period = network_here(timezone.localdate()), period_asked(parameters, "period")
    if network is None:
        raise RuleBroken(_("Your centre is in no network."))
    view = comparison_of(network, period=period, own=own_months())
    return Content(
        title=_("Comparison with the network"),
        subtitle=f"{network.name}, {period_in_words(period)}",
        blocks=(
            Paragraph(
                text=_(
                    "How to read it: a quarter of the centres have less than the lower quartile, half have less than"
                    " the median, a quarter have more than the upper quartile."
                )
            ),
            *exhibit_blocks(view.exhibit),
            *notes(),
        ),
    )


def _about(parameters: Parameters) -> str:
    period = period_named(str(parameters.get("period", "")))
    return period_in_words(period) if period else ""


CENTRE_COMPARISON = ReportKind(
    code="centre-comparison",
    label=gettext_lazy("Comparison with the network"),
    description=gettext_lazy("Your own numbers beside the median and the quartiles of the centres."),
    permission=Permission.FIGURES_VIEW,
    form=ComparisonForm,
    build=build,
    about=_about,
    houses=("centre",),
)
