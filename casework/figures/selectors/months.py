"""Months of the centre: what would leave, what has left, and what is to be done next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from casework.attendance.models import Mark, MonthClosing
from casework.attendance.rules import last_day_of, month_of
from casework.benefits.selectors import month_code
from casework.figures.models import FiguresDecision
from casework.figures.rules import Change, Standing, changes_between, goes_by_itself_on, seal_of, standing_of
from casework.figures.selectors.facts import count_months
from casework.figures.selectors.words import (
    STANDING_LABELS,
    STANDING_TONES,
    automatic_in_words,
    exact_in_words,
)
from core.reports.forms import month_in_words
from tenants.figures.models import Receipt, Release
from tenants.figures.rules import Figures, figures_from
from tenants.figures.selectors import own_releases
from tenants.organisations.models import Network, NetworkMembership
from tenants.organisations.selectors import network_of
from tenants.walls.context import current_house

LAST_MONTH_OF_YEAR = 12
USUAL_SMALLEST = 5
"""What networks begin with; only shown where there is no network."""


@dataclass(frozen=True)
class Ties:
    """The network that the centre belongs to today, since when, and what its manager decided about figures.

    `newest_closed`: the latest month whose attendance is approved.
    """

    today: date
    network: Network | None
    since: date | None
    decision: FiguresDecision | None
    newest_closed: date | None

    @property
    def exact(self) -> list[str]:
        """Indicators to be shown exactly; none before anybody decided."""
        return self.decision.exact if self.decision else []

    @property
    def after_days(self) -> int | None:
        return self.decision.automatic_after_days if self.decision else None

    def covers(self, month: date) -> bool:
        """Whether figures of this month may go to the network."""
        return self.since is not None and self.since <= last_day_of(month)


@dataclass(frozen=True, kw_only=True)
class MonthView:
    """A month between the centre and the OWES. `figures` as they are now, None while the attendance is not approved;
    `versions`: what has been released, the latest first."""

    month: date
    ties: Ties
    closing: MonthClosing | None
    figures: Figures | None
    versions: tuple[Release, ...]

    @property
    def code(self) -> str:
        return month_code(self.month)

    @property
    def label(self) -> str:
        return month_in_words(self.month)

    @property
    def is_over(self) -> bool:
        """Whether its last day has come."""
        return last_day_of(self.month) <= self.ties.today

    @property
    def released(self) -> Release | None:
        return self.versions[0] if self.versions else None

    @cached_property
    def released_figures(self) -> Figures | None:
        return figures_from(self.released.figures) if self.released else None

    @cached_property
    def standing(self) -> Standing:
        return standing_of(
            is_member=self.ties.covers(self.month), computed=self.figures, released=self.released_figures
        )

    @property
    def standing_label(self) -> Any:
        return STANDING_LABELS[self.standing]

    @property
    def tone(self) -> str:
        return STANDING_TONES[self.standing]

    @property
    def shown(self) -> Figures | None:
        """What the page is about: what would leave, or else what has left."""
        return self.figures or self.released_figures

    @property
    def exact(self) -> list[str]:
        """Indicators that are shown exactly: by the present choice, or by that of what has left."""
        return self.ties.exact if self.figures or not self.released else self.released.exact

    @property
    def smallest(self) -> int:
        """The smallest number of people that the network's tables show."""
        return (
            self.ties.network.smallest_count if self.ties.network else Network._meta.get_field("smallest_count").default
        )

    @property
    def people(self) -> int | None:
        return int(self.shown.totals["people"]) if self.shown else None

    @property
    def has_money(self) -> bool:
        return self.figures is not None and "benefits" in self.figures.totals

    @property
    def changes(self) -> list[Change]:
        """What a correction would change."""
        now, before = self.figures, self.released_figures
        return changes_between(before, now) if now and before and self.standing is Standing.CORRECTION else []

    @property
    def choice_changed(self) -> bool:
        """Whether the manager has chosen other exact indicators since the release."""
        return self.released is not None and set(self.released.exact) != set(self.ties.exact)

    @property
    def is_to_go(self) -> bool:
        """Whether something waits to be released."""
        return self.standing in {Standing.READY, Standing.CORRECTION}

    @property
    def may_go(self) -> bool:
        """Whether there is something to release, be it only another choice of what is exact."""
        return self.is_to_go or (self.standing is Standing.RELEASED and self.choice_changed)

    @property
    def seal(self) -> str:
        return seal_of(self.figures, exact=self.ties.exact) if self.figures else ""

    @property
    def goes_by_itself_on(self) -> date | None:
        """When the figures go without anybody; only for those that have not gone at all."""
        waits = self.standing in {Standing.OPEN, Standing.READY}
        return goes_by_itself_on(self.month, after_days=self.ties.after_days) if waits else None


