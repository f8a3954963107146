"""What waits for whom on Today, and the numbers that others build on."""

from datetime import date

import pytest

from casework.attendance.models import MonthClosing
from casework.attendance.rules import MarkChange
from casework.attendance.selectors import attendance_cards, calendar, tallies, working_days
from casework.attendance.services import save_marks
from tests.casework.attendance.conftest import TODAY, person
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
    assert "Cichoń Celina" in card.text
    assert not [title for title in titles(centre.halina, TODAY) if "Alarmy" in title]


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
