"""What waits for whom on Today, and the numbers that others build on."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.attendance.models import MonthClosing
from casework.attendance.rules import MarkChange
from casework.attendance.selectors import attendance_cards, calendar, tallies, working_days
from casework.attendance.services import save_marks
from tests.casework.attendance.conftest import TODAY, joined, person
from tests.casework.attendance.test_closing import NOW

pytestmark = pytest.mark.urls("config.urls.centre")


def titles(account, today):
    return [str(card.title) for card in attendance_cards(account, today=today)]


def test_days_without_a_mark_wait_for_those_who_keep_the_list(centre):
    (card,) = (card for card in attendance_cards(centre.halina, today=date(2026, 10, 5)) if "bez wpisu" in card.title)
    assert card.title == "Dni bez wpisu: 2"
    assert card.text == "Od 1 października do 2 października; osoby bez wpisu: 2."
    assert not titles(centre.accountant, date(2026, 10, 5))


def test_on_the_first_day_of_a_month_nothing_is_missing_yet(centre):
    assert not [title for title in titles(centre.halina, date(2026, 10, 1)) if "bez wpisu" in title]


def test_a_month_that_is_over_waits_for_those_who_submit(centre):
    assert "Październik 2026 czeka na przekazanie" in titles(centre.worker, date(2026, 11, 3))
    assert not [title for title in titles(centre.halina, date(2026, 11, 3)) if "przekazanie" in title]


def test_a_submitted_month_waits_for_the_manager(centre):
    MonthClosing.objects.create(month=date(2026, 10, 1), submitted_by=centre.worker, submitted_at=NOW)
    assert "Październik 2026 czeka na zatwierdzenie" in titles(centre.manager, date(2026, 11, 3))
    assert not [title for title in titles(centre.worker, date(2026, 11, 3)) if "zatwierdzenie" in title]


def test_alarms_are_told_to_whoever_may_see_the_person(centre):
    days = [date(2026, 10, day) for day in (1, 2, 5)]
    save_marks(by=centre.worker, changes=[MarkChange(centre.celina.pk, day, "N") for day in days], today=TODAY)
    (card,) = (card for card in attendance_cards(centre.worker, today=TODAY) if "Alarmy" in card.title)
    assert (card.text, card.tone) == ("1 osoba na granicy limitu", "warning")
    assert not [title for title in titles(centre.halina, TODAY) if "Alarmy" in title]


def test_alarms_are_counted_and_nobody_is_named_because_today_is_not_on_record(centre):
    lost = [MarkChange(centre.celina.pk, date(2026, 10, day), "N") for day in (1, 2, 5, 6)]
    near = [MarkChange(centre.anna.pk, date(2026, 10, day), "N") for day in (1, 2, 5)]
    save_marks(by=centre.worker, changes=lost + near, today=TODAY)
    cards = list(attendance_cards(centre.worker, today=TODAY))
    (card,) = (card for card in cards if "Alarmy" in card.title)
    assert (card.text, card.tone) == ("1 osoba traci świadczenie, 1 osoba na granicy limitu", "danger")
    for name in ("Abramczyk", "Borys", "Cichoń"):
        assert name not in str(cards)


def all_marked(centre, stays, days, code="O"):
    changes = [MarkChange(stay.pk, day, code) for stay in stays for day in days]
    assert not save_marks(by=centre.worker, changes=changes, today=TODAY).refused


def test_one_day_of_one_group_leads_to_its_sheet(centre):
    all_marked(centre, [centre.celina], [date(2026, 10, 1), date(2026, 10, 2)])
    all_marked(centre, [centre.anna, centre.bogdan], [date(2026, 10, 1)])
    (card,) = (card for card in attendance_cards(centre.halina, today=date(2026, 10, 5)) if "bez wpisu" in card.title)
    assert card.url == f"/obecnosc/arkusz/2026-10-02/{centre.garden.pk}/"
    (card,) = (card for card in attendance_cards(centre.halina, today=date(2026, 10, 6)) if "bez wpisu" in card.title)
    assert card.url == "/obecnosc/2026-10/"


def test_days_of_two_groups_lead_to_the_month(centre):
    all_marked(centre, [centre.anna, centre.bogdan, centre.celina], [date(2026, 10, 1)])
    (card,) = (card for card in attendance_cards(centre.worker, today=date(2026, 10, 5)) if "bez wpisu" in card.title)
    assert card.url == "/obecnosc/2026-10/"


def test_gaps_of_the_last_month_stay_until_it_is_approved(centre):
    all_marked(centre, [centre.anna], [date(2026, 10, 1)])
    first = date(2026, 11, 1)
    (card,) = (card for card in attendance_cards(centre.halina, today=first) if "bez wpisu" in card.title)
    assert card.title == "Październik 2026, dni bez wpisu: 22"
    assert card.url == "/obecnosc/2026-10/"
    closing = MonthClosing.objects.create(month=date(2026, 10, 1), submitted_by=centre.worker, submitted_at=NOW)
    assert "Październik 2026, dni bez wpisu: 22" in titles(centre.halina, first)
    MonthClosing.objects.filter(pk=closing.pk).update(approved_by=centre.manager, approved_at=NOW)
    assert not [title for title in titles(centre.halina, first) if "bez wpisu" in title]


def test_older_months_that_nobody_submitted_wait_too_the_oldest_first_and_at_most_three(centre):
    zofia = person("Dawna", starts_on=date(2026, 4, 1))
    all_marked(centre, [zofia], [date(2026, month, 8) for month in (4, 5, 7)])
    waiting = [title for title in titles(centre.worker, date(2026, 11, 3)) if "przekazanie" in title]
    assert waiting == [f"{month} 2026 czeka na przekazanie" for month in ("Kwiecień", "Maj", "Lipiec")]
    MonthClosing.objects.create(month=date(2026, 4, 1), submitted_by=centre.worker, submitted_at=NOW)
    waiting = [title for title in titles(centre.worker, date(2026, 11, 3)) if "przekazanie" in title]
    assert waiting == [f"{month} 2026 czeka na przekazanie" for month in ("Maj", "Lipiec", "Październik")]


def test_the_cards_cost_the_same_for_one_person_and_for_many(centre):
    all_marked(centre, [centre.anna], [date(2026, 9, 1), date(2026, 10, 1)])
    with CaptureQueriesContext(connection) as one:
        titles(centre.manager, TODAY)
    for name in ("Dudek", "Ewert", "Frycz"):
        joined(centre.garden, person(name))
    with CaptureQueriesContext(connection) as many:
        titles(centre.manager, TODAY)
    assert len(many) == len(one)


def test_tallies_add_up_the_month_and_remember_what_was_used_before(centre):
    september = [date(2026, 9, day) for day in (1, 2, 3)]
    october = [date(2026, 10, day) for day in (1, 2, 5)]
    changes = [MarkChange(centre.anna.pk, day, "ZL") for day in september]
    changes += [MarkChange(centre.anna.pk, date(2026, 9, 4), "DW"), MarkChange(centre.anna.pk, october[0], "ZL")]
    changes += [MarkChange(centre.anna.pk, day, "O") for day in october[1:]]
    save_marks(by=centre.worker, changes=changes, today=TODAY)
    tally = tallies(date(2026, 10, 1))[centre.anna.pk]
    assert (tally.of("O"), tally.of("ZL"), tally.hours, tally.sick_used, tally.days_off_used) == (2, 1, 13, 4, 1)
    assert tallies(date(2026, 9, 1))[centre.anna.pk].sick_before == 0
    assert centre.bogdan.pk not in tallies(date(2026, 10, 1))


def test_what_was_used_in_an_earlier_stay_does_not_count(centre, django_assert_num_queries):
    earlier = person("Powracająca", starts_on=date(2025, 1, 2), ends_on=date(2025, 6, 30), closing_reason="REZYGNACJA")
    now = earlier.participant.stays.create(starts_on=date(2026, 10, 1))
    changes = [MarkChange(earlier.pk, date(2025, 1, 3), "ZL"), MarkChange(now.pk, date(2026, 10, 1), "ZL")]
    save_marks(by=centre.worker, changes=changes, today=TODAY)
    with django_assert_num_queries(1):
        assert tallies(date(2026, 10, 1))[now.pk].sick_before == 0


@pytest.mark.parametrize("month", [date(2026, 3, 1), date(2026, 10, 1), date(2028, 2, 1), date(2026, 12, 1)])
def test_a_month_has_every_day_once_also_when_the_clock_is_moved(centre, month):
    """25 October 2026 has 25 hours and one day, 29 March has 23 and one."""
    days = [each.day for each in calendar(month)]
    assert days == sorted(set(days))
    assert all(day.weekday() < 5 for day in working_days(month))
