"""Pages of the parameters: what holds today, the history of each, a value of the centre's own."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.parameters import selectors, services
from casework.parameters.forms import OverrideForm
from casework.parameters.rules import Parameter
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import confirmed, done, once, page_or_form, posted


@requires(Permission.PARAMETERS_VIEW)
@require_safe
def parameters(request: HttpRequest) -> HttpResponse:
    """What holds today."""
    today = timezone.localdate()
    return render(request, "parameters/list.html", {"groups": selectors.holdings(today), "today": today})


@requires(Permission.PARAMETERS_VIEW)
@require_safe
def parameter(request: HttpRequest, code: str) -> HttpResponse:
    """One parameter: what holds, what held, what will hold."""
    shown = _parameter_or_404(code)
    context = {
        "holding": selectors.holding(shown, timezone.localdate()),
        "entries": selectors.history(shown),
        "may_edit": me(request).may(Permission.PARAMETERS_EDIT),
    }
    return render(request, "parameters/parameter.html", context)


@requires(Permission.PARAMETERS_EDIT)
@page_or_form
@once
def override(request: HttpRequest, code: str) -> HttpResponse:
    """Set a value of the centre's own."""
    changed = _parameter_or_404(code)
    form = OverrideForm(posted(request), parameter=changed)
    if form.accepts(lambda: services.override(by=me(request), parameter=changed, **form.cleaned_data)):
        return done(request, _("The value was saved."), "parameters:parameter", code)
    context = {"form": form, "holding": selectors.holding(changed, timezone.localdate())}
    return render(request, "parameters/override.html", context)


@requires(Permission.PARAMETERS_EDIT)
@page_or_form
@once
def withdraw(request: HttpRequest, override_id: UUID) -> HttpResponse:
    """Ask whether a value of the centre's own should stop counting, then withdraw it."""
    own = selectors.override_of(override_id)
    if own is None:
        raise Http404
    changed = Parameter(own.parameter)
    words = {"value": selectors.shown_value(changed, own.value), "parameter": selectors.PARAMETER_LABELS[changed]}
    return confirmed(
        request,
        lambda: services.withdraw_override(by=me(request), override_id=override_id, now=timezone.now()),
        said=_("The value was withdrawn. It stays in the history."),
        back=reverse("parameters:parameter", args=[changed]),
        heading=_("Withdraw {value}?").format(**words),
        message=_(
            "“{parameter}” will be what it was without this value, on every day. Settlements that were made keep their"
            " amounts."
        ).format(**words),
        submit=_("Withdraw"),
        tone="danger",
    )


def _parameter_or_404(code: str) -> Parameter:
    found = selectors.parameter_named(code)
    if found is None:
        raise Http404
    return found
