"""The doors: follow changes, find, read, add and change people."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.participants import services
from casework.participants.api import examples
from casework.participants.api.shapes import (
    PeopleFound,
    PeoplePage,
    PeopleSought,
    PeopleWanted,
    Person,
    PersonChanged,
    PersonGone,
    PersonListed,
    PersonNew,
)
from casework.participants.rules import TELLING, NewStay, PersonData, Problem, problems_of, tidied
from casework.participants.selectors import data_of, namesakes, participant_for, person_with_pesel, sentence
from casework.participants.selectors.feeds import MAY_YET_APPEAR, changes_since, people_named
from core.access import Permission
from core.accounts.rules import Scope
from core.api.api import ApiView, Call, Receipt, operation
from core.api.rules import Answer, ApiProblem, Mistake, Trouble, tag_of
from core.api.selectors import cursor_of, position_of
from tenants.errors import ChangedMeanwhile

TAG = gettext_lazy("Participants")
OF_A_PERSON = frozenset(each.name for each in fields(PersonData))


class Participants(ApiView):
    """Everybody, page by page; and the way in for somebody new."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_PARTICIPANTS, "POST": Scope.WRITE_PARTICIPANTS}

    @operation(
        "list_participants",
        summary=gettext_lazy("List and follow people"),
        description=gettext_lazy(
            "Read the whole list once, then ask with updated_since for what changed. The reading is on record."
        ),
        query=PeopleWanted,
        answer=PeoplePage,
        examples=(examples.LIST,),
    )
    def get(self, request: Call) -> Answer:
        asked, moment = request.asked, timezone.now()
        page = changes_since(
            request.user,
            since=asked.get("updated_since"),
            after=position_of(asked.get("cursor", "")),
            external_id=asked.get("external_id", ""),
            size=asked["limit"],
        )
        _note(request, "participants.listed", page.people)
        told = {
            "items": [PersonListed.of(each) for each in page.people],
            "deleted": [PersonGone.of(each) for each in page.gone],
            "next": cursor_of(*page.next) if page.next else None,
            "next_since": moment - MAY_YET_APPEAR,
        }
        return Answer(data=told)

    @operation(
        "add_participant",
        summary=gettext_lazy("Add a person"),
        body=PersonNew,
        answer=Receipt,
        status=201,
        is_keyed=True,
        headers={"Location": gettext_lazy("The address of the person."), "ETag": gettext_lazy("The version.")},
        examples=(examples.ADD,),
    )
    def post(self, request: Call) -> Answer:
        asked, today = request.asked, timezone.localdate()
        person = _person(request, PersonData(last_name="", first_name=""))
        _insist(person, confirmed=asked["confirmed"])
        added = services.add_participant(
            by=request.user,
            person=person,
            stay=NewStay(**asked["stay"]) if "stay" in asked else None,
            today=today,
            external_id=asked.get("external_id", ""),
        )
        return _receipt(added, status=201)


class ParticipantSearch(ApiView):
    """Looking for somebody."""

    tag = TAG
    access: ClassVar = {"POST": Scope.READ_PARTICIPANTS}

    @operation(
        "search_participants",
        summary=gettext_lazy("Find people"),
        description=gettext_lazy("A POST, because names and numbers must not stand in addresses. It changes nothing."),
        body=PeopleSought,
        answer=PeopleFound,
        examples=(examples.SEARCH,),
    )
    def post(self, request: Call) -> Answer:
        size = request.asked["limit"]
        people = people_named(request.user, text=request.asked["q"], today=timezone.localdate(), size=size)
        _note(request, "participants.searched", people[:size])
        shown = [PersonListed.of(each) for each in people[:size]]
        return Answer(data={"items": shown, "are_all": len(people) <= size})


