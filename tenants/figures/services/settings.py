"""How strictly a network hides."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.errors import RuleBroken
from tenants.figures.rules.protection.thresholds import FLOOR
from tenants.organisations.models import Network
from tenants.organisations.selectors import networks_coordinated_by
from tenants.walls.context import current_house

ROUNDINGS = (0, 5, 10)
FREEZE_DAYS = range(1, 29)


@transaction.atomic
def set_protection(*, network_id: UUID, smallest_count: int, rounding: int, freeze_day: int) -> Network:
    """Set what later publications hide, to what they are rounded and when they are frozen; what is published stays.

    Called in the OWES that coordinates the network, by a service of that house which records who did it.

    Raises:
        RuleBroken: another house's network, a limit below the floor, an unknown rounding, no day of every month.
    """
    network = networks_coordinated_by(current_house()).select_for_update().filter(pk=network_id).first()
    if network is None:
        raise RuleBroken(_("Only the organisation that coordinates the network changes its settings."))
    if smallest_count < FLOOR:
        raise RuleBroken(_("Counts below 3 are never shown."), "smallest_count")
    if rounding not in ROUNDINGS:
        raise RuleBroken(_("Counts are rounded to 5, to 10, or not at all."), "rounding")
    if rounding > smallest_count:
        raise RuleBroken(_("Rounding cannot go above the smallest count that is shown."), "rounding")
    if freeze_day not in FREEZE_DAYS:
        raise RuleBroken(_("Choose a day from 1 to 28, so that every month has it."), "freeze_day")
    network.smallest_count, network.rounding, network.freeze_day = smallest_count, rounding, freeze_day
    network.save(update_fields=["smallest_count", "rounding", "freeze_day"])
    return network
