"""The letters that this organisation received and sent. Row level security holds back everybody else's."""

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import Permission
from core.accounts.models import Account
from core.letters.rules import LETTER
from core.ui.rules import TodayCard
from tenants.organisations.models import Organisation
from tenants.organisations.selectors import active_houses
from tenants.post.models import Post
from tenants.post.selectors import received_post, sent_post
from tenants.walls.context import current_house


def received_letters() -> QuerySet[Post]:
    """Letters that have arrived, the latest first."""
    return received_post().filter(kind=LETTER, delivered_at__isnull=False)


def sent_letters() -> QuerySet[Post]:
    """Letters that people of this organisation wrote, the latest first."""
    return sent_post().filter(kind=LETTER)


def received_letter(letter_id: UUID) -> Post | None:
    """One letter that has arrived here; nothing when there is none."""
    return received_letters().filter(pk=letter_id).first()


def sent_letter(letter_id: UUID) -> Post | None:
    """One letter that was written here; nothing when there is none."""
    return sent_letters().filter(pk=letter_id).first()


def unread_letters() -> int:
    """How many letters wait here for somebody to read them."""
    return received_letters().filter(read_at__isnull=True).count()


def addressees() -> QuerySet[Organisation]:
    """Whom one can write to: every open organisation but one's own and sandboxes, by name."""
    return active_houses().filter(is_sandbox=False).exclude(pk=current_house().pk)


def letters_waiting(account: Account) -> list[TodayCard]:
    """The card of the Today page for those who may read letters, while there are new ones."""
    count = unread_letters() if account.may(Permission.LETTERS_VIEW) else 0
    if not count:
        return []
    text = ngettext("%(count)d letter has not been read yet.", "%(count)d letters have not been read yet.", count)
    return [
        TodayCard(
            title=_("New letters"),
            text=text % {"count": count},
            url=reverse("letters:list"),
            action=_("Read them"),
            icon="mail",
            tone="neutral",
            order=30,
        )
    ]
