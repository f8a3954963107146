"""The main job of a centre, as its people do it: from their own spreadsheets to a month that is paid."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.factories.spreadsheets import xlsx
from tests.journeys.pages import complaints_about
from tests.journeys.people import inside
from tests.stack import Stack

pytestmark = pytest.mark.browser
WORKER, MANAGER, ACCOUNTANT = "socjalna@klobuck.example", "kierownik@klobuck.example", "ksiegowa@klobuck.example"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GENITIVE = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
    "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
)  # fmt: skip
FULL_BENEFITS = ((date(2026, 6, 1), Decimal("2140.70")), (date(2025, 6, 1), Decimal("2066.30")))
"""120 % of the unemployment benefit, up to 10 groszy: 1783.90 → 2140.68 → 2140.70, 1721.90 → 2066.28 → 2066.30."""
ARRIVAL = 11
"""The day of the month on which the last of them came."""
Picture = Callable[..., None]


class Month:
    """The last whole month: its days, what the centre's spreadsheets say of it, what it has to come to."""

    def __init__(self, first: date) -> None:
        from casework.attendance.rules import is_working_day

        self.first = first
        self.last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        days = [first + timedelta(days=number) for number in range(self.last.day)]
        self.working = [day for day in days if is_working_day(day, ())]
        self.slug = f"{first:%Y-%m}"
        self.full = next(amount for since, amount in FULL_BENEFITS if since <= first)

    def amounts(self) -> dict[str, Decimal]:
        """Who gets what, counted here by hand from the days as they stand after the corrections in the grid."""
        part = min(Decimal(self.last.day - ARRIVAL + 1) / 30, Decimal(1))
        exact = {
            "Nowak Zofia": self.full * 19 / 20,  # 1 × N: −1/20
            "O'Neil Jan": self.full * 8 / 10,  # 2 × N: −2/20, 4 × ZL: −4/40
            "Wiśniewska Ewa": self.full * part - self.full / 30,  # here since the 11th; 1 × U: −1/30
            "Zając Marek": self.full * 17 / 20,  # 3 × N: −3/20; a fourth was taken back
            "Żółkiewski-Ćwiąkała Łukasz": self.full,  # always present
        }
        return {name: amount.quantize(Decimal("0.01"), ROUND_HALF_UP) for name, amount in exact.items()}

    def people(self) -> bytes:
        """The list as the centre keeps it: five good rows, a wrong PESEL number, a person who stands there twice."""
        began = (self.first - timedelta(days=75)).replace(day=1)
        words, dots = f"1 {GENITIVE[began.month - 1]} {began.year} r.", f"1.{began:%m.%Y}"
        came = self.first.replace(day=ARRIVAL)
        rows: list[list[Any]] = [
            ["Centrum Integracji Społecznej w Kłobucku"],
            ["LISTA UCZESTNIKÓW", None, None, None, "wydruk roboczy"],
            [],
            ["Lp.", "Grupa z art. 1 ust. 2", "Nr PESEL", "NAZWISKO I IMIĘ", "Przyjęty", "Data podp. IPZS",
             "Wniosek o świadczenie", "Uwagi", "Grupa"],
            [1, "bezdomny", 44051401359, "Żółkiewski-Ćwiąkała Łukasz", began, dots, dots, "dojeżdża", "Krawiecka"],
            [2, "długotrwale bezrobotna", 2270803624, "NOWAK ZOFIA", words, dots, dots, None, "Krawiecka"],
            [3, "pkt 2", "900905 15836", "O'Neil Jan", dots, dots, dots, None, "Krawiecka"],
            [4, "niepełnosprawna", 85031212244, "Wiśniewska Ewa", f"{came:%d.%m.%Y}", came, came, None, "Krawiecka"],
            [],
            [5, "pkt 5", 71113012334, "Zając Marek", began, dots, dots, None, "Krawiecka"],
            [6, "pkt 5", 90090515837, "Błędny Piotr", began, dots, dots, "numer z dowodu?", "Krawiecka"],
            [7, "pkt 5", 88080808086, "Podwójna Halina", began, dots, dots, None, "Krawiecka"],
            [8, "pkt 5", 88080808086, "Podwójna Halina", began, dots, dots, None, "Krawiecka"],
            [],
            ["Sporządziła: Maria Socha"],
        ]  # fmt: skip
        return xlsx(rows, merged=["A1:E1", "A2:D2"])

    def attendance(self) -> bytes:
        """The month as the centre keeps it; nobody has the last day yet, and one letter means nothing."""
        known = self.working[:-1]
        marks = {
            "Nowak Zofia": {3: "NN"},
            "O'Neil Jan": {0: "N", 1: "N", 4: "L4", 5: "L4", 6: "L4", 7: "L4"},
            "Wiśniewska Ewa": {},
            "Zając Marek": {2: "Q"},
            "Żółkiewski-Ćwiąkała Łukasz": {},
        }
        rows: list[list[Any]] = [[f"Lista obecności, {self.first:%m/%Y}"], []]
        rows.append(["Lp.", "Nazwisko i imię", *range(1, self.last.day + 1), "Razem"])
        for number, (name, own) in enumerate(marks.items(), start=1):
            written = {day.day: own.get(place, "+") for place, day in enumerate(known)}
            arrival = ARRIVAL if name == "Wiśniewska Ewa" else 1
            days = [written.get(day) if day >= arrival else None for day in range(1, self.last.day + 1)]
            rows.append([number, name, *days, None])
        return xlsx([*rows, [], ["Legenda: + obecny, NN nieobecny, L4 zwolnienie"]], merged=["A1:H1"])


