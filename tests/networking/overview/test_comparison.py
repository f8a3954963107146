"""A centre beside its network: its own exact numbers, and of the others the median and quartiles alone."""

from typing import Any
from uuid import UUID

import pytest

from tenants.figures.rules import Audience, figures_from
from tenants.figures.services import release_figures
from tenants.post.rules import Signature
from tenants.walls.context import house_context
from tests.networking.overview.conftest import OCTOBER
from tests.networking.overview.test_pages import read

PAGE = "/porownanie/"
MARIA = Signature(account=UUID(int=7), name="Maria Nowak", function="kierownik")


@pytest.fixture
def manager(poraj: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(poraj, "manager"))


@pytest.fixture
def released(poraj: Any) -> None:
    figures = {
        "people": {
            "total": 28, "sex-age": {"K|35-44": 28}, "education": {"podstawowe": 28},
            "category": {"DLUGOTRWALE_BEZR": 28},
        },
        "joined": {"total": 3}, "left": {"total": 2, "reason": {"ZATRUDNIENIE": 2}}, "seats": {"total": 30},
        "hours": {"total": "1234.50"}, "attendance": {"present": 300, "expected": 400, "people": 28},
        "benefits": {"total": "1", "people": 28}, "premiums": {"total": "0", "people": 0},
    }  # fmt: skip
    with house_context(poraj):
        release_figures(
            by=MARIA, month=OCTOBER, figures=figures_from(figures), exact=[], today=OCTOBER.replace(month=11)
        )


@pytest.fixture
def quartiles(publish: Any) -> None:
    for name, value in (("lower-quartile", 15), ("median", 21), ("upper-quartile", 33)):
        publish("people", value, class_name=name, audience=Audience.MEMBERS.value)


def test_a_centre_sees_its_own_small_numbers_and_the_median(released, quartiles, manager):
    page = read(manager, PAGE)
    assert "październik 2026" in page
    assert ">28<" in page
    assert ">3<" in page, "its own number is exact, however small"
    assert "75 %" in page
    assert ">21<" in page
    assert "<svg" in page


def test_without_five_centres_it_says_why_there_is_no_median(released, manager):
    assert "co najmniej 5 centrów" in read(manager, PAGE)


def test_what_the_owes_reads_does_not_reach_a_centre(released, tables, manager):
    """The tables hold 134 people of the network and 19 of Kłobuck."""
    page = read(manager, PAGE)
    for number in ("134", "281", "Kłobuck"):
        assert number not in page


def test_before_the_first_release_the_page_leads_to_it(manager):
    page = read(manager, PAGE)
    assert "Nie ma jeszcze czego porównać" in page
    assert 'href="/dane-dla-owes/"' in page


def test_who_may_not_see_figures_has_no_comparison(poraj, account, client_for):
    assert client_for(account(poraj, "accountant")).get(PAGE).status_code == 403


def test_an_owes_has_no_comparison_of_its_own(jowes, account, client_for):
    assert client_for(account(jowes, "adviser")).get(PAGE).status_code == 404
