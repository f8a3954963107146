"""Who belongs to a group: joining, moving, leaving, and a mistake taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.workshops.models import Group, Membership
from casework.workshops.selectors import (
    groups_visible_to,
    members_between,
    stays_without_group,
    workshop_cards,
)
from casework.workshops.services import (
    close_group,
    join_group,
    join_together,
    leave_group,
    move_to_group,
    take_back,
)
from core.audit.models import AuditEntry
from tenants.errors import RuleBroken
from tests.casework.workshops.conftest import MARCH

URLS = "config.urls.centre"
MAY = date(2026, 5, 4)
A_DAY = timedelta(days=1)


def address(name: str, row: Any) -> str:
    return reverse(f"workshops:{name}", args=[row.pk], urlconf=URLS)


def refused_at(field: str, act: Any) -> None:
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        act()
    assert refused.value.field == field


def test_people_join_on_the_screen_and_the_history_holds_their_ids(
    poraj: Any, manager: Any, client_for: Any, as_house: Any, group: Group, stays: Any
) -> None:
    first, second, _third = stays(3)
    browser = client_for(manager)
    where = address("add-people", group)
    assert str(first.participant) in browser.get(where).content.decode()
    answer = browser.post(where, {"starts_on": "2026-05-04", "stays": [str(first.pk), str(second.pk)]})
    assert answer.url == address("group", group)
    with as_house(poraj):
        assert {each.stay_id for each in Membership.objects.all()} == {first.pk, second.pk}
        entry = AuditEntry.objects.filter(action="workshops.joined", target_id=str(group.pk)).first()
        assert entry
        assert entry.details["people"][0] in {str(first.participant_id), str(second.participant_id)}
        assert str(first.participant) not in str(entry.details)


def test_every_look_at_a_groups_people_is_on_record(
    poraj: Any, manager: Any, client_for: Any, as_house: Any, group: Group, stays: Any
) -> None:
    people = stays(2)
    with as_house(poraj):
        join_together(by=manager, group_id=group.pk, stay_ids=[each.pk for each in people], starts_on=MARCH)
    page = client_for(manager).get(address("group", group)).content.decode()
    assert str(people[0].participant) in page
    with as_house(poraj):
        entry = AuditEntry.objects.get(action="workshops.members_seen")
        assert entry.details["people"] == sorted(str(each.participant_id) for each in people)
        assert entry.details["count"] == 2


def test_somebody_outside_of_a_stay_cannot_join(
    poraj: Any, manager: Any, as_house: Any, group: Group, stays: Any
) -> None:
    (here,) = stays(1)
    (gone,) = stays(1, ends_on=date(2026, 4, 30))
    with as_house(poraj):
        refused_at("stays", lambda: join_group(by=manager, group_id=group.pk, stay_id=gone.pk, starts_on=MAY))
        both = [here.pk, gone.pk]
        refused_at("starts_on", lambda: join_together(by=manager, group_id=group.pk, stay_ids=both, starts_on=MAY))
        early = MARCH - A_DAY
        refused_at("stays", lambda: join_group(by=manager, group_id=group.pk, stay_id=here.pk, starts_on=early))
        assert not Membership.objects.exists()


def test_nobody_joins_without_a_free_seat_and_then_nobody_of_them_does(
    poraj: Any, manager: Any, as_house: Any, group: Group, stays: Any
) -> None:
    people = [each.pk for each in stays(4)]
    with as_house(poraj):
        refused_at("group", lambda: join_together(by=manager, group_id=group.pk, stay_ids=people, starts_on=MAY))
        assert not Membership.objects.exists()
        join_together(by=manager, group_id=group.pk, stay_ids=people[:3], starts_on=MAY)
        refused_at("group", lambda: join_group(by=manager, group_id=group.pk, stay_id=people[3], starts_on=MARCH))


def test_a_seat_is_free_again_after_the_last_day(
    poraj: Any, manager: Any, as_house: Any, group: Group, stays: Any
) -> None:
    people = [each.pk for each in stays(4)]
    with as_house(poraj):
        joined = join_together(by=manager, group_id=group.pk, stay_ids=people[:3], starts_on=MARCH)
        leave_group(by=manager, membership_id=joined[0].pk, ends_on=MAY)
        refused_at("group", lambda: join_group(by=manager, group_id=group.pk, stay_id=people[3], starts_on=MAY))
        assert join_group(by=manager, group_id=group.pk, stay_id=people[3], starts_on=MAY + A_DAY).pk


def test_on_a_day_a_person_is_in_one_group(
    poraj: Any, manager: Any, as_house: Any, group: Group, other_group: Group, stays: Any
) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        join_group(by=manager, group_id=group.pk, stay_id=stay.pk, starts_on=MAY)
        for day in (MAY, MAY + 30 * A_DAY, MARCH):
            act = lambda day=day: join_group(  # noqa: E731
                by=manager, group_id=other_group.pk, stay_id=stay.pk, starts_on=day
            )
            refused_at("starts_on", act)


def test_the_database_refuses_two_groups_a_day_by_itself(
    poraj: Any, as_house: Any, group: Group, other_group: Group, stays: Any
) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        Membership.objects.create(group=group, stay=stay, starts_on=MARCH, ends_on=MAY)
        with pytest.raises(IntegrityError, match="one_group_a_day"), transaction.atomic():
            Membership.objects.create(group=other_group, stay=stay, starts_on=MAY)


def test_a_closed_group_takes_nobody(poraj: Any, manager: Any, as_house: Any, group: Group, stays: Any) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        close_group(by=manager, group_id=group.pk, today=MAY)
        refused_at("group", lambda: join_group(by=manager, group_id=group.pk, stay_id=stay.pk, starts_on=MAY))


def test_moving_ends_the_old_membership_the_day_before(
    poraj: Any, manager: Any, as_house: Any, group: Group, other_group: Group, stays: Any
) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        old = join_group(by=manager, group_id=group.pk, stay_id=stay.pk, starts_on=MARCH)
        new = move_to_group(by=manager, membership_id=old.pk, group_id=other_group.pk, starts_on=MAY)
        old.refresh_from_db()
        assert (old.ends_on, new.starts_on, new.ends_on) == (MAY - A_DAY, MAY, None)


def test_moving_on_the_first_day_moves_the_whole_membership(
    poraj: Any, manager: Any, as_house: Any, group: Group, other_group: Group, stays: Any
) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        old = join_group(by=manager, group_id=group.pk, stay_id=stay.pk, starts_on=MAY)
        move_to_group(by=manager, membership_id=old.pk, group_id=other_group.pk, starts_on=MAY)
        assert Membership.objects.get().group_id == other_group.pk


def test_moving_keeps_what_was_agreed_about_the_end(
    poraj: Any, manager: Any, as_house: Any, group: Group, other_group: Group, stays: Any
) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        old = join_group(by=manager, group_id=group.pk, stay_id=stay.pk, starts_on=MARCH)
        leave_group(by=manager, membership_id=old.pk, ends_on=MAY + A_DAY)
        new = move_to_group(by=manager, membership_id=old.pk, group_id=other_group.pk, starts_on=MAY)
        assert new.ends_on == MAY + A_DAY
        refused_at(
            "starts_on",
            lambda: move_to_group(by=manager, membership_id=new.pk, group_id=group.pk, starts_on=MAY + 2 * A_DAY),
        )
        refused_at(
            "group", lambda: move_to_group(by=manager, membership_id=new.pk, group_id=other_group.pk, starts_on=MAY)
        )


def test_moving_needs_a_free_seat_there_and_leaves_everything_when_there_is_none(
    poraj: Any, manager: Any, as_house: Any, group: Group, other_group: Group, stays: Any
) -> None:
    people = [each.pk for each in stays(3)]
    with as_house(poraj):
        join_together(by=manager, group_id=other_group.pk, stay_ids=people[:2], starts_on=MARCH)
        old = join_group(by=manager, group_id=group.pk, stay_id=people[2], starts_on=MARCH)
        refused_at(
            "group", lambda: move_to_group(by=manager, membership_id=old.pk, group_id=other_group.pk, starts_on=MAY)
        )
        old.refresh_from_db()
        assert old.ends_on is None


def test_an_end_before_the_start_is_refused(poraj: Any, manager: Any, as_house: Any, group: Group, stays: Any) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        joined = join_group(by=manager, group_id=group.pk, stay_id=stay.pk, starts_on=MAY)
        refused_at("ends_on", lambda: leave_group(by=manager, membership_id=joined.pk, ends_on=MAY - A_DAY))
        take_back(by=manager, membership_id=joined.pk)
        assert not Membership.objects.exists()
        assert AuditEntry.objects.filter(action="workshops.taken_back").count() == 1


def test_moving_leaving_and_mistakes_on_the_screen(
    poraj: Any, manager: Any, client_for: Any, as_house: Any, group: Group, other_group: Group, stays: Any
) -> None:
    people = stays(2)
    browser = client_for(manager)
    with as_house(poraj):
        first, second = join_together(
            by=manager, group_id=group.pk, stay_ids=[each.pk for each in people], starts_on=MARCH
        )
    for name in ("move", "leave", "take-back"):
        assert browser.get(address(name, first)).status_code == 200
    wrong = browser.post(address("leave", first), {"ends_on": "2026-01-01"})
    assert "Ostatni dzień jest wcześniejszy" in wrong.content.decode()
    assert (
        browser.post(address("move", first), {"group": str(other_group.pk), "starts_on": "2026-05-04"}).status_code
        == 302
    )
    assert browser.post(address("leave", second), {"ends_on": "2026-05-29"}).status_code == 302
    assert browser.post(address("take-back", second), {}).status_code == 302
    with as_house(poraj):
        assert [each.group_id for each in Membership.objects.order_by("starts_on")] == [group.pk, other_group.pk]


def test_a_stay_that_ends_ends_the_membership_too(
    poraj: Any, manager: Any, as_house: Any, group: Group, stays: Any
) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        join_group(by=manager, group_id=group.pk, stay_id=stay.pk, starts_on=MARCH)
        type(stay).objects.filter(pk=stay.pk).update(ends_on=MAY, closing_reason="REZYGNACJA")
        assert members_between(group.pk, since=MAY, until=MAY).count() == 1
        assert members_between(group.pk, since=MAY + A_DAY, until=MAY + A_DAY).count() == 0
        ((line,),) = [card.groups for card in workshop_cards(manager, day=MAY + A_DAY)]
        assert (line.taken, line.free) == (0, 3)


def test_who_may_join_is_in_the_centre_and_in_no_group(
    poraj: Any, manager: Any, as_house: Any, group: Group, stays: Any
) -> None:
    busy, free = stays(2)
    stays(1, ends_on=date(2026, 4, 30))
    with as_house(poraj):
        join_group(by=manager, group_id=group.pk, stay_id=busy.pk, starts_on=MARCH)
        assert [each.pk for each in stays_without_group(day=MAY)] == [free.pk]


def test_strangers_and_instructors_change_nothing(
    poraj: Any,
    klobuck: Any,
    manager: Any,
    instructor: Any,
    account: Any,
    client_for: Any,
    as_house: Any,
    group: Group,
    stays: Any,
) -> None:
    (stay,) = stays(1)
    with as_house(poraj):
        joined = join_group(by=manager, group_id=group.pk, stay_id=stay.pk, starts_on=MARCH)
    stranger, leader = client_for(account(klobuck, "manager")), client_for(instructor)
    for name in ("move", "leave", "take-back"):
        assert stranger.post(address(name, joined), {"ends_on": "2026-05-01"}).status_code == 404
        assert leader.post(address(name, joined), {"ends_on": "2026-05-01"}).status_code == 403
    assert str(stay.participant) in leader.get(address("group", group)).content.decode()


def test_more_groups_ask_no_more_questions(
    poraj: Any, manager: Any, as_house: Any, group: Group, other_group: Group, stays: Any
) -> None:
    people = [each.pk for each in stays(3)]

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            for card in workshop_cards(manager, day=MAY):
                [(line.free, str(line.group.instructor)) for line in card.groups]
            list(groups_visible_to(manager, day=MAY))
            [str(each.stay.participant) for each in members_between(None, since=MAY, until=MAY)]
        return len(queries)

    with as_house(poraj):
        join_group(by=manager, group_id=group.pk, stay_id=people[0], starts_on=MARCH)
        few = asked()
        join_group(by=manager, group_id=group.pk, stay_id=people[1], starts_on=MARCH)
        join_group(by=manager, group_id=other_group.pk, stay_id=people[2], starts_on=MARCH)
        assert asked() == few
