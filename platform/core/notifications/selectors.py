"""What is on the bell of an account, and what it chose."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.accounts.models import Account
from core.notifications.models import Notification, NotificationPreference
from core.notifications.rules import Channels
from core.ui.rules import TodayCard

ON_THE_BELL = 6


def unread_count(account: Account) -> int:
    """How many notices the account has not read."""
    return Notification.objects.filter(account=account).unread().count()


def latest(account: Account) -> QuerySet[Notification]:
    """The few notices under the bell, the latest first."""
    return notifications_of(account)[:ON_THE_BELL]


def notifications_of(account: Account) -> QuerySet[Notification]:
    """All notices of the account, the latest first."""
    return Notification.objects.filter(account=account).order_by("-created_at", "-id")


def notification_of(account: Account, notification_id: UUID) -> Notification | None:
    """One notice of the account; nothing when it is somebody else's."""
    return notifications_of(account).filter(pk=notification_id).first()


def chosen_by(account: Account) -> dict[str, Channels]:
    """What the account chose, by kind."""
    return choices_of([account], kind=None).get(account.pk, {})


def choices_of(accounts: Iterable[Account], *, kind: str | None) -> dict[UUID, dict[str, Channels]]:
    """What these accounts chose for one kind (or for every kind), in one query."""
    rows = NotificationPreference.objects.filter(account__in=list(accounts)).order_by("pk")
    found: dict[UUID, dict[str, Channels]] = {}
    for row in rows.filter(kind=kind) if kind else rows:
        found.setdefault(row.account_id, {})[row.kind] = Channels(bell=row.bell, email=row.email)
    return found


def accounts_that_may(permission: str) -> list[Account]:
    """Who of this house may do it, by name. Roles are code, so the table of roles is asked and not the database."""
    return [account for account in Account.objects.active().order_by("name", "id") if account.may(permission)]


def notices_waiting(account: Account) -> list[TodayCard]:
    """The card of the Today page while there are notices that the account has not read."""
    count = unread_count(account)
    if not count:
        return []
    text = ngettext("%(count)d notice has not been read yet.", "%(count)d notices have not been read yet.", count)
    return [
        TodayCard(
            title=_("New notices"),
            text=text % {"count": count},
            url=reverse("notifications:list"),
            action=_("See them"),
            icon="bell",
            tone="neutral",
            order=20,
        )
    ]
