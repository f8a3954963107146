"""Asking a centre for its figures, and setting what is hidden."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from networking.overview.rules import REMINDER, Period
from networking.overview.selectors import period_in_words, standing_of
from tenants.errors import RuleBroken
from tenants.figures.rules import PeriodKind
from tenants.figures.services import set_protection
from tenants.organisations.models import Network, Organisation
from tenants.post.services import send_post

OVERVIEW_ACTIONS = {
    "statistics.reminded": gettext_lazy("{by} asked {house} for the figures of {month}"),
    "statistics.protected": gettext_lazy(
        "{by} set for {target}: smallest number shown {smallest_count}, rounding {rounding}, tables on day {freeze_day}"
    ),
}


@transaction.atomic
def remind(*, by: Account, network: Network, house: UUID, month: date, today: date) -> None:
    """Ask a centre for its figures of a month, as a notice to those who release there; at most once a day.

    Raises:
        RuleBroken: its figures have come, it is not of the network, or it was asked today.
    """
    Network.objects.select_for_update().get(pk=network.pk)  # two people at once are one after the other
    silent = {each.house: each for each in standing_of(network, month=month, today=today).silent}
    if house not in silent:
        raise RuleBroken(_("The figures of this month have already come, or the centre is not in the network."))
    if not silent[house].may_be_reminded:
        raise RuleBroken(_("This centre was reminded today. Give its people until tomorrow."))
    centre = Organisation.objects.get(pk=house)
    words = period_in_words(Period(PeriodKind.MONTH, month))
    post = send_post(
        to_house=centre,
        kind=REMINDER,
        subject=words,
        body=f"{month:%Y-%m}",
        by=signature_of(by),
        object_id=network.pk,
    )
    record(by=by, action="statistics.reminded", target=post, details={"house": centre.name, "month": words})


@transaction.atomic
def change_protection(*, by: Account, network: Network, smallest_count: int, rounding: int, freeze_day: int) -> None:
    """Set how strictly the network hides from the next tables on.

    Raises:
        RuleBroken: the setting is too weak, or makes no sense.
    """
    settings = {"smallest_count": smallest_count, "rounding": rounding, "freeze_day": freeze_day}
    set_protection(network_id=network.pk, **settings)
    details = {name: str(value) for name, value in settings.items()}
    record(by=by, action="statistics.protected", target=network, details=details)
