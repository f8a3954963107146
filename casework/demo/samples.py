"""Spreadsheets to try the import with: one as messy as real ones, one clean, and a month of attendance."""

import csv
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from rustpy_xlsxwriter import FastExcel

from casework.attendance.rules import Code
from casework.demo.persons import invented_people
from casework.demo.story import Month, PersonStory, StayStory, Story

MESSY, CLEAN, ATTENDANCE = "uczestnicy-z-bledami.xlsx", "uczestnicy.csv", "obecnosc-grupa-budowlana.xlsx"
CLEAN_HEADINGS = (
    *("Nazwisko", "Imię", "PESEL", "Ulica i numer", "Kod pocztowy", "Miejscowość", "Telefon"),
    "Pierwszy dzień",
)
SAMPLE_OF = "poraj"
EXCEL_BEGINS = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar."""
MONTHS_IN_WORDS = (
    *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
    *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
)


def write_samples(stories: list[Story], folder: Path) -> list[Path]:
    """Write the spreadsheets of the first centre; returns where they lie."""
    story = next((each for each in stories if each.plan.slug == SAMPLE_OF), None)
    if story is None:
        return []
    people = list(islice(invented_people(story.plan, seed="samples", number=8, around=story.window.first), 16))
    without_guests = [person for person in people if person.pesel]
    _write_messy(without_guests[:9], folder / MESSY, today=story.window.today)
    _write_clean(without_guests[9:], folder / CLEAN, today=story.window.today)
    _write_attendance(story, folder / ATTENDANCE)
    return [folder / name for name in (MESSY, CLEAN, ATTENDANCE)]


# People


def _write_messy(people: list[PersonStory], target: Path, *, today: date) -> None:
    """A title over merged cells, the office's own headings, dates of every kind, a lost zero, slips, a note below."""
    rows = [_messy_row(number, person, today=today) for number, person in enumerate(people, start=1)]
    rows[1]["Nr PESEL"] = 2270803624  # a spreadsheet takes the zero in front away
    rows[1] |= {"NAZWISKO I IMIĘ": "Próbna Zofia", "ur.": "8.07.2002"}
    rows[3]["Nr PESEL"] = _with_wrong_check_digit(people[3].pesel)
    rows[5]["przyjęty(a) dnia"] = "31.02.2026"
    rows[6]["Kod"] = "42360"
    rows.insert(4, dict.fromkeys(rows[0]))
    rows.append({**rows[0], "Lp.": len(people) + 1})
    rows.append(dict.fromkeys(rows[0]))
    rows.append({**dict.fromkeys(rows[0]), "NAZWISKO I IMIĘ": "Uwaga: dane przykładowe, osoby są zmyślone."})
    title = "Lista osób przyjętych do CIS (dane przykładowe)"
    book = FastExcel(str(target))
    book.sheet(
        "Przyjęcia",
        rows,
        header_row=3,
        merge_ranges=[(0, 0, 0, len(rows[0]) - 1, title), (1, 0, 1, 3, f"stan na {today:%d.%m.%Y}")],
    )
    book.save()


def _messy_row(number: int, person: PersonStory, *, today: date) -> dict[str, Any]:
    return {
        "Lp.": number,
        "NAZWISKO I IMIĘ": f"{person.last_name} {person.first_name}",
        "Nr PESEL": person.pesel,
        "ur.": f"{person.birth_date:%d.%m.%Y}",
        "przyjęty(a) dnia": _in_some_form(today - timedelta(days=number), form=number),
        "Ulica i nr": person.street,
        "Kod": person.postal_code,
        "Miejscowość": person.place,
        "tel. kom.": f"{person.phone[:3]} {person.phone[3:6]} {person.phone[6:]}" if person.phone else None,
    }


def _in_some_form(day: date, *, form: int) -> Any:
    """A day as people write it: a date, a text in three ways, the bare number of a spreadsheet."""
    forms = (
        day,
        f"{day:%d.%m.%Y}",
        f"{day.day} {MONTHS_IN_WORDS[day.month - 1]} {day.year} r.",
        f"{day:%Y-%m-%d}",
        (day - EXCEL_BEGINS).days,
    )
    return forms[form % len(forms)]


def _with_wrong_check_digit(pesel: str) -> str:
    return f"{pesel[:-1]}{(int(pesel[-1]) + 1) % 10}"


def _write_clean(people: list[PersonStory], target: Path, *, today: date) -> None:
    """What the template asks for, as an older spreadsheet program saves it: semicolons, Windows-1250."""
    with target.open("w", encoding="cp1250", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(CLEAN_HEADINGS)
        for person in people:
            whereabouts = (person.street, person.postal_code, person.place, person.phone)
            lines.writerow((person.last_name, person.first_name, person.pesel, *whereabouts, f"{today:%d.%m.%Y}"))


# Attendance


def _write_attendance(story: Story, target: Path) -> None:
    """This month of the first team as it stands on paper: with the sheet that nobody has typed in yet, and a slip."""
    month, today = story.window.months[-1], story.window.today
    team = [stay for stay in story.stays if stay.covers(today) and stay.team_on(today) == 0]
    rows = [_attendance_row(number, stay, story, month) for number, stay in enumerate(team, start=1)]
    if rows:
        written = [heading for heading, cell in rows[0].items() if heading.isdigit() and cell]
        rows[0] |= dict.fromkeys(written[:1], "chyba był")
    title = f"Lista obecności {month.first:%m.%Y}, {story.plan.teams[0].group} (dane przykładowe)"
    book = FastExcel(str(target))
    book.sheet("Obecność", rows, header_row=2, merge_ranges=[(0, 0, 0, 8, title)])
    book.save()


def _attendance_row(number: int, stay: StayStory, story: Story, month: Month) -> dict[str, Any]:
    name = f"{stay.person.last_name} {stay.person.first_name}"
    days = {str(day.day): _written(stay, story, day) for day in month.days()}
    return {"Lp.": number, "Nazwisko i imię": name, "PESEL": stay.person.pesel, **days}


def _written(stay: StayStory, story: Story, day: date) -> str | None:
    if day in stay.marks:
        return stay.marks[day].code.value
    is_late = day in story.working_days and day < story.window.today and stay.covers(day)
    return Code.PRESENT.value if is_late else None