@pytest.fixture
def month(stack: Stack, django_db_blocker: Any) -> Iterator[Month]:
    """The last whole month of Kłobuck, where a workshop with one group waits for its people."""
    from casework.workshops.rules import GroupData, WorkshopData
    from casework.workshops.services import add_group, add_workshop
    from core.accounts.models import Account

    with django_db_blocker.unblock(), inside(stack, "klobuck"):
        head = Account.objects.get(email=MANAGER)
        workshop = add_workshop(by=head, data=WorkshopData(name="Pracownia krawiecka", seats=10))
        add_group(by=head, workshop_id=workshop.pk, data=GroupData(name="Krawiecka", seats=10))
    return Month((timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1))


def test_from_the_centres_own_spreadsheets_to_a_month_that_is_paid(
    month: Month, open_browser: Callable[..., Page], picture: Picture, tmp_path: Path
) -> None:
    worker = open_browser("klobuck", person=WORKER)
    people_come_in(worker, month, picture)
    attendance_comes_in(worker, month, picture)
    the_grid_is_corrected_by_keyboard(worker, month, picture)
    forgotten = worker.context.new_page()
    forgotten.goto(f"/obecnosc/{month.slug}/")
    the_month_is_submitted(worker, month, picture)
    manager = open_browser("klobuck", person=MANAGER)
    the_month_is_approved(manager, month, picture)
    the_month_is_settled(worker, month, picture)
    the_settlement_is_approved(manager, month, picture)
    accountant = open_browser("klobuck", person=ACCOUNTANT)
    text = the_pay_list_is_made(accountant, month, picture, tmp_path / "lista.pdf")
    amounts = month.amounts()
    for name, amount in amounts.items():
        assert name in text, text
        assert f"{name} {zlotys(amount)}" in text, (name, amount, text)
    assert zlotys(sum(amounts.values(), Decimal(0))) in text
    the_list_is_marked_as_paid(accountant, month, picture)
    nothing_changes_any_more(forgotten, month, picture)


def people_come_in(page: Page, month: Month, picture: Picture) -> None:
    hand_in(page, "Uczestnicy", month.people(), "uczestnicy 2026 KOPIA.xlsx")
    looked_at(page, picture, "01-columns")
    check_rows(page)
    expect(row(page, 11)).to_contain_text("PESEL")
    expect(page.locator("main")).to_contain_text("3 mają błędy")
    for number, other in ((12, 13), (13, 12)):
        expect(row(page, number)).to_contain_text(f"w wierszu {other}")
    expect(row(page, 6)).to_contain_text("zer")
    looked_at(page, picture, "02-people-with-mistakes")
    press(page, re.compile("Wczytaj tylko 5 dobrych wierszy"))
    expect(page.locator("main")).to_contain_text("Cofnij ten import", timeout=60_000)
    looked_at(page, picture, "03-people-taken-over")
    page.goto("/uczestnicy/")
    expect(page.locator("main table")).to_contain_text("Żółkiewski-Ćwiąkała")
    expect(page.locator("main table")).not_to_contain_text("Podwójna")


