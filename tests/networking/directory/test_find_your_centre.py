"""The public site's first page: doors of open organisations, and nothing about the people inside."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from networking.directory.selectors import doors
from tests.suspending import suspended


def page(client_for: Any, query: str = "") -> str:
    response = client_for(house=None).get(f"/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_stranger_finds_every_open_centre_and_the_owes(client_for: Any) -> None:
    html = page(client_for)
    for slug in ("poraj", "klobuck", "jowes"):
        assert f"{slug}.localhost" in html


def test_a_suspended_centre_has_no_door(client_for: Any, klobuck: Any) -> None:
    with suspended(klobuck):
        assert "klobuck" not in page(client_for)


def test_a_name_without_regard_to_case_narrows_the_list(client_for: Any) -> None:
    html = page(client_for, "?q=kłobuck")
    assert "klobuck.localhost" in html
    assert "poraj.localhost" not in html


@pytest.mark.parametrize("query", ["?q=zzz", "?q=%00", "?q=%25", "?q=<script>", f"?q={'a' * 5000}", "?q=%F0%28"])
def test_odd_searches_get_a_page(client_for: Any, query: str) -> None:
    assert "<script>" not in page(client_for, query)


def test_nobody_who_works_there_is_named(client_for: Any, account: Any, poraj: Any) -> None:
    account(poraj, "manager", name="Zofia Nieujawniona")
    assert "Nieujawniona" not in page(client_for)


def test_three_doors_cost_as_many_queries_as_one(db: None) -> None:
    def cost(named: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            doors(kind="centre", named=named)
        return len(queries)

    assert cost("Poraj") == cost("")


def test_a_door_leads_to_the_address_of_the_house(poraj: Any) -> None:
    (door,) = doors(kind="centre", named="Poraj")
    assert (door.host, door.url) == ("poraj.localhost", "http://poraj.localhost/")
