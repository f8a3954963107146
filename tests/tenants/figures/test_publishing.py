"""Releases become tables: at once for the centre, once for the network, and no correction tells of a person."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenants.figures.models import Publication, PublishedCell, Receipt
from tenants.figures.rules import INDICATORS, Figures, figures_from
from tenants.figures.selectors import cells, freshness, receipts
from tenants.figures.services import publish_now, release_figures
from tenants.organisations.models import Network, Organisation
from tenants.walls.context import house_context, service_role
from tests.tenants.figures.conftest import MARIA, OCTOBER, TODAY, Region, some_figures

pytestmark = pytest.mark.django_db
EARLY = date(2026, 11, 5)
"""Before the day on which October is frozen whoever is missing."""
QUARTER = [date(2026, month, 1) for month in (7, 8, 9)]
SERVED = {"total": 30, "sex-age": {"K|35-44": 30}, "education": {"podstawowe": 30},
          "category": {"DLUGOTRWALE_BEZR": 30}}  # fmt: skip


def release(house: Organisation, *, month: date = OCTOBER, figures: Figures | None = None, exact: Any = ()) -> None:
    with house_context(house):
        release_figures(
            by=MARIA, month=month, figures=figures or some_figures(), exact=exact, today=TODAY, tells_owes=False
        )


def release_all(region: Region, *, month: date = OCTOBER, **values: Any) -> None:
    for number, house in enumerate(region.centres):
        release(house, month=month, figures=some_figures(people=15 + number, **values))


def totals_of_october(network: Network) -> dict[str, PublishedCell]:
    """Indicator → the network's own total, where there is one."""
    found = (cells(network, indicator=each, period="month", since=OCTOBER, house=None) for each in INDICATORS)
    return {cell.indicator: cell for table in found for cell in table}


def shown(network: Network, owes: Organisation, **which: Any) -> dict[str, tuple[str, Decimal | None]]:
    """Class → what the OWES sees of it."""
    with house_context(owes):
        return {each.class_name: (each.state, each.value) for each in cells(network, **which)}


def test_a_centre_s_own_cells_are_there_at_once_and_the_network_s_wait_for_the_others(region):
    release(region.centres[0])
    assert publish_now(region.network, today=EARLY) == 1
    people = {"indicator": "people", "period": "month"}
    assert shown(region.network, region.owes, house=region.centres[0], **people) == {"": ("shown", 19)}
    assert shown(region.network, region.owes, house=None, **people) == {}
    with house_context(region.owes):
        assert [each.state for each in receipts(region.network, OCTOBER)] == ["published"]
        assert [each.state for each in freshness(region.network, OCTOBER)] == ["published", None, None, None, None]


def test_when_everybody_is_in_the_network_s_tables_are_made_once(region):
    release_all(region)
    assert publish_now(region.network, today=EARLY) == 2
    assert publish_now(region.network, today=EARLY) == 0
    with house_context(region.owes):
        seen = totals_of_october(region.network)
        assert list(seen) == ["people", "seats", "joined", "left", "attendance", "benefits", "premiums"]
        assert (seen["people"].value, seen["people"].houses) == (85, 5)
        assert seen["attendance"].value == Decimal("88.2")
        assert [each.frozen_month for each in Publication.objects.order_by("number")] == [None, OCTOBER]


def test_on_the_day_of_the_freeze_the_missing_are_shown_as_missing(region):
    for house in region.centres[:3]:
        release(house)
    publish_now(region.network, today=EARLY)
    publish_now(region.network, today=date(2026, 11, 20))
    with house_context(region.owes):
        people = totals_of_october(region.network)["people"]
        states = [each.state for each in cells(region.network, indicator="people", period="month")]
    assert (people.value, people.houses) == (57, 3)
    assert sorted(states) == ["missing", "missing", "shown", "shown", "shown", "shown"]


def test_who_is_late_gets_cells_of_its_own_and_the_frozen_network_stays(region):
    for house in region.centres[:4]:
        release(house)
    publish_now(region.network, today=TODAY)
    release(region.centres[4])
    publish_now(region.network, today=TODAY)
    which = {"indicator": "people", "period": "month"}
    assert shown(region.network, region.owes, house=region.centres[4], **which) == {"": ("shown", 19)}
    assert shown(region.network, region.owes, house=None, **which) == {"": ("shown", 76)}


def test_on_the_day_of_the_freeze_two_centres_are_too_few_for_tables_of_the_network(region):
    for house in region.centres[:2]:
        release(house)
    publish_now(region.network, today=TODAY)
    which = {"indicator": "people", "period": "month"}
    assert shown(region.network, region.owes, house=region.centres[0], **which) == {"": ("shown", 19)}
    assert shown(region.network, region.owes, house=None, **which) == {}
    with house_context(region.owes):
        assert not Publication.objects.filter(frozen_month=OCTOBER).exists()
    release(region.centres[2])
    publish_now(region.network, today=TODAY)
    assert shown(region.network, region.owes, house=None, **which) == {"": ("shown", 57)}