def attendance_comes_in(page: Page, month: Month, picture: Picture) -> None:
    hand_in(page, "Obecność", month.attendance(), "obecność.xlsx", month=month.slug)
    looked_at(page, picture, "04-columns-of-attendance")
    check_rows(page)
    expect(row(page, 7)).to_contain_text("Q")
    looked_at(page, picture, "05-attendance-with-an-unknown-letter")
    press(page, re.compile("Wczytaj tylko 4 dobre wiersze"))
    expect(page.locator("main")).to_contain_text("Cofnij ten import", timeout=60_000)


def the_grid_is_corrected_by_keyboard(page: Page, month: Month, picture: Picture) -> None:
    """Nothing here touches the mouse."""
    page.goto(f"/obecnosc/{month.slug}/")
    keys = page.keyboard
    for _ in range(60):
        keys.press("Tab")
        if page.evaluate("document.activeElement.matches('#month-grid td')"):
            break
    keys.press("Control+End")
    keys.press("Home")
    keys.press("ArrowUp")  # Zając, whose row was left out for its letter
    keys.press("Control+Shift+Enter")
    walk_to(page, month, 0)
    for code in ("N", "n", "N", "N"):
        keys.type(code)
        keys.press("Tab")
        skip_free_days(page)
    expect(page.locator("#grid-alarms")).to_contain_text("Zając")
    picture(page, "06-grid-a-fourth-day")
    keys.press("Control+z")
    keys.type("?")
    keys.press("Enter")
    expect(page.locator("#grid-problems")).to_contain_text("Nie ma takiego kodu: ?")
    keys.press("Escape")
    walk_to(page, month, len(month.working) - 1)
    keys.press("Alt+Enter")  # everybody present on the last day
    keys.press("ArrowUp")  # Wiśniewska
    walk_to(page, month, len(month.working) - 2)
    keys.type("u")
    keys.press("Enter")
    expect(page.locator("#grid-state")).to_have_attribute("data-state", "saved")
    looked_at(page, picture, "07-grid-corrected")
    page.reload()
    expect(cells(page, "Zając", "N")).to_have_count(3)
    expect(cells(page, "Zając", "O")).to_have_count(len(month.working) - 3)
    expect(cells(page, "Wiśniewska", "U")).to_have_count(1)
    expect(cells(page, "O'Neil", "ZL")).to_have_count(4)


def walk_to(page: Page, month: Month, place: int) -> None:
    """From the beginning of the row by arrows to a working day."""
    page.keyboard.press("Home")
    for _ in range(month.working[place].day - 1):
        page.keyboard.press("ArrowRight")


def skip_free_days(page: Page) -> None:
    while page.evaluate("document.activeElement.matches('.weekend, .holiday')"):
        page.keyboard.press("ArrowRight")


def the_month_is_submitted(page: Page, month: Month, picture: Picture) -> None:
    page.goto(f"/obecnosc/{month.slug}/zamkniecie/")
    looked_at(page, picture, "08-nothing-is-missing")
    press(page, "Przekaż do zatwierdzenia")
    expect(page.locator("main")).to_contain_text("Maria Socha")


def the_month_is_approved(page: Page, month: Month, picture: Picture) -> None:
    page.goto("/")
    looked_at(page, picture, "09-today-of-the-manager")
    page.goto(f"/obecnosc/{month.slug}/zamkniecie/")
    press(page, "Zatwierdź miesiąc")
    expect(page.locator("main")).to_contain_text("Kierująca Klobuck")
    looked_at(page, picture, "10-approved")


def the_month_is_settled(page: Page, month: Month, picture: Picture) -> None:
    page.goto(f"/swiadczenia/{month.slug}/")
    press(page, "Rozlicz miesiąc")
    for name, amount in month.amounts().items():
        line = page.locator("main tbody tr").filter(has=page.get_by_role("link", name=name, exact=True))
        expect(line).to_contain_text(zlotys(amount))
    page.locator("details.why summary").first.click()
    looked_at(page, picture, "11-settled-with-a-why")


