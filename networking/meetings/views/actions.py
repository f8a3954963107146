"""Agreements: the list, one of them, a new one, and saying that it is done."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import confirmed, done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page
from networking.meetings import services
from networking.meetings.forms.actions import ActionFilter, ActionForm, DoneForm, action_as_typed
from networking.meetings.selectors import actions as agreements
from networking.meetings.views.meetings import meeting_or_404
from tenants.walls.context import current_house

COLUMNS = (
    Column("what", gettext_lazy("What"), template="meetings/action_cell.html"),
    Column("house", gettext_lazy("Which centre"), value="action.house.name"),
    Column("who", gettext_lazy("Who there"), value="action.who"),
    Column("due_on", gettext_lazy("Until when"), value="action.due_on"),
    Column("state", gettext_lazy("State"), template="meetings/action_state_cell.html"),
)


@requires(Permission.MEETINGS_VIEW)
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Open ones first, by the day they are due."""
    today = timezone.localdate()
    filters = ActionFilter(request.GET)
    found = agreements.actions_visible(today=today, **filters.asked)
    table = table_page(
        request,
        rows=agreements.rows_of(found, today=today),
        columns=COLUMNS,
        filters=filters,
        name="actions",
        caption=_("Agreements"),
        empty_title=_("No agreements yet"),
        empty_text=_("What centres and the OWES agree on at meetings is kept here, with who does it and until when."),
    )
    return render(request, "meetings/actions.html", {"table": table, "may_add": _may_run(request)})


@requires(Permission.MEETINGS_VIEW)
@require_safe
def action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    row = _row_or_404(action_id)
    may_finish = row.may_finish and me(request).may(Permission.MEETINGS_SPEAK)
    context = {"row": row, "action": row.action, "may_finish": may_finish, "may_edit": _may_run(request)}
    return render(request, "meetings/action.html", context)


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def add_action(request: HttpRequest) -> HttpResponse:
    """A new agreement; `spotkanie` in the address names the meeting at which it was made."""
    today = timezone.localdate()
    meeting = _asked_meeting(request)
    responsible = agreements.responsible_for(meeting, today=today)
    form = ActionForm(posted(request), responsible=responsible, initial={"version": 0})
    meeting_id = meeting.pk if meeting else None

    def act() -> Any:
        return services.agree_action(
            by=me(request), agreement=form.agreement, meeting_id=meeting_id, today=today, anyway=form.anyway
        )

    if form.accepts(act):
        return done(request, _("The agreement is written down."), _after(meeting))
    help_text = (
        _("At the meeting: %(title)s") % {"title": meeting.title} if meeting else _("The centre hears of it at once.")
    )
    heading = _("New agreement")
    return _form(request, form, heading=heading, help_text=help_text, submit=_("Write it down"), back=_after(meeting))


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def edit_action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    row = _finishable_or_404(action_id)
    today = timezone.localdate()
    responsible = agreements.responsible_for(row.action.meeting, today=today)
    form = ActionForm(posted(request), responsible=responsible, initial=action_as_typed(row.action))

    def act() -> Any:
        return services.change_action(
            by=me(request),
            action_id=action_id,
            version=form.cleaned_data["version"],
            agreement=form.agreement,
            today=today,
            anyway=form.anyway,
        )

    if form.accepts(act):
        return done(request, _("The agreement is changed."), "meetings:action", action_id)
    help_text = _("Another centre is told of it; a new day is recalled anew.")
    return _form(request, form, heading=_("Change the agreement"), help_text=help_text, back=_page_of(action_id))


@requires(Permission.MEETINGS_SPEAK)
@page_or_form
@once
def finish_action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Done, says whoever answers for the organisation that took it on, or the OWES."""
    row = _finishable_or_404(action_id)
    initial = {"note": row.action.done_note, "version": row.action.version}
    form = DoneForm(posted(request), initial=initial)

    def act() -> Any:
        return services.finish_action(
            by=me(request), action_id=action_id, now=timezone.now(), anyway=form.anyway, **form.cleaned_data
        )

    if form.accepts(act):
        return done(request, _("Done. Thank you!"), "meetings:action", action_id)
    heading = _("Done: %(what)s") % {"what": row.action.what}
    help_text = _("Say in a sentence what came of it. The network reads it.")
    return _form(request, form, heading=heading, help_text=help_text, submit=_("It is done"), back=_page_of(action_id))


@requires(Permission.MEETINGS_SPEAK)
@page_or_form
@once
def reopen_action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    row = _finishable_or_404(action_id)
    return confirmed(
        request,
        lambda: services.reopen_action(by=me(request), action_id=action_id, version=row.action.version),
        said=_("The agreement is open again."),
        heading=_("Open this agreement again?"),
        message=_("It will stand among those that are to be done. The note about how it was done is deleted."),
        submit=_("Open it again"),
        back=_page_of(action_id),
    )


def _form(
    request: HttpRequest, form: Any, *, heading: str, help_text: str, back: str, submit: str = ""
) -> HttpResponse:
    context = {"form": form, "heading": heading, "help": help_text, "submit": submit, "back": back}
    return render(request, "meetings/action_form.html", context)


def _page_of(action_id: UUID) -> str:
    return reverse("meetings:action", args=[action_id])


def _after(meeting: Any) -> str:
    """Where one was before writing an agreement down: the minutes, or the list."""
    return reverse("meetings:minutes", args=[meeting.pk]) if meeting else reverse("meetings:actions")


def _may_run(request: HttpRequest) -> bool:
    return me(request).may(Permission.MEETINGS_RUN)


def _asked_meeting(request: HttpRequest) -> Any:
    """The meeting that the address names, if this house convened it."""
    asked = request.GET.get("spotkanie", "")
    if not asked:
        return None
    try:
        meeting = meeting_or_404(UUID(asked))
    except ValueError as error:
        raise Http404 from error
    if meeting.convener_id != current_house().pk or meeting.sent_at is None:
        raise Http404
    return meeting


def _row_or_404(action_id: UUID) -> Any:
    row = agreements.action_visible(action_id, today=timezone.localdate())
    if row is None:
        raise Http404
    return row


def _finishable_or_404(action_id: UUID) -> Any:
    row = _row_or_404(action_id)
    if not row.may_finish:
        raise Http404
    return row
