"""Pages of the parameters: what holds today, the history of each, a value of the centre's own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from casework.parameters import selectors, services
from casework.parameters.forms import OverrideForm
from casework.parameters.rules import Parameter
from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.forms import OnceForm
from core.submissions.views import once
from tenants.errors import RuleBroken

page_or_form = require_http_methods(["GET", "HEAD", "POST"])


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
    form = OverrideForm(request.POST if request.method == "POST" else None, parameter=changed)
    if request.method == "POST" and form.is_valid():
        try:
            services.override(by=me(request), parameter=changed, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("The value was saved."))
            return redirect("parameters:parameter", code)
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
    form = OnceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_override(by=me(request), override_id=override_id, now=timezone.now())
            messages.success(request, _("The value was withdrawn. It stays in the history."))
        except RuleBroken as broken:
            messages.warning(request, broken.message)
        return redirect("parameters:parameter", own.parameter)
    return render(request, "confirm.html", _about_withdrawing(own.parameter, own.value) | {"form": form})


def _about_withdrawing(code: str, value: str) -> dict[str, str]:
    changed = Parameter(code)
    words = {"value": selectors.shown_value(changed, value), "parameter": selectors.PARAMETER_LABELS[changed]}
    return {
        "heading": _("Withdraw {value}?").format(**words),
        "message": _(
            "“{parameter}” will be what it was without this value, on every day. Settlements that were made keep their"
            " amounts."
        ).format(**words),
        "submit": _("Withdraw"),
        "cancel_url": reverse("parameters:parameter", args=[code]),
        "tone": "danger",
    }


def _parameter_or_404(code: str) -> Parameter:
    found = selectors.parameter_named(code)
    if found is None:
        raise Http404
    return found
