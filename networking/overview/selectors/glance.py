"""The network at a glance: eight numbers of a month, and who has not released yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from core.reports.rules.shown import local
from core.ui.rules import Text
from networking.overview.rules import (
    REMINDER,
    TILES,
    Hidden,
    Period,
    Tile,
    hidden_among,
    nearest,
    share_taken,
)
from networking.overview.selectors.published import Values, at, figures_of, states_of_network
from networking.overview.selectors.ways import Look, Way, ways_to_less_hidden
from networking.overview.selectors.words import Told, change_in_words, period_in_words, told
from tenants.figures.rules import PeriodKind, Unit
from tenants.figures.rules.spans import freezes_on, last_day_of
from tenants.figures.selectors import INDICATOR_LABELS, freshness, is_frozen
from tenants.organisations.models import Network
from tenants.organisations.selectors import members_on
from tenants.post.selectors import sent_post


@dataclass(frozen=True)
class TileView:
    """One number: what it is, of which period, how it changed, and where to look when it is hidden."""

    label: str
    period: str
    told: Told
    before: Told
    change: str
    url: Text
    more: str
    elsewhere: tuple[Way, ...]


@dataclass(frozen=True)
class Glance:
    """The page of a month."""

    period: Period
    tiles: tuple[TileView, ...]
    hidden: Hidden
    houses: int
    """Of how many centres the month's numbers are."""


def glance_of(network: Network, *, month: Period, published: Sequence[Period]) -> Glance:
    """Eight tiles, with the change against the same period a year before. A quarter is the last published one."""
    shown = [nearest(month.within(tile.period), published) or month.within(tile.period) for tile in TILES]
    values = figures_of(
        network,
        indicators=[tile.indicator for tile in TILES],
        periods=list({*shown, *(each.year_before for each in shown)}),
    )
    tiles = tuple(_tile(network, tile, period, values, published) for tile, period in zip(TILES, shown, strict=True))
    houses = at(values, "people", month).houses
    return Glance(month, tiles, hidden_among(states_of_network(network, period=month)), houses)


def _tile(network: Network, tile: Tile, period: Period, values: Values, published: Sequence[Period]) -> TileView:
    look = Look(network, tile.indicator)
    now = told(at(values, tile.indicator, period), tile.indicator)
    before = told(at(values, tile.indicator, period.year_before), tile.indicator)
    return TileView(
        label=str(INDICATOR_LABELS[tile.indicator]),
        period=period_in_words(period),
        told=now,
        before=before,
        change=change_in_words(now, before),
        url=look.at(period),
        more=_taken(values, period) if tile.indicator == "seats" else "",
        elsewhere=ways_to_less_hidden(look, period, published) if now.figure.is_hidden else (),
    )


def _taken(values: Values, period: Period) -> str:
    taken = Told(share_taken(at(values, "people", period), at(values, "seats", period)), Unit.PERCENT)
    return _("taken: %(share)s") % {"share": taken.text}


# Who has not released yet


@dataclass(frozen=True)
class Silent:
    """A centre whose figures of a month have not come. `reminded_on`: when it was last asked for them."""

    house: UUID
    name: str
    reminded_on: date | None
    may_be_reminded: bool


@dataclass(frozen=True)
class Standing:
    """Whose figures of a month are there, and when the network's tables of it are made at the latest."""

    month: date
    words: str
    members: int
    silent: tuple[Silent, ...]
    freezes_on: date
    is_frozen: bool
    is_late: bool
    """The network's tables were made without those who are missing."""

    @property
    def released(self) -> int:
        return self.members - len(self.silent)


def members_in(network: Network, period: Period) -> int:
    """How many centres belonged to the network at the end of a period."""
    return members_on(network, last_day_of(period.months[-1])).count()


def month_due(today: date) -> date:
    """The month whose figures are awaited: the last one that is over."""
    return Period(PeriodKind.MONTH, today.replace(day=1)).back(1).starts_on


def standing_of(network: Network, *, month: date, today: date) -> Standing:
    """Who has released the month and who has not, in a fixed number of queries."""
    fresh = freshness(network, month)
    missing = [each.house for each in fresh if each.state is None]
    reminders = _reminders(network, [house.pk for house in missing], month=month)
    freezes = freezes_on(month, freeze_day=network.freeze_day)
    return Standing(
        month=month,
        words=period_in_words(Period(PeriodKind.MONTH, month)),
        members=len(fresh),
        silent=tuple(
            Silent(house.pk, house.name, reminders.get(house.pk), reminders.get(house.pk) != today) for house in missing
        ),
        freezes_on=freezes,
        is_frozen=is_frozen(network, month),
        is_late=freezes <= today,
    )


def _reminders(network: Network, houses: Sequence[UUID], *, month: date) -> dict[UUID, date]:
    """When each of the centres was last reminded of a month."""
    sent = sent_post().filter(kind=REMINDER, to_house__in=houses, object_id=network.pk, body=f"{month:%Y-%m}")
    return {post.to_house_id: local(post.sent_at).date() for post in reversed(sent)}
