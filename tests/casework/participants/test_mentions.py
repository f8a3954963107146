"""Texts that name participants, as Polish bends names."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casework.participants.rules.mentions import is_form_of, pairs_of, phones_in
from casework.participants.selectors.mentions import participants_mentioned_in
from casework.participants.selectors.people import phone_index
from core.imports.rules import plain
from core.screening.rules import FindingKind
from tests.factories.casework import a_stay


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Kowalski", "Kowalskiego Kowalskiemu Kowalskim Kowalski Kowalskich"),
        ("Kowalska", "Kowalska Kowalskiej Kowalską"),
        ("Nowak", "Nowaka Nowakowi Nowakiem Nowaku Nowakom"),
        ("Anna", "Anny Annie Annę Anną Anno"),
        ("Marek", "Marka Markowi Markiem Marku"),
        ("Paweł", "Pawła Pawłowi Pawle"),
        ("Monika", "Moniki Monice Monikę"),
        ("Marta", "Marcie Martą"),
        ("Piotr", "Piotra Piotrze"),
        ("Wanda", "Wandzie"),
        ("Maria", "Marii Marią"),
        ("Jerzy", "Jerzego Jerzym"),
        ("Ewa", "Ewy Ewie Ewą"),
        ("Wróbel", "Wróbla Wróblowi"),
        ("Żądło", "Żądły Żądłem"),
    ],
)
def test_forms_of_a_name_are_recognised(name: str, forms: str) -> None:
    assert [each for each in forms.split() if not is_form_of(plain(each), plain(name))] == []


@pytest.mark.parametrize(
    ("word", "name"), [("jak", "Jan"), ("nowy", "Nowak"), ("marketing", "Marek"), ("annały", "Anna"), ("", "Ewa")]
)
def test_other_words_are_not(word: str, name: str) -> None:
    assert not is_form_of(plain(word), plain(name))


@given(st.text(alphabet=st.characters(categories=("Lu", "Ll")), min_size=3, max_size=20))
def test_a_name_is_always_a_form_of_itself(name: str) -> None:
    bare = plain(name).replace(" ", "")
    if len(bare) > 2:
        assert is_form_of(bare, bare)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for pair in pairs_of(text):
        assert pair.one.begin < pair.one.end <= pair.other.begin < pair.other.end <= len(text)
    phones_in(text)


@pytest.mark.parametrize(
    "typed", ["600700800", "600 700 800", "+48 600-700-800", "tel.600 700 800.", "0048600700800", "48 600700800"]
)
def test_telephones_are_read_however_they_are_typed(typed: str) -> None:
    assert list(phones_in(typed)) == ["600700800"]


@pytest.mark.parametrize("typed", ["12345678", "44051401359", "2026-11-22 14:50", "nr 1234567890123"])
def test_other_numbers_are_no_telephones(typed: str) -> None:
    assert phones_in(typed) == {}


@pytest.fixture
def in_poraj(poraj: Any, as_house: Any) -> Any:
    with as_house(poraj):
        yield poraj


@pytest.mark.parametrize(
    "text",
    [
        "Na spotkaniu był Jan Kowalski.",
        "rozmawialiśmy o janie kowalskim i jego planach",
        "Kowalskiego Jana skierowano na kurs",
        "Pomogliśmy JANOWI KOWALSKIEMU",
        "jan maria kowalski",
    ],
)
def test_a_participant_is_found_in_a_text(text: str, in_poraj: Any) -> None:
    a_stay(last_name="Kowalski", first_name="Jan")
    (found,) = participants_mentioned_in(text)
    assert found.kind == FindingKind.PERSON
    assert found.text in text


@pytest.mark.parametrize(
    "text",
    [
        "Jan mówił długo o Kowalskim",
        "Jan Nowak i Anna Kowalska",
        "Kowalski",
        "Jest jak nowy; motywacja i wypalenie zawodowe kadry",
    ],
)
def test_one_name_alone_or_of_somebody_else_is_no_participant(text: str, in_poraj: Any) -> None:
    a_stay(last_name="Kowalski", first_name="Jan")
    assert list(participants_mentioned_in(text)) == []


def test_first_part_of_a_double_name_and_one_of_two_first_names_are_enough(in_poraj: Any) -> None:
    a_stay(last_name="Żurek-Ćwik", first_name="Łucja Anna")
    (found,) = participants_mentioned_in("Dziękujemy Łucji Żurek za wystąpienie")
    assert found.text == "Łucji Żurek"


def test_a_participants_telephone_is_found(in_poraj: Any) -> None:
    person = a_stay(last_name="Kowalski", first_name="Jan").participant
    person.phone, person.phone_index = "600700800", phone_index("600700800")
    person.save()
    (found,) = participants_mentioned_in("Proszę dzwonić: 600 700 800 lub 34 123 45 67")
    assert (found.kind, found.text) == (FindingKind.PHONE, "600 700 800")


def test_a_long_text_is_one_query_and_few_people_are_read(in_poraj: Any) -> None:
    for number in range(30):
        a_stay(last_name=f"Kowalski{'abcdefghij'[number % 10]}", first_name="Jan")
    list(participants_mentioned_in("wstęp"))  # the house's key is read once per process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert list(participants_mentioned_in("Rozmawialiśmy o wypaleniu zawodowym. " * 200)) == []
    assert len(asked) == 1


def test_people_of_another_centre_are_unknown_here(poraj: Any, klobuck: Any, as_house: Any) -> None:
    with as_house(klobuck):
        a_stay(last_name="Kowalski", first_name="Jan")
    with as_house(poraj):
        assert list(participants_mentioned_in("Jan Kowalski")) == []
