"""Pages that every house has."""

from django.urls import include, path

from core.reports.urls import letterhead_urls

urlpatterns = [
    path("", include("core.ui.urls")),
    path("", include("core.accounts.urls")),
    path("historia/", include("core.audit.urls")),
    path("powiadomienia/", include("core.notifications.urls")),
    path("poczta-wychodzaca/", include("core.mail.urls")),
    path("wiadomosci/", include("core.letters.urls")),
    path("raporty/", include("core.reports.urls")),
    path("ustawienia/pisma/", include(letterhead_urls)),
]

handler400 = "core.ui.views.bad_request"
handler403 = "core.ui.views.forbidden"
handler404 = "core.ui.views.page_not_found"
handler500 = "core.ui.views.server_error"
