"""What waits on the Today page because somebody handed a spreadsheet in and has not decided yet."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.accounts.models import Account
from core.imports.rules import Stage
from core.imports.selectors.batches import batches_open_to
from core.ui.rules import TodayCard


def imports_waiting(account: Account) -> list[TodayCard]:
    """The account's own imports that wait for its word; at night they are thrown away."""
    waiting = batches_open_to(account).filter(
        uploaded_by=account, stage__in=[Stage.COLUMNS.value, Stage.PREVIEW.value], shredded_at__isnull=True
    )
    found = list(waiting.values_list("pk", flat=True))
    if not found:
        return []
    words = ngettext(
        "%(count)d file waits for your word. What is not taken over by midnight is thrown away.",
        "%(count)d files wait for your word. What is not taken over by midnight is thrown away.",
        len(found),
    )
    return [
        TodayCard(
            title=_("An import waits for you"),
            text=words % {"count": len(found)},
            url=reverse("imports:batch", args=found) if len(found) == 1 else reverse("imports:list"),
            action=_("Look at the rows"),
            icon="file-spreadsheet",
            tone="warning",
            order=30,
        )
    ]
