"""Changing the map of houses."""

from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from tenants.errors import RuleBroken
from tenants.organisations.models import Kind, Network, NetworkMembership, Organisation
from tenants.organisations.selectors import host_cache_key
from tenants.walls.context import house_context, public_context


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
    lasting = _membership_after(centre, day=since)
    if lasting is None:
        joined = NetworkMembership.objects.create(network=place, house=centre, since=since)
        _put_on_record(centre, action="house.joined", details={"network": place.name, "since": since.isoformat()})
        return joined
    if lasting.network_id != place.pk or lasting.until:
        until = f" until {lasting.until}" if lasting.until else ""
        raise RuleBroken(f"{house} belongs to the network {lasting.network.slug}{until}.", "house")
    return lasting


def _membership_after(centre: Organisation, *, day: date) -> NetworkMembership | None:
    """A membership that lasts on the day or begins later; a new one would overlap it."""
    overlapping = NetworkMembership.objects.filter(Q(until__isnull=True) | Q(until__gte=day), house=centre)
    return overlapping.select_related("network").order_by("since", "id").first()


@transaction.atomic
def leave_network(*, house: str, until: date) -> None:
    """The centre's membership ends with that day. For the owner.

    Raises:
        RuleBroken: it belongs to none, or not yet on that day.
    """
    lasting = (
        NetworkMembership.objects.filter(house__schema_name=house, until__isnull=True)
        .select_related("house", "network")
        .first()
    )
    if lasting is None or until < lasting.since:
        raise RuleBroken(f"{house} belongs to no network on that day.", "until")
    lasting.until = until
    lasting.save(update_fields=["until"])
    details = {"network": lasting.network.name, "until": until.isoformat()}
    _put_on_record(lasting.house, action="house.left", details=details)


def _put_on_record(house: Organisation, *, action: str, details: dict[str, str]) -> None:
    """In the history of the house it concerns, as the operator's act."""
    with house_context(house):
        import_string(settings.OPERATOR_RECORD)(action=action, details=details)
