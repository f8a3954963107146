"""What is done with a stay: five small forms of one shape."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.participants import services
from casework.participants.forms import EndForm, ExtensionForm, ReopenForm, StayForm
from casework.participants.selectors import Timeline, participant_for, stay_for
from casework.participants.services import note_reading
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.forms import OnceForm
from core.submissions.views import done, once, page_or_form, posted


@dataclass(frozen=True, kw_only=True)
class Page:
    """The words of a page with one form."""

    heading: Promise
    explanation: Promise
    submit: Promise
    done: Promise
    tone: str = "primary"


BEGIN = Page(
    heading=_("Begin a stay"),
    explanation=_("The trial and the main period are set by themselves, as long as the Act allows."),
    submit=_("Begin the stay"),
    done=_("The stay has been entered."),
)
AMEND = Page(
    heading=_("Days of the stay"),
    explanation=_("When the IPZS was signed, when the benefit was applied for. Another first day moves the periods."),
    submit=_("Save the days"),
    done=_("The days of the stay have been saved."),
)
EXTEND = Page(
    heading=_("Extend the stay"),
    explanation=_("After the opinion of the social worker, when the analysis of the programme justifies it (art. 15)."),
    submit=_("Extend"),
    done=_("The stay has been extended."),
)
END = Page(
    heading=_("End the stay"),
    explanation=_("The person leaves the group on that day too. An end that was a mistake can be taken back."),
    submit=_("End the stay"),
    done=_("The stay has been ended."),
    tone="danger",
)
REOPEN = Page(
    heading=_("Take back the end of the stay"),
    explanation=_("The stay goes on as before. Add the person to a group again if it is needed."),
    submit=_("Take back the end"),
    done=_("The stay goes on."),
)


@requires(Permission.PARTICIPANTS_EDIT)
@page_or_form
@once
def begin(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant, form = participant_for(me(request), participant_id), StayForm(posted(request))

    def act() -> Any:
        new, today = form.stay, timezone.localdate()
        return services.begin_stay(by=me(request), participant_id=participant.pk, new=new, today=today)

    return _answer(request, participant, page=BEGIN, form=form, act=act)


@requires(Permission.PARTICIPANTS_EDIT)
@page_or_form
@once
def amend(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    stay = stay_for(me(request), stay_id)
    begun = {name: getattr(stay, name) for name in ("starts_on", "plan_signed_on", "benefit_applied_on")}
    form = _form(request, StayForm, stay, **begun)

    def act() -> Any:
        return services.amend_stay(by=me(request), stay_id=stay.pk, today=timezone.localdate(), **form.cleaned_data)

    return _answer(request, stay.participant, page=AMEND, form=form, act=act)


@requires(Permission.PARTICIPANTS_EDIT)
@page_or_form
@once
def extend(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    stay = stay_for(me(request), stay_id)
    form, line = _form(request, ExtensionForm, stay), Timeline(stay, timezone.localdate())

    def act() -> Any:
        return services.extend_stay(by=me(request), stay_id=stay.pk, **form.cleaned_data)

    return _answer(request, stay.participant, page=EXTEND, form=form, act=act, line=line)


@requires(Permission.PARTICIPANTS_EDIT)
@page_or_form
@once
def end(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    stay = stay_for(me(request), stay_id)
    form = _form(request, EndForm, stay)

    def act() -> Any:
        return services.end_stay(by=me(request), stay_id=stay.pk, today=timezone.localdate(), **form.cleaned_data)

    return _answer(request, stay.participant, page=END, form=form, act=act)


@requires(Permission.PARTICIPANTS_EDIT)
@page_or_form
@once
def reopen(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    stay = stay_for(me(request), stay_id)
    form = _form(request, ReopenForm, stay)

    def act() -> Any:
        return services.reopen_stay(by=me(request), stay_id=stay.pk, **form.cleaned_data)

    return _answer(request, stay.participant, page=REOPEN, form=form, act=act)


def _form(request: HttpRequest, kind: type[OnceForm], stay: Any, **begun: Any) -> OnceForm:
    return kind(posted(request), initial={**begun, "version": stay.version})


def _answer(
    request: HttpRequest,
    participant: Any,
    *,
    page: Page,
    form: OnceForm,
    act: Callable[[], Any],
    line: Timeline | None = None,
) -> HttpResponse:
    """Act on a form that makes sense; otherwise show it, with what is wrong at its place."""
    if form.accepts(act):
        return done(request, page.done, "participants:card", participant.pk)
    note_reading(by=me(request), action="participants.viewed", people=[participant.pk], target=participant)
    context = {"form": form, "page": page, "participant": participant, "line": line}
    return render(request, "participants/stay_form.html", context)
