"""Entering a person and changing a card; two people at one card see both versions."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.participants import services
from casework.participants.forms import OF_CATEGORIES, NewPersonForm, PersonForm, typed_form_of
from casework.participants.selectors import data_of, differences, participant_for
from casework.participants.services import note_reading
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import done, once, page_or_form, posted
from tenants.errors import ChangedMeanwhile, RuleBroken


@requires(Permission.PARTICIPANTS_EDIT)
@page_or_form
@once
def add(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = NewPersonForm(posted(request), viewer=me(request), today=today)
    if form.accepts(lambda: services.add_participant(by=me(request), person=form.person, stay=form.stay, today=today)):
        said = _("%(name)s has been added.") % {"name": form.outcome}
        return done(request, said, "participants:card", form.outcome.pk)
    return render(request, "participants/add.html", {"form": form})


@requires(Permission.PARTICIPANTS_EDIT)
@page_or_form
@once
def edit(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = participant_for(me(request), participant_id)
    if request.method != "POST":
        return _page(request, participant, _form(request, participant))
    typed, undecided = _decided(request.POST, participant, viewer=me(request))
    form = _form(request, participant, typed=typed)
    if undecided or not form.is_valid():
        return _conflict(request, participant, form) if undecided else _page(request, participant, form)
    try:
        services.edit_participant(
            by=me(request),
            participant_id=participant.pk,
            version=form.cleaned_data["version"],
            person=form.person,
            today=timezone.localdate(),
        )
    except ChangedMeanwhile:
        return _conflict(request, participant, form)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(request, participant, form)
    return done(request, _("The card has been saved."), "participants:card", participant.pk)


def _form(request: HttpRequest, participant: Any, *, typed: QueryDict | None = None) -> PersonForm:
    return PersonForm(
        typed,
        viewer=me(request),
        today=timezone.localdate(),
        participant_id=participant.pk,
        initial=typed_form_of(data_of(participant, viewer=me(request))) | {"version": participant.version},
    )


def _page(request: HttpRequest, participant: Any, form: PersonForm) -> HttpResponse:
    note_reading(by=me(request), action="participants.opened", people=[participant.pk], target=participant)
    return render(request, "participants/edit.html", {"form": form, "participant": participant})


def _decided(typed: QueryDict, participant: Any, *, viewer: Any) -> tuple[QueryDict, bool]:
    """What was typed, with the other version's values where the reader of a conflict chose these.

    The second value says whether something is still to be chosen.
    """
    merged = typed.copy()
    theirs = typed_form_of(data_of(participant, viewer=viewer))
    undecided = False
    for field in typed.getlist("differs"):
        choice = typed.get(f"keep_{field}")
        undecided |= choice not in {"mine", "theirs"}
        if choice == "theirs":
            for name in OF_CATEGORIES if field == "categories" else (field,):
                merged.setlist(name, _as_typed(theirs.get(name)))
    return merged, undecided


def _as_typed(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(each) for each in values if each is not None]


def _conflict(request: HttpRequest, participant: Any, form: PersonForm) -> HttpResponse:
    """Both versions side by side. What was typed travels along, so that nothing is lost while its author decides."""
    form.is_valid()
    theirs = participant_for(me(request), participant.pk)
    differing = differences(form.person, data_of(theirs, viewer=me(request)))
    if not differing:
        return done(request, _("Somebody else has just saved the same."), "participants:card", participant.pk)
    note_reading(by=me(request), action="participants.opened", people=[participant.pk], target=participant)
    context = {
        "participant": theirs,
        "differences": differing,
        "typed": list(_hidden(form)),
        "is_undecided": "differs" in request.POST,
    }
    return render(request, "participants/conflict.html", context)


def _hidden(form: PersonForm) -> Iterator[tuple[str, str]]:
    for name in form.fields:
        if name not in {"version", "confirmed"}:
            yield from ((name, value) for value in form.data.getlist(name))  # type: ignore[attr-defined]
