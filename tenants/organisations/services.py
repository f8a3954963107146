"""Changing the map of houses."""

from datetime import date

from django.core.cache import cache
from django.db import transaction

from tenants.errors import RuleBroken
from tenants.organisations.models import Kind, Network, NetworkMembership, Organisation
from tenants.organisations.selectors import host_cache_key
from tenants.walls.context import public_context


def forget_hosts(organisation: Organisation) -> None:
    """Make every process look this house's addresses up again, at once."""
    with public_context():
        cache.delete_many([host_cache_key(domain) for domain in organisation.domains.values_list("domain", flat=True)])


def set_up_network(*, slug: str, name: str, coordinator: str) -> Network:
    """A network with its OWES (the name of its schema). For the owner; asked again it answers with the one there is.

    Raises:
        RuleBroken: there is no such OWES.
    """
    owes = Organisation.objects.filter(schema_name=coordinator, kind=Kind.OWES).first()
    if owes is None:
        raise RuleBroken(f"There is no OWES {coordinator}.", "coordinator")
    return Network.objects.get_or_create(slug=slug, defaults={"name": name, "coordinator": owes})[0]


@transaction.atomic
def join_network(*, network: str, house: str, since: date) -> NetworkMembership:
    """A centre (the name of its schema) belongs to a network from that day on. For the owner; safe to repeat.

    Raises:
        RuleBroken: there is no such network or centre, it is a sandbox, or it belongs to another network.
    """
    place = Network.objects.filter(slug=network).first()
    centre = Organisation.objects.filter(schema_name=house, kind=Kind.CENTRE, is_sandbox=False).first()
    if place is None or centre is None:
        raise RuleBroken(f"There is no network {network} or no centre {house}.")
    lasting = NetworkMembership.objects.filter(house=centre, until__isnull=True).select_related("network").first()
    if lasting is None:
        return NetworkMembership.objects.create(network=place, house=centre, since=since)
    if lasting.network_id != place.pk:
        raise RuleBroken(f"{house} belongs to the network {lasting.network.slug}.", "house")
    return lasting


@transaction.atomic
def leave_network(*, house: str, until: date) -> None:
    """The centre's membership ends with that day. For the owner.

    Raises:
        RuleBroken: it belongs to none, or not yet on that day.
    """
    lasting = NetworkMembership.objects.filter(house__schema_name=house, until__isnull=True).first()
    if lasting is None or until < lasting.since:
        raise RuleBroken(f"{house} belongs to no network on that day.", "until")
    lasting.until = until
    lasting.save(update_fields=["until"])