def ties(today: date) -> Ties:
    """What binds the centre to a network today. Four queries."""
    network = network_of(current_house(), day=today)
    memberships = NetworkMembership.objects.filter(house=current_house(), network=network).order_by("since")
    first = memberships.first() if network else None
    closed = MonthClosing.objects.filter(approved_at__isnull=False).order_by("-month").first()
    return Ties(today, network, first.since if first else None, decision_now(), closed.month if closed else None)


def decision_now() -> FiguresDecision | None:
    """What counts of the manager's decisions: the newest."""
    return FiguresDecision.objects.select_related("decided_by").first()


@dataclass(frozen=True)
class DecisionRow:
    """A decision in words."""

    at: datetime
    by_name: str
    exact: str
    automatic: str


def decisions() -> list[DecisionRow]:
    """Every decision about figures, the newest first."""
    made = FiguresDecision.objects.select_related("decided_by")
    return [
        DecisionRow(each.decided_at, each.decided_by.name, exact_in_words(each.exact), automatic_in_words(each))
        for each in made
    ]


def years(today: date) -> list[int]:
    """Years in which attendance was kept, the latest first; always with the present one."""
    kept = {each.year for each in Mark.objects.dates("day", "year")}
    return sorted({each for each in kept if each <= today.year} | {today.year}, reverse=True)


def months_of_year(year: int, *, bonds: Ties) -> list[MonthView]:
    """The months of a year up to now in which something was kept, the latest first."""
    whole_year = {"day__gte": date(year, 1, 1), "day__lte": date(year, LAST_MONTH_OF_YEAR, 31)}
    kept = set(Mark.objects.filter(**whole_year).dates("day", "month"))
    closed = MonthClosing.objects.filter(month__year=year).order_by("month").values_list("month", flat=True)
    listed = sorted({each for each in kept.union(closed) if each <= month_of(bonds.today)}, reverse=True)
    return views_of(listed, bonds=bonds)


def receipt_of(month: date) -> Receipt | None:
    """What became of the month's last release: whether it is in the tables."""
    return Receipt.objects.filter(house=current_house(), month=month).order_by("-version").first()


def month_view(month: date, *, today: date) -> MonthView:
    """One month, with all its versions. `month` is its first day."""
    return views_of([month], bonds=ties(today))[0]


def views_of(months: Collection[date], *, bonds: Ties) -> list[MonthView]:
    """These months, in their order, in as many queries for twelve as for one."""
    closings = {each.month: each for each in MonthClosing.objects.filter(month__in=list(months))}
    versions: dict[date, list[Release]] = {}
    for release in own_releases().filter(month__in=list(months)):
        versions.setdefault(release.month, []).append(release)
    counted = count_months({each.month: each.version for each in closings.values() if each.approved_at})
    return [
        MonthView(
            month=month,
            ties=bonds,
            closing=closings.get(month),
            figures=_with_seats_of_then(counted.get(month), month, versions.get(month, ()), bonds),
            versions=tuple(versions.get(month, ())),
        )
        for month in months
    ]


def _with_seats_of_then(
    figures: Figures | None, month: date, versions: Iterable[Release], bonds: Ties
) -> Figures | None:
    """Seats are not dated: those of a released month stay as they were, until the next month is closed they may be
    put right."""
    released = next(iter(versions), None)
    if figures is None or released is None or month == bonds.newest_closed:
        return figures
    seats = figures_from(released.figures).totals["seats"]
    return replace(figures, totals={**figures.totals, "seats": seats})
