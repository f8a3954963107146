"""What the product shows is what the simulator knows: every count, sum and rate, every centre, every month."""

from collections.abc import Callable
from typing import Any

import pytest

from casework.attendance.rules import Code
from casework.attendance.selectors import missing, month_state, tallies
from casework.benefits.selectors import pay_list, settlement_of
from casework.demo.region import CENTRES, Progress
from casework.demo.story import Month, Story
from casework.demo.truth import MonthTruth, truth_of
from casework.participants.selectors import stays_touching
from tenants.organisations.models import Organisation

MONEY = ("lines", "benefits", "premiums")
STAGES = {
    Progress.OPEN: "open",
    Progress.SUBMITTED: "submitted",
    Progress.APPROVED: "approved",
    Progress.SETTLED: "approved",
    Progress.SETTLEMENT_APPROVED: "approved",
    Progress.PAID: "paid",
}


def shown(story: Story, month: Month) -> dict[str, Any]:
    """A month by the product's own selectors."""
    stays = list(stays_touching(since=month.first, until=month.last))
    sums = tallies(month.first)
    counts = {code.value: sum(each.of(code) for each in sums.values()) for code in Code}
    until = min(month.last, story.window.today)
    reasons = [stay.closing_reason for stay in stays if stay.ends_on and stay.ends_on <= month.last]
    return {
        "people_at_end": sum(stay.starts_on <= until and (not stay.ends_on or stay.ends_on >= until) for stay in stays),
        "joined": sum(stay.starts_on >= month.first for stay in stays),
        "left": {reason: reasons.count(reason) for reason in sorted(set(reasons))},
        "marks": {code: count for code, count in sorted(counts.items()) if count},
        "hours": sum(each.hours for each in sums.values()),
        "missing": missing(month.first, until=story.window.last_past_day).gap_days,
        **shown_money(month),
    }


def shown_money(month: Month) -> dict[str, int | None]:
    """The settlement of a month in grosz, with the pay list where there is one."""
    page = settlement_of(month.first)
    if page.settlement is None:
        return dict.fromkeys(MONEY)
    totals = page.totals
    listed = pay_list(month.first)
    assert listed is None or listed.totals == totals
    assert totals.payable == totals.amount + totals.premium
    return dict(zip(MONEY, (totals.people, int(totals.amount * 100), int(totals.premium * 100)), strict=True))


def known(truth: MonthTruth) -> dict[str, Any]:
    counted = ("people_at_end", "joined", "left", "marks", "hours", "missing")
    return {name: getattr(truth, name) for name in (*counted, *MONEY)}


def differences(story: Story) -> dict[str, Any]:
    """Month → what is shown and what is true, where they differ."""
    pairs = {month.name: (shown(story, month), known(truth)) for month, truth in truth_of(story).items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("slug", ["poraj", "koniecpol", "feniks"])
def test_three_months_of_another_seed_are_shown_as_they_were(
    slug: str, staffed: Organisation, told: Callable[..., Story], as_house: Callable[..., Any]
) -> None:
    story = told(slug, seed="next year", months=3)
    with as_house(staffed):
        assert differences(story) == {}


@pytest.mark.parametrize("slug", [each.slug for each in CENTRES])
def test_the_whole_region_is_shown_as_it_was(
    slug: str, staffed: Organisation, told: Callable[..., Story], as_house: Callable[..., Any]
) -> None:
    story = told(slug, seed="ogniwo", months=14)
    with as_house(staffed):
        assert differences(story) == {}
        stages = {month.name: month_state(month.first).stage.value for month in story.progress}
    assert stages == {month.name: STAGES[progress] for month, progress in story.progress.items()}
