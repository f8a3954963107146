"""The centre's own profile, and what it asks of those who keep it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import FirstStep, TodayCard
from networking.directory.models import CentreProfile
from networking.directory.rules import WARN_CENTRE, ProfileProblem, Standing, standing
from tenants.walls.context import current_house

PROBLEMS: dict[ProfileProblem, Any] = {
    ProfileProblem.DECISION_WITHOUT_DAY: gettext_lazy("Give the day of the decision too."),
    ProfileProblem.DAY_WITHOUT_DECISION: gettext_lazy("Give the number of the decision too."),
    ProfileProblem.DECISION_AHEAD: gettext_lazy("This day has not come yet. Check the date of the decision."),
    ProfileProblem.STATUS_BEFORE_DECISION: gettext_lazy("The status cannot end before the decision that gave it."),
    ProfileProblem.STATUS_TOO_LONG: gettext_lazy("The status is granted for five years. Check both dates."),
}


def own_profile() -> CentreProfile | None:
    """What this centre tells about itself; nothing before somebody has filled it in."""
    return CentreProfile.objects.filter(house=current_house()).first()


def profile_cards(account: Account, *, today: date) -> Iterator[TodayCard]:
    """For those who keep the profile: while it is empty, and when the status is about to end."""
    if not _keeps_profile(account):
        return
    profile = own_profile()
    if profile is None:
        yield _card_of_empty_profile()
    elif profile.status_until and (card := _card_of_status(profile.status_until, today=today)):
        yield card


def _keeps_profile(account: Account) -> bool:
    """A sandbox is in no directory: nobody there is asked for its profile."""
    return account.may(Permission.PROFILE_EDIT) and not current_house().is_sandbox


def _card_of_empty_profile() -> TodayCard:
    return TodayCard(
        title=_("The profile of the centre is empty"),
        text=_("Other centres and the OWES do not see yet who runs the centre, what it does and how to reach it."),
        url=reverse("profile:edit"),
        action=_("Fill it in"),
        icon="building-community",
        tone="info",
        order=60,
    )


def _card_of_status(until: date, *, today: date) -> TodayCard | None:
    stands = standing(until, today=today, ahead=WARN_CENTRE)
    if stands == Standing.LASTS:
        return None
    ended = stands == Standing.ENDED
    sentence = (
        _("It ended on %(day)s. When there is a new decision, write it into the profile.")
        if ended
        else _("It lasts until %(day)s. Apply to the voivode for a new decision in good time.")
    )
    return TodayCard(
        title=_("The status of the centre has ended") if ended else _("The status of the centre ends"),
        text=sentence % {"day": date_format(until, "j.m.Y")},
        url=reverse("profile:edit"),
        action=_("Open the profile"),
        icon="certificate",
        tone="danger" if ended else "warning",
        order=25,
    )


def first_step_with_profile(account: Account) -> Iterator[FirstStep]:
    """The profile, for those who keep it."""
    if not _keeps_profile(account):
        return
    yield FirstStep(
        title=_("Fill in the profile of the centre"),
        text=_("Who runs it, the decision on its status, workshops, seats and contact: the network sees it."),
        url=reverse("profile:edit"),
        done=own_profile() is not None,
        order=60,
    )
