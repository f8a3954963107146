"""Papers for other programs: ask for one, see how far it is, take the file."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from core.accounts.rules import Scope
from core.api.api import ApiView, Asked, Call, Told, operation
from core.api.rules import Answer, ApiProblem, Example, Mistake, Trouble
from core.files.views import attachment
from core.reports import selectors, services
from core.reports.rules import Format, ReportKind, ReportState
from tenants.errors import RuleBroken

TAG = gettext_lazy("Reports")
FORMATS = [each.value for each in Format]
NO_SUCH = gettext_lazy("There is no field of this name.")
STATES = [each.value for each in ReportState]
REPORT = "0190b6a0-0000-7000-8000-00000000e0f1"


class ReportAsked(Asked):
    """Which paper, about what."""

    kind = serializers.SlugField(max_length=60, help_text=gettext_lazy("The code of the report, as in its address."))
    format = serializers.ChoiceField(FORMATS)
    parameters = serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True, trim_whitespace=False),
        default=dict,
        help_text=gettext_lazy("The fields of the report's form, such as month and group."),
    )


class ReportTold(Told):
    """How far a paper is."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    format = serializers.ChoiceField(FORMATS)
    state = serializers.ChoiceField(STATES)
    progress = serializers.IntegerField(help_text=gettext_lazy("In percent."))
    error = serializers.CharField(help_text=gettext_lazy("Why it could not be made; empty otherwise."))
    requested_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True, help_text=gettext_lazy("Until when the file is kept."))
    size = serializers.IntegerField(allow_null=True, help_text=gettext_lazy("Of the file, in bytes."))
    sha256 = serializers.CharField(help_text=gettext_lazy("Of the file; empty while there is none."))


WAITING: dict[str, Any] = {
    "id": REPORT,
    "title": "Miesięczne zestawienie grupy: wszystkie grupy, październik 2026",
    "format": "csv",
    "state": "waiting",
    "progress": 0,
    "error": "",
    "requested_at": "2026-11-22T09:12:44.318204Z",
    "ready_at": None,
    "expires_at": None,
    "size": None,
    "sha256": "",
}
ASK = Example(
    method="POST",
    path="/api/v1/reports",
    headers={"Idempotency-Key": "attendance-summary-2026-10"},
    body={"kind": "attendance-summary", "format": "csv", "parameters": {"month": "2026-10", "group": "all"}},
    status=202,
    answer=WAITING,
)
TAKE = Example(method="GET", path=f"/api/v1/reports/{REPORT}/file")
LOOK = Example(method="GET", path=f"/api/v1/reports/{REPORT}", answer=WAITING)


class Reports(ApiView):
    """Asking for a paper."""

    tag = TAG
    access: ClassVar = {"POST": Scope.WRITE_REPORTS}

    @operation(
        "request_report",
        summary=gettext_lazy("Ask for a report"),
        description=gettext_lazy(
            "It is made in the background: look at “Location” until its state is ready, then take the file. A key gets "
            "reports of what it may read: a pay list needs read:settlements too."
        ),
        body=ReportAsked,
        answer=ReportTold,
        status=202,
        is_keyed=True,
        headers={"Location": gettext_lazy("Where to look how far it is.")},
        examples=(ASK,),
    )
    def post(self, request: Call) -> Answer:
        asked = request.asked
        kind = selectors.kind_open_to(request.user, asked["kind"])
        if kind is None:
            raise ApiProblem(Trouble.INVALID, mistakes=[Mistake("kind", _unknown_kind(request.user))])
        form = kind.form({**asked["parameters"], "format": asked["format"]}, formats=kind.formats, by=request.user)
        unknown = sorted(set(asked["parameters"]) - set(form.fields))
        if unknown:
            raise ApiProblem(Trouble.INVALID, mistakes=[Mistake(f"parameters.{name}", NO_SUCH) for name in unknown])
        if not form.accepts(lambda: _request(request, kind, form)):
            raise ApiProblem(Trouble.INVALID, mistakes=_mistakes(form))
        told = selectors.report_page(request.user, form.outcome.pk)
        where = reverse("api:report", args=[form.outcome.pk])
        return Answer(data=ReportTold.of(told), status=202, headers={"Location": where})


class Report(ApiView):
    """One paper."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_REPORTS}

    @operation("get_report", summary=gettext_lazy("See how far a report is"), answer=ReportTold, examples=(LOOK,))
    def get(self, request: Call, report_id: UUID) -> Answer:
        return Answer(data=ReportTold.of(_page_or_404(request, report_id)))


class ReportFile(ApiView):
    """The file of a paper."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_REPORTS}

    @operation(
        "get_report_file",
        summary=gettext_lazy("Take the file of a report"),
        description=gettext_lazy("Whether the key may have it is decided now; the taking is on record."),
        files=tuple(each.content_type for each in Format),
        troubles=(Trouble.CONFLICT,),
        examples=(TAKE,),
    )
    def get(self, request: Call, report_id: UUID) -> FileResponse:
        try:
            return attachment(services.download_report(by=request.user, report_id=report_id))
        except ObjectDoesNotExist:
            raise Http404 from None
        except RuleBroken as broken:
            raise ApiProblem(Trouble.CONFLICT, broken.message, headers={"Retry-After": "5"}) from None


def _page_or_404(request: Call, report_id: UUID) -> selectors.ReportPage:
    page = selectors.report_page(request.user, report_id)
    if page is None:
        raise Http404
    return page


def _request(request: Call, kind: ReportKind, form: Any) -> Any:
    shape = Format(form.cleaned_data["format"])
    return services.request_report(by=request.user, kind=kind.code, parameters=form.parameters(), format=shape)


def _mistakes(form: Any) -> list[Mistake]:
    """What the form says, at the fields of the request."""
    names = {"__all__": "parameters", "format": "format"}
    return [
        Mistake(names.get(field, f"parameters.{field}"), said)
        for field, sentences in form.errors.items()
        for said in sentences
    ]


def _unknown_kind(account: Any) -> str:
    known = ", ".join(kind.code for kind in selectors.kinds_open_to(account))
    return _("This key can ask for these reports: {codes}.").format(codes=known or "–")
