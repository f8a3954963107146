"""The address at which calendar programs fetch a house's meetings."""

from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.audit.services import record
from networking.meetings.models import CalendarFeed
from tenants.walls.context import current_house

FEED_ACTIONS = {
    "feeds.made": gettext_lazy("{by} made a new calendar address; the one before stopped working"),
    "feeds.ended": gettext_lazy("{by} switched the calendar address off"),
}
SECRET_BYTES = 32


@transaction.atomic
def make_feed_address(*, by: Account) -> str:
    """A new secret address; the one before is worth nothing from now on.

    Returns:
        the secret, which nobody can look up later: the row holds its hash.
    """
    secret = token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.update_or_create(
        house=current_house(), defaults={"secret_hash": sha256(secret.encode()).hexdigest(), "made_at": Now()}
    )
    record(by=by, action="feeds.made")
    return secret


@transaction.atomic
def end_feed(*, by: Account) -> None:
    """No address works any more."""
    CalendarFeed.objects.filter(house=current_house()).delete()
    record(by=by, action="feeds.ended")
