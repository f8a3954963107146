"""The sheets of a day as somebody marks them on a phone: one group, five choices, who is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.attendance.models import Mark
from casework.attendance.rules import KNOWN_AHEAD, Code
from casework.attendance.selectors.calendar import Day, calendar_of
from casework.attendance.selectors.months import MonthState
from casework.attendance.selectors.people import sees_everybody, stays_seen_by
from casework.attendance.selectors.sheets import Row, day_view
from casework.attendance.selectors.wording import CODE_LABELS, Words, alarm_sentence
from casework.participants.models import Stay
from casework.workshops.models import Group, Membership
from casework.workshops.selectors import group_visible_to, groups_visible_to
from core.accounts.models import Account

CHOICES = (Code.PRESENT, Code.UNEXCUSED, Code.SICK, Code.DAY_OFF, Code.EXCUSED)
"""What a phone offers; the rest is for the month grid."""

SHORT: dict[Code, Words] = {
    Code.PRESENT: gettext_lazy("is here"),
    Code.UNEXCUSED: gettext_lazy("missing"),
    Code.SICK: gettext_lazy("ill"),
    Code.SICK_BEYOND: gettext_lazy("ill, beyond"),
    Code.DAY_OFF: gettext_lazy("off"),
    Code.EXCUSED: gettext_lazy("excused"),
    Code.NO_CLASSES: gettext_lazy("no classes"),
}
"""A word under the letters, short enough for a fifth of a phone's width."""


@dataclass(frozen=True, kw_only=True)
class GroupOfDay:
    """A group of the day with how many of its people are marked."""

    group: Group
    marked: int

    @property
    def members(self) -> int:
        return int(self.group.taken)  # type: ignore[attr-defined]  # counted by `groups_visible_to`

    @property
    def is_done(self) -> bool:
        return self.marked >= self.members


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A code that can be tapped."""

    code: Code
    letters: str
    short: Words
    meaning: Words


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """What somebody else saved meanwhile; `letters` is empty when they cleared the day."""

    letters: str
    by: str
    at: Any


@dataclass(frozen=True, kw_only=True)
class Line:
    """A person of the sheet. `hours` are written with a dot, as fields for numbers want them."""

    stay_id: UUID
    name: str
    code: str
    hours: str
    version: int
    choices: tuple[Choice, ...]
    hints: tuple[str, ...] = ()
    theirs: Theirs | None = None
    refusal: str = ""


@dataclass(frozen=True, kw_only=True)
class DaySheet:
    """A group's day. `people` are the keys of those shown, for the record of who looked."""

    group: Group
    day: Day
    state: MonthState
    lines: tuple[Line, ...]
    letters: dict[Code, str]
    people: list[str] = field(default_factory=list)

    @property
    def marked(self) -> int:
        return sum(1 for line in self.lines if line.code)

    @property
    def is_folded(self) -> bool:
        """Whether nothing is to be done here: no classes on this day, and nobody has said otherwise."""
        touched = any(line.code or line.theirs or line.refusal for line in self.lines)
        return not (self.day.is_working or self.state.is_immutable or touched)

    @property
    def offers_presence(self) -> bool:
        """Whether somebody can be marked present: classes take place, and the day has come."""
        return any(choice.code is Code.PRESENT for line in self.lines for choice in line.choices)


def groups_of_day(account: Account, *, day: date, own_only: bool) -> list[GroupOfDay]:
    """Groups that an account marks on a day, by name; `own_only`: those it leads itself, whatever it may see."""
    groups = groups_visible_to(account, day=day)
    if own_only:
        groups = groups.filter(instructor__account=account)
    marks = Mark.objects.filter(stay=OuterRef("stay"), day=day)
    of_day = Membership.objects.on(day).filter(Exists(marks), group__in=groups.order_by().values("pk"))
    counted = dict(of_day.order_by("group").values_list("group").annotate(number=Count("pk")))
    return [GroupOfDay(group=group, marked=counted.get(group.pk, 0)) for group in groups if group.taken]  # type: ignore[attr-defined]


def about_day(day: date) -> Day:
    """Whether a day has classes, and if not, why."""
    return calendar_of((day,))[0]


def group_of_sheet(account: Account, group_id: UUID, *, own_only: bool) -> Group | None:
    """The group whose sheet an account may open; None: there is none for it."""
    group = group_visible_to(account, group_id)
    if group is None or not own_only:
        return group
    return group if group.instructor and group.instructor.account_id == account.pk else None


def stays_of_sheet(account: Account, group_id: UUID, *, day: date, own_only: bool) -> set[UUID]:
    """Stays of the people on a group's sheet that an account may mark; empty where it may not open it."""
    of_group = Membership.objects.on(day).filter(group=group_id).order_by("pk")
    if own_only or not sees_everybody(account):
        of_group = of_group.filter(group__instructor__account=account)
    return set(of_group.values_list("stay", flat=True))


def people_of(stay_ids: Iterable[UUID]) -> list[str]:
    """Keys of the people behind stays, for the record of who looked."""
    keys = Stay.objects.filter(pk__in=list(stay_ids)).order_by("participant")
    return [str(key) for key in keys.values_list("participant", flat=True)]


