"""The centres of the networks that this house is in. Row level security shows it no other network's."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from networking.directory.models import CentreProfile
from networking.directory.rules import Standing, standing
from tenants.organisations.models import Kind, Network, NetworkMembership, Organisation
from tenants.walls.context import current_house

STANDING_LABELS: dict[Standing, Any] = {
    Standing.ENDS_SOON: _("ends soon"),
    Standing.ENDED: _("has ended"),
}
STANDING_TONES = {Standing.ENDS_SOON: "warning", Standing.ENDED: "danger"}


@dataclass(frozen=True)
class CentrePage:
    """What is known of a centre. `membership`: the latest one; None: one's own centre, which is in no network."""

    house: Organisation
    profile: CentreProfile | None
    membership: NetworkMembership | None
    is_own: bool
    today: date

    @property
    def status_until(self) -> date | None:
        return self.profile.status_until if self.profile else None

    @property
    def standing(self) -> Standing:
        return standing(self.status_until, today=self.today)

    @property
    def warning(self) -> Any:
        """What is to be noticed about its status; nothing while it simply lasts."""
        return STANDING_LABELS.get(self.standing, "")

    @property
    def tone(self) -> str:
        return STANDING_TONES.get(self.standing, "neutral")

    @property
    def is_former(self) -> bool:
        """Whether it has left the network."""
        return bool(self.membership and self.membership.until and self.membership.until < self.today)


def networks_seen() -> QuerySet[Network]:
    """The networks that this house is in or coordinates, by name."""
    return Network.objects.select_related("coordinator").order_by("name")


def listed_centres(*, named: str = "", today: date) -> list[CentrePage]:
    """Every centre of these networks whose name or place has these letters: members by name, then former members."""
    wanted = Q(house__name__icontains=named) | Q(house__profile__place__icontains=named)
    pages = [_page(each.house, membership=each, today=today) for each in _latest_memberships().filter(wanted)]
    return sorted(pages, key=lambda page: page.is_former)


def centre_page(house_id: UUID, *, today: date) -> CentrePage | None:
    """A centre of these networks, or one's own; nothing for any other."""
    membership = _latest_memberships().filter(house=house_id).first()
    if membership:
        return _page(membership.house, membership=membership, today=today)
    here = current_house()
    is_here = here.pk == house_id and here.kind == Kind.CENTRE
    return _page(Organisation.objects.select_related("profile").get(pk=here.pk), today=today) if is_here else None


def _latest_memberships() -> QuerySet[NetworkMembership]:
    later = NetworkMembership.objects.filter(house=OuterRef("house"), since__gt=OuterRef("since"))
    found = NetworkMembership.objects.filter(~Exists(later))
    return found.select_related("house__profile", "network").order_by("house__name", "id")


def _page(house: Organisation, *, membership: NetworkMembership | None = None, today: date) -> CentrePage:
    profile = getattr(house, "profile", None)
    return CentrePage(house, profile, membership, is_own=house.pk == current_house().pk, today=today)
