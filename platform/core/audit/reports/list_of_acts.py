"""The lines of the history that somebody found on the screen, as a list to take along."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.audit.selectors import Line
from core.reports.renderers.csv import as_csv
from core.reports.rules import Column, ColumnKind, Content, Table


def as_list(found: Iterable[Line]) -> bytes:
    """The lines in their order, as CSV."""
    rows = [(each.at, each.by_name, each.sentence, each.ip, each.request_id) for each in found]
    return as_csv(Content(title=_("History"), blocks=(Table(columns=_columns(), rows=rows),)))


def _columns() -> tuple[Column, ...]:
    return (
        Column(label=_("When"), kind=ColumnKind.DATETIME),
        Column(label=_("Who")),
        Column(label=_("What was done")),
        Column(label=_("IP address")),
        Column(label=_("Request")),
    )
