"""Pages that every house has."""

from django.urls import URLPattern, URLResolver, include, path

from core.api.urls import api_urls, key_urls, nowhere, page_urls
from core.reports.urls import api_urls as reports
from core.reports.urls import letterhead_urls
from networking.meetings.urls import api_urls as meetings

urlpatterns = [
    path("", include("core.ui.urls")),
    path("", include("core.accounts.urls")),
    path("historia/", include("core.audit.urls")),
    path("powiadomienia/", include("core.notifications.urls")),
    path("poczta-wychodzaca/", include("core.mail.urls")),
    path("wiadomosci/", include("core.letters.urls")),
    path("raporty/", include("core.reports.urls")),
    path("ustawienia/pisma/", include(letterhead_urls)),
    path("api/", include(page_urls)),
    path("klucze/", include(key_urls)),
    path("centra/", include("networking.directory.urls")),
    path("", include("networking.meetings.urls")),
]


def machines(*of_slices: URLPattern) -> URLResolver:
    """What programs may call in a kind of house: what every house has, and what its slices add."""
    return path("api/v1/", include(([*api_urls, *of_slices, *reports, *meetings, nowhere], "api")))


handler400 = "core.ui.views.bad_request"
handler403 = "core.ui.views.forbidden"
handler404 = "core.ui.views.page_not_found"
handler500 = "core.ui.views.server_error"
