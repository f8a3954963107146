"""Figures leave the centre: closed months only, exactly what was seen, once, signed; by themselves only if chosen."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.benefits.services import approve_settlement, settle_month
from casework.figures.models import FiguresDecision
from casework.figures.rules import Standing
from casework.figures.selectors import cards_of_figures, month_view, months_of_year, ties
from casework.figures.services import decide, figures_daily, release_by_itself, release_due, release_month, remind
from casework.participants.models import Participant
from core.audit.models import AuditEntry
from core.notifications.models import Notification
from tenants.errors import RuleBroken
from tenants.figures.models import Release
from tests.casework.figures.conftest import NOW, OCTOBER, TODAY, chosen, open_again
from tests.factories.casework import a_stay, a_worker, approve, mark


def standing() -> Standing:
    return month_view(OCTOBER, today=TODAY).standing


def release(**more: Any) -> Release:
    return release_month(by=a_worker(), month=OCTOBER, today=TODAY, **more)


def test_what_leaves_is_counted_from_the_people_of_the_centre(released: Release) -> None:
    figures = released.figures
    assert figures["people"] == {
        "total": 3,
        "sex-age": {"K|45-54": 3},
        "education": {"podstawowe": 1, "wyzsze": 1, "unknown": 1},
        "category": {"ALKOHOL": 1, "DLUGOTRWALE_BEZR": 2},
    }
    assert (figures["joined"], figures["seats"], figures["hours"]) == ({"total": 1}, {"total": 12}, {"total": 30})
    assert figures["left"] == {"total": 1, "reason": {"ZATRUDNIENIE": 1}}
    assert figures["attendance"] == {"present": 5, "expected": 7, "people": 2}
    assert "benefits" not in figures
    assert (released.version, released.exact, released.is_automatic) == (1, [], False)


def test_nothing_of_a_person_leaves(released: Release) -> None:
    told = f"{released.figures} {released.exact} {released.released_by_name}"
    for person in Participant.objects.order_by("pk"):
        assert person.last_name not in told
        assert person.pesel not in told
        assert str(person.pk) not in told


def test_amounts_go_with_the_approved_settlement(closed: Any) -> None:
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    assert not month_view(OCTOBER, today=TODAY).has_money
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    benefits = release().figures["benefits"]
    assert benefits["people"] == 3
    assert Decimal(str(benefits["total"])) > 4000


def test_amounts_that_come_later_are_a_correction(released: Release) -> None:
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)
    view = month_view(OCTOBER, today=TODAY)
    assert view.standing is Standing.CORRECTION
    assert {each.number.code for each in view.changes} == {"benefits", "premiums"}
    assert release().version == 2
    assert standing() is Standing.RELEASED


def test_a_month_that_is_not_closed_is_not_released(people: Any) -> None:
    assert standing() is Standing.OPEN
    with pytest.raises(RuleBroken, match="Październik 2026 nie jest zamknięty"):
        release()
    assert not Release.objects.exists()


def test_the_same_is_not_released_twice(released: Release) -> None:
    with pytest.raises(RuleBroken):
        release()
    assert Release.objects.count() == 1
    assert AuditEntry.objects.filter(action="figures.released").count() == 1


def test_nothing_is_released_when_the_centre_is_in_no_network(closed: Any) -> None:
    alone = date(2019, 12, 31)
    chosen(after=1)
    assert month_view(OCTOBER, today=alone).standing is Standing.OUTSIDE
    with pytest.raises(RuleBroken, match="sieci"):
        release_month(by=a_worker(), month=OCTOBER, today=alone)
    assert list(cards_of_figures(a_worker(), today=alone, now=NOW)) == []
    assert remind(now=datetime(2019, 12, 31, tzinfo=UTC)) == []
    assert release_due(today=alone) == []
    assert not Release.objects.exists()


def test_what_was_not_on_the_page_does_not_leave(closed: Any) -> None:
    seal = month_view(OCTOBER, today=TODAY).seal
    Participant.objects.filter(pk=closed["ola"].participant_id).update(education="brak")
    with pytest.raises(RuleBroken, match="zmieniły się"):
        release(seal=seal)
    chosen("people")
    with pytest.raises(RuleBroken, match="zmieniły się"):
        release(seal=seal)
    assert release(seal=month_view(OCTOBER, today=TODAY).seal).exact == ["people"]


def test_a_month_that_was_opened_again_waits_and_then_shows_old_beside_new(released: Release, people: Any) -> None:
    open_again()
    assert standing() is Standing.REOPENED
    mark(people["ola"], "O", 8)
    approve(version=2)
    changes = {(each.number.code, each.number.part): (each.before, each.after) for each in view_changes()}
    assert changes == {
        ("attendance", "present"): (5, 6),
        ("attendance", "expected"): (7, 8),
        ("hours", "total"): (30, 36),
    }
    assert release().version == 2
    assert AuditEntry.objects.filter(action="figures.corrected").count() == 1


def view_changes() -> list[Any]:
    return month_view(OCTOBER, today=TODAY).changes


def test_seats_of_a_month_stay_when_later_months_have_others(released: Release) -> None:
    from casework.workshops.models import Workshop

    Workshop.objects.filter(name="Kuchnia").update(seats=20)
    assert [(each.before, each.after) for each in view_changes()] == [(12, 20)]
    approve(date(2026, 11, 1))
    assert view_changes() == []
    assert month_view(date(2026, 11, 1), today=TODAY).figures.totals["seats"] == 20  # type: ignore[union-attr]


def test_a_decision_is_kept_with_who_and_what(in_poraj: Any) -> None:
    first = chosen("people", "seats")
    assert chosen("seats", "people") == first
    second = chosen("seats", after=10)
    assert (second.exact, second.automatic_after_days, second.decided_by) == (["seats"], 10, a_worker())
    assert FiguresDecision.objects.count() == 2
    entry = AuditEntry.objects.filter(action="figures.decided").order_by("-at").first()
    assert entry is not None
    assert entry.details == {"exact": "Liczba miejsc", "automatic": "10 dni po końcu miesiąca"}


@pytest.mark.parametrize(
    ("exact", "days", "field"),
    [(["benefits"], None, "exact"), (["nobody"], None, "exact"), ([], 0, "automatic_after_days"),
     ([], 61, "automatic_after_days")],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused_at_its_field(in_poraj: Any, exact: Any, days: Any, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        decide(by=a_worker(), exact=exact, automatic_after_days=days)
    assert broken.value.field == field


def test_a_choice_after_the_release_may_be_released_once_more(released: Release) -> None:
    chosen("people")
    view = month_view(OCTOBER, today=TODAY)
    assert (view.standing, view.may_go, view.changes) == (Standing.RELEASED, True, [])
    assert release().exact == ["people"]
    assert not month_view(OCTOBER, today=TODAY).may_go


def settled() -> None:
    settle_month(by=a_worker(), month=OCTOBER, now=NOW)
    approve_settlement(by=a_worker(), month=OCTOBER, now=NOW)


def test_figures_go_by_themselves_only_when_somebody_chose_so(closed: Any) -> None:
    settled()
    assert release_due(today=TODAY) == []
    with pytest.raises(RuleBroken):
        release_by_itself(month=OCTOBER, today=TODAY)
    chosen("people", after=22)
    assert release_due(today=date(2026, 11, 21)) == []
    assert release_due(today=TODAY) == [OCTOBER]
    assert release_due(today=TODAY) == []
    gone = Release.objects.get()
    assert (gone.is_automatic, gone.released_by_name, gone.exact) == (True, a_worker().name, ["people"])
    assert "automatycznie" in gone.released_by_function
    entry = AuditEntry.objects.get(action="figures.released_automatically")
    assert entry.by_id is None
    assert Notification.objects.filter(kind="figures-gone").count() == 1


def test_what_goes_by_itself_is_whole_and_corrections_do_not(closed: Any) -> None:
    chosen(after=1)
    assert release_due(today=TODAY) == []
    settled()
    assert release_due(today=TODAY) == [OCTOBER]
    Participant.objects.filter(pk=closed["ola"].participant_id).update(education="brak")
    assert standing() is Standing.CORRECTION
    assert release_due(today=TODAY) == []


def test_a_closed_month_that_waits_is_brought_to_mind_once(people: Any) -> None:
    assert remind(now=NOW) == []
    approve(at=NOW - timedelta(days=5))
    assert remind(now=NOW) == []
    assert list(cards_of_figures(a_worker(), today=TODAY, now=NOW)) == []
    later = NOW + timedelta(minutes=1)
    assert remind(now=later) == [OCTOBER]
    assert remind(now=later) == []
    notice = Notification.objects.get(kind="figures-waiting")
    assert (notice.account, notice.url) == (a_worker(), "/dane-dla-owes/2026-10/")
    assert "październik 2026" in notice.title
    (card,) = cards_of_figures(a_worker(), today=TODAY, now=later)
    assert card.tone == "warning"
    release()
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert list(cards_of_figures(a_worker(), today=TODAY, now=later)) == []


def test_a_correction_that_waits_is_a_card(released: Release, people: Any) -> None:
    open_again()
    mark(people["ola"], "O", 8)
    approve(version=2, at=released.released_at + timedelta(hours=1))
    (card,) = cards_of_figures(a_worker(), today=TODAY, now=NOW)
    assert "październik 2026" in str(card.title)
    assert card.tone == "info"


def test_a_year_costs_as_many_queries_as_a_month(closed: Any, in_poraj: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert all(each.people is not None for each in months_of_year(2026, bonds=ties(TODAY)))
        return len(seen)

    queries()
    once = queries()
    for month in (8, 9):
        mark(closed["anna"], "O", 3, month=date(2026, month, 1))
        approve(date(2026, month, 1))
    assert queries() == once <= 16


def test_months_before_the_network_stay_at_home(in_poraj: Any) -> None:
    before = date(2019, 11, 1)
    mark(a_stay(starts_on=date(2019, 1, 2)), "O", 5, month=before)
    approve(before)
    assert month_view(before, today=TODAY).standing is Standing.OUTSIDE
    with pytest.raises(RuleBroken, match="nie należało"):
        release_month(by=a_worker(), month=before, today=TODAY)


def test_the_daily_job_finds_nothing_to_do_in_an_empty_centre(in_poraj: Any) -> None:
    figures_daily()
    assert not Release.objects.exists()
    assert not Notification.objects.exists()
