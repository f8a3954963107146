"""Workshops and groups: added, changed, closed, opened again."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.workshops.models import Group, Workshop
from casework.workshops.rules import GroupData, WorkshopData
from casework.workshops.services import (
    add_group,
    add_workshop,
    close_group,
    close_workshop,
    edit_group,
    edit_workshop,
    join_together,
    reopen_group,
    reopen_workshop,
)
from core.audit.models import AuditEntry
from tenants.errors import ChangedMeanwhile, RuleBroken
from tests.casework.workshops.conftest import MARCH

URLS = "config.urls.centre"
LIST, ADD = (reverse(f"workshops:{name}", urlconf=URLS) for name in ("list", "add"))
TODAY = date(2026, 11, 20)


def address(name: str, row: Any) -> str:
    return reverse(f"workshops:{name}", args=[row.pk], urlconf=URLS)


def test_a_workshop_and_a_group_are_added_on_the_screen(
    poraj: Any, manager: Any, client_for: Any, as_house: Any
) -> None:
    browser = client_for(manager)
    sent = {"name": "Pocztowa / doręczycielska", "seats": "12", "description": "Listy i paczki", "version": "0"}
    assert browser.post(ADD, sent).url == LIST
    with as_house(poraj):
        place = Workshop.objects.get()
    group = {"name": "Listonosze", "seats": "5", "hours_a_day": "6", "instructor": "", "version": "0"}
    answer = browser.post(address("add-group", place), group)
    with as_house(poraj):
        made = Group.objects.get()
        assert (made.workshop_id, made.seats, made.hours_a_day) == (place.pk, 5, Decimal(6))
        acts = set(AuditEntry.objects.filter(by_id=manager.pk).values_list("action", flat=True))
    assert answer.url == address("group", made)
    assert {"workshops.added", "workshops.group_added"} <= acts
    page = browser.get(LIST).content.decode()
    for words in ("Pocztowa / doręczycielska", "Listy i paczki", "Listonosze"):
        assert words in page


@pytest.mark.parametrize(
    ("values", "field"), [({"name": ""}, "name"), ({"seats": "0"}, "seats"), ({"seats": "-3"}, "seats")]
)
def test_a_workshop_without_a_name_or_a_seat_is_refused_at_the_field(
    manager: Any, client_for: Any, values: dict[str, str], field: str
) -> None:
    sent = {"name": "Krawiecka", "seats": "4", "description": "Maszyny", "version": "0"} | values
    answer = client_for(manager).post(ADD, sent)
    assert field in answer.context["form"].errors
    assert "Maszyny" in answer.content.decode()


@pytest.mark.parametrize("hours", ["0", "25", "sześć"])
def test_hours_of_a_day_lie_between_nothing_and_24(manager: Any, client_for: Any, group: Group, hours: str) -> None:
    sent = {"name": "Grupa C", "seats": "1", "hours_a_day": hours, "instructor": "", "version": "0"}
    answer = client_for(manager).post(address("edit-group", group), sent | {"version": "1"})
    assert "hours_a_day" in answer.context["form"].errors


def test_a_name_is_taken_once_whatever_its_case(poraj: Any, manager: Any, group: Group, as_house: Any) -> None:
    with as_house(poraj):
        for act in (
            lambda: add_workshop(by=manager, data=WorkshopData(name="ogólnobudowlana", seats=1)),
            lambda: add_group(by=manager, workshop_id=group.workshop_id, data=GroupData(name="GRUPA A", seats=1)),
        ):
            with pytest.raises(RuleBroken) as refused:
                act()
            assert refused.value.field == "name"
        assert Workshop.objects.count() == Group.objects.count() == 1


def test_groups_never_have_more_seats_than_their_workshop(
    poraj: Any, manager: Any, group: Group, other_group: Group, as_house: Any
) -> None:
    with as_house(poraj):
        tall = GroupData(name="Grupa C", seats=2)
        for act in (
            lambda: add_group(by=manager, workshop_id=group.workshop_id, data=tall),
            lambda: edit_group(
                by=manager, group_id=group.pk, version=1, data=GroupData(name="Grupa A", seats=5), today=TODAY
            ),
            lambda: edit_workshop(
                by=manager, workshop_id=group.workshop_id, version=1, data=WorkshopData(name="Mała", seats=4)
            ),
        ):
            with pytest.raises(RuleBroken) as refused:
                act()
            assert refused.value.field == "seats"


def test_a_group_keeps_a_seat_for_everybody_who_belongs_to_it(
    poraj: Any, manager: Any, group: Group, stays: Any, as_house: Any
) -> None:
    people = stays(3)
    with as_house(poraj):
        join_together(by=manager, group_id=group.pk, stay_ids=[each.pk for each in people], starts_on=MARCH)
        with pytest.raises(RuleBroken, match="3"):
            edit_group(by=manager, group_id=group.pk, version=1, data=GroupData(name="Grupa A", seats=2), today=TODAY)


def test_nothing_is_closed_while_it_is_used_and_everything_can_be_opened_again(
    poraj: Any, manager: Any, group: Group, stays: Any, as_house: Any
) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        join_together(by=manager, group_id=group.pk, stay_ids=[stay.pk], starts_on=MARCH)
        with pytest.raises(RuleBroken):
            close_group(by=manager, group_id=group.pk, today=TODAY)
        with pytest.raises(RuleBroken):
            close_workshop(by=manager, workshop_id=group.workshop_id)
        group.memberships.update(ends_on=date(2026, 6, 30))
        close_group(by=manager, group_id=group.pk, today=TODAY)
        close_workshop(by=manager, workshop_id=group.workshop_id)
        with pytest.raises(RuleBroken):
            add_group(by=manager, workshop_id=group.workshop_id, data=GroupData(name="Nowa", seats=1))
        with pytest.raises(RuleBroken):
            reopen_group(by=manager, group_id=group.pk)
        reopen_workshop(by=manager, workshop_id=group.workshop_id)
        assert reopen_group(by=manager, group_id=group.pk).is_active


def test_closing_asks_first_and_says_why_not(
    manager: Any, client_for: Any, poraj: Any, as_house: Any, group: Group
) -> None:
    browser, workshop = client_for(manager), reverse("workshops:close", args=[group.workshop_id], urlconf=URLS)
    assert "Zamknąć pracownię" in browser.get(workshop).content.decode()
    assert "Najpierw je zamknij" in browser.post(workshop, {}).content.decode()
    assert browser.post(address("close-group", group)).status_code == 302
    assert browser.post(workshop).status_code == 302
    page = browser.get(LIST).content.decode()
    assert "Zamknięte pracownie i grupy" in page
    for name, row in (("reopen", group.workshop), ("reopen-group", group)):
        assert browser.post(address(name, row)).status_code == 302
    with as_house(poraj):
        assert Group.objects.get().is_active


@pytest.mark.parametrize("kind", ["workshop", "group"])
def test_a_change_made_on_an_old_version_shows_both_and_saves_nothing(
    poraj: Any, manager: Any, client_for: Any, as_house: Any, group: Group, kind: str
) -> None:
    with as_house(poraj):
        if kind == "workshop":
            edit_workshop(
                by=manager, workshop_id=group.workshop_id, version=1, data=WorkshopData(name="Murarska", seats=7)
            )
            where = reverse("workshops:edit", args=[group.workshop_id], urlconf=URLS)
        else:
            edit_group(by=manager, group_id=group.pk, version=1, data=GroupData(name="Murarska", seats=3), today=TODAY)
            where = address("edit-group", group)
    sent = {"name": "Ciesielska", "seats": "4", "description": "", "hours_a_day": "6", "instructor": ""}
    answer = client_for(manager).post(where, sent | {"version": "1"})
    page = answer.content.decode()
    assert "Murarska" in page
    assert "Ciesielska" in page
    with as_house(poraj):
        names = {*Workshop.objects.values_list("name", flat=True), *Group.objects.values_list("name", flat=True)}
        assert "Ciesielska" not in names
    again = client_for(manager).post(where, sent | {"version": answer.context["form"]["version"].value()})
    assert again.status_code == 302


def test_an_old_version_is_refused_by_the_services_too(poraj: Any, manager: Any, as_house: Any, group: Group) -> None:
    with as_house(poraj), pytest.raises(ChangedMeanwhile):
        edit_workshop(by=manager, workshop_id=group.workshop_id, version=9, data=WorkshopData(name="X", seats=9))


def test_an_instructor_sees_the_own_groups_alone(
    instructor: Any, client_for: Any, group: Group, other_group: Group
) -> None:
    browser = client_for(instructor)
    page = browser.get(LIST).content.decode()
    assert "Grupa A" in page
    assert "Grupa B" not in page
    assert "Dodaj pracownię" not in page
    assert browser.get(address("group", group)).status_code == 200
    assert browser.get(address("group", other_group)).status_code == 404
    assert browser.get(address("edit-group", group)).status_code == 403
    assert browser.post(address("close-group", group)).status_code == 403


def test_an_instructor_without_a_group_is_told_so(poraj: Any, account: Any, client_for: Any, group: Group) -> None:
    page = client_for(account(poraj, "vocational-instructor")).get(LIST).content.decode()
    assert "Grupa A" not in page
    assert "Nie prowadzisz jeszcze żadnej grupy" in page


def test_a_stranger_gets_nothing(klobuck: Any, poraj: Any, account: Any, client_for: Any, group: Group) -> None:
    stranger = client_for(account(klobuck, "manager"))
    assert "Ogólnobudowlana" not in stranger.get(LIST).content.decode()
    for name in ("group", "edit-group", "close-group", "reopen-group", "add-people"):
        assert stranger.get(address(name, group)).status_code == 404
    for name in ("edit", "close", "reopen", "add-group"):
        assert stranger.get(address(name, group.workshop)).status_code == 404
        assert stranger.get(reverse(f"workshops:{name}", args=[uuid4()], urlconf=URLS)).status_code == 404
    assert client_for(account(poraj, "accountant")).get(LIST).status_code == 403
