"""Days on which the centre is closed, and the letters of codes."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.attendance.models import ClosedDay, CodeLetter, Mark
from casework.attendance.rules import MOST_LETTERS, Code, DayKind, day_kind, month_of
from casework.attendance.selectors import letters, month_state
from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import RuleBroken


@transaction.atomic
def close_day(*, by: Account, day: date, reason: str) -> ClosedDay:
    """Say that the centre is closed on a day; whoever is marked there is cleared first, by a person.

    Raises:
        RuleBroken: no classes on that day anyway, people are marked there, or its month is approved.
    """
    _check_calendar(day)
    if day_kind(day, ()) is not DayKind.WORKING:
        raise RuleBroken(_("There are no classes on this day anyway: it is a weekend or a public holiday."), "day")
    _check_nobody_is_marked(day)
    try:
        with transaction.atomic():
            closed = ClosedDay.objects.create(day=day, reason=reason, created_by=by)
    except IntegrityError as broken:  # a mark, or the same day, came at this very moment
        _check_nobody_is_marked(day)
        raise RuleBroken(_("This day is on the list already."), "day") from broken
    record(by=by, action="attendance.day_closed", target=closed, details={"day": str(day)})
    return closed


@transaction.atomic
def open_day(*, by: Account, day: date) -> None:
    """Take a day off the list again.

    Raises:
        RuleBroken: the month is approved.
    """
    _check_calendar(day)
    for closed in ClosedDay.objects.filter(day=day):
        record(by=by, action="attendance.day_opened", target=closed, details={"day": str(day)})
        closed.delete()


def _check_calendar(day: date) -> None:
    if month_state(month_of(day)).is_immutable:
        raise RuleBroken(_("The attendance of this month is approved and can no longer be changed."), "day")


def _check_nobody_is_marked(day: date) -> None:
    count = Mark.objects.filter(day=day).exclude(code=Code.NO_CLASSES).count()
    if count:
        sentence = ngettext(
            "%(count)d person is marked on %(day)s. Clear the mark first, then close the day.",
            "%(count)d people are marked on %(day)s. Clear the marks first, then close the day.",
            count,
        )
        raise RuleBroken(sentence % {"count": count, "day": date_format(day, "j E Y")}, "day")


@transaction.atomic
def rename_letters(*, by: Account, written: Mapping[Code, str]) -> None:
    """Write several codes by other letters at once, so that two of them may also change places.

    Raises:
        RuleBroken: nothing to write a code by, too long, or the letters mean another code.
    """
    now = letters()
    wanted = {code: written.get(code, now[code]).strip() for code in Code}
    changed = [code for code in Code if wanted[code] != now[code]]
    for code in changed:
        _check_letters(code, wanted)
    CodeLetter.objects.filter(code__in=changed).delete()
    own = [CodeLetter(code=code, letters=wanted[code]) for code in changed if wanted[code] != code.value]
    CodeLetter.objects.bulk_create(own)
    for code in changed:
        record(by=by, action="attendance.letter_renamed", target_label=code.value, details={"letters": wanted[code]})


def rename_letter(*, by: Account, code: Code, written: str) -> None:
    """Write one code by other letters in this centre; its meaning stays. The statute's own letters bring it back."""
    rename_letters(by=by, written={code: written})


def _check_letters(code: Code, wanted: Mapping[Code, str]) -> None:
    letters = wanted[code]
    if not letters or len(letters) > MOST_LETTERS or not letters.isprintable() or letters[0].isdigit():
        raise RuleBroken(_("Use one to five letters or signs; the first is not a digit."), code.value)
    if len(letters.split()) > 1:
        raise RuleBroken(_("Use letters and signs without spaces."), code.value)
    others = [other for other in Code if other is not code]
    taken = {wanted[other].casefold() for other in others} | {other.value.casefold() for other in others}
    if letters.casefold() in taken:
        raise RuleBroken(_("These letters already mean another code."), code.value)
