"""Putting messages into the outbox, sending them, and forgetting what they said."""

import smtplib
from datetime import datetime
from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from core.mail.models import Mail, MailState
from core.mail.rules import BODY_IS_KEPT_FOR, TRIES, is_address, one_line, pause_after
from tenants.errors import RuleBroken
from tenants.jobs.services import complete_current_job, enqueue
from tenants.organisations.selectors import house_url
from tenants.walls.context import current_house

SEND = "core.mail.send"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
CANNOT_SEND = (OSError, smtplib.SMTPException)


# Asking


@transaction.atomic
def queue_mail(*, to: str, subject: str, body: str, kind: str) -> Mail:
    """Write to one address: one row and one job, so that no message is lost and none leaves for an act that was undone.

    Args:
        body: plain text, in the reader's language; addresses in it become links. A footer says which house writes.
        kind: what the message is about (`invitation`, `account`, or the kind of a notification).

    Raises:
        NoHouse: outside of any house.
        RuleBroken: this is not one e-mail address.
    """
    if not is_address(to):
        raise RuleBroken(_("This is not an e-mail address."), field="email")
    house = current_house()
    text = render_to_string("mail/message.txt", {"body": body.strip(), "house": house.name, "url": house_url(house)})
    mail = Mail.objects.create(to=to, subject=one_line(subject), body=text, kind=kind)
    enqueue(SEND, parameters={"mail_id": str(mail.pk)}, key=f"mail/{mail.pk}")
    return mail


# Sending


@shared_task(name=SEND)
def send_mail_now(*, mail_id: str) -> None:
    """Send one message of the outbox, once; while the mail server is away it is tried again for half a day.

    Killed between the server's answer and our note of it, the message is sent again: twice is better than never.
    """
    mail = _claimed(UUID(mail_id))
    if mail is None:
        return
    if not settings.OGNIWO_SMTP["EMAIL_HOST"]:
        _settle(
            mail,
            MailState.KEPT if settings.OGNIWO_DEMO else MailState.FAILED,
            error=_("No mail server is set up."),
        )
        return
    try:
        deliver(to=mail.to, subject=mail.subject, body=mail.body, reference=str(mail.pk))
    except CANNOT_SEND as trouble:
        _not_sent(mail, trouble, now=timezone.now())
    else:
        _settle(mail, MailState.SENT)


def deliver(*, to: str, subject: str, body: str, reference: str) -> None:
    """Hand a message to the mail server of this installation, as plain text with an HTML copy of the same words.

    Raises:
        OSError, smtplib.SMTPException: the server is away, or refuses.
    """
    message = EmailMultiAlternatives(
        one_line(subject),
        body,
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers={
            "Message-ID": f"<{reference}@{settings.OGNIWO_BASE_HOST}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=_server(),
    )
    message.attach_alternative(render_to_string("mail/message.html", {"subject": subject, "body": body}), "text/html")
    message.send()


def _server() -> Any:
    told: dict[str, Any] = {name.removeprefix("EMAIL_").lower(): value for name, value in settings.OGNIWO_SMTP.items()}
    account = {"username": told.pop("host_user"), "password": told.pop("host_password")}
    return get_connection(SMTP, fail_silently=False, **told, **account)


def is_final(trouble: Exception) -> bool:
    """Whether the server refused this very message for good, so that asking again would change nothing."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in trouble.recipients.values())
    return isinstance(trouble, smtplib.SMTPSenderRefused | smtplib.SMTPDataError) and trouble.smtp_code >= 500


def _claimed(mail_id: UUID) -> Mail | None:
    waiting = Mail.objects.filter(pk=mail_id, state=MailState.WAITING)
    return Mail.objects.get(pk=mail_id) if waiting.update(attempts=F("attempts") + 1) else None


@transaction.atomic
def _not_sent(mail: Mail, trouble: Exception, *, now: datetime) -> None:
    why = type(trouble).__name__  # never the server's own words: they may quote the message
    if is_final(trouble) or mail.attempts >= TRIES:
        _settle(mail, MailState.FAILED, error=why)
        return
    again = now + pause_after(mail.attempts)
    enqueue(SEND, parameters={"mail_id": str(mail.pk)}, key=f"mail/{mail.pk}/{mail.attempts}", run_after=again)
    _settle(mail, MailState.WAITING, error=why)


@transaction.atomic
def _settle(mail: Mail, state: MailState, *, error: str = "") -> None:
    sent_at = Now() if state == MailState.SENT else None
    Mail.objects.filter(pk=mail.pk).update(state=state, error=error, sent_at=sent_at)
    complete_current_job()


# Forgetting


@shared_task(name="core.mail.forget_bodies")
def forget_bodies() -> None:
    """Erase the texts of messages that left (or were given up) more than a day ago. The demo keeps them to look at."""
    if settings.OGNIWO_DEMO:
        return
    long_ago = Now() - BODY_IS_KEPT_FOR
    given_up = Q(state__in=(MailState.FAILED, MailState.KEPT), created_at__lt=long_ago)
    Mail.objects.filter(Q(sent_at__lt=long_ago) | given_up).exclude(body="").update(body="")
