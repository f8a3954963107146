"""Writing to other organisations, and confirming that a letter was read."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from core.letters.rules import LETTER
from core.letters.selectors import addressees, received_letter
from core.notifications.services import mark_read_about, path_in_house
from core.screening.services import check_shared
from tenants.errors import RuleBroken
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.post.services import mark_read, send_post

LETTER_ACTIONS = {
    "letters.sent": gettext_lazy("{by} wrote to {house}: “{target}”"),
    "letters.read": gettext_lazy("{by} read a letter from {house}: “{target}”"),
}


@transaction.atomic
def send_letters(*, by: Account, to: Collection[UUID], subject: str, body: str, anyway: str = "") -> list[Post]:
    """Write the same letter to one or several organisations; each gets its own copy.

    Raises:
        RuleBroken: there is a PESEL number in the text, or an addressee that cannot be written to.
        NamesSomebody: a participant seems to be named; `anyway` is what the author has confirmed.
    """
    check_shared({"subject": subject, "body": body}, by=by, target=_("a letter"), anyway=anyway)
    return [_send(house, by=by, subject=subject, body=body) for house in _addressed(to)]


@transaction.atomic
def confirm_reading(*, by: Account, letter_id: UUID) -> None:
    """Tell the sender that the letter was read; the first reader counts. The reader's own notice of it is read too."""
    mark_read_about(by=by, url=path_in_house("letters:letter", letter_id))
    letter = received_letter(letter_id)
    if letter and letter.read_at is None:
        mark_read(letter_id)
        record(by=by, action="letters.read", target=letter, details={"house": letter.from_house.name})


def _addressed(to: Collection[UUID]) -> list[Organisation]:
    houses = list(addressees().filter(pk__in=list(to)))
    if not houses or len(houses) != len(set(to)):
        raise RuleBroken(_("Choose from the list who should get the letter."), field="to")
    return houses


def _send(house: Organisation, *, by: Account, subject: str, body: str) -> Post:
    post = send_post(to_house=house, kind=LETTER, subject=subject, body=body, by=signature_of(by))
    record(by=by, action="letters.sent", target=post, details={"house": house.name})
    return post
