"""Where one can look: addresses of indicators, each from a closed list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse_lazy
from django.utils.http import urlencode
from django.utils.text import format_lazy

from core.ui.rules import Text
from networking.overview.rules import Period, longer_ways
from networking.overview.selectors.words import period_in_words
from tenants.figures.selectors import INDICATOR_LABELS
from tenants.organisations.models import Network


@dataclass(frozen=True)
class Way:
    """Where else to look. `current`: one is there already."""

    label: str
    url: Text
    current: bool = False


@dataclass(frozen=True)
class Look:
    """Which tables are looked at: an indicator of a network or of one of its centres, split by a dimension."""

    network: Network
    indicator: str
    dimension: str = ""
    house: UUID | None = None

    def at(self, period: Period) -> Text:
        """The address of these tables in a period. Worked out where a page shows it: a paper has no addresses."""
        asked = {"okres": period.code, "podzial": self.dimension, "centrum": str(self.house or "")}
        path = reverse_lazy("overview:indicator", args=[self.network.slug, self.indicator])
        return format_lazy("{}?{}", path, urlencode({name: value for name, value in asked.items() if value}))


def ways_to_less_hidden(look: Look, period: Period, published: Sequence[Period]) -> tuple[Way, ...]:
    """The longer periods in which less is hidden."""
    return tuple(
        Way(
            f"{INDICATOR_LABELS[instead]}: {period_in_words(longer)}",
            replace(look, indicator=instead).at(longer),
        )
        for instead, longer in longer_ways(look.indicator, period, published)
    )
