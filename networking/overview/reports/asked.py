"""What the papers of statistics are asked about: a network of one's own and a published period, from closed lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.accounts.models import Account
from core.reports.forms import ReportForm
from networking.overview.rules import Period, dimensions_of, period_named, periods_of
from networking.overview.selectors import centres_of, own_network, own_networks, period_in_words, published_periods
from tenants.errors import RuleBroken
from tenants.figures.rules import DIMENSIONS, INDICATORS, PeriodKind
from tenants.figures.selectors import DIMENSION_LABELS, INDICATOR_LABELS
from tenants.organisations.models import Network

Parameters = Mapping[str, Any]


class OfNetworkForm(ReportForm):
    """Which network: one that is coordinated from here."""

    network = forms.ChoiceField(label=gettext_lazy("Network"))
    of_centres = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = list(own_networks())
        self.fields["network"].choices = [(each.slug, each.name) for each in networks]  # type: ignore[attr-defined]
        self.published = [period for each in networks for period in published_periods(each, of_centres=self.of_centres)]

    def offer(self, field: str, *kinds: PeriodKind) -> None:
        """Let a field choose from the published periods of these kinds."""
        periods = sorted({each for each in self.published if each.kind in kinds}, key=_age, reverse=True)
        self.fields[field].choices = choices_of(periods)  # type: ignore[attr-defined]


class OfMonthForm(OfNetworkForm):
    """A published month."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("month", PeriodKind.MONTH)


class OfQuarterForm(OfNetworkForm):
    """A published quarter."""

    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("quarter", PeriodKind.QUARTER)


class OfPeriodForm(OfNetworkForm):
    """A published month, quarter or year of centres."""

    of_centres = True
    period = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("period", *PeriodKind)


class IndicatorForm(OfPeriodForm):
    """An indicator, perhaps split, of the network or of one centre."""

    indicator = forms.ChoiceField(
        label=pgettext_lazy("of the network", "Number"), choices=list(INDICATOR_LABELS.items())
    )
    dimension = forms.ChoiceField(label=gettext_lazy("Split"), required=False)
    centre = forms.ChoiceField(label=gettext_lazy("Of whom"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        splits = [(each, DIMENSION_LABELS[each]) for each in DIMENSIONS]
        centres = {str(pk): name for network in own_networks() for pk, name in centres_of(network).items()}
        self.fields["dimension"].choices = [("", gettext_lazy("not split")), *splits]  # type: ignore[attr-defined]
        self.fields["centre"].choices = [("", gettext_lazy("the whole network")), *centres.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        problem = _no_such_table(cleaned)
        if problem:
            self.add_error("period", problem)
        return cleaned


def _no_such_table(asked: Parameters) -> str:
    """Why there is no table like this; empty when there is one."""
    period, indicator = period_named(asked.get("period", "")), asked.get("indicator", "")
    if period is None or indicator not in INDICATORS:
        return ""
    of_centre = bool(asked.get("centre"))
    if period.kind not in periods_of(indicator, of_centre=of_centre):
        return _("There is no table of this number for such a period.")
    split = asked.get("dimension")
    if split and split not in dimensions_of(indicator, period.kind, of_centre=of_centre):
        return _("There is no such split of this number for such a period.")
    return ""


def choices_of(periods: Iterable[Period]) -> list[tuple[str, str]]:
    return [(each.code, period_in_words(each)) for each in periods]


def network_asked(parameters: Parameters) -> Network:
    """The network that was asked for.

    Raises:
        RuleBroken: it is not coordinated from here any more.
    """
    found = own_network(str(parameters.get("network", "")))
    if found is None:
        raise RuleBroken(_("Your organisation does not coordinate this network."))
    return found


def period_asked(parameters: Parameters, name: str) -> Period:
    """The period that was asked for.

    Raises:
        RuleBroken: it is none.
    """
    found = period_named(str(parameters.get(name, "")))
    if found is None:
        raise RuleBroken(_("Choose a period."))
    return found


def open_to(_by: Account, parameters: Parameters) -> bool:
    """Whether the network is one's own, and the centre one of its own."""
    network = own_network(str(parameters.get("network", "")))
    centre = parameters.get("centre")
    return network is not None and (not centre or centre in map(str, centres_of(network)))


def about(name: str) -> Any:
    """The words after the title of a report: the network and the period."""

    def told(parameters: Parameters) -> str:
        period = period_named(str(parameters.get(name, "")))
        network = own_network(str(parameters.get("network", "")))
        parts = [network.name if network else "", period_in_words(period) if period else ""]
        return ", ".join(part for part in parts if part)

    return told


def _age(period: Period) -> tuple[Any, int]:
    return period.starts_on, len(period.months)
