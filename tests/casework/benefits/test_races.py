"""Two people at once, each with a connection: one settlement, and nothing of a month changes beside its approval."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from casework.attendance.models import Mark
from casework.attendance.rules import MarkChange, last_day_of
from casework.attendance.selectors import working_days
from casework.attendance.services import Saved, approve_month, save_marks, submit_month
from casework.benefits.models import Settlement
from casework.benefits.selectors import changed_since
from casework.benefits.services import settle_month
from casework.participants.models import Stay
from casework.participants.services.refusals import refused_in_words
from core.accounts.models import Account
from tenants.errors import RuleBroken
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context
from tests.factories.casework import a_stay, a_worker
from tests.tenants.walls.conftest import _lodgings, committing

__all__ = ["_lodgings", "committing"]
_months = iter([date(year, month, 1) for year in (2023, 2024, 2025) for month in range(1, 13, 2)])
Act = Callable[[], object]


def at_once(house: Organisation, *acts: Act) -> list[object]:
    """Each act on a thread and connection of its own, from the same moment on; what it gave, or why it was refused."""
    given: list[object] = [None] * len(acts)
    barrier = Barrier(len(acts))

    def work(place: int, act: Act) -> None:
        try:
            with house_context(house):
                barrier.wait(timeout=10)
                given[place] = act()
        except BaseException as refused:
            given[place] = refused
        finally:
            connection.close()

    threads = [Thread(target=work, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.fixture
def lgota(committing: list[Organisation]) -> Organisation:
    return committing[0]


def two_days() -> tuple[Stay, date, datetime]:
    """A month of two days of classes, both marked and handed in; what is committed here stays for the whole module."""
    month = next(_months)
    days, worker = working_days(month)[-2:], a_worker()
    stay = a_stay(starts_on=days[0], plan_signed_on=days[0], benefit_applied_on=days[0], ends_on=days[1])
    changes = [MarkChange(stay.pk, day, "O") for day in days]
    assert not save_marks(by=worker, changes=changes, today=days[1]).refused
    now = datetime.combine(last_day_of(month) + timedelta(days=3), time(9), tzinfo=UTC)
    submit_month(by=worker, month=month, now=now)
    return stay, days[0], now


def test_two_settlements_at_once_are_one(lgota: Organisation) -> None:
    with house_context(lgota):
        stay, day, now = two_days()
        worker, month = a_worker(), day.replace(day=1)
        approve_month(by=worker, month=month, now=now)

    def settle() -> Any:
        return settle_month(by=worker, month=month, now=now)

    given = at_once(lgota, settle, settle, settle)
    assert [type(each) for each in given] == [Settlement] * 3
    with house_context(lgota):
        assert [each.stay_id for each in Settlement.objects.get(month=month).lines.all()] == [stay.pk]


@pytest.mark.parametrize("rival", ["mark", "application", "last day"])
def test_beside_the_approval_a_month_changes_before_it_or_not_at_all(lgota: Organisation, rival: str) -> None:
    for _round in range(4):
        with house_context(lgota):
            stay, day, now = two_days()
            worker, month = a_worker(), day.replace(day=1)

        def change(stay: Stay = stay, day: date = day, by: Account = worker) -> object:
            if rival == "mark":
                return save_marks(by=by, changes=[MarkChange(stay.pk, day, "N", None, 1)], today=stay.ends_on)
            changed = {"benefit_applied_on": None} if rival == "application" else {"ends_on": last_day_of(day)}
            with refused_in_words():
                return Stay.objects.filter(pk=stay.pk).update(**changed)

        def approve_and_settle(month: date = month, now: datetime = now, by: Account = worker) -> object:
            approve_month(by=by, month=month, now=now)
            return settle_month(by=by, month=month, now=now)

        changed, settled = at_once(lgota, change, approve_and_settle)
        assert isinstance(changed, Saved | int | RuleBroken), changed
        assert isinstance(settled, Settlement), settled
        with house_context(lgota):
            assert changed_since(settled) == set()
            assert Mark.objects.get(stay=stay, day=day).code == ("N" if getattr(changed, "saved", ()) else "O")
