"""The list of notices, the bell, and what should reach me. Reading is a POST: following a link changes nothing."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.access import SIGNED_IN, requires
from core.access.selectors import me
from core.notifications.forms import ChannelsForm
from core.notifications.selectors import chosen_by, latest, notification_of, notifications_of
from core.notifications.services import choose_channels, mark_all_read, mark_read
from core.submissions.views import done, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page

COLUMNS = (
    Column("title", gettext_lazy("What happened"), template="notifications/notice_cell.html"),
    Column("created_at", gettext_lazy("When")),
)


@requires(SIGNED_IN)
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """All of one's notices; for what unfolds under the bell, the latest."""
    if request.headers.get("HX-Target") == "bell-notices":
        return render(request, "notifications/bell.html", {"notices": latest(me(request))})
    table = table_page(
        request,
        rows=notifications_of(me(request)),
        columns=COLUMNS,
        name="notices",
        empty_title=_("No notices yet"),
        empty_text=_("When a letter arrives or a report is ready, it will be said here."),
    )
    return render(request, "notifications/notifications.html", {"table": table})


@requires(SIGNED_IN)
@require_POST
def follow(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    notice = notification_of(me(request), notification_id)
    if notice is None:
        raise Http404
    mark_read(by=me(request), notification_id=notification_id)
    return redirect(notice.url or "notifications:list")


@requires(SIGNED_IN)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(by=me(request))
    return redirect("notifications:list")


@requires(SIGNED_IN)
@page_or_form
def preferences(request: HttpRequest) -> HttpResponse:
    form = ChannelsForm(posted(request), chosen=chosen_by(me(request)))
    if form.accepts(lambda: choose_channels(by=me(request), chosen=form.chosen())):
        said = _("Saved. From now on you get the notices that you chose.")
        return done(request, said, "notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})