def test_classes_and_sums_of_a_quarter_need_three_centres_with_all_its_months(region):
    for month in QUARTER:
        more = {"served-quarter": SERVED} if month.month == 9 else {}
        for house in region.centres[: 3 if month.month == 9 else 2]:
            release(house, month=month, figures=some_figures(people=40, **more))
    publish_now(region.network, today=TODAY)
    which = {"house": None, "period": "quarter"}
    by_sex = shown(region.network, region.owes, indicator="served", dimension="sex", **which)
    assert {state for state, _ in by_sex.values()} == {"hidden"}
    assert shown(region.network, region.owes, indicator="benefits", **which) == {"": ("hidden", None)}
    assert shown(region.network, region.owes, indicator="served", **which) == {"": ("shown", 60)}


def test_a_small_count_is_hidden_and_a_zero_is_shown_as_zero(region):
    release(region.centres[0], figures=some_figures(people=19, joined=3))
    publish_now(region.network, today=EARLY)
    seen = {
        code: shown(region.network, region.owes, house=region.centres[0], indicator=code, period="month")[""]
        for code in ("people", "joined", "left", "seats")
    }
    assert seen["joined"] == ("hidden", None)
    assert seen["seats"] == ("shown", 28)


def test_a_rate_over_too_few_people_has_too_small_a_base(region):
    release(region.centres[0], figures=some_figures(people=8))
    publish_now(region.network, today=EARLY)
    rate = shown(region.network, region.owes, house=region.centres[0], indicator="attendance", period="month")
    assert rate == {"": ("small-base", None)}


def test_an_open_total_is_exact_whatever_its_size(region):
    release(region.centres[0], figures=some_figures(joined=2), exact=["joined"])
    publish_now(region.network, today=EARLY)
    joined = shown(region.network, region.owes, house=region.centres[0], indicator="joined", period="month")
    assert joined == {"": ("shown", 2)}


def test_a_quarter_is_the_sum_of_its_months_and_tells_who_took_part(region):
    for month in QUARTER:
        more = {"served-quarter": SERVED} if month.month == 9 else {}
        release(region.centres[0], month=month, figures=some_figures(joined=6, **more))
    publish_now(region.network, today=EARLY)
    which = {"period": "quarter", "house": region.centres[0]}
    assert shown(region.network, region.owes, indicator="joined", **which)[""] == ("shown", 18)
    assert shown(region.network, region.owes, indicator="served", **which)[""] == ("shown", 30)
    assert shown(region.network, region.owes, indicator="hours", **which)[""] == ("shown", Decimal("3703.50"))
    assert shown(region.network, region.owes, indicator="served", dimension="sex", **which)["K"] == ("shown", 30)


def release_three(region: Region, *, month: date) -> None:
    """As many centres as the network's tables need."""
    for house in region.centres[:3]:
        release(house, month=month, figures=some_figures(joined=6))


def test_a_quarter_with_a_missing_month_is_missing(region):
    for month in QUARTER[1:]:
        release_three(region, month=month)
    publish_now(region.network, today=TODAY)
    quarter = shown(region.network, region.owes, indicator="joined", period="quarter", house=region.centres[0])
    assert quarter == {"": ("missing", None)}
    release(region.centres[0], month=QUARTER[0], figures=some_figures(joined=6))
    publish_now(region.network, today=TODAY)
    quarter = shown(region.network, region.owes, indicator="joined", period="quarter", house=region.centres[0])
    assert quarter == {"": ("shown", 18)}


def test_months_of_different_definitions_are_never_added_up(region, monkeypatch):
    for month in QUARTER:
        release_three(region, month=month)
        monkeypatch.setattr("tenants.figures.services.releasing.DEFINITIONS_VERSION", 2)
    publish_now(region.network, today=TODAY)
    quarter = shown(region.network, region.owes, indicator="joined", period="quarter", house=region.centres[0])
    assert quarter == {"": ("missing", None)}
    july = shown(
        region.network, region.owes, indicator="joined", period="month", house=region.centres[0], until=QUARTER[0]
    )
    assert july == {"": ("shown", 6)}


# --- Corrections --------------------------------------------------------------------------------------------------


