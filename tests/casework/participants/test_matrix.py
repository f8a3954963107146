"""Who sees which sensitive field where: role × field × page, and the same for a paper and an import."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from casework.attendance.reports import ATTENDANCE_REPORTS
from casework.participants.models import Participant
from casework.participants.rules import NewStay
from casework.staff.models import StaffMember
from casework.workshops.models import Group, Membership, Workshop
from core.access import Permission
from core.access.rules import permissions_of, roles_of_kind
from core.audit.models import AuditEntry
from core.imports.rules.books import read_file
from tests.casework.imports.conftest import Importing
from tests.factories.casework import a_participant
from tests.factories.spreadsheets import xlsx

URLS = "config.urls.centre"
SHOWN = {
    "categories": ("od alkoholu", "ALKOHOL"),
    "labour_status": ("długotrwale bezrobotn", "dlugotrwale-bezrobotna"),
    "pesel": ("02270803624",),
    "phone": ("600700800", "600 700 800"),
}
TELLING, NUMBERS = {"categories", "labour_status"}, {"pesel", "phone"}
MAY_SEE: dict[str, dict[str, set[str]]] = {
    "manager": {"card": TELLING, "edit": TELLING | NUMBERS, "import": TELLING},
    "social-worker": {"card": TELLING, "edit": TELLING | NUMBERS, "import": TELLING},
    "psychologist": {"card": TELLING},
    "office": {"edit": NUMBERS},
}
"""Everything that is seen somewhere; whatever is not named is seen nowhere."""
ROLES = [str(role) for role in roles_of_kind("centre")]


@pytest.fixture
def zofia(poraj: Any, as_house: Any) -> Participant:
    with as_house(poraj):
        return a_participant(
            last_name="Sekretna",
            first_name="Zofia",
            pesel="02270803624",
            phone="600700800",
            categories=("ALKOHOL",),
            labour_status="dlugotrwale-bezrobotna",
            stay=NewStay(date(2026, 9, 1), date(2026, 9, 1)),
        )


def seen_in(text: str) -> set[str]:
    return {field for field, words in SHOWN.items() if any(word in text for word in words)}


def led_by(account: Any, participant: Participant) -> Group:
    """A group of this account with the person in it: an instructor sees nobody else."""
    leader = StaffMember.objects.create(name="Prowadząca", function="vocational-instructor", account=account)
    workshop = Workshop.objects.create(name="Ogrodnicza", seats=30)
    group = Group.objects.create(workshop=workshop, name="Ogród", instructor=leader, seats=15, hours_a_day=6)
    Membership.objects.create(group=group, stay=participant.stays.get(), starts_on=date(2026, 9, 1))
    return group


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_the_fields_that_it_may_and_no_other(
    role: str, zofia: Participant, poraj: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    viewer = account(poraj, role)
    with as_house(poraj):
        led_by(viewer, zofia)
    browser = client_for(viewer)
    lists, card, edit = (
        reverse("participants:list", urlconf=URLS),
        reverse("participants:card", args=[zofia.pk], urlconf=URLS),
        reverse("participants:edit", args=[zofia.pk], urlconf=URLS),
    )
    pages = {"list": lists, "card": card, "edit": edit}
    found = {name: browser.get(path) for name, path in pages.items()}
    found["search"] = browser.post(reverse("participants:search", urlconf=URLS), {"q": "Sekretna", "stan": "wszyscy"})
    for name, page in found.items():
        text = page.content.decode()
        # a choice that nobody has made stands in the form for everybody who may make it
        assert seen_in(text) == MAY_SEE.get(role, {}).get(name, set()), (role, name)
        assert ("Sekretna" in text) == (page.status_code == 200), (role, name)
    with as_house(poraj):
        entries = str(list(AuditEntry.objects.values_list("details", flat=True)))
        assert not seen_in(entries)


@pytest.mark.parametrize("role", ROLES)
def test_no_paper_of_attendance_holds_any_of_them(
    role: str, zofia: Participant, poraj: Any, account: Any, as_house: Any
) -> None:
    if Permission.ATTENDANCE_VIEW not in permissions_of([role]):
        return
    viewer = account(poraj, role)
    with as_house(poraj):
        group = led_by(viewer, zofia)
        asked = {"group": str(group.pk), "day": "2026-10-05", "reach": "day", "month": "2026-10", "person": ""}
        for kind in ATTENDANCE_REPORTS:
            content = kind.build(asked, lambda _share: None, by=viewer)
            assert "Sekretna" in repr(content.blocks), kind
            assert not seen_in(repr(content.blocks)), (role, kind)


@pytest.mark.parametrize("role", ROLES)
def test_a_preview_of_an_import_shows_them_only_to_those_who_may_know(
    role: str, poraj: Any, account: Any, client_for: Any, as_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = account(poraj, role)
    may_import = Permission.IMPORTS_RUN in permissions_of([role])
    assert not may_import or Permission.CATEGORIES_VIEW in permissions_of([role])
    monkeypatch.setattr("core.imports.services.reading.read_apart", read_file)
    heading = ["Nazwisko", "Imię", "PESEL", "Telefon", "Kategoria", "Status na rynku pracy"]
    row = ["Sekretna", "Zofia", "02270803624", "600 700 800", "uzależniona od alkoholu", "długotrwale bezrobotna"]
    with as_house(poraj):
        importer = viewer if may_import else account(poraj, "social-worker", name="Kto Inny")
        batch = Importing(importer).previewed(xlsx([heading, row]))
    answer = client_for(viewer).get(reverse("imports:batch", args=[batch.pk], urlconf=URLS))
    assert seen_in(answer.content.decode()) == MAY_SEE.get(role, {}).get("import", set())
    assert answer.status_code == (200 if may_import else 403)
