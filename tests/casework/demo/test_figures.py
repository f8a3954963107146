"""The figures that a centre counts and has released are the true ones, in every centre and every closed month."""

from collections.abc import Callable
from typing import Any

import pytest

from casework.demo.region import CENTRES, Progress
from casework.demo.story import Story
from casework.demo.truth import truth_of
from casework.figures.models import FiguresDecision
from casework.figures.selectors import count_months
from tenants.figures.models import Release
from tenants.figures.rules import Figures, figures_from
from tenants.organisations.models import Organisation


def true_figures(story: Story) -> dict[Any, Figures]:
    """Closed month → what a release of it holds, by the simulator's own arithmetic."""
    return {
        month.first: figures_from(truth.figures)
        for month, truth in truth_of(story).items()
        if truth.figures is not None
    }


@pytest.mark.parametrize("slug", [each.slug for each in CENTRES])
def test_what_is_counted_and_released_is_true(
    slug: str, staffed: Organisation, told: Callable[..., Story], as_house: Callable[..., Any]
) -> None:
    story = told(slug, seed="ogniwo", months=14)
    truth = true_figures(story)
    with as_house(staffed):
        assert {month for month, figures in truth.items() if "benefits" in figures.totals} == {
            month.first for month, progress in story.progress.items() if progress >= Progress.SETTLEMENT_APPROVED
        }
        counted = count_months(dict.fromkeys(truth, 1))
        assert [month for month in truth if not counted[month].says_the_same(truth[month])] == []
        latest = {each.month: figures_from(each.figures) for each in Release.objects.order_by("month", "version")}
        assert [month for month in latest if not latest[month].says_the_same(truth[month])] == []
        assert set(truth) - set(latest) == (
            {story.window.months[-2].first} & set(truth) if not story.plan.is_prompt else set()
        )
        assert FiguresDecision.objects.get().exact == list(story.plan.exact)
        corrected = list(Release.objects.filter(version=2).order_by("month"))
    assert len(corrected) == story.plan.corrects
