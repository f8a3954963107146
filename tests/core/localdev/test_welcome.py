"""The printed table: everybody in it can sign in, and the commands in it can be copied."""

from pathlib import Path

from core.localdev.people import HOUSES
from core.localdev.places import DEFAULT_DATA
from core.localdev.welcome import welcome


def test_every_house_and_its_head_are_named() -> None:
    table = welcome(port=8000, password="lipa-klon-12", data=DEFAULT_DATA)
    for house in HOUSES:
        assert f"http://{house.slug}.localhost:8000/" in table
        assert house.email(house.people[0]) in table
    assert "lipa-klon-12" in table


def test_the_people_of_one_centre_are_named_and_every_centre_has_the_same_sign_ins() -> None:
    table = welcome(port=8000, password="lipa-klon-12", data=DEFAULT_DATA)
    owes, first, *others = HOUSES
    assert all(house.email(person) in table for house in (owes, first) for person in house.people)
    assert all([each.user for each in house.people] == [each.user for each in first.people] for house in others)
    assert len(others) == 6


def test_the_samples_are_found_wherever_the_demo_is() -> None:
    assert ".ogniwo/przyklady" in welcome(port=8000, password="x", data=DEFAULT_DATA)
    assert "/srv/a place/przyklady" in welcome(port=8000, password="x", data=Path("/srv/a place"))


def test_the_command_for_a_code_finds_a_demo_elsewhere() -> None:
    table = welcome(port=8001, password="x", data=Path("/srv/a place"))
    assert "OGNIWO_DATA_DIR='/srv/a place' python3 manage.py second_factor_code" in table


def test_a_stranger_learns_no_path_from_a_demo_in_its_usual_place() -> None:
    assert str(DEFAULT_DATA) not in welcome(port=8000, password="x", data=DEFAULT_DATA)
