"""What this OWES has asked to be founded, and how far it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Account
from networking.directory.rules import FoundingProblem
from tenants.organisations.models import Network
from tenants.organisations.selectors import house_url, networks_coordinated_by
from tenants.provisioning.models import UNFINISHED, FoundingRequest
from tenants.provisioning.rules import LAST_STEP, FoundingState
from tenants.provisioning.selectors import foundings
from tenants.walls.context import current_house

STATE_LABELS: dict[str, Any] = {
    FoundingState.WAITING.value: _("waits for its turn"),
    FoundingState.RUNNING.value: _("is being founded"),
    FoundingState.DONE.value: _("founded"),
    FoundingState.FAILED.value: _("could not be founded"),
}
PROBLEMS: dict[FoundingProblem, Any] = {
    FoundingProblem.AGREEMENT_AHEAD: _("This day has not come yet. A centre is founded once the agreement is signed."),
    FoundingProblem.AGREEMENT_TOO_OLD: _("Agreements of art. 28 GDPR exist since 25 May 2018. Check the date."),
    FoundingProblem.RESERVED: _("This word is reserved for the platform. Choose another address."),
    FoundingProblem.ADDRESS_TAKEN: _("This address is taken. Choose another one, with the name of the place perhaps."),
    FoundingProblem.NAME_TAKEN: _("There already is an organisation with this name. Is the centre perhaps here yet?"),
    FoundingProblem.OWN_ACCOUNT: _(
        "This is the address of somebody who has an account in your organisation. The centre's manager must be"
        " somebody else: the support body does not enter the data of a centre."
    ),
}
SHOWN_FOR = timedelta(days=30)


def own_networks() -> QuerySet[Network]:
    """The networks into which this OWES may have centres founded."""
    return networks_coordinated_by(current_house())


def has_account(email: str) -> bool:
    """Whether somebody of this house signs in with this address, or once did."""
    return bool(Account.objects.filter(Q(email__iexact=email) | Q(username__iexact=email)).exists())


@dataclass(frozen=True)
class FoundingPage:
    """A founding for the screen. `url`: the address of the centre once it is there."""

    asked: FoundingRequest
    label: Any
    url: str

    @property
    def is_finished(self) -> bool:
        return self.asked.state not in UNFINISHED

    @property
    def is_founded(self) -> bool:
        return self.asked.state == FoundingState.DONE

    @property
    def part(self) -> int | None:
        """How much is done, in percent; nothing while it waits."""
        return round(100 * self.asked.step / LAST_STEP) if self.asked.step else None

    @property
    def address(self) -> str:
        return f"{self.asked.slug}.{settings.OGNIWO_BASE_HOST}"


def _page(asked: FoundingRequest) -> FoundingPage:
    url = house_url(asked.house) if asked.house else ""
    return FoundingPage(asked, STATE_LABELS[asked.state], url)


def founding_page(founding_id: UUID) -> FoundingPage | None:
    """One founding that this OWES asked for."""
    asked = foundings().filter(pk=founding_id).first()
    return _page(asked) if asked else None


def foundings_to_show(*, now: datetime) -> list[FoundingPage]:
    """What is being founded, and what was in the last days, the latest first."""
    recent = Q(state__in=UNFINISHED) | Q(finished_at__gt=now - SHOWN_FOR)
    return [_page(asked) for asked in foundings().filter(recent).prefetch_related("house__domains")]
