"""What this centre has released. Row level security shows it its own releases and no other."""

from datetime import date

from django.db.models import QuerySet

from tenants.figures.models import Release
from tenants.walls.context import current_house


def own_releases() -> QuerySet[Release]:
    """Every release of the current house, the latest month first, its last version before the earlier ones."""
    return Release.objects.filter(house=current_house()).select_related("network").order_by("-month", "-version")


def latest_release(month: date) -> Release | None:
    """The version of a month that counts in the current house. `month` is its first day."""
    return own_releases().filter(month=month).first()
