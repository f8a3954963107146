"""The list of meetings, the page of one, and calling one."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import acted, confirmed, done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page
from networking.meetings import forms, selectors, services
from tenants.walls.context import current_house

if TYPE_CHECKING:
    from networking.meetings.models import Meeting

PAST = (
    Column("title", gettext_lazy("Meeting"), sort="title", template="meetings/title_cell.html"),
    Column("starts_at", gettext_lazy("When"), sort="starts_at", template="meetings/when_cell.html"),
    Column("series", gettext_lazy("Series"), sort="series"),
    Column("place", gettext_lazy("Place of the meeting"), sort="place"),
    Column("state", gettext_lazy("State"), template="meetings/state_cell.html"),
)


@requires(Permission.MEETINGS_VIEW)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    past = table_page(
        request,
        rows=selectors.past_meetings(now=now),
        columns=PAST,
        default_sort="-starts_at",
        name="past-meetings",
        empty_title=_("No meeting is over yet"),
        empty_text=_("What was said and agreed at a meeting can be read here afterwards."),
    )
    context = {
        "upcoming": selectors.with_answers(selectors.upcoming_meetings(now=now)),
        "past": past,
        "runs": me(request).may(Permission.MEETINGS_RUN),
        "may_answer": me(request).may(Permission.MEETINGS_ANSWER),
        "house": current_house(),
        "now": now,
    }
    return render(request, "meetings/list.html", context)


@requires(Permission.MEETINGS_VIEW)
@require_safe
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    shown = meeting_or_404(meeting_id)
    page = selectors.page_of(shown, account=me(request), now=timezone.now())
    return render(request, "meetings/meeting.html", {"page": page, "meeting": shown})


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def new(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    centres = list(selectors.centres_to_invite(day=today))
    first = {
        "version": 0,
        "invited": [str(each.house_id) for each in centres],
        "starts_at": "10:00",
        "ends_at": "14:00",
    }
    form = forms.MeetingForm(posted(request), centres=centres, initial=first)

    def act() -> "Meeting":
        network, invited = form.cleaned_data["network"], form.cleaned_data["invited"]
        return services.call_meeting(by=me(request), network_id=network, plan=form.plan(), invited=invited, today=today)

    if form.accepts(act):
        said = _("The draft is saved. Check it, then send the invitations.")
        return done(request, said, "meetings:meeting", form.outcome.pk)
    return render(request, "meetings/edit.html", {"form": form, "heading": _("New meeting"), "cancel": _list()})


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def edit(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    row = convened_or_404(meeting_id)
    today = timezone.localdate()
    centres = selectors.centres_to_invite(day=min(today, timezone.localdate(row.starts_at)))
    form = forms.MeetingForm(
        posted(request), centres=centres, initial=forms.as_typed(row), rows=forms.agenda_as_typed(row)
    )

    def act() -> "Meeting":
        version, invited = form.cleaned_data["version"], form.cleaned_data["invited"]
        return services.edit_meeting(
            by=me(request), meeting_id=row.pk, version=version, plan=form.plan(), invited=invited, today=today
        )

    if form.accepts(act):
        moved = form.outcome.sequence > row.sequence
        said = _("Saved. Everybody who was invited is told, and asked to confirm.") if moved else _("Saved.")
        return done(request, said, "meetings:meeting", row.pk)
    context = {"form": form, "heading": row.title, "meeting": row, "cancel": _page(row)}
    return render(request, "meetings/edit.html", context)


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def send(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    row = convened_or_404(meeting_id)
    count = row.invitations.count()
    asked = ngettext(
        "%(count)d centre gets the invitation, and a notice for everybody there who may answer.",
        "%(count)d centres get the invitation, and a notice for everybody there who may answer.",
        count,
    )
    return confirmed(
        request,
        lambda: services.send_invitations(by=me(request), meeting_id=row.pk, now=timezone.now()),
        said=_("The invitations are on their way."),
        heading=_("Send the invitations to “%(title)s”?") % {"title": row.title},
        message=asked % {"count": count},
        submit=_("Send the invitations"),
        back=_page(row),
    )


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def call_off(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    row = convened_or_404(meeting_id)
    form = forms.CallOffForm(posted(request))
    if form.accepts(lambda: services.call_off(by=me(request), meeting_id=row.pk, **form.cleaned_data)):
        return done(request, _("Called off. Everybody who was invited is told."), "meetings:meeting", row.pk)
    return render(request, "meetings/call_off.html", {"form": form, "meeting": row})


@requires(Permission.MEETINGS_RUN)
@page_or_form
@once
def discard(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    row = convened_or_404(meeting_id)
    if row.sent_at:
        raise Http404
    return confirmed(
        request,
        lambda: services.discard_draft(by=me(request), meeting_id=row.pk),
        said=_("The draft is gone."),
        then=lambda _outcome: done(request, _("The draft is gone."), "meetings:list"),
        heading=_("Throw the draft “%(title)s” away?") % {"title": row.title},
        message=_("Nobody was invited with it, so nobody needs to be told."),
        submit=_("Throw it away"),
        back=_page(row),
        tone="danger",
    )


@requires(Permission.MEETINGS_RUN)
@require_POST
def remind(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    row = convened_or_404(meeting_id)
    return acted(
        request,
        lambda: services.remind_silent(by=me(request), meeting_id=row.pk, now=timezone.now()),
        said=_("The silent centres were reminded."),
        back=_page(row),
    )


def meeting_or_404(meeting_id: UUID) -> "Meeting":
    """A meeting of one's network; strangers' meetings do not exist."""
    found = selectors.meeting_visible(meeting_id)
    if found is None:
        raise Http404
    return found


def convened_or_404(meeting_id: UUID) -> "Meeting":
    """A meeting that this house calls."""
    found = meeting_or_404(meeting_id)
    if found.convener_id != current_house().pk:
        raise Http404
    return found


def _list() -> str:
    return reverse("meetings:list")


def _page(row: "Meeting") -> str:
    return reverse("meetings:meeting", args=[row.pk])
