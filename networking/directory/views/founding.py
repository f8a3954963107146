"""Founding a centre: the form, and how far it is."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import done, once, page_or_form, posted
from networking.directory import selectors, services
from networking.directory.forms import FoundingForm, asked_again


@requires(Permission.CENTRES_FOUND)
@page_or_form
@once
def found(request: HttpRequest) -> HttpResponse:
    """The form; after a failure it may begin with what was asked for then."""
    form = FoundingForm(posted(request), networks=selectors.own_networks(), initial=_beginning(request))

    def act() -> Any:
        return services.ask_for_centre(
            by=me(request),
            network_id=form.cleaned_data["network"],
            centre=form.centre(),
            today=timezone.localdate(),
        )

    if form.accepts(act):
        said = _("The request is written down. You see here how far the founding is.")
        return done(request, said, "founding:progress", form.outcome.pk)
    return render(request, "directory/found.html", {"form": form, "has_network": selectors.own_networks().exists()})


def _beginning(request: HttpRequest) -> dict[str, Any]:
    try:
        failed = selectors.founding_page(UUID(request.GET.get("znowu", "")))
    except ValueError:
        return {}
    return asked_again(failed.asked) if failed else {}


@requires(Permission.CENTRES_FOUND)
@require_safe
def founding(request: HttpRequest, founding_id: UUID) -> HttpResponse:
    return render(request, "directory/founding.html", {"founding": _founding_or_404(founding_id)})


@requires(Permission.CENTRES_FOUND)
@require_safe
def founding_part(request: HttpRequest, founding_id: UUID) -> HttpResponse:
    """The part of that page which changes while the centre is being founded."""
    return render(request, "directory/founding_part.html", {"founding": _founding_or_404(founding_id)})


def _founding_or_404(founding_id: UUID) -> selectors.FoundingPage:
    page = selectors.founding_page(founding_id)
    if page is None:
        raise Http404
    return page
