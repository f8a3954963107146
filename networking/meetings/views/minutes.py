"""The minutes: who came, notes, conclusions, and closing a meeting."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import confirmed, done, once, page_or_form, posted
from networking.meetings import services
from networking.meetings.forms.minutes import ConclusionsForm, NotesForm, PresenceForm, presence_as_noted
from networking.meetings.selectors import actions as agreements
from networking.meetings.selectors import minutes as written
from networking.meetings.views.meetings import convened_or_404, meeting_or_404
from tenants.walls.context import current_house


@requires(Permission.MEETINGS_VIEW)
@require_safe
def minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Everything that was written up, with the next step of whoever may take it."""
    meeting = _sent_or_404(meeting_id)
    now = timezone.now()
    found, problem = written.minutes_of(meeting), written.why_not_now(meeting, now=now)
    is_convener = meeting.convener_id == current_house().pk
    context = {
        "minutes": found,
        "meeting": meeting,
        "actions": agreements.rows_of(found.actions, today=timezone.localdate(now)),
        "problem": written.SENTENCES[problem] if problem else "",
        "may_run": is_convener and me(request).may(Permission.MEETINGS_RUN),
        "may_note": written.takes_part(meeting) and me(request).may(Permission.MEETINGS_SPEAK),
        "may_close": written.why_not_closed(meeting, now=now) is None,
        "own_note": written.own_note(meeting),
        "has_papers": written.takes_part(meeting),
    }
    return render(request, "meetings/minutes.html", context)


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def presence(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A box for everybody; whoever adds somebody stays here, in case there are more."""
    meeting = _own_or_404(meeting_id)
    listed = written.delegations_of(meeting)
    form = PresenceForm(posted(request), delegations=listed, initial=presence_as_noted(listed, version=meeting.version))

    def act() -> Any:
        return services.note_presence(
            by=me(request),
            meeting_id=meeting_id,
            version=form.cleaned_data["version"],
            listed=form.listed,
            present=form.present,
            walk_in=form.walk_in,
            now=timezone.now(),
        )

    if form.accepts(act):
        if form.walk_in:
            said = _("Added: %(name)s. Presence is saved.") % {"name": form.walk_in.name}
            return done(request, said, "meetings:presence", meeting_id)
        return done(request, _("Presence is saved."), "meetings:minutes", meeting_id)
    return render(request, "meetings/presence.html", {"form": form, "meeting": meeting})


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def conclusions(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _own_or_404(meeting_id)
    form = ConclusionsForm(posted(request), initial=written.conclusions_as_typed(meeting))

    def act() -> Any:
        given = form.cleaned_data
        return services.write_conclusions(
            by=me(request),
            meeting_id=meeting_id,
            version=given["version"],
            summary=given["summary"],
            next_planned=given["next_planned"],
            conclusions=form.conclusions,
            now=timezone.now(),
            anyway=form.anyway,
        )

    if form.accepts(act):
        return done(request, _("Summary and conclusions are saved."), "meetings:minutes", meeting_id)
    heading, help_text = _("Summary and conclusions"), _("What others should know, and what you ask of whom.")
    return _form(request, form, meeting, heading=heading, help_text=help_text)


@requires(Permission.MEETINGS_SPEAK)
@page_or_form
@once
def notes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The notes of one's own house; whoever answers for it, or runs its meetings, writes them."""
    meeting = _sent_or_404(meeting_id)
    if not written.takes_part(meeting):
        raise Http404
    note = written.own_note(meeting)
    initial = {"text": note.text if note else "", "version": note.version if note else 0}
    form = NotesForm(posted(request), initial=initial)
    if form.accepts(
        lambda: services.write_notes(
            by=me(request), meeting_id=meeting_id, now=timezone.now(), anyway=form.anyway, **form.cleaned_data
        )
    ):
        return done(request, _("Your notes are saved."), "meetings:minutes", meeting_id)
    heading, help_text = _("Notes of your organisation"), _("What you take home from this meeting, in your own words.")
    return _form(request, form, meeting, heading=heading, help_text=help_text)


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def close(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _own_or_404(meeting_id)
    return confirmed(
        request,
        lambda: services.close_meeting(by=me(request), meeting_id=meeting_id, now=timezone.now()),
        said=_("The meeting is closed."),
        heading=_("Close the meeting “%(title)s”?") % {"title": meeting.title},
        message=_("It will stand among the meetings that were held. The minutes can still be completed."),
        submit=_("Close the meeting"),
        back=reverse("meetings:minutes", args=[meeting_id]),
    )


def _form(request: HttpRequest, form: Any, meeting: Any, *, heading: str, help_text: str) -> HttpResponse:
    context = {"form": form, "meeting": meeting, "heading": heading, "help": help_text}
    return render(request, "meetings/minutes_form.html", context)


def _sent_or_404(meeting_id: UUID) -> Any:
    """A draft has no minutes, not even for its convener."""
    meeting = meeting_or_404(meeting_id)
    if meeting.sent_at is None:
        raise Http404
    return meeting


def _own_or_404(meeting_id: UUID) -> Any:
    """A meeting that this house calls, once it was sent."""
    convened_or_404(meeting_id)
    return _sent_or_404(meeting_id)
