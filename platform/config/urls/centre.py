"""Addresses of a centre."""

from django.urls import include, path

from casework.attendance.urls import api_urls as attendance
from casework.benefits.urls import api_urls as settlements
from casework.participants.urls import api_urls as participants
from config.urls import house
from config.urls.house import handler400, handler403, handler404, handler500, machines
from networking.directory.urls import profile_urls
from networking.overview.urls import comparison_urls

urlpatterns = [
    *house.urlpatterns,
    machines(*participants, *attendance, *settlements),
    path("import/", include("core.imports.urls")),
    path("profil/", include(profile_urls)),
    path("uczestnicy/", include("casework.participants.urls")),
    path("obecnosc/", include("casework.attendance.urls")),
    path("swiadczenia/", include("casework.benefits.urls")),
    path("dane-dla-owes/", include("casework.figures.urls")),
    path("porownanie/", include(comparison_urls)),
    path("parametry/", include("casework.parameters.urls")),
    path("pracownicy/", include("casework.staff.urls")),
    path("pracownie/", include("casework.workshops.urls")),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