def day_sheet(account: Account, *, group: Group, day: date, today: date) -> DaySheet:
    """A group's day for this account, in a fixed number of queries."""
    stays = stays_seen_by(account, since=day, until=day, group_id=group.pk)
    view = day_view(day, stays=stays, account=account)
    offered = [] if view.state.is_immutable else list(_offered(is_working=view.days[0].is_working, ahead=day > today))
    return DaySheet(
        group=group,
        day=view.days[0],
        state=view.state,
        lines=tuple(_line(row, offered, view.letters, group.hours_a_day) for row in view.rows),
        letters=view.letters,
        people=view.people,
    )


def _offered(*, is_working: bool, ahead: bool) -> Iterable[Code]:
    if not is_working:
        return [Code.NO_CLASSES]
    return [code for code in CHOICES if code in KNOWN_AHEAD] if ahead else CHOICES


def _line(row: Row, offered: list[Code], written: dict[Code, str], usual: Decimal) -> Line:
    cell = row.cells[0]
    codes = [*offered, cell.code] if cell.code and cell.code not in offered else offered
    hours = cell.hours if cell.code is Code.PRESENT else usual
    return Line(
        stay_id=row.stay.pk,
        name=row.name,
        code=cell.code.value if cell.code else "",
        hours=plain(hours),
        version=cell.version,
        choices=tuple(_choice(code, written) for code in codes),
        hints=tuple(_hints(row)),
    )


def _hints(row: Row) -> Iterable[str]:
    yield from (alarm_sentence(alarm) for alarm in row.alarms)
    if not row.has_plan:
        yield _("No signed programme (IPZS) yet. You can mark this person, but the month cannot be closed.")


def _choice(code: Code, written: dict[Code, str]) -> Choice:
    return Choice(code=code, letters=written[code], short=SHORT[code], meaning=CODE_LABELS[code])


def plain(hours: Decimal) -> str:
    """Hours with a dot and without needless zeros: 6, 5.5."""
    return format(hours.normalize(), "f")


def after_saving(sheet: DaySheet, *, typed: dict[UUID, Any], saved: Any) -> DaySheet:
    """The sheet as its sender left it, with what somebody else saved meanwhile and what was refused.

    The newer version is taken up: sending the sheet again is a decision for one's own value.
    """
    conflicts = {each.stay_id: each for each in saved.conflicts}
    refusals = {each.stay_id: str(each.message) for each in saved.refused}
    return replace(
        sheet,
        lines=tuple(
            _settled(
                line, typed[line.stay_id], conflicts.get(line.stay_id), refusals.get(line.stay_id, ""), sheet.letters
            )
            if line.stay_id in conflicts or line.stay_id in refusals
            else line
            for line in sheet.lines
        ),
    )


def _settled(line: Line, mine: Any, conflict: Any, refusal: str, written: dict[Code, str]) -> Line:
    left = replace(line, code=mine.code or "", refusal=refusal)
    if conflict is None:
        return left
    return replace(left, version=conflict.theirs_version, theirs=theirs_of(conflict, written))


def theirs_of(conflict: Any, written: dict[Code, str]) -> Theirs:
    """The other side of a conflict, as it is shown."""
    code = conflict.theirs_code
    letters = written[Code(code)] if code else ""
    return Theirs(letters=letters, by=conflict.theirs_by, at=conflict.theirs_at)


def strip_words() -> dict[str, Any]:
    """What the strip of a sheet says, for its script. `{n}` is a number; plural forms by how Unicode calls them."""
    numbers = {"one": 1, "few": 3, "many": 5, "other": 2}
    return {
        "offline": {form: _offline(n) for form, n in numbers.items()},
        "waiting": {form: _waiting(n) for form, n in numbers.items()},
        "signIn": {form: _sign_in(n) for form, n in numbers.items()},
        "conflict": {form: _to_settle(n) for form, n in numbers.items()},
        "saved": _("Everything is saved."),
        "sending": _("Saving…"),
        "away": _("The server does not answer. The marks are kept on this phone and sent later."),
        "foreign": _("Somebody else is signed in here. The marks stay on this phone for the account that made them."),
        "gone": _("You no longer keep a list on which marks wait, so they cannot be sent."),
        "mine": _("You"),
        "nothing": _("cleared"),
        "keepMine": _("Keep mine"),
        "takeTheirs": _("Take that one"),
        "discard": _("Discard my change"),
        "marked": _("{n} of {all} marked"),
    }


def _offline(n: int) -> str:
    return ngettext("No signal: {n} change waits to be sent", "No signal: {n} changes wait to be sent", n)


def _waiting(n: int) -> str:
    return ngettext("{n} change to save", "{n} changes to save", n)


def _sign_in(n: int) -> str:
    return ngettext("Sign in again: {n} change waits on this phone", "Sign in again: {n} changes wait on this phone", n)


def _to_settle(n: int) -> str:
    return ngettext("{n} change needs your decision", "{n} changes need your decision", n)
