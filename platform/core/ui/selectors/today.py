"""The cards of Today, under their headings."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.ui.rules import Text, TodayCard, Urgency, by_urgency

URGENCY_NAMES: dict[Urgency, str | Promise] = {
    Urgency.FIRST: _("To do first"),
    Urgency.NEXT: _("To do"),
    Urgency.NEWS: _("To read"),
}


@dataclass(frozen=True)
class CardGroup:
    """Cards of Today that press alike, under a heading."""

    code: str
    name: Text
    cards: list[TodayCard]


def grouped(cards: Iterable[TodayCard]) -> list[CardGroup]:
    """Cards as Today shows them: what presses most comes first."""
    return [CardGroup(urgency.value, URGENCY_NAMES[urgency], together) for urgency, together in by_urgency(cards)]