class Participant(ApiView):
    """One person."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_PARTICIPANTS, "PATCH": Scope.WRITE_PARTICIPANTS}

    @operation(
        "get_participant",
        summary=gettext_lazy("Read a person"),
        description=gettext_lazy("With PESEL and telephone in full; it is on record that the key has revealed them."),
        answer=Person,
        headers={"ETag": gettext_lazy("The version, for If-Match.")},
        examples=(examples.GET,),
    )
    def get(self, request: Call, participant_id: UUID) -> Answer:
        person = participant_for(request.user, participant_id)
        _note(request, "participants.revealed", [person], target=person, details={"fields": "pesel, phone"})
        hidden = frozenset() if request.user.may(Permission.CATEGORIES_VIEW) else frozenset(TELLING)
        return Answer(data=Person.of(person, without=hidden), headers={"ETag": tag_of(person.version)})

    @operation(
        "change_participant",
        summary=gettext_lazy("Change a person"),
        description=gettext_lazy("Fields that are not sent stay as they are."),
        body=PersonChanged,
        answer=Receipt,
        is_versioned=True,
        troubles=(Trouble.CONFLICT,),
        headers={"ETag": gettext_lazy("The new version.")},
        examples=(examples.CHANGE, examples.MISTYPED),
    )
    def patch(self, request: Call, participant_id: UUID) -> Answer:
        known = participant_for(request.user, participant_id)
        if known.version != request.version:
            raise _stale(known.version)
        person = _person(request, data_of(known, viewer=request.user))
        _insist(person, confirmed=request.asked["confirmed"], but=participant_id)
        try:
            saved = services.edit_participant(
                by=request.user,
                participant_id=participant_id,
                version=request.version,
                person=person,
                today=timezone.localdate(),
                external_id=request.asked.get("external_id"),
            )
        except ChangedMeanwhile:
            raise _stale(participant_for(request.user, participant_id).version) from None
        return _receipt(saved)


def _stale(version: int) -> ApiProblem:
    return ApiProblem(Trouble.STALE, headers={"ETag": tag_of(version)})


def _receipt(person: Any, *, status: int = 200) -> Answer:
    headers = {"ETag": tag_of(person.version)}
    if status == 201:
        headers["Location"] = reverse("api:participant", args=[person.pk])
    return Answer(data=Receipt.of(person), status=status, headers=headers)


def _note(request: Call, action: str, people: list[Any], **more: Any) -> None:
    services.note_reading(by=request.user, action=action, people=[each.pk for each in people], **more)


def _person(request: Call, known: PersonData) -> PersonData:
    """The person as it should be: what is known, with what was sent.

    Raises:
        ApiProblem: a field was sent that this key must not know.
    """
    sent: Mapping[str, Any] = {name: value for name, value in request.asked.items() if name in OF_A_PERSON}
    if not request.user.may(Permission.CATEGORIES_VIEW):
        shut = [Mistake(name, _("Only a key with the scope read:health may send this.")) for name in TELLING]
        mistakes = [each for each in shut if each.field in sent]
        if mistakes:
            raise ApiProblem(Trouble.INVALID, mistakes=mistakes)
    return tidied(replace(known, **{**sent, **_tuples(sent)}))


def _tuples(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {"categories": tuple(sent["categories"])} if "categories" in sent else {}


def _insist(person: PersonData, *, confirmed: bool, but: UUID | None = None) -> None:
    """Everything that is wrong, each at its field; what is only unlikely has to be confirmed, as on the form.

    Raises:
        ApiProblem: there is something.
    """
    problems = problems_of(person, today=timezone.localdate())
    wrong = [each for each in problems if not each.is_warning]
    unlikely = [each for each in problems if each.is_warning]
    if not wrong and person_with_pesel(person.pesel) is None and namesakes(person, but=but).exists():
        unlikely.append(Problem("last_name", "same-person", is_warning=True))
    mistakes = [Mistake(each.field, sentence(each)) for each in (*wrong, *(() if confirmed else unlikely))]
    if mistakes and not wrong:
        mistakes.append(Mistake("confirmed", _("Check what is said above, then confirm it here or correct it.")))
    if mistakes:
        raise ApiProblem(Trouble.INVALID, mistakes=mistakes)
