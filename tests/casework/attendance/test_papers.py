"""The papers of attendance: the list to sign, the card of a person, the summary of a group."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from casework.attendance.models import ClosedDay, CodeLetter, Mark
from casework.attendance.reports import ATTENDANCE_CARDS, ATTENDANCE_LIST, ATTENDANCE_REPORTS, ATTENDANCE_SUMMARY
from casework.participants.models import Participant, Stay, StayPeriod
from casework.staff.models import StaffMember
from casework.workshops.models import Group, Membership, Workshop
from core.audit.models import AuditEntry
from core.reports.models import Report
from core.reports.renderers.csv import as_csv
from core.reports.renderers.pdf import render_pdf
from core.reports.renderers.xlsx import render_xlsx
from core.reports.rules import Content, Format, Letterhead, Look, NewSheet, Paper, ReportKind, Table
from core.reports.services import download_report, make_report, request_report
from tenants.errors import RuleBroken
from tests.core.reports.structure import Structure

URLS = "config.urls.centre"
OCTOBER = date(2026, 10, 1)
MONDAY = date(2026, 10, 5)
SILENT = lambda _share: None  # noqa: E731
LONG = ("Brzęczyszczykiewicz-Wąchockiewiczówna-Skłodowska", "Maria Konstancja Bogumiła")
NASTY = ("=1+1 #let x = 1", '<script>alert(1)</script> $x$ @a *b* _c_ \\n "q" \N{RIGHT-TO-LEFT OVERRIDE}odwrotnie')


def a_person(number: int, last: str = "", first: str = "") -> Stay:
    """A stay since September with a trial of a month, without what other slices would add."""
    person = Participant.objects.create(last_name=last or f"Kowalska {number:03}", first_name=first or "Żaneta")
    stay = Stay.objects.create(participant=person, starts_on=date(2026, 9, 14), plan_signed_on=date(2026, 9, 14))
    StayPeriod.objects.create(stay=stay, kind="trial", starts_on=date(2026, 9, 14), ends_on=date(2026, 10, 14))
    return stay


def mark(stay: Stay, day: date, code: str, hours: int = 0) -> None:
    Mark.objects.create(stay=stay, day=day, code=code, hours=hours)


@pytest.fixture
def manager(poraj: Any, account: Any) -> Any:
    return account(poraj, "manager", name="Anna Kowalska")


@pytest.fixture
def instructor(poraj: Any, account: Any) -> Any:
    return account(poraj, "vocational-instructor", name="konto Haliny")


@pytest.fixture
def group(poraj: Any, instructor: Any, as_house: Any) -> Group:
    with as_house(poraj):
        halina = StaffMember.objects.create(name="Halina Wójcik", function="vocational-instructor", account=instructor)
        place = Workshop.objects.create(name="Ogrodniczo-porządkowa", seats=90)
        return Group.objects.create(workshop=place, name="Ogrodnicy", seats=60, instructor=halina)


@pytest.fixture
def other_group(poraj: Any, group: Group, as_house: Any) -> Group:
    with as_house(poraj):
        return Group.objects.create(workshop=group.workshop, name="Porządkowi", seats=30)


@pytest.fixture
def people(poraj: Any, as_house: Any) -> Callable[..., list[Stay]]:
    """`people(group, 3)`: three people who belong to the group since September."""

    def make(group: Group, number: int) -> list[Stay]:
        with as_house(poraj):
            stays = [a_person(each, *(LONG if each == 1 else ())) for each in range(number)]
            for stay in stays:
                Membership.objects.create(group=group, stay=stay, starts_on=stay.starts_on)
        return stays

    return make


@pytest.fixture
def october(poraj: Any, as_house: Any) -> Callable[[list[Stay]], None]:
    """A month with every code, for the first of the people; the others were there every day."""
    codes = ("O", "N", "ZL", "ZL+", "DW", "U", "O")

    def keep(stays: list[Stay]) -> None:
        working = [day for number in range(1, 31) if (day := OCTOBER.replace(day=number)).weekday() < 5]
        with as_house(poraj):
            for place, stay in enumerate(stays):
                for number, day in enumerate(working):
                    code = codes[number % len(codes)] if place == 0 else "O"
                    mark(stay, day, code, 6 if code == "O" else 0)

    return keep


def built(kind: ReportKind, by: Any, **parameters: Any) -> Content:
    return kind.build(parameters, SILENT, by=by)


def pdf_of(content: Content, tmp_path: Path, name: str = "paper") -> Structure:
    head = Letterhead(house="Centrum Integracji Społecznej w Poraju", lines=("ul. Górna 1, 42-360 Poraj",))
    paper = Paper(content=content, letterhead=head, made_at=datetime(2026, 11, 2, 9, tzinfo=UTC), made_for="Anna Nowak")
    target = tmp_path / f"{name}.pdf"
    render_pdf(paper, target, SILENT, fonts=Path(settings.OGNIWO_FONTS_DIR))
    render_xlsx(paper, tmp_path / f"{name}.xlsx", SILENT)
    return Structure.of(target)


def tables(content: Content) -> tuple[Table, ...]:
    return content.tables


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path: Path, settings: Any) -> None:
    settings.OGNIWO_FILES_ROOT = str(tmp_path)


# The list to sign


@pytest.mark.parametrize("number", [3, 25, 45])
def test_the_list_has_everybody_a_repeated_heading_and_room_to_sign(
    poraj: Any, manager: Any, as_house: Any, group: Group, people: Any, tmp_path: Path, number: int
) -> None:
    stays = people(group, number)
    with as_house(poraj):
        content = built(ATTENDANCE_LIST, manager, group=str(group.pk), day="2026-10-05", reach="day")
    (table,) = tables(content)
    assert (len(table.rows), table.look) == (number, Look.FORM)
    assert set(content.people) == {str(stay.participant_id) for stay in stays}
    paper = pdf_of(content, tmp_path, f"list{number}")
    count = len(paper.reader.pages)
    for page in range(1, count + 1):
        assert f"{page} z {count}" in paper.text(page)
    assert sum("Nazwisko i imię" in paper.text(page) for page in range(1, count + 1)) >= (2 if number == 45 else 1)
    text = re.sub(r"\s", "", paper.whole_text)
    for words in ("Ogrodnicy,poniedziałek,5października", "HalinaWójcik", "Ogrodniczo-porządkowa", "ul.Górna1", *LONG):
        assert re.sub(r"\s", "", words)[:18] in text
    assert "prowadzącyzajęcia" in text


def test_a_week_is_a_sheet_for_every_day_with_classes(
    poraj: Any, manager: Any, as_house: Any, group: Group, people: Any, tmp_path: Path
) -> None:
    people(group, 2)
    with as_house(poraj):
        ClosedDay.objects.create(day=date(2026, 10, 7), reason="remont", created_by=manager)
        content = built(ATTENDANCE_LIST, manager, group=str(group.pk), day="2026-10-08", reach="week")
    assert len(tables(content)) == 4
    assert sum(isinstance(block, NewSheet) for block in content.blocks) == 3
    paper = pdf_of(content, tmp_path, "week")
    assert len(paper.reader.pages) == 4
    for page, day in enumerate(("poniedziałek", "wtorek", "czwartek", "piątek"), start=1):
        text = paper.text(page)
        assert day in text
        assert "ul. Górna 1" in text
        assert f"{page} z 4" in text


def test_a_week_without_classes_is_refused(poraj: Any, manager: Any, as_house: Any, group: Group, people: Any) -> None:
    people(group, 1)
    with as_house(poraj):
        for number in range(5, 10):
            ClosedDay.objects.create(day=OCTOBER.replace(day=number), reason="remont", created_by=manager)
        with pytest.raises(RuleBroken):
            built(ATTENDANCE_LIST, manager, group=str(group.pk), day="2026-10-08", reach="week")


def test_the_list_holds_those_who_belong_to_the_group_on_that_day(
    poraj: Any, manager: Any, as_house: Any, group: Group, other_group: Group, people: Any
) -> None:
    here, moved, gone = people(group, 3)
    with as_house(poraj):
        Membership.objects.filter(stay=moved).update(ends_on=date(2026, 10, 2))
        Membership.objects.create(group=other_group, stay=moved, starts_on=MONDAY)
        Stay.objects.filter(pk=gone.pk).update(ends_on=date(2026, 10, 2), closing_reason="REZYGNACJA")
        mine = built(ATTENDANCE_LIST, manager, group=str(group.pk), day="2026-10-05", reach="day")
        everybody = built(ATTENDANCE_LIST, manager, group="", day="2026-10-05", reach="day")
        with pytest.raises(RuleBroken):
            built(ATTENDANCE_LIST, manager, group=str(group.pk), day="2026-09-01", reach="day")
    assert [row[1] for row in tables(mine)[0].rows] == [str(here.participant)]
    assert [table.name for table in tables(everybody)] == ["05.10 Ogrodnicy", "05.10 Porządkowi"]
    assert set(mine.people) == {str(here.participant_id)}


# The card of a person


def test_a_card_tells_every_day_the_sums_and_the_trial(
    poraj: Any, manager: Any, as_house: Any, group: Group, people: Any, october: Any, tmp_path: Path
) -> None:
    stays = people(group, 3)
    october(stays)
    with as_house(poraj):
        content = built(ATTENDANCE_CARDS, manager, group=str(group.pk), month="2026-10")
    first = next(table for table in tables(content) if str(stays[0].participant) == table.name)
    assert len(first.rows) == 31
    assert first.rows[0][1:3] == ("czwartek", "O")
    assert first.totals
    assert first.totals[-1] == sum((row[4] or Decimal(0) for row in first.rows), start=Decimal(0))
    assert 2 in first.shaded
    assert 0 not in first.shaded
    paper = pdf_of(content, tmp_path, "cards")
    assert len(paper.reader.pages) == 3
    text = re.sub(r"\s+", " ", paper.text(1))
    for words in ("tak (14.09.2026 – 14.10.2026)", "sporządził(a): pracownik socjalny", "zatwierdził(a): kierownik"):
        assert words in text


def test_the_card_of_one_person_holds_nobody_else(
    poraj: Any, manager: Any, as_house: Any, group: Group, people: Any
) -> None:
    one, _two = people(group, 2)
    with as_house(poraj):
        content = built(ATTENDANCE_CARDS, manager, person=str(one.participant_id), month="2026-10")
        title = ATTENDANCE_CARDS.title({"person": str(one.participant_id), "month": "2026-10"})
        with pytest.raises(RuleBroken):
            built(ATTENDANCE_CARDS, manager, person=str(one.participant_id), month="2026-08")
    assert content.people == (str(one.participant_id),)
    assert one.participant.last_name not in title
    assert "Ż. K." in title


def test_a_centres_own_letters_stand_on_the_papers(
    poraj: Any, manager: Any, as_house: Any, group: Group, people: Any, october: Any, tmp_path: Path
) -> None:
    october(people(group, 1))
    with as_house(poraj):
        CodeLetter.objects.create(code="ZL+", letters="L4>21")
        CodeLetter.objects.create(code="N", letters="NN")
        content = built(ATTENDANCE_SUMMARY, manager, group=str(group.pk), month="2026-10")
        cards = built(ATTENDANCE_CARDS, manager, group=str(group.pk), month="2026-10")
    (table,) = tables(content)
    assert "L4>21" in table.rows[0]
    assert "Σ L4>21" in [column.label for column in table.columns]
    assert "NN" in {row[2] for row in tables(cards)[0].rows}
    pdf_of(content, tmp_path, "letters")


# The summary of a group


@pytest.mark.parametrize("number", [3, 25, 45])
def test_the_summary_shows_31_days_and_sums_that_agree(
    poraj: Any, manager: Any, as_house: Any, group: Group, people: Any, october: Any, tmp_path: Path, number: int
) -> None:
    stays = people(group, number)
    october(stays)
    with as_house(poraj):
        content = built(ATTENDANCE_SUMMARY, manager, group=str(group.pk), month="2026-10")
    (table,) = tables(content)
    assert len(table.columns) == 2 + 31 + 7 + 1
    assert table.totals
    for row in table.rows:
        codes = row[2:33]
        assert row[33] == codes.count("O")
        assert row[34] == (codes.count("N") or None)
        assert row[40] == 6 * codes.count("O")
    assert table.totals[40] == sum(row[40] for row in table.rows)
    assert table.totals[2] == sum(row[2] == "O" for row in table.rows)
    paper = pdf_of(content, tmp_path, f"summary{number}")
    text = re.sub(r"\s", "", paper.whole_text)
    assert re.sub(r"\s", "", LONG[0]) in text
    pages = paper.reader.pages
    assert all("31" in page.extract_text() for page in pages[: 2 if number == 45 else 1])


def test_days_in_another_group_are_left_out_of_the_summary(
    poraj: Any, manager: Any, as_house: Any, group: Group, other_group: Group, people: Any, october: Any
) -> None:
    (stay,) = people(group, 1)
    october([stay])
    with as_house(poraj):
        Membership.objects.filter(stay=stay).update(ends_on=date(2026, 10, 14))
        Membership.objects.create(group=other_group, stay=stay, starts_on=date(2026, 10, 15))
        one, two, all_of_it = (
            tables(built(ATTENDANCE_SUMMARY, manager, group=which, month="2026-10"))[0].rows[0]
            for which in (str(group.pk), str(other_group.pk), "")
        )
    assert one[2 + 14] == two[2 + 13] == "–"
    assert one[33] + two[33] == all_of_it[33]
    assert one[40] + two[40] == all_of_it[40]


# Who may have them


@pytest.mark.parametrize("kind", ATTENDANCE_REPORTS, ids=lambda kind: kind.code)
def test_an_instructor_has_papers_of_the_own_groups_alone(
    poraj: Any, instructor: Any, as_house: Any, group: Group, other_group: Group, people: Any, kind: ReportKind
) -> None:
    people(group, 1)
    (theirs,) = people(other_group, 1)
    month = {"month": "2026-10", "day": "2026-10-05", "reach": "day"}

    def ask(**parameters: Any) -> Report:
        return request_report(by=instructor, kind=kind.code, parameters=month | parameters, format=Format.CSV)

    with as_house(poraj):
        assert ask(group=str(group.pk)).pk
        for strange in ({"group": str(other_group.pk)}, {"group": ""}, {}, {"group": str(uuid4())}):
            with pytest.raises(RuleBroken):
                ask(**strange)
        if kind is ATTENDANCE_CARDS:
            with pytest.raises(RuleBroken):
                ask(person=str(theirs.participant_id))


def test_who_lost_the_group_gets_neither_a_new_paper_nor_the_old_file(
    poraj: Any,
    instructor: Any,
    as_house: Any,
    client_for: Any,
    group: Group,
    people: Any,
    tmp_path: Path,
    settings: Any,
) -> None:
    settings.OGNIWO_FILES_ROOT = str(tmp_path)
    people(group, 1)
    asked = {"group": str(group.pk), "month": "2026-10"}
    with as_house(poraj):
        made, waiting = (
            request_report(by=instructor, kind="attendance-summary", parameters=asked, format=Format.CSV)
            for _ in range(2)
        )
        make_report(report_id=str(made.pk))
        Group.objects.update(instructor=None)
        with pytest.raises(RuleBroken):
            make_report(report_id=str(waiting.pk))
    where = reverse("reports:download", args=[made.pk], urlconf=URLS)
    assert client_for(instructor).get(where).status_code == 403


def test_an_instructor_is_offered_the_own_groups(
    instructor: Any, manager: Any, client_for: Any, group: Group, other_group: Group
) -> None:
    for kind in ATTENDANCE_REPORTS:
        where = reverse("reports:request", args=[kind.code], urlconf=URLS)
        page = client_for(instructor).get(where).content.decode()
        assert "Ogrodnicy" in page
        assert "Porządkowi" not in page
        assert "Wszystkie grupy" not in page
        assert "Wszystkie grupy" in client_for(manager).get(where).content.decode()


def test_the_address_says_which_group_or_person(
    poraj: Any, manager: Any, client_for: Any, as_house: Any, other_group: Group, group: Group, people: Any
) -> None:
    (stay,) = people(group, 1)
    browser, where = client_for(manager), reverse("reports:request", args=["attendance-cards"], urlconf=URLS)
    page = browser.get(f"{where}?group={other_group.pk}").content.decode()
    assert f'<option value="{other_group.pk}" selected>' in page
    page = browser.get(f"{where}?person={stay.participant_id}").content.decode()
    assert "Ż. K." in page
    assert stay.participant.last_name not in page
    sent = {"person": str(stay.participant_id), "month": "2026-10", "format": "pdf"}
    assert browser.post(where, sent).status_code == 302
    with as_house(poraj):
        assert Report.objects.get().parameters == {"person": str(stay.participant_id), "month": "2026-10"}
    for nonsense in ("nie-uuid", str(uuid4())):
        assert browser.get(f"{where}?person={nonsense}").status_code == 200
        assert browser.post(where, sent | {"person": nonsense}).status_code == 200


def test_nobody_without_attendance_is_offered_them(poraj: Any, jowes: Any, account: Any, client_for: Any) -> None:
    for kind in ATTENDANCE_REPORTS:
        where = reverse("reports:request", args=[kind.code], urlconf=URLS)
        assert client_for(account(poraj, "accountant")).get(where).status_code == 404
        assert client_for(account(jowes, "network-administrator")).get(where).status_code == 404


def test_whose_data_leave_with_a_paper_is_on_record_before_it_leaves(
    poraj: Any, manager: Any, as_house: Any, group: Group, people: Any
) -> None:
    stays = people(group, 2)
    with as_house(poraj):
        asked = {"group": str(group.pk), "month": "2026-10"}
        report = request_report(by=manager, kind="attendance-summary", parameters=asked, format=Format.CSV)
        make_report(report_id=str(report.pk))
        download_report(by=manager, report_id=report.pk).stream.close()
        entry = AuditEntry.objects.get(action="reports.downloaded")
        assert set(entry.details["people"]) == {str(stay.participant_id) for stay in stays}
        assert entry.details["count"] == 2
        assert "Kowalska" not in str(entry.details)


# What people typed


@pytest.mark.parametrize("kind", ATTENDANCE_REPORTS, ids=lambda kind: kind.code)
def test_names_stand_on_every_paper_as_they_were_typed(
    poraj: Any, manager: Any, as_house: Any, group: Group, tmp_path: Path, kind: ReportKind
) -> None:
    """F1 and F6: neither a formula, nor markup, nor Typst comes out of a name."""
    with as_house(poraj):
        Group.objects.update(name="=2+2 #panic()")
        Membership.objects.create(group=group, stay=a_person(1, *NASTY), starts_on=date(2026, 9, 14))
        asked = {"group": str(group.pk), "month": "2026-10", "day": "2026-10-05", "reach": "day"}
        content = built(kind, manager, **asked)
    text = re.sub(r"\s", "", pdf_of(content, tmp_path, "nasty").whole_text)
    for typed in ("=1+1#letx=1<script>alert(1)</script>$x$@a*b*_c_", "=2+2#panic()"):
        assert typed in text
    with zipfile.ZipFile(tmp_path / "nasty.xlsx") as archive:
        parts = [archive.read(name).decode() for name in archive.namelist()]
    assert not [xml for xml in parts if re.search(r"<(f|hyperlink)[ >/]", xml)]
    assert load_workbook(tmp_path / "nasty.xlsx").worksheets[0].max_row > 1
    for line in as_csv(content).decode().splitlines()[1:]:
        assert not re.search(r'(^|;)"[=+\-@]', line)


# Queries


@pytest.mark.parametrize("kind", ATTENDANCE_REPORTS, ids=lambda kind: kind.code)
def test_more_people_ask_no_more_questions(
    poraj: Any, manager: Any, as_house: Any, group: Group, people: Any, kind: ReportKind
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = {"group": str(group.pk), "month": "2026-10", "day": "2026-10-05", "reach": "day"}

    def queries() -> int:
        with as_house(poraj), CaptureQueriesContext(connection) as captured:
            built(kind, manager, **asked)
        return len(captured)

    people(group, 1)
    few = queries()
    people(group, 3)
    assert queries() == few <= 14


# Where they are asked for


def test_pages_lead_to_the_papers_about_what_they_show(
    poraj: Any, manager: Any, instructor: Any, client_for: Any, group: Group, people: Any
) -> None:
    (stay,) = people(group, 1)
    of_group = reverse("workshops:group", args=[group.pk], urlconf=URLS)
    of_person = reverse("participants:card", args=[stay.participant_id], urlconf=URLS)
    for browser in (client_for(manager), client_for(instructor)):
        page = browser.get(of_group).content.decode()
        for kind in ATTENDANCE_REPORTS:
            assert f"{reverse('reports:request', args=[kind.code], urlconf=URLS)}?group={group.pk}" in page
        page = browser.get(of_person).content.decode()
        assert f"?person={stay.participant_id}" in page
