"""What waits on the Today page because of somebody's stay. Numbers only: names stand in the list behind the link."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.parameters.rules import Parameter
from casework.parameters.selectors import values_on
from casework.participants.models import Stay, StayPeriod
from casework.participants.rules import PeriodKind, State
from casework.participants.selectors.lists import ending_between, has_participants
from casework.participants.selectors.stays import TRIAL_WARNING_DAYS
from core.access import Permission
from core.accounts.models import Account
from core.ui.rules import FirstStep, TodayCard, Tone


def cards_of_stays(account: Account, *, today: date) -> list[TodayCard]:
    """Stays and trials that end soon, and people without a plan, for those who decide about them."""
    if not account.may(Permission.PARTICIPANTS_EDIT):
        return []
    return [*_ending(today), *_trials(today), *_without_plan(today)]


def first_step(account: Account) -> list[FirstStep]:
    """A new centre begins with its people."""
    if not account.may(Permission.PARTICIPANTS_EDIT):
        return []
    return [
        FirstStep(
            title=_("Add the first participants or import them"),
            text=_("One by one, or all at once from the spreadsheet you have."),
            url=reverse("participants:list"),
            done=has_participants(),
            order=60,
        )
    ]


def _ending(today: date) -> Iterator[TodayCard]:
    """One card with everybody whose stay ends within the three warnings (1, 7 and 30 days, as the centre says)."""
    bands = list(_bands(today))
    tones: tuple[Tone, ...] = ("danger", "warning", "info")
    tone = next((tone for tone, (_first, _last, count) in zip(tones, bands, strict=True) if count), None)
    if tone:
        text = ", ".join(_band_text(*band) for band in bands if band[-1])
        yield _card(_("Stays that end soon"), f"{text}.", State.ENDING, tone=tone, order=40)


def _bands(today: date) -> Iterator[tuple[int, int, int]]:
    """From how many days on, until how many, how many people; nobody is counted twice."""
    values, first, counted = values_on(today), 0, 0
    for parameter in (Parameter.STAY_WARNING_LAST, Parameter.STAY_WARNING_SECOND, Parameter.STAY_WARNING_FIRST):
        last = values.days(parameter)
        within = ending_between(since=today, until=today + timedelta(days=last)).order_by().count()
        yield first, last, max(within - counted, 0)
        first, counted = max(first, last + 1), max(counted, within)


def _band_text(first: int, last: int, count: int) -> str:
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
    if last <= 1:
        return _("today or tomorrow: %(people)s") % {"people": people}
    return _("in %(first)d–%(last)d days: %(people)s") % {"first": first, "last": last, "people": people}


def _trials(today: date) -> Iterator[TodayCard]:
    until = today + timedelta(days=TRIAL_WARNING_DAYS)
    trials = StayPeriod.objects.filter(kind=PeriodKind.TRIAL.value, ends_on__range=(today, until))
    count = Stay.objects.on(today).filter(ends_on__isnull=True, pk__in=trials.values("stay")).order_by().count()
    if count:
        text = ngettext(
            "%(count)d person ends the trial period within 7 days. Evaluate it before the main period begins.",
            "%(count)d people end the trial period within 7 days. Evaluate it before the main period begins.",
            count,
        )
        yield _card(_("A trial period ends"), text % {"count": count}, State.TRIAL, tone="warning", order=42)


def _without_plan(today: date) -> Iterator[TodayCard]:
    count = Stay.objects.on(today).filter(plan_signed_on__isnull=True).order_by().count()
    if count:
        text = ngettext(
            "%(count)d person is here without a signed IPZS. The month cannot be closed without it.",
            "%(count)d people are here without a signed IPZS. The month cannot be closed without it.",
            count,
        )
        yield _card(_("No signed IPZS"), text % {"count": count}, State.NO_PLAN, tone="warning", order=44)


def _card(title: str, text: str, state: State, *, tone: Tone, order: int) -> TodayCard:
    url = f"{reverse('participants:list')}?stan={state.value}"
    return TodayCard(title=title, text=text, url=url, action=_("Show the list"), icon="users", tone=tone, order=order)
