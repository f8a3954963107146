"""Where the table begins, which column is which, which rows are data."""

from dataclasses import replace
from itertools import permutations

import pytest

from casework.participants.services.importing import PEOPLE_COLUMNS
from core.imports.rules import Layout, Sheet, best_sheet, data_rows, recognised
from core.imports.rules.recognition import columns_of
from tests.core.imports.conftest import FRUITS

PEOPLE = replace(FRUITS, columns=PEOPLE_COLUMNS)


def keys(*headings):
    return columns_of(list(headings), PEOPLE, parameters={})


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("NAZWISKO", "last_name"),
        ("imie", "first_name"),
        ("Imiona", "first_name"),
        ("Nazwisko i imię", "surname_and_name"),
        ("IMIĘ I NAZWISKO UCZESTNIKA", "name_and_surname"),
        ("Nr PESEL", "pesel"),
        ("PESEL:", "pesel"),
        ("nr ewid. PESEL", "pesel"),
        ("Data ur.", "birth_date"),
        ("data urodzenia", "birth_date"),
        ("Płeć", "sex"),
        ("plec (K/M)", "sex"),
        ("Nr tel.", "phone"),
        ("telefon", "phone"),
        ("Tel. kom.", "phone"),
        ("e-mail", "email"),
        ("Adres e-mail", "email"),
        ("Kod pocztowy", "postal_code"),
        ("kod poczt.", "postal_code"),
        ("Miejscowość", "place"),
        ("Ulica", "street"),
        ("Adres zamieszkania", "address"),
        ("adres zam.", "address"),
        ("Wykształcenie", "education"),
        ("wykszt.", "education"),
        ("Grupa z art. 1 ust. 2", "categories"),
        ("Kategoria", "categories"),
        ("Status na rynku pracy", "labour_status"),
        ("Data rozpoczęcia", "starts_on"),
        ("data rozp. uczestnictwa", "starts_on"),
        ("Data przyjęcia do CIS", "starts_on"),
        ("Data podpisania IPZS", "plan_signed_on"),
        ("IPZS", "plan_signed_on"),
        ("Grupa", "group"),
        ("Pracownia", "group"),
        ("Data wniosku o świadczenie", "benefit_applied_on"),
    ],
)
def test_a_heading_is_known_by_its_usual_names_and_abbreviations(heading, key):
    assert keys(heading) == {0: key}


@pytest.mark.parametrize(
    "heading", ["Lp.", "Uwagi", "Imię ojca", "Imię matki", "Telefon opiekuna", "Numer buta", "?", ""]
)
def test_a_heading_that_speaks_of_something_else_is_left_alone(heading):
    assert keys(heading) == {}


def test_headings_are_known_in_any_order_and_each_once():
    names = ("Imię", "Nazwisko", "PESEL", "Telefon")
    wanted = dict(zip(names, ("first_name", "last_name", "pesel", "phone"), strict=True))
    for order in permutations(names):
        assert list(keys(*order).values()) == [wanted[name] for name in order]
    assert keys("Nazwisko", "Imię", "Nazwisko rodowe", "Imię ojca") == {0: "last_name", 1: "first_name"}


def fruits(*rows):
    return Sheet("", [list(row) for row in rows])


def layout(sheet):
    return recognised(sheet, FRUITS, parameters={})


def test_titles_above_the_headings_are_passed_over():
    found = layout(fruits(["Owoce sezonu"], [], ["stan na maj"], ["NR", "owoc", "Waga (kg)"], [1, "jabłko", 2]))
    assert (found.header_row, dict(found.columns)) == (4, {0: "number", 1: "name", 2: "weight"})


def test_headings_over_two_rows_are_put_together():
    found = layout(fruits(["Owoc", "Dane", None], [None, "nr", "waga"], ["jabłko", 1, 2]))
    assert (found.header_row, dict(found.columns)) == (2, {0: "name", 1: "number", 2: "weight"})


def test_without_known_headings_nothing_is_guessed():
    assert layout(fruits(["jabłko", 1], ["gruszka", 2])) == Layout()


def test_of_several_sheets_the_one_with_the_table_is_taken():
    sheets = [fruits(["notatki"]), fruits(["owoc", "waga"], ["jabłko", 1])]
    assert best_sheet(sheets, FRUITS, parameters={}) == 1


def rows_of(sheet):
    found = layout(sheet)
    rows, skipped = data_rows(sheet, found, keys=found.columns)
    return [row.number for row in rows], skipped


def test_empty_rows_numbers_totals_repeated_headings_and_notes_are_not_data():
    sheet = fruits(
        ["nr", "owoc", "waga", "uwagi"],
        [1, 2, 3, 4],
        [1, "jabłko", 2, None],
        [None, None, None, None],
        ["nr", "owoc", "waga", "uwagi"],
        [2, "gruszka", 3, "miękka"],
        ["RAZEM", None, 5],
        [],
        ["Sporządziła: Anna Nowak"],
        [None, None, None, "dopisek obok tabeli"],
    )
    assert rows_of(sheet) == ([3, 6], [2, 5, 7, 9, 10])


def test_a_gap_in_the_middle_is_a_mistake_and_not_a_note():
    assert rows_of(fruits(["owoc", "waga"], [None, 2], ["gruszka", 3])) == ([2, 3], [])


def test_rows_that_are_only_numbered_are_not_there():
    assert rows_of(fruits(["nr", "owoc", "waga"], [1, "jabłko", 2], [2], [3])) == ([2], [3, 4])


def test_a_person_called_suma_is_a_person():
    assert rows_of(fruits(["owoc", "nr"], ["Suma", "x"], ["jabłko", 2]))[0] == [2, 3]
