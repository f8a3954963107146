"""Telling people, by bell and by e-mail, and remembering what they read and chose."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.accounts.models import Account
from core.audit.services import record
from core.mail.services import queue_mail
from core.notifications.models import Notification, NotificationPreference
from core.notifications.rules import ARRIVALS, KINDS, Channels, channels
from core.notifications.selectors import accounts_that_may, choices_of
from tenants.jobs.services import complete_current_job
from tenants.organisations.selectors import house_url
from tenants.post.selectors import received_letter
from tenants.post.services import mark_delivered
from tenants.walls.context import current_house

NOTIFICATION_ACTIONS = {
    "notifications.chosen": _("{by} changed which notices reach them"),
}


# Telling


@transaction.atomic
def notify(*, accounts: Iterable[Account], kind: str, title: Any, body: Any = "", url: str = "") -> None:
    """Tell people something, each in the ways and in the language they chose. Ended accounts are left out.

    Args:
        kind: a registered kind of notice.
        title: one sentence; like `body` a text or a lazy translation. Never anything about a participant's health,
            addictions or past: e-mail leaves the house.
        url: a path in this house to open.

    Raises:
        KeyError: the kind is not registered.
    """
    told = [account for account in accounts if account.is_active]
    chosen = choices_of(told, kind=kind)
    notices = []
    for account in told:
        ways = channels(KINDS[kind], chosen.get(account.pk, {}).get(kind))
        with override(account.language):
            words = {"title": str(title)[:200], "body": str(body)[:500]}
            if ways.bell:
                notices.append(Notification(account=account, kind=kind, url=url, **words))
            if ways.email and account.email:
                _write_to(account.email, kind=kind, url=url, **words)
    Notification.objects.bulk_create(notices)


def _write_to(email: str, *, kind: str, title: str, body: str, url: str) -> None:
    lines = [line for line in (body, house_url(current_house(), url) if url else "") if line]
    queue_mail(to=email, subject=title, body="\n\n".join([title, *lines]), kind=kind)


# Post from other houses


@shared_task(name="core.notifications.deliver_post")
def deliver_post(*, post_id: str) -> None:
    """Turn a letter that has arrived into notices for those who may read letters. A second run does nothing."""
    with transaction.atomic():
        post = received_letter(UUID(post_id))
        arrival = ARRIVALS.get(post.kind) if post else None
        if post and arrival and post.delivered_at is None:
            notify(
                accounts=accounts_that_may(arrival.permission),
                kind=arrival.notification,
                title=_Sentence(arrival.title, sender=post.from_house.name, subject=post.subject),
                url=path_in_house(arrival.url_name, post.object_id if arrival.opens_object else post.pk),
            )
        mark_delivered(UUID(post_id))
        complete_current_job()


class _Sentence:
    """A lazy sentence with words in it, put together in each reader's language."""

    def __init__(self, sentence: Any, **words: str) -> None:
        self.sentence, self.words = sentence, words

    def __str__(self) -> str:
        return str(self.sentence).format(**self.words)


def path_in_house(url_name: str, *args: object) -> str:
    """The path of a page of the current house, also outside of a request."""
    urlconf = str(settings.TENANT_TYPES[current_house().kind]["URLCONF"])
    return reverse(url_name, urlconf=urlconf, args=args)


# Reading


def mark_read(*, by: Account, notification_id: UUID) -> None:
    """The account has read one of its notices. Somebody else's stays as it is."""
    Notification.objects.filter(account=by, pk=notification_id).unread().update(read_at=Now())


def mark_read_about(*, by: Account, url: str) -> None:
    """The account has seen the page that its notices lead to, on whatever way it came there."""
    Notification.objects.filter(account=by, url=url).unread().update(read_at=Now())


def mark_all_read(*, by: Account) -> None:
    """The account has read all its notices."""
    Notification.objects.filter(account=by).unread().update(read_at=Now())


# Choosing


@transaction.atomic
def choose_channels(*, by: Account, chosen: Mapping[str, Channels]) -> None:
    """Remember how each kind of notice should reach the account. Kinds that concern its safety stay as they are."""
    rows = [
        NotificationPreference(account=by, kind=code, bell=ways.bell, email=ways.email)
        for code, ways in chosen.items()
        if not KINDS[code].security
    ]
    NotificationPreference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account", "kind"], update_fields=["bell", "email"]
    )
    record(by=by, action="notifications.chosen")
