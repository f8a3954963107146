"""A centre's answer to an invitation."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import done, once, page_or_form, posted
from networking.meetings import forms, selectors, services
from networking.meetings.views.meetings import meeting_or_404


@requires(Permission.MEETINGS_ANSWER)
@page_or_form
@once
def answer(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Who comes and what is needed. A centre that is not invited finds nothing here."""
    meeting = meeting_or_404(meeting_id)
    invitation = selectors.own_invitation(meeting)
    if invitation is None:
        raise Http404
    form = forms.AnswerForm(
        posted(request),
        initial=forms.answer_as_typed(invitation),
        rows=forms.people_as_typed(invitation, account=me(request)),
    )

    def act() -> object:
        return services.answer_invitation(by=me(request), meeting_id=meeting.pk, now=timezone.now(), **form.answer())

    if form.accepts(act):
        said = _("Thank you, the answer is with %(organisation)s.") % {"organisation": meeting.convener.name}
        return done(request, said, "meetings:meeting", meeting.pk)
    page = selectors.page_of(meeting, account=me(request), now=timezone.now())
    return render(request, "meetings/answer.html", {"form": form, "meeting": meeting, "page": page})
