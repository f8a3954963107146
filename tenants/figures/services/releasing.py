"""A centre lets the figures of a month go."""

from collections.abc import Collection
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tenants.errors import RuleBroken
from tenants.figures.models import Release
from tenants.figures.rules import (
    DEFINITIONS_VERSION,
    FIGURES_RELEASED,
    MAY_BE_EXACT,
    Figures,
    figures_from,
    last_day_of,
)
from tenants.figures.selectors import latest_release
from tenants.jobs.services import enqueue
from tenants.organisations.models import Network, NetworkMembership
from tenants.organisations.selectors import network_of
from tenants.post.rules import Signature
from tenants.post.services import send_post
from tenants.walls.context import current_house

PUBLISH = "tenants.figures.publish"


@transaction.atomic
def release_figures(
    *,
    by: Signature,
    month: date,
    figures: Figures,
    exact: Collection[str],
    today: date,
    is_automatic: bool = False,
    tells_owes: bool = True,
) -> Release:
    """Let the figures of the current centre's month go to its network. A second release of a month is a correction.

    Args:
        by: whose decision it is.
        month: its first day.
        exact: the open indicators whose totals are shown as they are.
        tells_owes: leave a letter for the OWES; not when many months are let go at once.

    Raises:
        RuleBroken: the centre is in no network, or was not yet in it; the month is not over; the same was released
            before; an indicator may not be exact.
    """
    network = _network_in(month, today=today)
    _check_exact(exact)
    _one_at_a_time(month)
    before = latest_release(month)
    if before and set(before.exact) == set(exact) and figures_from(before.figures).says_the_same(figures):
        raise RuleBroken(_("These figures have been released already, and nothing has changed in them since."), "month")
    release = Release.objects.create(
        network=network,
        house=current_house(),
        month=month,
        version=before.version + 1 if before else 1,
        figures=figures.as_json(),
        exact=sorted(exact),
        definitions=DEFINITIONS_VERSION,
        is_automatic=is_automatic,
        released_by_account=by.account,
        released_by_name=by.name,
        released_by_function=by.function,
    )
    enqueue(PUBLISH, parameters={"network_id": str(network.pk)}, key=f"figures/{release.pk}")
    if tells_owes:
        _tell(network, month, by=by)
    return release


def _tell(network: Network, month: date, *, by: Signature) -> None:
    send_post(
        to_house=network.coordinator,
        kind=FIGURES_RELEASED,
        subject=f"{month:%m.%Y}",
        body=f"{month:%Y-%m}",
        by=by,
        object_id=network.pk,
    )


def _network_in(month: date, *, today: date) -> Network:
    network = network_of(current_house(), day=today)
    if network is None:
        raise RuleBroken(_("Your centre does not belong to a network now, so its figures go to nobody."), "month")
    if month.day != 1 or last_day_of(month) > today:
        raise RuleBroken(_("This month is not over yet. Figures can be released from its last day on."), "month")
    memberships = NetworkMembership.objects.filter(house=current_house(), network=network)
    if not memberships.filter(since__lte=last_day_of(month)).exists():
        raise RuleBroken(_("Your centre did not belong to the network in that month yet."), "month")
    return network


def _check_exact(exact: Collection[str]) -> None:
    if not set(exact) <= set(MAY_BE_EXACT):
        raise RuleBroken(_("Only the totals of open indicators can be shown as they are."), "exact")


def _one_at_a_time(month: date) -> None:
    """Two managers at once: the second waits for the first and then hears that nothing has changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"release {current_house().pk} {month}"])
