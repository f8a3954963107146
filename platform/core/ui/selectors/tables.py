"""Tables: one page of a sorted and filtered list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from core.ui.rules import Column, Export, Order, Text, order_asked

PAGE_SIZE = 25


@dataclass(frozen=True)
class Heading:
    """A column's heading, with the address that sorts by it (empty: it cannot be sorted by)."""

    column: Column
    url: str
    direction: str


@dataclass(frozen=True)
class TablePage:
    """One page of a sorted, filtered table."""

    name: str
    path: str
    headings: list[Heading]
    page: Page[Any]
    filters: BaseForm | None
    exports: list[Export]
    query: QueryDict
    empty_title: Text
    empty_text: Text
    caption: Text

    @property
    def filtered(self) -> bool:
        """Whether the reader narrowed the list, so that an empty table means something else."""
        names = self.filters.fields if self.filters else ()
        return any(self.query.get(name) for name in names)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Numbers with their addresses; None stands for the ones left out."""
        shown = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [(n, self.page_url(n)) if isinstance(n, int) else (None, "") for n in shown]

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page.next_page_number()) if self.page.has_next() else ""

    def page_url(self, number: int) -> str:
        return _address(self.path, self.query, page=str(number))


def table_page(
    request: HttpRequest,
    *,
    rows: QuerySet[Any] | Sequence[Any],
    columns: Sequence[Column],
    default_sort: str = "",
    filters: BaseForm | None = None,
    exports: Sequence[Export] = (),
    name: str = "table",
    page_size: int = PAGE_SIZE,
    caption: Text = "",
    empty_title: Text = "",
    empty_text: Text = "",
) -> TablePage:
    """The page of a table that the address asks for.

    A queryset is sorted and cut in the database, with the key as tie-breaker; a list keeps its own order.
    A page that does not exist gives the nearest one. `filters` stands above the table; the caller applies it.
    """
    query = request.GET
    order = order_asked(query.get("sort", ""), columns, default=default_sort)
    page = Paginator(_sorted(rows, columns, order), page_size).get_page(query.get("page"))
    return TablePage(
        name=name,
        path=request.path,
        headings=[_heading(column, order, path=request.path, query=query) for column in columns],
        page=page,
        filters=filters,
        exports=[Export(each.label, _address(each.url, query, page=""), each.icon) for each in exports],
        query=query,
        empty_title=empty_title or _("Nothing here yet"),
        empty_text=empty_text,
        caption=caption,
    )


def _sorted(rows: Any, columns: Sequence[Column], order: Order | None) -> Any:
    if order is None or not isinstance(rows, QuerySet):
        return rows
    field = F(next(column.sort for column in columns if column.key == order.key))
    by = field.desc(nulls_last=True) if order.descending else field.asc(nulls_last=True)
    return rows.order_by(by, "pk")


def _heading(column: Column, order: Order | None, *, path: str, query: QueryDict) -> Heading:
    if not column.sort:
        return Heading(column, "", "")
    turned = order.turned(column.key) if order else Order(column.key, descending=False)
    direction = ""
    if order and order.key == column.key:
        direction = "descending" if order.descending else "ascending"
    return Heading(column, _address(path, query, sort=turned.code, page=""), direction)


def _address(path: str, query: QueryDict, **changes: str) -> str:
    """The path with the reader's own query, changed; an empty value takes a parameter away."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"{path}?{changed.urlencode()}" if changed else path
