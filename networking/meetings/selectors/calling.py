"""What can be chosen when a meeting is called."""

from datetime import date

from django.db.models import QuerySet

from networking.meetings.models import Meeting
from tenants.organisations.models import Network, NetworkMembership
from tenants.organisations.selectors import networks_coordinated_by
from tenants.walls.context import current_house


def networks_here() -> QuerySet[Network]:
    """The networks whose meetings this house calls, by name."""
    return networks_coordinated_by(current_house())


def centres_to_invite(*, day: date) -> QuerySet[NetworkMembership]:
    """Centres that belong, on that day or later, to a network that this house coordinates, by name."""
    memberships = NetworkMembership.objects.filter(network__coordinator=current_house())
    lasting = memberships.exclude(until__lt=day).select_related("house", "network")
    return lasting.order_by("network__name", "house__name", "id")


def earlier_series() -> list[str]:
    """Names of series that this house has used, in the order of the alphabet."""
    used = Meeting.objects.filter(convener=current_house()).exclude(series="").order_by("series")
    return list(used.values_list("series", flat=True).distinct())
