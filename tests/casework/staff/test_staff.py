"""The staff of a centre: who works there, and by which account they sign in."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.staff.models import StaffMember
from casework.staff.rules import StaffData, StaffFunction
from casework.staff.selectors import leaders, linkable_accounts, staff, staff_found
from casework.staff.services import add_staff_member, edit_staff_member
from core.audit.models import AuditEntry
from tenants.errors import ChangedMeanwhile, RuleBroken

URLS = "config.urls.centre"
LIST, ADD = (reverse(f"staff:{name}", urlconf=URLS) for name in ("list", "add"))
INSTRUCTOR = StaffFunction.INSTRUCTOR


def page_of(member: StaffMember) -> str:
    return reverse("staff:edit", args=[member.pk], urlconf=URLS)


def somebody(name: str = "Halina Wójcik", **values: Any) -> StaffData:
    return StaffData(name=name, function=values.pop("function", INSTRUCTOR), **values)


def typed(**values: Any) -> dict[str, str]:
    return {"name": "Halina Wójcik", "function": INSTRUCTOR.value, "account": "", "version": "0"} | values


@pytest.fixture
def manager(poraj: Any, account: Any) -> Any:
    return account(poraj, "manager", name="Anna Kowalska")


@pytest.fixture
def halina(poraj: Any, manager: Any, as_house: Any) -> StaffMember:
    with as_house(poraj):
        return add_staff_member(by=manager, person=somebody())


def test_a_person_is_added_and_the_history_says_by_whom(
    poraj: Any, manager: Any, client_for: Any, as_house: Any
) -> None:
    answer = client_for(manager).post(ADD, typed(employed_from="2026-01-05"))
    assert (answer.status_code, answer.url) == (302, LIST)
    with as_house(poraj):
        member = StaffMember.objects.get()
        assert (member.name, member.function, member.employed_from) == (
            "Halina Wójcik",
            "vocational-instructor",
            date(2026, 1, 5),
        )
        assert AuditEntry.objects.filter(action="staff.added", target_id=str(member.pk), by_id=manager.pk).exists()


def test_the_list_shows_function_account_and_groups(
    poraj: Any, manager: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    instructor = account(poraj, "vocational-instructor", name="konto Haliny")
    with as_house(poraj):
        add_staff_member(by=manager, person=somebody(account_id=instructor.pk))
    page = client_for(manager).get(LIST).content.decode()
    for words in ("Halina Wójcik", "instruktor zawodu", "konto Haliny"):
        assert words in page


def test_who_left_is_shown_only_when_asked_for(poraj: Any, manager: Any, as_house: Any) -> None:
    with as_house(poraj):
        add_staff_member(by=manager, person=somebody(employed_until=date(2026, 6, 30)))
        day = date(2026, 7, 1)
        assert not staff_found(day=day)
        assert staff_found(day=day, former=True).count() == 1
        assert staff_found(day=date(2026, 6, 30)).count() == 1
        assert not leaders(day=day)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "   "}, "name"),
        ({"function": "czarodziej"}, "function"),
        ({"employed_from": "2026-05-02", "employed_until": "2026-05-01"}, "employed_until"),
        ({"employed_from": "pierwszego"}, "employed_from"),
        ({"account": "nie-uuid"}, "account"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field_and_nothing_typed_is_lost(
    poraj: Any, manager: Any, client_for: Any, as_house: Any, values: dict[str, str], field: str
) -> None:
    answer = client_for(manager).post(ADD, typed(**values))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert values.get("name", "Halina Wójcik").strip() in answer.content.decode()
    with as_house(poraj):
        assert not StaffMember.objects.exists()


def test_two_people_never_share_an_account(poraj: Any, manager: Any, account: Any, as_house: Any) -> None:
    shared = account(poraj, "vocational-instructor")
    with as_house(poraj):
        add_staff_member(by=manager, person=somebody(account_id=shared.pk))
        with pytest.raises(RuleBroken) as refused:
            add_staff_member(by=manager, person=somebody("Zbigniew Łęcki", account_id=shared.pk))
        assert refused.value.field == "account"
        assert shared not in linkable_accounts()
        assert shared in linkable_accounts(member=StaffMember.objects.get())


def test_an_account_of_another_house_cannot_be_linked(
    poraj: Any, klobuck: Any, manager: Any, account: Any, client_for: Any
) -> None:
    stranger = account(klobuck, "vocational-instructor", name="Obca Osoba")
    answer = client_for(manager).post(ADD, typed(account=str(stranger.pk)))
    assert "account" in answer.context["form"].errors
    assert "Obca Osoba" not in answer.content.decode()


def test_a_change_made_on_an_old_version_shows_both_and_saves_nothing(
    poraj: Any, manager: Any, client_for: Any, as_house: Any, halina: StaffMember
) -> None:
    with as_house(poraj):
        edit_staff_member(by=manager, staff_id=halina.pk, version=1, person=somebody("Halina Wójcik-Nowak"))
    browser = client_for(manager)
    answer = browser.post(page_of(halina), typed(name="Helena Wójcik", version="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Halina Wójcik-Nowak" in page
    assert "Helena Wójcik" in page
    with as_house(poraj):
        assert StaffMember.objects.get().name == "Halina Wójcik-Nowak"
    again = browser.post(
        page_of(halina), typed(name="Helena Wójcik", version=answer.context["form"]["version"].value())
    )
    assert again.status_code == 302
    with as_house(poraj):
        assert (StaffMember.objects.get().name, StaffMember.objects.get().version) == ("Helena Wójcik", 3)


def test_an_old_version_is_refused_by_the_service_too(
    poraj: Any, manager: Any, as_house: Any, halina: StaffMember
) -> None:
    with as_house(poraj), pytest.raises(ChangedMeanwhile):
        edit_staff_member(by=manager, staff_id=halina.pk, version=0, person=somebody())


def test_strange_names_are_shown_as_they_were_typed(manager: Any, client_for: Any) -> None:
    name = "O'Hara-Żółć <script>alert(1)</script> \N{RIGHT-TO-LEFT OVERRIDE}"
    browser = client_for(manager)
    assert browser.post(ADD, typed(name=name)).status_code == 302
    page = browser.get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "O&#x27;Hara-Żółć &lt;script&gt;" in page


def test_only_those_who_keep_the_staff_may_change_it(
    poraj: Any, account: Any, client_for: Any, halina: StaffMember
) -> None:
    worker = client_for(account(poraj, "social-worker"))
    assert worker.get(LIST).status_code == 200
    assert page_of(halina) not in worker.get(LIST).content.decode()
    for address in (ADD, page_of(halina)):
        assert worker.get(address).status_code == 403
        assert worker.post(address, typed()).status_code == 403
    assert client_for(account(poraj, "vocational-instructor")).get(LIST).status_code == 403


def test_a_stranger_gets_nothing(klobuck: Any, account: Any, client_for: Any, halina: StaffMember) -> None:
    stranger = client_for(account(klobuck, "manager"))
    assert "Halina Wójcik" not in stranger.get(LIST).content.decode()
    assert stranger.get(page_of(halina)).status_code == 404
    assert stranger.get(reverse("staff:edit", args=[uuid4()], urlconf=URLS)).status_code == 404


def test_a_longer_list_asks_no_more_questions(poraj: Any, manager: Any, as_house: Any) -> None:
    def asked(number: int) -> int:
        with as_house(poraj):
            for each in range(number):
                add_staff_member(by=manager, person=somebody(f"Osoba {number}{each}"))
            with CaptureQueriesContext(connection) as queries:
                for member in staff():
                    str(member.account), list(member.groups_led)
        return len(queries)

    assert asked(1) == asked(3)
