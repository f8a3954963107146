"""Writing to other organisations, and confirming that a letter was read."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.selectors import role_names_for_history
from core.accounts.models import Account
from core.audit.services import record
from core.letters.rules import LETTER, holds_pesel
from core.letters.selectors import addressees, received_letter
from core.notifications.services import mark_read_about, path_in_house
from tenants.errors import RuleBroken
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.post.rules import Signature
from tenants.post.services import mark_read, send_post

LETTER_ACTIONS = {
    "letters.sent": gettext_lazy("{by} wrote to {house}: “{target}”"),
    "letters.read": gettext_lazy("{by} read a letter from {house}: “{target}”"),
}


@transaction.atomic
def send_letters(*, by: Account, to: Collection[UUID], subject: str, body: str) -> list[Post]:
    """Write the same letter to one or several organisations; each gets its own copy.

    Raises:
        RuleBroken: there is a PESEL number in the text, or an addressee that cannot be written to.
    """
    _check_leaving(subject, field="subject")
    _check_leaving(body, field="body")
    return [_send(house, by=by, subject=subject, body=body) for house in _addressed(to)]


@transaction.atomic
def confirm_reading(*, by: Account, letter_id: UUID) -> None:
    """Tell the sender that the letter was read; the first reader counts. The reader's own notice of it is read too."""
    mark_read_about(by=by, url=path_in_house("letters:letter", letter_id))
    letter = received_letter(letter_id)
    if letter and letter.read_at is None:
        mark_read(letter_id)
        record(by=by, action="letters.read", target=letter, details={"house": letter.from_house.name})


def _check_leaving(text: str, *, field: str) -> None:
    if holds_pesel(text):
        raise RuleBroken(
            _("This letter leaves your organisation, so it must not hold a PESEL number. Take the number out."),
            field=field,
        )


def _addressed(to: Collection[UUID]) -> list[Organisation]:
    houses = list(addressees().filter(pk__in=list(to)))
    if not houses or len(houses) != len(set(to)):
        raise RuleBroken(_("Choose from the list who should get the letter."), field="to")
    return houses


def _send(house: Organisation, *, by: Account, subject: str, body: str) -> Post:
    signature = Signature(account=by.pk, name=by.name, function=role_names_for_history(by.roles))
    post = send_post(to_house=house, kind=LETTER, subject=subject, body=body, by=signature)
    record(by=by, action="letters.sent", target=post, details={"house": house.name})
    return post
