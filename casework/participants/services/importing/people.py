"""The rows of a list of people: checked, taken over together, and taken back together."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.participants.models import Participant, Stay, StayPeriod
from casework.participants.rules import Problem, granted_periods, problems_of, stay_problems
from casework.participants.rules.spreadsheets import Entry, column_of, entry_of, twins
from casework.participants.selectors import limits_on
from casework.participants.selectors.importing import Acquaintance, acquaintance_with, sentence_of
from casework.participants.services.importing.columns import PEOPLE_COLUMNS, missing_columns
from casework.participants.services.people import columns_of
from casework.participants.services.refusals import month_approved, refused_in_words
from core.access import Permission
from core.accounts.models import Account
from core.audit.services import record
from core.imports.rules import Finding, Importer, Made, Parameters, Progress, SourceRow, plain
from core.notifications.services import path_in_house
from tenants.errors import RuleBroken
from tenants.walls.identifiers import new_identifiers
from tenants.walls.pouring import pour

IMPORTED_PEOPLE_ACTIONS = {
    "participants.imported": gettext_lazy("{by} added people from a spreadsheet ({count})"),
    "participants.import_undone": gettext_lazy("{by} undid the import of people from a spreadsheet ({count})"),
}


@dataclass(frozen=True)
class OpenGroup:
    """A group that people can join, and how many seats it has left from a day on."""

    id: UUID
    free: int


class Groups(Protocol):
    """What this slice needs of groups, which stand above it."""

    def open_groups(self, *, today: date) -> Mapping[str, OpenGroup]:
        """Groups that take people, by their name in its `plain` form."""

    def join(self, *, by: Account, group_id: UUID, stay_ids: Collection[UUID], starts_on: date) -> list[UUID]:
        """Put people into a group; gives the memberships in the order of the stays."""

    def take_back(self, *, by: Account, membership_ids: Collection[UUID]) -> None:
        """Remove memberships that are still as they were made; refuses (`RuleBroken`) when one is not."""


def people_importer(groups: Groups, *, form: type[Any], approved_until: Callable[[], date | None]) -> Importer:
    """The kind of import for lists of people. `approved_until`: the last day of the latest approved month."""

    def check(
        rows: Sequence[SourceRow], *, by: Any, parameters: Parameters, today: date, moved: Progress
    ) -> list[list[Finding]]:
        open_groups = groups.open_groups(today=today)
        return check_people(rows, groups=open_groups, approved_until=approved_until(), today=today, moved=moved)

    def take_over(
        rows: Sequence[SourceRow], *, by: Any, parameters: Parameters, today: date, moved: Progress
    ) -> list[Made]:
        return take_people_over(rows, by=by, groups=groups, today=today, moved=moved)

    def undo(made: Sequence[tuple[int, Made]], *, by: Any, parameters: Parameters, today: date) -> None:
        undo_people(made, by=by, groups=groups)

    return Importer(
        kind="uczestnicy",
        label=gettext_lazy("Participants"),
        description=gettext_lazy("Your list of people, with the first day of their stay, the IPZS and the group."),
        icon="users",
        permission=Permission.PARTICIPANTS_EDIT,
        form=form,
        columns=PEOPLE_COLUMNS,
        missing=missing_columns,
        check=check,
        take_over=take_over,
        undo=undo,
    )


# Checking


def check_people(
    rows: Sequence[SourceRow],
    *,
    groups: Mapping[str, OpenGroup],
    approved_until: date | None,
    today: date,
    moved: Progress,
) -> list[list[Finding]]:
    """What is wrong with each row: in itself, against the other rows, against the people who are here already."""
    entries = {row.number: entry_of(row.values) for row in rows}
    moved(0.3)
    known = acquaintance_with(entry.person for entry in entries.values())
    moved(0.5)
    among = _twins_of(entries)
    check = _Check(groups=groups, known=known, approved_until=approved_until, today=today)
    found = []
    for count, row in enumerate(rows):
        if count % 500 == 0:
            moved(0.5 + 0.5 * count / len(rows))
        found.append([*check.findings(row, entries[row.number]), *among.get(row.number, [])])
    return found


def _twins_of(entries: Mapping[int, Entry]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for number, code, other in twins(entries):
        column = "pesel" if code == "twice-pesel" else "last_name"
        problem = Problem(column, code, details=(("row", other),))
        found.setdefault(number, []).append(Finding(column, sentence_of(problem)))
    return found


class _Check:
    """What is known while the rows are gone through; seats of groups are counted as they are given away."""

    def __init__(
        self, *, groups: Mapping[str, OpenGroup], known: Acquaintance, approved_until: date | None, today: date
    ) -> None:
        self.groups, self.known, self.today = groups, known, today
        self.approved_until, self.limits = approved_until, cache(limits_on)
        self.given: dict[UUID, int] = {}

    def findings(self, row: SourceRow, entry: Entry) -> Iterator[Finding]:
        """Everything to say about a row."""
        understood = {problem.field for problem in entry.problems if not problem.is_warning}
        problems = [*entry.problems, *problems_of(entry.person, today=self.today), *self._of_stay(entry)]
        for problem in [*problems, *self._of_group(entry)]:
            if problem in entry.problems or problem.field not in understood:
                yield _finding(problem, row)
        if acquainted := self.known.problem_with(entry.person):
            problem, person = acquainted
            yield _finding(problem, row, url=path_in_house("participants:card", person))

    def _of_stay(self, entry: Entry) -> list[Problem]:
        if entry.stay is None:
            return [Problem("starts_on", "no-stay", is_warning=True)]
        problems = stay_problems(entry.stay, today=self.today)
        return problems or self._of_limits(entry.stay.starts_on)

    def _of_limits(self, day: date) -> list[Problem]:
        try:
            self.limits(day)
        except RuleBroken as broken:
            return [_said("starts_on", broken.message)]
        if self.approved_until and day <= self.approved_until:
            return [_said("starts_on", month_approved(self.approved_until))]
        return []

    def _of_group(self, entry: Entry) -> list[Problem]:
        if not entry.group:
            return []
        if entry.stay is None:
            return [Problem("group", "group-without-stay")]
        group = self.groups.get(plain(entry.group))
        if group is None:
            return [Problem("group", "group-unknown")]
        self.given[group.id] = self.given.get(group.id, 0) + 1
        return [Problem("group", "group-full")] if self.given[group.id] > group.free else []


def _said(field: str, message: str) -> Problem:
    return Problem(field, "said", details=(("message", message),))


def _finding(problem: Problem, row: SourceRow, *, url: str = "") -> Finding:
    column = column_of(problem.field, row.values)
    return Finding(column, sentence_of(problem), is_warning=problem.is_warning, url=url)


# Taking over


def take_people_over(
    rows: Sequence[SourceRow], *, by: Account, groups: Groups, today: date, moved: Progress
) -> list[Made]:
    """Enter the people of these rows with their stays and groups, in a handful of statements."""
    entries = [entry_of(row.values) for row in rows]
    people = [
        Participant(pk=identifier, created_by=by, updated_by=by, **columns_of(entry.person))
        for identifier, entry in zip(new_identifiers(len(entries)), entries, strict=True)
    ]
    pour(people)
    moved(0.4)
    stays = _begin_stays(entries, people, by=by)
    moved(0.7)
    memberships = _join_groups(entries, stays, by=by, groups=groups, today=today)
    ids = [str(person.pk) for person in people]
    record(by=by, action="participants.imported", details={"people": ids, "count": len(ids)})
    return [
        {
            "url": path_in_house("participants:card", person.pk),
            "participant": str(person.pk),
            "stay": str(stay.pk) if stay else "",
            "membership": str(memberships.get(stay.pk, "")) if stay else "",
        }
        for person, stay in zip(people, stays, strict=True)
    ]


def _begin_stays(entries: Sequence[Entry], people: Sequence[Participant], *, by: Account) -> list[Stay | None]:
    planned = [
        Stay(pk=identifier, participant=person, created_by=by, **vars(entry.stay)) if entry.stay else None
        for identifier, entry, person in zip(new_identifiers(len(entries)), entries, people, strict=True)
    ]
    begun = [stay for stay in planned if stay]
    with refused_in_words():
        pour(begun)
        _grant_periods(begun)
    return planned


def _grant_periods(stays: Sequence[Stay]) -> None:
    """Trial and main period of each stay."""
    granted_from = {day: granted_periods(day, limits=limits_on(day)) for day in {stay.starts_on for stay in stays}}
    pour(
        [
            StayPeriod(stay=stay, kind=each.kind.value, starts_on=each.starts_on, ends_on=each.ends_on)
            for stay in stays
            for each in granted_from[stay.starts_on]
        ]
    )


def _join_groups(
    entries: Sequence[Entry], stays: Sequence[Stay | None], *, by: Account, groups: Groups, today: date
) -> dict[UUID, UUID]:
    """Memberships by stay, from the first day of each stay on."""
    named: Mapping[str, OpenGroup] = groups.open_groups(today=today) if any(each.group for each in entries) else {}
    together: dict[tuple[UUID, date], list[UUID]] = {}
    for entry, stay in zip(entries, stays, strict=True):
        if entry.group and stay:
            together.setdefault((named[plain(entry.group)].id, stay.starts_on), []).append(stay.pk)
    joined: dict[UUID, UUID] = {}
    for (group_id, day), stay_ids in together.items():
        made = groups.join(by=by, group_id=group_id, stay_ids=stay_ids, starts_on=day)
        joined |= dict(zip(stay_ids, made, strict=True))
    return joined


# Undoing


def undo_people(made: Sequence[tuple[int, Made]], *, by: Account, groups: Groups) -> None:
    """Remove the people whom an import made.

    Raises:
        RuleBroken: somebody has worked on one of them since: changed the card, the stay, a day or a group.
    """
    rows = {UUID(each["participant"]): number for number, each in made}
    memberships = [UUID(each["membership"]) for _number, each in made if each["membership"]]
    people = Participant.objects.filter(pk__in=list(rows))
    list(people.select_for_update().order_by("pk").values_list("pk"))
    stays = Stay.objects.filter(participant__in=list(rows))  # whoever marks a day locks the stay: one of us waits
    list(stays.select_for_update().order_by("pk").values_list("pk"))
    touched = _touched(people, stays=[each["stay"] for _number, each in made if each["stay"]])
    if touched or people.count() != len(rows):
        numbers = ", ".join(str(number) for number in sorted(rows[each] for each in touched))
        raise RuleBroken(
            _("Somebody has worked on people of this import since (rows: %(rows)s), so nothing was undone.")
            % {"rows": numbers or "–"}
        )
    groups.take_back(by=by, membership_ids=memberships)
    _remove(people)
    ids = [str(each) for each in rows]
    record(by=by, action="participants.import_undone", details={"people": ids, "count": len(ids)})


def _touched(people: Any, *, stays: Sequence[str]) -> list[UUID]:
    """Those who are not as the import left them."""
    theirs = Stay.objects.filter(participant__in=people)
    changed = theirs.filter(~Q(pk__in=stays) | Q(version__gt=1) | Q(marks__isnull=False))
    return sorted({*people.filter(version__gt=1).values_list("pk", flat=True),
                   *changed.order_by("participant").values_list("participant", flat=True)})  # fmt: skip


def _remove(people: Any) -> None:
    stays = Stay.objects.filter(participant__in=people)
    try:
        with refused_in_words():
            StayPeriod.objects.filter(stay__in=stays).delete()
            stays.delete()
            people.delete()
    except (ProtectedError, IntegrityError) as kept:
        raise RuleBroken(_("Somebody has worked on people of this import since, so nothing was undone.")) from kept
