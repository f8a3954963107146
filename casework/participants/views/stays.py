"""What is done with a stay: five small forms of one shape."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework.participants import services
from casework.participants.forms import EndForm, ExtensionForm, ReopenForm, StayForm
from casework.participants.selectors import Timeline, participant_for, stay_for
from casework.participants.services import note_reading
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.forms import OnceForm
from core.submissions.views import once
from tenants.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class Page:
    """The words of a page with one form."""

    heading: str
    explanation: str
    submit: str
    done: str
    tone: str = "primary"


@requires(Permission.PARTICIPANTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def begin(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = participant_for(me(request), participant_id)
    page = Page(
        heading=_("Begin a stay"),
        explanation=_("The trial and the main period are set by themselves, as long as the Act allows."),
        submit=_("Begin the stay"),
        done=_("The stay has been entered."),
    )

    def act(form: Any) -> None:
        services.begin_stay(by=me(request), participant_id=participant.pk, new=form.stay, today=timezone.localdate())

    return _answer(request, participant, page=page, form=_form(request, StayForm, {}), act=act)


@requires(Permission.PARTICIPANTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def amend(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    stay = stay_for(me(request), stay_id)
    page = Page(
        heading=_("Days of the stay"),
        explanation=_(
            "When the IPZS was signed, when the benefit was applied for. Another first day moves the periods."
        ),
        submit=_("Save the days"),
        done=_("The days of the stay have been saved."),
    )
    begun = {name: getattr(stay, name) for name in ("starts_on", "plan_signed_on", "benefit_applied_on")}

    def act(form: Any) -> None:
        typed = {name: form.cleaned_data.get(name) for name in begun}
        services.amend_stay(
            by=me(request), stay_id=stay.pk, version=_version(form), today=timezone.localdate(), **typed
        )

    return _answer(request, stay.participant, page=page, form=_form(request, StayForm, begun, stay), act=act)


@requires(Permission.PARTICIPANTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def extend(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    stay = stay_for(me(request), stay_id)
    page = Page(
        heading=_("Extend the stay"),
        explanation=_(
            "After the opinion of the social worker, when the analysis of the programme justifies it (art. 15)."
        ),
        submit=_("Extend"),
        done=_("The stay has been extended."),
    )

    def act(form: Any) -> None:
        services.extend_stay(
            by=me(request), stay_id=stay.pk, version=_version(form), ends_on=form.cleaned_data["ends_on"]
        )

    line = Timeline(stay, timezone.localdate())
    return _answer(
        request, stay.participant, page=page, form=_form(request, ExtensionForm, {}, stay), act=act, line=line
    )


@requires(Permission.PARTICIPANTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def end(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    stay = stay_for(me(request), stay_id)
    page = Page(
        heading=_("End the stay"),
        explanation=_("The person leaves the group on that day too. An end that was a mistake can be taken back."),
        submit=_("End the stay"),
        done=_("The stay has been ended."),
        tone="danger",
    )

    def act(form: Any) -> None:
        typed = {name: form.cleaned_data[name] for name in ("ends_on", "reason", "note")}
        services.end_stay(by=me(request), stay_id=stay.pk, version=_version(form), today=timezone.localdate(), **typed)

    return _answer(request, stay.participant, page=page, form=_form(request, EndForm, {}, stay), act=act)


@requires(Permission.PARTICIPANTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def reopen(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    stay = stay_for(me(request), stay_id)
    page = Page(
        heading=_("Take back the end of the stay"),
        explanation=_("The stay goes on as before. Add the person to a group again if it is needed."),
        submit=_("Take back the end"),
        done=_("The stay goes on."),
    )

    def act(form: Any) -> None:
        services.reopen_stay(by=me(request), stay_id=stay.pk, version=_version(form))

    return _answer(request, stay.participant, page=page, form=_form(request, ReopenForm, {}, stay), act=act)


def _form(request: HttpRequest, kind: type[OnceForm], begun: dict[str, Any], stay: Any = None) -> Any:
    typed = request.POST if request.method == "POST" else None
    return kind(typed, initial=begun | ({"version": stay.version} if stay else {}))


def _version(form: Any) -> int:
    """Of the stay as its editor saw it; a form without one has seen nothing."""
    return form.cleaned_data.get("version") or 0


def _answer(
    request: HttpRequest,
    participant: Any,
    *,
    page: Page,
    form: Any,
    act: Callable[[Any], None],
    line: Timeline | None = None,
) -> HttpResponse:
    """Act on a form that makes sense; otherwise show it, with what is wrong at its place."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        else:
            messages.success(request, page.done)
            return redirect("participants:card", participant.pk)
    note_reading(by=me(request), action="participants.viewed", people=[participant.pk], target=participant)
    context = {"form": form, "page": page, "participant": participant, "line": line}
    return render(request, "participants/stay_form.html", context)
