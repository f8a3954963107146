"""Releases, publications and published cells, in the shared schema."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from tenants.figures.rules import Audience, CellState, PeriodKind, ReceiptState
from tenants.organisations.models import Network, Organisation
from tenants.walls.identifiers import UUID7


def _values(words: type[StrEnum]) -> list[str]:
    return [each.value for each in words]


class Release(models.Model):
    """The figures of one centre and month, as its manager let them go. Only ever added to: a correction is a version.

    `figures` is what `tenants.figures.rules.Figures` writes: indicator → dimension → class → number. `exact` names the
    open indicators whose exact values the manager chose to show. The signature says who released, as words.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    figures = models.JSONField()
    exact = ArrayField(models.CharField(max_length=40), default=list)
    definitions = models.PositiveSmallIntegerField()
    is_automatic = models.BooleanField(default=False)
    released_by_account = models.UUIDField(null=True)
    released_by_name = models.CharField(max_length=200)
    released_by_function = models.CharField(max_length=200)
    released_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("month", "house", "version")
        constraints = (
            models.UniqueConstraint(fields=("house", "month", "version"), name="release_version_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="release_of_a_month"),
            models.CheckConstraint(condition=Q(version__gte=1), name="release_version_counts_from_one"),
        )
        indexes = (models.Index(fields=("network", "month"), name="release_by_network"),)

    def __str__(self) -> str:
        return f"{self.house_id} {self.month:%Y-%m} v{self.version}"


class Receipt(models.Model):
    """What a network knows of a centre's month: that figures came, which version counts, and what became of the last.

    It holds no figure. `version` is the last that came, `published_version` the one in the tables (None: none yet).
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    version = models.PositiveSmallIntegerField()
    published_version = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=20)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("month", "house")
        constraints = (
            models.UniqueConstraint(fields=("network", "house", "month"), name="receipt_once"),
            models.CheckConstraint(condition=Q(state__in=_values(ReceiptState)), name="receipt_state_known"),
            models.CheckConstraint(
                condition=Q(published_version__isnull=True) | Q(published_version__lte=F("version")),
                name="receipt_versions_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.house_id} {self.month:%Y-%m} {self.state}"


class Publication(models.Model):
    """One run of the roll-up that published something: a line of the ledger.

    `releases` are the releases whose numbers are in the tables made by it. With `frozen_month` it made the network's
    own tables of that month, which are made once.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    frozen_month = models.DateField(null=True)
    smallest_count = models.PositiveSmallIntegerField()
    rounding = models.PositiveSmallIntegerField()
    releases = ArrayField(models.UUIDField(), default=list)
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("network", "number")
        constraints = (models.UniqueConstraint(fields=("network", "number"), name="publication_numbered"),)

    def __str__(self) -> str:
        return f"{self.network_id} {self.number}"


class PublishedCell(models.Model):
    """One cell of a published table. Never changed: a newer version takes its place and `is_current` from it.

    `period_starts_on` is the first day of the month, quarter or year. `house` None: the whole network.
    `dimension` and `class_name` are empty for the total. `value` is None exactly where `state` is not `shown`.
    `houses`: how many centres are in a number of the network.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="cells")
    audience = models.CharField(max_length=10, default=Audience.OWES.value)
    indicator = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    period_starts_on = models.DateField()
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    dimension = models.CharField(max_length=40, blank=True, default="")
    class_name = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    houses = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("indicator", "period", "period_starts_on", "house", "dimension", "class_name", "publication")
        constraints = (
            models.CheckConstraint(condition=Q(audience__in=_values(Audience)), name="cell_audience_known"),
            models.CheckConstraint(condition=Q(period__in=_values(PeriodKind)), name="cell_period_known"),
            models.CheckConstraint(condition=Q(state__in=_values(CellState)), name="cell_state_known"),
            models.CheckConstraint(
                condition=Q(state=CellState.SHOWN.value, value__isnull=False)
                | (~Q(state=CellState.SHOWN.value) & Q(value__isnull=True)),
                name="cell_has_a_value_when_shown",
            ),
            models.UniqueConstraint(
                fields=(
                    "network", "audience", "indicator", "period", "period_starts_on", "house", "dimension",
                    "class_name",
                ),
                condition=Q(is_current=True),
                nulls_distinct=False,
                name="cell_current_once",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(
                fields=("network", "indicator", "period", "period_starts_on"),
                condition=Q(is_current=True, house__isnull=True),
                name="cell_of_network",
            ),
            models.Index(
                fields=("network", "period", "period_starts_on", "indicator"),
                condition=Q(is_current=True),
                name="cell_by_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.period_starts_on}"
