"""Django's way to send mail, ending in our outbox: a message and its job are rows of the caller's transaction."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core.mail.services import queue_mail


class QueueBackend(BaseEmailBackend):
    """Everything that Django and its libraries send goes through here, as plain text without attachments."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments or message.content_subtype != "plain":
                raise ValueError("messages are plain text and carry links to files, never files")
            for address in message.recipients():
                queue_mail(to=address, subject=str(message.subject), body=str(message.body), kind="account")
        return len(email_messages)
