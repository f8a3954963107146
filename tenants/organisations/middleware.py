"""From the host name to the house: the first middleware of every request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.template.loader import render_to_string

from tenants.organisations.models import Organisation
from tenants.organisations.selectors import house_at
from tenants.walls.context import wall

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HouseMiddleware:
    """Only a registered host selects a house. Everything else gets a plain page that names nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wall().set_schema_to_public()
        host, _ = split_domain_port(request.get_host())
        house = house_at(host)
        if house is None:
            return _closed("404.html", status=404)
        if not house.is_open:
            return _closed("410.html", status=410)
        self._enter(request, house)
        return self.get_response(request)

    def _enter(self, request: HttpRequest, house: Organisation) -> None:
        request.tenant = house  # type: ignore[attr-defined]
        if house.kind != "public":
            wall().set_tenant(house)
        request.urlconf = str(settings.TENANT_TYPES[house.kind]["URLCONF"])


def _closed(template: str, *, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=status)
