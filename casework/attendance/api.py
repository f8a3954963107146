"""Attendance of a day for other programs: read it, and put marks."""

from datetime import date
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from casework.attendance import services
from casework.attendance.rules import Code, MarkChange, MonthStage
from casework.attendance.selectors import CODE_LABELS, Row, day_view, stays_seen_by
from casework.attendance.services import Conflict, Saved
from core.accounts.rules import Scope
from core.api.api import ApiView, Asked, Call, Told, operation
from core.api.rules import Answer, ApiProblem, Example, Mistake, Trouble

MOST_MARKS = 500
FIRST_YEAR, LAST_YEAR = 2003, 2100
"""The Act on social employment is of 2003; the calendar of holidays ends in 2100."""
DAY = {"day": OpenApiTypes.DATE}
CODES = [(each.value, CODE_LABELS[each]) for each in Code]
MEANING_OF_CODES = format_lazy(
    "{} {}",
    gettext_lazy("What the day was; null: nobody has said anything."),
    lazy(lambda: ", ".join(f"{code}: {label}" for code, label in CODES), str)(),
)
STAY = "0190b6a0-0000-7000-8000-00000000e0a1"
SOMEBODY = "0190b6a0-0000-7000-8000-00000000e001"
_PATH = "/api/v1/attendance/2026-10-14"
_MARK = {"stay": STAY, "code": "O", "hours": "6.00", "version": 1}


