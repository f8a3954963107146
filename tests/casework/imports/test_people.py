"""A centre's own list of people comes in, with its mistakes found, and goes again when it was a mistake."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.attendance.models import MonthClosing
from casework.participants.models import Participant, Stay
from casework.workshops.models import Group, Membership, Workshop
from core.audit.models import AuditEntry
from core.imports.rules import importer_of
from core.imports.selectors import PreviewRows
from core.imports.services import request_take_over, take_over_import
from tests.factories.casework import a_pesel
from tests.factories.spreadsheets import HEADINGS, messy_people, text, xlsx

NOW = datetime(2026, 11, 3, tzinfo=UTC)


def test_a_messy_list_is_read_and_its_mistakes_stand_at_their_row_and_column(poraj, as_house, importing):
    with as_house(poraj):
        batch = importing.previewed(messy_people())
        assert batch.stage == "preview"
        assert (batch.rows_found, batch.rows_bad) == (4, 1)
        wrong = {column for column, _ in importing.findings(batch)[11]}
        assert {"pesel", "categories", "starts_on"} <= wrong
        assert batch.rows_skipped == [6, 12, 14, 15]


def test_good_rows_alone_are_taken_over_and_the_others_stay_out(poraj, as_house, importing):
    with as_house(poraj):
        batch = importing.taken(messy_people(), only_good=True)
        assert (batch.stage, batch.rows_taken, batch.taken_by_id) == ("taken", 3, importing.by.pk)
        people = {str(each): each for each in Participant.objects.order_by("sort_name")}
        assert set(people) == {"Żółkiewska-Ćwiąkała Łucja", "Nowak Zofia", "O'Neil Jan"}
        zofia = people["Nowak Zofia"]
        assert (zofia.pesel, zofia.sex, zofia.birth_date) == ("02270803624", "K", date(2002, 7, 8))
        assert (zofia.street, zofia.postal_code, zofia.place) == ("Górna 1", "42-360", "Poraj")
        assert (zofia.phone, zofia.categories, zofia.education) == ("601700800", ["ALKOHOL"], "ponadgimnazjalne")
        assert people["Żółkiewska-Ćwiąkała Łucja"].categories == ["DLUGOTRWALE_BEZR", "NIEPELNOSPRAWNI"]
        stays = {str(each.participant): each for each in Stay.objects.order_by("starts_on")}
        assert stays["Nowak Zofia"].starts_on == date(2026, 2, 2)
        assert stays["Nowak Zofia"].plan_signed_on == date(2026, 2, 3)
        assert stays["O'Neil Jan"].starts_on == date(2026, 2, 3)
        assert [each.kind for each in stays["O'Neil Jan"].periods.order_by("starts_on")] == ["trial", "main"]


def test_undoing_removes_exactly_what_the_import_made(poraj, as_house, importing):
    with as_house(poraj):
        batch = importing.taken(messy_people(), only_good=True)
        before = AuditEntry.objects.count()
        batch = importing.undone(batch)
        assert (batch.stage, batch.undone_by_id) == ("undone", importing.by.pk)
        assert not Participant.objects.exists()
        assert not Stay.objects.exists()
        assert {each.action for each in AuditEntry.objects.order_by("id")[before:]} == {
            "participants.import_undone",
            "imports.undone",
        }


def test_undoing_is_refused_when_somebody_has_worked_on_a_person_since(poraj, as_house, importing):
    with as_house(poraj):
        batch = importing.taken(messy_people(), only_good=True)
        Stay.objects.filter(participant__first_name="Zofia").update(version=2)
        batch = importing.undone(batch)
        assert batch.stage == "taken"
        assert "wiersze: 8" in batch.message
        assert Participant.objects.count() == 3


def row(*cells: Any) -> list[Any]:
    return list(cells)


def said(importing: Any, *rows: list[Any], headings: tuple[str, ...] = HEADINGS) -> dict[int, list[tuple[str, str]]]:
    """What is found in these rows, under the usual headings."""
    return importing.findings(importing.previewed(text([headings, *rows])))


NOWAK = row(1, "Nowak", "Zofia", "02270803624", "601 700 800", "2.02.2026")


@pytest.mark.parametrize(
    ("place", "typed", "column", "sentence"),
    [
        (3, "02270803625", "pesel", "ostatnia cyfra nie pasuje"),
        (3, "0227080362", "pesel", "11 cyfr"),
        (3, "99999999999", "pesel", "błąd"),
        (3, "", "pesel", "Podaj numer PESEL"),
        (3, "2,27E+09", "pesel", "Arkusz skrócił"),
        (1, "", "last_name", "Wypełnij"),
        (1, "<script>alert(1)</script>", "last_name", "litery"),
        (1, "=1+1", "last_name", "litery"),
        (1, "No\u202ewak", "last_name", "niewidoczne"),
        (4, "60170", "phone", "cyfr"),
        (5, "31.02.2026", "starts_on", "To nie jest data"),
        (5, "1.02.1999", "starts_on", "2003"),
        (5, "1.02.2099", "starts_on", "rok"),
    ],
)
def test_a_mistake_is_named_at_its_column(place, typed, column, sentence, poraj, as_house, importing):
    wrong = [*NOWAK[:place], typed, *NOWAK[place + 1 :]]
    with as_house(poraj):
        found = said(importing, wrong, row(2, "Lis", "Jan", "90090515836", "", "1.02.2026"))
        assert [text for at, text in found[2] if at == column and sentence in text], found


@pytest.mark.parametrize("name", ["O'Neil", "D’Arc", "Nowak-Kowalska", "Żółć", "de la Cruz"])
def test_names_with_apostrophes_and_hyphens_are_good(name, poraj, as_house, importing):
    with as_house(poraj):
        assert said(importing, [*NOWAK[:1], name, *NOWAK[2:]]) == {}


def test_the_same_person_twice_is_named_at_both_rows(poraj, as_house, importing):
    with as_house(poraj):
        found = said(importing, NOWAK, row(2, "Nowak", "Z.", "2270803624", "", "3.02.2026"))
        assert found[2] == [("pesel", "Ten sam numer PESEL jest też w wierszu 3.")]
        assert ("pesel", "Ten sam numer PESEL jest też w wierszu 2.") in found[3]


def test_somebody_who_is_here_already_is_shown_with_a_link_and_not_added_again(poraj, as_house, importing):
    with as_house(poraj):
        importing.taken(text([HEADINGS, NOWAK]))
        batch = importing.previewed(text([HEADINGS, [*NOWAK[:5], "9.02.2026"]]))
        (finding,) = batch.rows.get().findings
        assert finding["message"] == "Osoba z tym numerem PESEL jest już na liście."
        assert finding["url"].endswith(f"/uczestnicy/{Participant.objects.get().pk}/")
        assert batch.rows_bad == 1


def test_a_namesake_without_a_number_is_only_a_warning(poraj, as_house, importing):
    with as_house(poraj):
        importing.taken(text([HEADINGS, NOWAK]))
        headings = ("Nazwisko", "Imię", "Paszport", "Data urodzenia", "Od")
        batch = importing.previewed(
            text(
                [
                    headings,
                    ["Nowak", "Zofia", "AB 123", "8.07.2002", "1.03.2026"],
                    ["NOWAK", "ZOFIA", "AB 124", "9.07.1999", "1.03.2026"],
                ]
            )
        )
        assert [(each.is_bad, each.is_warned) for each in batch.rows.order_by("number")] == [
            (True, False),
            (False, True),
        ]


def test_people_join_the_group_that_their_row_names(poraj, as_house, importing):
    with as_house(poraj):
        garden = Group.objects.create(workshop=Workshop.objects.create(name="Ogród", seats=2), name="Grupa A", seats=1)
        rows = [
            [*HEADINGS, "Pracownia"],
            [*NOWAK, "grupa a"],
            [2, "Lis", "Jan", "90090515836", "", "1.02.2026", "OGRÓD"],
            [3, "Sroka", "Ewa", "44051401359", "", "1.02.2026", "nie ma takiej"],
        ]
        batch = importing.taken(text(rows), only_good=True)
        assert Membership.objects.get().group_id == garden.pk
        assert importing.findings(batch)[3] == [("group", "W tej grupie jest za mało wolnych miejsc.")]
        assert "Nie ma czynnej grupy" in importing.findings(batch)[4][0][1]
        importing.undone(batch)
        assert not Membership.objects.exists()
        assert not Participant.objects.exists()


def test_ways_of_writing_a_name_an_address_and_a_word(poraj, as_house, importing):
    headings = ["Imię i nazwisko", "PESEL", "Adres", "Telefon", "Wykształcenie", "Status na rynku pracy", "Kategoria"]
    rows = [
        [
            "Zofia Maria NOWAK",
            "02270803624",
            "Poraj, ul. Górna 1",
            "kom. 601700800, 602700800",
            "liceum",
            "bierna",
            "pkt. 6",
        ],
        ["Jan Lis - Sroka", "90090515836", "42-360 Poraj, ul. Górna 1/2", None, "wyższe mgr", "", "uchodźca + inne"],
    ]
    with as_house(poraj):
        importing.taken(xlsx([headings, *rows]))
        jan, zofia = Participant.objects.order_by("sort_name")
        assert (jan.last_name, jan.first_name) == ("Lis-Sroka", "Jan")
        assert (jan.postal_code, jan.place, jan.street) == ("42-360", "Poraj", "ul. Górna 1/2")
        assert jan.categories == ["UCHODZCY", "INNE"]
        assert (zofia.last_name, zofia.first_name, zofia.phone) == ("NOWAK", "Zofia Maria", "601700800")
        assert (zofia.education, zofia.labour_status) == ("ponadgimnazjalne", "bierna")
        assert zofia.categories == ["ZWOLNIENI_ZK"]


def test_days_are_shown_as_people_write_them_however_the_file_holds_them(poraj, as_house, importing):
    days = (date(2026, 7, 1), 46204, "1 lipca 2026")
    rows = [(number, "Nowak", "Jan", a_pesel(), None, day) for number, day in enumerate(days)]
    with as_house(poraj):
        batch = importing.previewed(xlsx([HEADINGS, *rows]))
        shown = [row.cells["starts_on"].shown for row in PreviewRows(batch, importer_of("uczestnicy"))[:3]]
    assert shown == ["01.07.2026"] * 3


def test_five_hundred_people_of_one_file_are_all_taken_over(poraj, as_house, importing):
    rows = [(n, f"Nowak{chr(97 + n % 26)}", "Jan", a_pesel(), "600700800", "2.02.2026") for n in range(500)]
    content = xlsx([HEADINGS, *rows])
    with as_house(poraj):
        batch = importing.taken(content)
        assert (batch.rows_taken, Stay.objects.count()) == (500, 500)


def test_a_stay_that_would_begin_in_an_approved_month_is_named_at_its_row(poraj, as_house, importing):
    with as_house(poraj):
        now = {"submitted_by": importing.by, "submitted_at": NOW, "approved_by": importing.by, "approved_at": NOW}
        MonthClosing.objects.create(month=date(2026, 2, 1), **now)
        found = said(importing, NOWAK, row(2, "Lis", "Jan", "90090515836", "", "1.03.2026"))
        assert [(column, "luty 2026" in text.lower()) for column, text in found[2]] == [("starts_on", True)]
        assert set(found) == {2}


def test_a_month_that_is_approved_meanwhile_stops_the_take_over_and_the_undoing(poraj, as_house, importing):
    with as_house(poraj):
        now = {"submitted_by": importing.by, "submitted_at": NOW, "approved_by": importing.by, "approved_at": NOW}
        previewed = importing.previewed(text([HEADINGS, NOWAK]))
        closing = MonthClosing.objects.create(month=date(2026, 2, 1), **now)
        request_take_over(by=importing.by, batch_id=previewed.pk, only_good=False)
        batch = importing.after(take_over_import, previewed)
        assert "niczego nie wczytano" in batch.message
        assert not Participant.objects.exists()
        MonthClosing.objects.filter(pk=closing.pk).update(approved_by=None, approved_at=None)
        batch = importing.taken(messy_people(), only_good=True)
        MonthClosing.objects.filter(pk=closing.pk).update(**now)
        assert "Luty 2026" in importing.undone(batch).message
        assert Participant.objects.count() == 3
