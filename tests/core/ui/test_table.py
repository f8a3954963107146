"""The table: sorted and cut in the database, every state of it in the address, and clear when it is empty."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from core.accounts.models import Account
from core.ui.rules import Column, Export
from core.ui.selectors import TablePage, table_page

COLUMNS = (
    Column("name", "Nazwisko", sort="name"),
    Column("email", "E-mail"),
    Column("is_active", "Czynne"),
    Column("created_at", "Od", sort="last_login"),
)


class Filters(forms.Form):
    q = forms.CharField(label="Nazwisko", required=False)


def page(rows: Any, query: str = "", **options: Any) -> TablePage:
    request = RequestFactory().get("/kadra/", QueryDict(query))
    return table_page(request, rows=rows, columns=COLUMNS, name="staff", **options)


def drawn(table: TablePage) -> str:
    return Template("{% load ui %}{% table table %}").render(Context({"table": table}))


ROWS = [{"name": f"Osoba {n}", "email": None, "is_active": True, "created_at": None} for n in range(60)]


def test_a_list_is_cut_into_pages_that_keep_the_filters_in_their_addresses() -> None:
    table = page(ROWS, "q=os&page=2")
    assert [row["name"] for row in table.page][:1] == ["Osoba 25"]
    assert table.next_url == "/kadra/?q=os&page=3"
    assert table.previous_url == "/kadra/?q=os&page=1"


@pytest.mark.parametrize(("asked", "given"), [("0", 3), ("999", 3), ("abc", 1), ("", 1), ("-5", 3), ("1e9", 1)])
def test_a_page_that_does_not_exist_gives_the_nearest_one(asked: str, given: int) -> None:
    assert page(ROWS, f"page={asked}").page.number == given


def test_a_heading_sorts_and_goes_back_to_the_first_page() -> None:
    name, email, *_ = page(ROWS, "sort=name&page=2&q=x").headings
    assert (name.url, name.direction) == ("/kadra/?q=x&sort=-name", "ascending")
    assert email.url == ""


def test_exports_take_the_filters_and_the_order_along_but_not_the_page() -> None:
    table = page(ROWS, "q=x&sort=-name&page=2", exports=(Export("PDF", "/kadra/pdf/"),))
    assert [export.url for export in table.exports] == ["/kadra/pdf/?q=x&sort=-name"]


def test_a_queryset_is_sorted_in_the_database(poraj: Any, account: Any, as_house: Any) -> None:
    for name in ("Celina", "Adam", "Bożena"):
        account(poraj, "office", name=name)
    with as_house(poraj):
        rows = Account.objects.filter(name__in=("Celina", "Adam", "Bożena"))
        assert [row.name for row in page(rows, "sort=-name").page] == ["Celina", "Bożena", "Adam"]
        assert next(row.name for row in page(rows, "sort=email", default_sort="name").page) == "Adam"


def test_the_table_of_one_house_does_not_show_people_of_another(
    poraj: Any, klobuck: Any, account: Any, as_house: Any
) -> None:
    account(klobuck, "manager", name="Ktoś Obcy")
    account(poraj, "office", name="Ktoś Swój")
    with as_house(poraj):
        html = drawn(page(Account.objects.order_by("name"), "q=Ktoś"))
    assert "Ktoś Swój" in html
    assert "Obcy" not in html


def test_cells_are_written_for_people() -> None:
    html = drawn(page(ROWS[:1]))
    assert "Osoba 0" in html
    assert "—" in html
    assert "True" not in html
    assert "None" not in html


def test_what_people_typed_is_never_markup() -> None:
    html = drawn(page([{"name": "<script>alert(1)</script>", "email": "", "is_active": False, "created_at": None}]))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_an_empty_table_says_what_to_do_and_an_empty_search_offers_to_start_again() -> None:
    empty = drawn(page([], empty_title="Nikogo tu nie ma", empty_text="Zaproś pierwszą osobę."))
    assert "Zaproś pierwszą osobę." in empty
    searched = page([], "q=zzz", filters=Filters(QueryDict("q=zzz")))
    assert searched.filtered
    assert 'href="/kadra/"' in drawn(searched)


def test_each_cell_says_its_column_on_a_phone_and_each_row_has_a_heading() -> None:
    html = drawn(page(ROWS[:2]))
    assert html.count('data-label="E-mail"') == 2
    assert html.count('<th scope="row"') == 2