def _code(**options: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(CODES, allow_null=True, help_text=MEANING_OF_CODES, **options)


class DayOfPerson(Told):
    """A person's day."""

    stay = serializers.UUIDField(help_text=gettext_lazy("The participation that the mark belongs to."))
    participant = serializers.UUIDField()
    external_id = serializers.CharField(allow_null=True)
    name = serializers.CharField(help_text=gettext_lazy("Surname and first name."))
    groups = serializers.ListField(child=serializers.CharField())
    code = _code()
    hours = serializers.DecimalField(max_digits=4, decimal_places=2)
    version = serializers.IntegerField(help_text=gettext_lazy("0: the day is empty."))


class DayTold(Told):
    """A day of everybody who was here."""

    day = serializers.DateField()
    is_working = serializers.BooleanField(help_text=gettext_lazy("False on weekends, holidays and days off."))
    stage = serializers.ChoiceField([each.value for each in MonthStage])
    items = DayOfPerson(many=True)


class MarkTold(Told):
    """A mark as it is saved now."""

    stay = serializers.UUIDField()
    code = _code()
    hours = serializers.DecimalField(max_digits=4, decimal_places=2)
    version = serializers.IntegerField()


class MarksTold(Told):
    """Every mark that was sent, with its version of now."""

    saved = MarkTold(many=True)


class MarkSent(Asked):
    """What a person's day should be."""

    stay = serializers.UUIDField()
    code = _code()
    hours = serializers.DecimalField(
        max_digits=4,
        decimal_places=2,
        required=False,
        allow_null=True,
        help_text=gettext_lazy("Only with presence; without them the hours of the group's day are taken."),
    )
    version = serializers.IntegerField(
        min_value=0, max_value=10**9, help_text=gettext_lazy("As you have read it; 0 for an empty day.")
    )


class MarksSent(Asked):
    """Marks of a day; people who are not named stay as they are."""

    marks = MarkSent(many=True, min_length=1, max_length=MOST_MARKS)  # type: ignore[call-arg]  # of the list


class Attendance(ApiView):
    """One day."""

    tag = gettext_lazy("Attendance")
    access: ClassVar = {"GET": Scope.READ_ATTENDANCE, "PUT": Scope.WRITE_ATTENDANCE}

    @operation(
        "get_attendance",
        summary=gettext_lazy("Read the attendance of a day"),
        answer=DayTold,
        path=DAY,
        examples=(
            Example(
                method="GET",
                path=_PATH,
                answer={
                    "day": "2026-10-14",
                    "is_working": True,
                    "stage": "open",
                    "items": [
                        {
                            "stay": STAY,
                            "participant": SOMEBODY,
                            "external_id": "HR-0042",
                            "name": "Przykładowa Zofia",
                            "groups": ["Ogród"],
                            "code": None,
                            "hours": "0.00",
                            "version": 0,
                        }
                    ],
                },
            ),
        ),
    )
    def get(self, request: Call, day: str) -> Answer:
        wanted = _day(day)
        view = day_view(wanted, stays=stays_seen_by(request.user, since=wanted, until=wanted), account=request.user)
        services.note_reading(by=request.user, people=view.people, since=wanted, until=wanted)
        told = {
            "day": wanted,
            "is_working": view.days[0].is_working,
            "stage": view.state.stage,
            "items": [_person(row) for row in view.rows],
        }
        return Answer(data=told)

    @operation(
        "put_attendance",
        summary=gettext_lazy("Put marks of a day"),
        description=gettext_lazy(
            "All marks are saved, or none. A day that somebody changed since you read it is a conflict (409), with "
            "both values; send your mark again with their version to insist on it."
        ),
        body=MarksSent,
        answer=MarksTold,
        path=DAY,
        troubles=(Trouble.CONFLICT,),
        examples=(
            Example(
                method="PUT",
                path=_PATH,
                body={"marks": [{"stay": STAY, "code": "O", "version": 0}]},
                answer={"saved": [_MARK]},
            ),
        ),
    )
    def put(self, request: Call, day: str) -> Answer:
        wanted, sent = _day(day), request.asked["marks"]
        _insist_on_one_each(sent)
        changes = [MarkChange(mark["stay"], wanted, mark["code"], mark.get("hours"), mark["version"]) for mark in sent]
        saved = services.save_all_marks(by=request.user, changes=changes, today=timezone.localdate())
        _insist_on_all(saved, [mark["stay"] for mark in sent])
        return Answer(data={"saved": [_mark(each) for each in saved.saved]})


def _day(text: str) -> date:
    """The day that an address names."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Http404
    return day


def _person(row: Row) -> dict[str, Any]:
    cell, participant = row.cells[0], row.stay.participant
    return {
        "stay": row.stay.pk,
        "participant": participant.pk,
        "external_id": participant.external_id,
        "name": row.name,
        "groups": row.groups,
        "code": cell.code,
        "hours": f"{cell.hours:.2f}",
        "version": cell.version,
    }


def _mark(saved: Any) -> dict[str, Any]:
    return {"stay": saved.stay_id, "code": saved.code, "hours": f"{saved.hours:.2f}", "version": saved.version}


def _insist_on_one_each(sent: list[dict[str, Any]]) -> None:
    seen: set[Any] = set()
    twice = [n for n, mark in enumerate(sent) if mark["stay"] in seen or seen.add(mark["stay"])]  # type: ignore[func-returns-value]
    if twice:
        said = gettext_lazy("This person is named twice.")
        raise ApiProblem(Trouble.INVALID, mistakes=[Mistake(f"marks.{n}.stay", said) for n in twice])


def _insist_on_all(saved: Saved, stays: list[Any]) -> None:
    """Say of every mark that was not taken why; nothing was saved then.

    Raises:
        ApiProblem: some are in conflict (409), or some are refused (422).
    """
    refused = [Mistake(f"marks.{stays.index(each.stay_id)}", each.message) for each in saved.refused]
    if saved.conflicts:
        more = {"conflicts": [_conflict(each) for each in saved.conflicts]}
        raise ApiProblem(Trouble.CONFLICT, CHANGED, mistakes=refused, more=more)
    if refused:
        raise ApiProblem(Trouble.INVALID, mistakes=refused)


CHANGED = gettext_lazy("Somebody changed these days since you read them. Nothing was saved.")


def _conflict(each: Conflict) -> dict[str, Any]:
    mine = {"code": each.mine.code, "hours": each.mine.hours, "version": each.mine.base_version}
    theirs = {"code": each.theirs_code, "hours": each.theirs_hours, "version": each.theirs_version}
    return {"stay": each.stay_id, "mine": mine, "theirs": theirs}