def corrected(region: Region, before: Figures, after: Figures) -> tuple[str, str, Any]:
    """What becomes of a correction: the state of the receipt, the versions, and what the table says of people."""
    house = region.centres[0]
    for figures in (before, after):
        release(house, figures=figures)
        publish_now(region.network, today=EARLY)
    with house_context(region.owes):
        receipt = receipts(region.network, OCTOBER).get()
        people = cells(region.network, indicator="people", period="month", house=house).get()
    return receipt.state, f"{receipt.published_version}/{receipt.version}", people.value


def test_a_correction_by_five_and_more_takes_the_place_of_the_old_cells(region):
    assert corrected(region, some_figures(people=19), some_figures(people=24)) == ("published", "2/2", 24)
    with service_role("statistician"):
        assert PublishedCell.objects.filter(indicator="people", is_current=False).get().value == 19


@pytest.mark.parametrize("people", [18, 20, 23])
def test_a_correction_by_less_than_five_is_held_back_and_the_published_version_stays(region, people):
    assert corrected(region, some_figures(people=19), some_figures(people=people)) == ("held-back", "1/2", 19)


def test_a_class_that_changes_by_two_holds_the_correction_back_also_where_the_total_stays(region):
    kept = some_figures().as_json()
    kept["people"]["sex-age"] = {"K|35-44": 17, "M|35-44": 2}
    assert corrected(region, some_figures(), figures_from(kept))[0] == "held-back"


def test_after_a_correction_that_was_held_back_the_next_one_is_compared_with_what_is_published(region):
    house = region.centres[0]
    for people in (19, 21, 24):
        release(house, figures=some_figures(people=people))
        publish_now(region.network, today=EARLY)
    with house_context(region.owes):
        receipt = receipts(region.network, OCTOBER).get()
        assert (receipt.state, receipt.version, receipt.published_version) == ("published", 3, 3)
        assert cells(region.network, indicator="people", period="month").get().value == 24


def test_a_frozen_network_is_not_touched_by_a_correction(region):
    release_all(region)
    publish_now(region.network, today=EARLY)
    release(region.centres[0], figures=some_figures(people=25))
    publish_now(region.network, today=EARLY)
    which = {"indicator": "people", "period": "month"}
    assert shown(region.network, region.owes, house=None, **which) == {"": ("shown", 85)}
    assert shown(region.network, region.owes, house=region.centres[0], **which) == {"": ("shown", 25)}


# --- Killed, repeated, twice at once ------------------------------------------------------------------------------


def test_a_run_killed_in_the_middle_leaves_nothing_double_when_it_is_repeated(region, monkeypatch):
    release_all(region)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("tenants.figures.services.publishing._settle", die)
        with pytest.raises(KeyboardInterrupt):
            publish_now(region.network, today=EARLY)
    with service_role("statistician"):
        assert not PublishedCell.objects.exists()
        assert not Publication.objects.exists()
    publish_now(region.network, today=EARLY)
    with service_role("statistician"):
        assert Publication.objects.count() == 2
        assert PublishedCell.objects.filter(indicator="people", period="month", dimension="").count() == 6 + 3


def test_releases_that_came_together_are_published_in_the_order_of_their_months(region):
    release_all(region, month=date(2026, 9, 1))
    release_all(region, month=OCTOBER)
    publish_now(region.network, today=TODAY)
    with service_role("statistician"):
        assert [(each.number, each.frozen_month) for each in Publication.objects.order_by("number")] == [
            (1, None), (2, date(2026, 9, 1)), (3, None), (4, OCTOBER),
        ]  # fmt: skip
        assert not Receipt.objects.exclude(state="published").exists()


# --- Members ------------------------------------------------------------------------------------------------------


def test_members_compare_themselves_with_median_and_quartiles_of_five_centres(region):
    release_all(region)
    publish_now(region.network, today=EARLY)
    with house_context(region.centres[0]):
        rows = cells(region.network, indicator="people", period="month", audience="members")
        assert {each.class_name: (each.value, each.houses) for each in rows} == {
            "lower-quartile": (16, 5), "median": (17, 5), "upper-quartile": (18, 5),
        }  # fmt: skip


def test_four_centres_are_too_few_for_a_median(region):
    for house in region.centres[:4]:
        release(house)
    publish_now(region.network, today=TODAY)
    with house_context(region.centres[0]):
        assert not cells(region.network, indicator="people", period="month", audience="members").exists()


# --- How many questions -------------------------------------------------------------------------------------------


@pytest.fixture
def questions(django_assert_num_queries: Any) -> Callable[..., Any]:
    return django_assert_num_queries  # type: ignore[no-any-return]


def test_a_table_asks_once_however_many_centres_there_are(region, questions):
    release_all(region)
    publish_now(region.network, today=EARLY)
    with house_context(region.owes), questions(1):
        assert [each.house and each.house.name for each in cells(region.network, indicator="people", period="month")]
