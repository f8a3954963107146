"""What people change about their own account."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import RuleBroken


@transaction.atomic
def change_profile(*, by: Account, name: str, language: str) -> None:
    """Change one's own name and language.

    Raises:
        RuleBroken: the product does not speak this language.
    """
    choose_language(by=by, language=language)
    if name != by.name:
        before, by.name = by.name, name
        by.save(update_fields=["name"])
        record(by=by, action="account.name_changed", target=by, details={"before": before})


def choose_language(*, by: Account, language: str) -> None:
    """Remember in which language an account reads. A matter of taste, so it leaves no trace in the history.

    Raises:
        RuleBroken: the product does not speak this language.
    """
    if language not in dict(settings.LANGUAGES):
        raise RuleBroken(_("Choose one of the languages."), field="language")
    if language != by.language:
        by.language = language
        by.save(update_fields=["language"])
