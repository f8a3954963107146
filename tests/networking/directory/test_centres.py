"""The list of centres, the page of one, and the wall between networks."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.accounts.models import Account
from networking.directory.models import CentreProfile
from networking.directory.selectors import centre_page, listed_centres, networks_seen
from tenants.organisations.models import NetworkMembership
from tenants.organisations.selectors import network_of
from tests.networking.directory.conftest import Neighbours
from tests.networking.directory.profiles import fill_in

pytestmark = pytest.mark.usefixtures("second_factor_waived")
TODAY = date(2026, 11, 22)


def names() -> list[str]:
    return [page.house.schema_name for page in listed_centres(today=TODAY)]


@pytest.mark.parametrize("slug", ["poraj", "jowes"])
def test_a_house_sees_the_centres_of_its_network_and_no_stranger(
    request: Any, slug: str, as_house: Any, neighbours: Neighbours
) -> None:
    with as_house(slug):
        assert names() == ["klobuck", "poraj", "janow"]  # the one that has left comes last
        assert [each.slug for each in networks_seen()] == ["subregion-polnocny"]


@pytest.mark.parametrize("slug", ["lelow", "sasiad"])
def test_the_other_network_sees_only_itself(slug: str, as_house: Any, neighbours: Neighbours) -> None:
    fill_in("poraj", run_by="Gmina Poraj")
    with as_house(slug):
        assert names() == ["lelow"]
        assert not CentreProfile.objects.exists()


def test_a_centre_that_has_left_sees_nobody_but_itself(as_house: Any, neighbours: Neighbours) -> None:
    with as_house("janow"):
        assert names() == []
        assert not NetworkMembership.objects.exists()
        assert centre_page(neighbours.janow.pk, today=TODAY) is not None


def test_the_database_itself_keeps_profiles_apart(as_house: Any, poraj: Any, neighbours: Neighbours) -> None:
    fill_in("poraj", run_by="Gmina Poraj")
    for slug in ("lelow", "sasiad", "janow"):
        with as_house(slug), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM networking_centreprofile WHERE house_id = %s", [poraj.pk])
            assert cursor.fetchone() == (0,)


def test_nobody_writes_the_profile_of_another_house(as_house: Any, poraj: Any, klobuck: Any) -> None:
    fill_in("poraj", run_by="Gmina Poraj")
    for slug in ("klobuck", "jowes"):
        with as_house(slug):
            assert CentreProfile.objects.filter(house=poraj).update(run_by="Ktoś inny") == 0


def test_the_page_lists_what_a_centre_tells(client_for: Any, account: Any, poraj: Any, neighbours: Neighbours) -> None:
    fill_in(
        "klobuck", run_by="Gmina Kłobuck", place="Kłobuck", seats=28, workshops=["Stolarnia"], phone="34 317 00 00",
        email="biuro@klobuck.example", status_until=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    html = client_for(account(poraj, "accountant")).get("/centra/").content.decode()
    for text in ("Gmina Kłobuck", "Stolarnia", "34 317 00 00", "biuro@klobuck.example", "wkrótce wygasa"):
        assert text in html
    assert "w sieci do" in html  # Janów
    assert "Dom lelow" not in html


def test_a_search_by_name_or_place_narrows_the_list(as_house: Any, neighbours: Neighbours) -> None:
    fill_in("klobuck", place="Zawady")
    with as_house("jowes"):
        for named in ("kłobuck", "zawad"):
            assert [page.house.schema_name for page in listed_centres(named=named, today=TODAY)] == ["klobuck"]


@pytest.mark.parametrize("query", ["?q=zzz", "?q=%00", "?q=%25", "?q=<script>", f"?q={'a' * 5000}", "?page=99&sort=-x"])
def test_odd_addresses_get_a_page(client_for: Any, account: Any, jowes: Any, query: str) -> None:
    response = client_for(account(jowes, "adviser")).get(f"/centra/{query}")
    assert response.status_code == 200
    assert "<script>z" not in response.content.decode()


def test_the_page_of_a_centre_says_since_when_it_is_a_member(
    client_for: Any, account: Any, poraj: Any, klobuck: Any
) -> None:
    fill_in("klobuck", run_by="Gmina Kłobuck")
    html = client_for(account(poraj, "social-worker")).get(f"/centra/{klobuck.pk}/").content.decode()
    assert "Gmina Kłobuck" in html
    assert 'datetime="2020-01-01"' in html
    assert "/profil/" not in html


@pytest.mark.parametrize("status", [-10, 10])
def test_the_page_warns_of_a_status_that_ends(
    client_for: Any, account: Any, poraj: Any, klobuck: Any, status: int
) -> None:
    fill_in("klobuck", status_until=timezone.localdate() + timedelta(days=status))
    html = client_for(account(poraj, "social-worker")).get(f"/centra/{klobuck.pk}/").content.decode()
    assert ("wygasł" if status < 0 else "wkrótce wygasa") in html


def test_the_owes_goes_on_to_statistics_and_meetings(client_for: Any, account: Any, jowes: Any, poraj: Any) -> None:
    html = client_for(account(jowes, "adviser")).get(f"/centra/{poraj.pk}/").content.decode()
    assert "/statystyki/subregion-polnocny/centra/" in html
    assert "/spotkania/" in html


def test_strangers_and_owes_have_no_page(
    client_for: Any, account: Any, poraj: Any, jowes: Any, neighbours: Neighbours
) -> None:
    fill_in("lelow", run_by="Sekret sąsiadów")
    visitor = client_for(account(poraj, "manager"))
    for house_id in (neighbours.lelow.pk, neighbours.owes.pk, neighbours.proba.pk, jowes.pk, uuid4()):
        assert visitor.get(f"/centra/{house_id}/").status_code == 404
    assert client_for(account(jowes, "analyst")).get(f"/centra/{neighbours.lelow.pk}/").status_code == 404


def test_three_centres_cost_as_many_queries_as_one(as_house: Any, neighbours: Neighbours) -> None:
    for slug in ("poraj", "klobuck", "janow"):
        fill_in(slug, run_by="Gmina")

    def cost(named: str) -> int:
        with as_house("jowes"), CaptureQueriesContext(connection) as queries:
            for page in listed_centres(named=named, today=TODAY):
                assert page.profile
                assert page.membership
                assert page.membership.network.name
        return len(queries)

    assert cost("Porąju"[:3]) == cost("")


def test_a_sandbox_says_on_every_page_that_it_is_one(client_for: Any, neighbours: Neighbours, as_house: Any) -> None:
    with as_house("proba"):
        visitor = Account.objects.create(email="gosc@proba.example", name="Gość", roles=["manager"])
        visitor._home = "proba"
    assert "centrum na próbę" in client_for(visitor).get("/centra/").content.decode()


def test_a_sandbox_has_no_door_on_the_public_site(client_for: Any, neighbours: Neighbours) -> None:
    html = client_for(house=None).get("/").content.decode()
    assert "Dom lelow" in html
    assert "Dom proba" not in html


def test_the_network_of_a_day_is_that_of_the_membership(as_house: Any, neighbours: Neighbours) -> None:
    with as_house("lelow"):
        assert network_of(neighbours.lelow, day=TODAY) == neighbours.network
        assert network_of(neighbours.lelow, day=date(2023, 12, 31)) is None
