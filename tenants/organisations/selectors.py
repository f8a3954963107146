"""Looking at the map of houses. Everybody may read organisations and domains; nothing here is personal."""

from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, QuerySet

from tenants.errors import NoHouse
from tenants.organisations.models import Kind, Network, NetworkMembership, Organisation, Status

HOST_CACHE_SECONDS = 300


def active_houses(*, kind: str | None = None) -> QuerySet[Organisation]:
    """Houses that may be entered, by name; of one kind or of all."""
    houses = Organisation.objects.filter(status=Status.ACTIVE).exclude(kind=Kind.PUBLIC).order_by("name")
    return houses.filter(kind=kind) if kind else houses


def active_house(schema_name: str) -> Organisation:
    """The active house of that schema.

    Raises:
        NoHouse: it never existed, is gone, or is suspended.
    """
    house = active_houses().filter(schema_name=schema_name).first()
    if house is None:
        raise NoHouse(f"there is no active house {schema_name!r}")
    return house


def house_at(host: str) -> Organisation | None:
    """The organisation that answers at this host name (lower case, without port), whatever its status."""
    key = host_cache_key(host)
    found: Organisation | None = cache.get(key)
    if found is None:
        found = Organisation.objects.filter(domains__domain=host).first()
        if found is not None:
            cache.set(key, found, HOST_CACHE_SECONDS)
    return found


def host_cache_key(host: str) -> str:
    """The name under which the answer of `house_at` is kept."""
    return f"host:{host}"


def house_url(organisation: Organisation, path: str = "/") -> str:
    """An absolute address in a house: the one way to make links outside of a request (e-mails, feeds)."""
    # Sorted here, so that a prefetched list of houses needs no query for each.
    domain = sorted(organisation.domains.all(), key=lambda each: (not each.is_primary, each.domain))[0].domain
    default_port = {"http": 80, "https": 443}[settings.OGNIWO_SCHEME]
    port = "" if default_port == settings.OGNIWO_PORT else f":{settings.OGNIWO_PORT}"
    return f"{settings.OGNIWO_SCHEME}://{domain}{port}{path}"


def members_on(network: Network, day: date) -> QuerySet[NetworkMembership]:
    """Memberships of a network that last on a day, by the centre's name."""
    lasting = Q(until__isnull=True) | Q(until__gte=day)
    return network.memberships.filter(lasting, since__lte=day).select_related("house").order_by("house__name", "id")


def network_of(house: Organisation, *, day: date) -> Network | None:
    """The network a centre belongs to on that day. In a house, row level security shows its own networks only."""
    lasting = Q(until__isnull=True) | Q(until__gte=day)
    membership = (
        NetworkMembership.objects.filter(lasting, house=house, since__lte=day).select_related("network").first()
    )
    return membership.network if membership else None


def networks_coordinated_by(owes: Organisation) -> QuerySet[Network]:
    """The networks that an OWES supports, by name."""
    return Network.objects.filter(coordinator=owes).order_by("name")
