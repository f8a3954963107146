"""Codes, refusals and alarms in words, and the letters by which this centre writes its codes."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.attendance.models import CodeLetter
from casework.attendance.rules import Alarm, AlarmKind, Code, DayKind, MonthStage, Problem

Words = str | Promise

CODE_LABELS: dict[Code, Words] = {
    Code.PRESENT: _("present"),
    Code.UNEXCUSED: _("unexcused absence"),
    Code.SICK: _("sick leave"),
    Code.SICK_BEYOND: _("sick leave beyond the limit"),
    Code.DAY_OFF: _("day off"),
    Code.EXCUSED: _("excused absence, unpaid"),
    Code.NO_CLASSES: _("no classes"),
}

DAY_LABELS: dict[DayKind, Words] = {
    DayKind.WORKING: _("working day"),
    DayKind.WEEKEND: _("weekend"),
    DayKind.HOLIDAY: _("public holiday"),
    DayKind.CLOSED: _("the centre is closed"),
}

STAGE_LABELS: dict[MonthStage, Words] = {
    MonthStage.OPEN: pgettext_lazy("month", "open"),
    MonthStage.SUBMITTED: pgettext_lazy("month", "submitted"),
    MonthStage.APPROVED: pgettext_lazy("month", "approved"),
    MonthStage.PAID: pgettext_lazy("month", "paid"),
}

STAGE_TONES = {
    MonthStage.OPEN: "neutral",
    MonthStage.SUBMITTED: "info",
    MonthStage.APPROVED: "success",
    MonthStage.PAID: "success",
}

PROBLEM_SENTENCES: dict[Problem, Words] = {
    Problem.NOT_YOURS: _("You do not keep the list of this person on this day."),
    Problem.OUTSIDE: _("This day lies outside of the person's stay."),
    Problem.APPROVED: _("The attendance of this month is approved and can no longer be changed."),
    Problem.UNKNOWN_CODE: _("There is no such code. Choose one from the list of codes."),
    Problem.NOT_WORKING: _(
        "There are no classes on this day: it is a weekend, a holiday or a day when you are closed."
    ),
    Problem.FUTURE: _("This day has not come yet. Only planned absences can be written down ahead."),
    Problem.HOURS: _("A day has between 0 and 24 hours."),
    Problem.HOURS_WITHOUT_PRESENCE: _("Hours belong to a day of presence; this day is an absence."),
    Problem.MEANWHILE: _("Somebody was changing this month at the same moment. Nothing was saved; save it once more."),
}

_ALARM_SENTENCES: dict[AlarmKind, Words] = {
    AlarmKind.LAST_UNEXCUSED: _(
        "Unexcused days this month: %(used)d. One more and the benefit for this month is lost (art. 15(7))."
    ),
    AlarmKind.BENEFIT_LOST: _(
        "Unexcused days this month: %(used)d, more than %(allowed)d. No benefit for this month (art. 15(7))."
    ),
    AlarmKind.SICK_LIMIT: _(
        "Sick days in this stay: %(used)d of %(allowed)d. Days beyond the limit are unpaid (art. 15(7a))."
    ),
    AlarmKind.DAY_OFF_LIMIT: _(
        "Days off in this stay: %(used)d of %(allowed)d. Days beyond the limit are unpaid (art. 15)."
    ),
}


def sentence(problem: Problem) -> Words:
    """Why a mark is not taken."""
    return PROBLEM_SENTENCES[problem]


def alarm_sentence(alarm: Alarm) -> str:
    """An alarm with its numbers and its article."""
    return str(_ALARM_SENTENCES[alarm.kind]) % {"used": alarm.used, "allowed": alarm.allowed}


def alarm_patterns() -> dict[str, Any]:
    """The sentences of alarms with gaps for numbers, for the script that counts while somebody types."""
    return {kind.value: str(words) for kind, words in _ALARM_SENTENCES.items()}


def letters() -> dict[Code, str]:
    """How this centre writes each code."""
    renamed = dict(CodeLetter.objects.values_list("code", "letters"))
    return {code: renamed.get(code.value, code.value) for code in Code}


def code_written(text: str, written: dict[Code, str]) -> Code | None:
    """The code that these letters mean here, in any case; the statute's own letters are understood as well."""
    wanted = text.strip().casefold()
    by_letters = {letters.casefold(): code for code, letters in written.items()}
    by_code = {code.value.casefold(): code for code in Code}
    return by_letters.get(wanted) or by_code.get(wanted)


def code_in_words(code: str | None, written: dict[Code, str]) -> str:
    """A code with its meaning: "ZL – sick leave"; a cleared day says so."""
    return f"{written[Code(code)]} – {CODE_LABELS[Code(code)]}" if code else str(_("nothing"))