def the_settlement_is_approved(page: Page, month: Month, picture: Picture) -> None:
    page.goto(f"/swiadczenia/{month.slug}/")
    page.locator("main").get_by_role("link", name="Zatwierdź", exact=True).click()
    expect(question(page)).to_contain_text(zlotys(sum(month.amounts().values(), Decimal(0))))
    looked_at(page, picture, "12-approve-the-amounts", whole=False)
    question(page).get_by_role("button", name="Zatwierdź").click()
    expect(page.locator("main")).to_contain_text("Rozliczenie jest zatwierdzone")


def the_pay_list_is_made(page: Page, month: Month, picture: Picture, paper: Path) -> str:
    """The accountant's way from the Today page; returns the text of the PDF, with single spaces."""
    page.goto("/")
    looked_at(page, picture, "13-today-of-the-accountant")
    page.locator("main").get_by_role("link", name="Otwórz listę").click()
    looked_at(page, picture, "14-the-list-waits")
    page.get_by_role("link", name="Zrób listę wypłat").click()
    page.locator("main form[method=post] button[type=submit]").first.click()
    link = page.get_by_role("link", name=re.compile("Pobierz"))
    expect(link).to_be_visible(timeout=60_000)
    looked_at(page, picture, "15-the-paper-is-ready")
    with page.expect_download() as download:
        link.click()
    download.value.save_as(paper)
    return " ".join(" ".join(each.extract_text() for each in PdfReader(paper).pages).split())


def the_list_is_marked_as_paid(page: Page, month: Month, picture: Picture) -> None:
    page.goto(f"/swiadczenia/{month.slug}/")
    page.get_by_role("link", name="Oznacz jako wypłacone").click()
    question(page).get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("wypłacon")
    looked_at(page, picture, "16-paid")


def nothing_changes_any_more(page: Page, month: Month, picture: Picture) -> None:
    """Somebody had the grid open all the time; and opened anew it says so at once."""
    page.bring_to_front()
    page.locator("#month-grid tbody td[tabindex='0']").focus()
    page.keyboard.type("N")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-problems")).to_contain_text("jest zatwierdzona i nie można jej już zmienić")
    picture(page, "17-a-change-is-refused")
    page.goto(f"/obecnosc/{month.slug}/")
    expect(page.locator("main")).to_contain_text("Ten miesiąc jest zatwierdzony")
    expect(page.locator("#month-grid")).to_have_attribute("aria-readonly", "true")
    expect(cells(page, "Zając", "N")).to_have_count(3)


# What they do again and again


def hand_in(page: Page, kind: str, content: bytes, name: str, *, month: str = "") -> None:
    """From the page of imports to the columns or the preview of a file."""
    page.goto("/import/")
    page.get_by_role("link", name=re.compile(f"Wybierz plik.*{kind}")).click()
    if month:
        page.locator("[name=month]").select_option(month)
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": SHEET, "buffer": content})
    press(page, "Prześlij plik")
    expect(page.locator("main form[method=post]").first).to_be_visible(timeout=60_000)


def check_rows(page: Page) -> None:
    """From the columns to the preview."""
    press(page, "Sprawdź wiersze")
    expect(page.get_by_role("button", name=re.compile("Wczytaj"))).to_be_visible(timeout=60_000)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("main").get_by_role("button", name=name).click()


def row(page: Page, number: int) -> Locator:
    """The row of a preview that stands under this number in the spreadsheet."""
    return page.get_by_role("row", name=re.compile(rf"^{number} "))


def question(page: Page) -> Locator:
    """What asks once more: a dialog over the page, or a page of its own."""
    return page.locator("dialog[open], #confirm").last


def cells(page: Page, name: str, code: str) -> Locator:
    return page.locator("#month-grid tbody tr", has_text=name).locator(f"td[data-c='{code}']")


def looked_at(page: Page, picture: Picture, name: str, *, whole: bool = True) -> None:
    picture(page, name, whole=whole)
    assert complaints_about(page) == []


def zlotys(amount: Decimal) -> str:
    """2140.7 as Polish papers write it."""
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")
