"""Which networks' statistics are seen from here."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from networking.overview.rules import REMINDER
from tenants.figures.rules import FIGURES_RELEASED
from tenants.organisations.models import Network
from tenants.organisations.selectors import network_of, networks_coordinated_by
from tenants.post.selectors import received_letter
from tenants.walls.context import current_house


def own_networks() -> QuerySet[Network]:
    """The networks that the current OWES coordinates, by name; of no other network there are statistics here."""
    return networks_coordinated_by(current_house())


def own_network(slug: str) -> Network | None:
    """One of them; without a name the first. None when it is not one of them."""
    return (own_networks().filter(slug=slug) if slug else own_networks()).first()


def centres_of(network: Network) -> dict[UUID, str]:
    """Every centre that is or was in the network, by name: the closed list of those one can look at."""
    memberships = network.memberships.select_related("house").order_by("house__name", "house")
    return {each.house_id: each.house.name for each in memberships}


def network_here(today: date) -> Network | None:
    """The network to which the current centre belongs."""
    return network_of(current_house(), day=today)


def month_asked_for(letter: UUID) -> str | None:
    """Which month a reminder that came here asks for, as `2026-10`; None when it is no such letter."""
    post = received_letter(letter)
    return post.body if post and post.kind == REMINDER else None


def released_in(letter: UUID) -> tuple[Network, str] | None:
    """Of which network and month a centre says here that its figures have gone; None when it is no such letter."""
    post = received_letter(letter)
    if post is None or post.object_id is None or post.kind != FIGURES_RELEASED:
        return None
    network = Network.objects.filter(pk=post.object_id).first()
    return (network, post.body) if network else None
