"""`manage.py send_test_mail --to`: does the mail server of this installation take our messages?"""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.mail.rules import is_address
from core.mail.services import CANNOT_SEND, deliver


class Command(BaseCommand):
    """Sends one message now, past the outbox, and says what the server answered."""

    help = "Send a test message through the mail server of this installation (EMAIL_URL)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, help="the address that should receive it")

    def handle(self, *_args: Any, to: str, **_options: Any) -> None:
        if not settings.OGNIWO_SMTP["EMAIL_HOST"]:
            raise CommandError("no mail server is set up: set EMAIL_URL, such as smtp://user:password@host:587")
        if not is_address(to):
            raise CommandError(f"{to!r} is not an e-mail address")
        try:
            deliver(to=to, subject=_("Test message"), body=_("Ogniwo can send e-mail."), reference=str(uuid4()))
        except CANNOT_SEND as trouble:
            raise CommandError(f"the mail server did not take the message: {trouble}") from trouble
        self.stdout.write(f"sent to {to}")
