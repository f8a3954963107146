"""A centre lets the figures of a month go, and learns clearly why not."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tenants.errors import RuleBroken
from tenants.figures.models import Release
from tenants.figures.selectors import latest_release, own_releases
from tenants.figures.services import PUBLISH, release_figures
from tenants.jobs.models import Job
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.walls.context import house_context, service_role
from tests.tenants.figures.conftest import MARIA, OCTOBER, TODAY, some_figures

pytestmark = pytest.mark.django_db


def release(house: Organisation, *, month: date = OCTOBER, today: date = TODAY, **values: object) -> Release:
    """As the house's manager would."""
    exact = values.pop("exact", ["people"])
    with house_context(house):
        return release_figures(by=MARIA, month=month, figures=some_figures(**values), exact=exact, today=today)  # type: ignore[arg-type]


def test_a_release_is_kept_with_its_signature_asks_for_the_roll_up_and_tells_the_owes(poraj, jowes):
    kept = release(poraj)
    with house_context(poraj):
        assert (kept.version, kept.exact, kept.released_by_name) == (1, ["people"], "Maria Nowak")
        assert latest_release(OCTOBER) == kept
        assert Job.objects.get(kind=PUBLISH).parameters == {"network_id": str(kept.network_id)}
    with house_context(jowes):
        assert Post.objects.get(kind="figures.released").subject == "10.2026"


def test_many_months_at_once_need_not_fill_the_owes_letter_box(poraj, jowes):
    with house_context(poraj):
        release_figures(
            by=MARIA, month=OCTOBER, figures=some_figures(), exact=[], today=TODAY, is_automatic=True, tells_owes=False
        )
        assert own_releases().get().is_automatic
    with house_context(jowes):
        assert not Post.objects.exists()


def test_a_correction_is_a_new_version_beside_the_old(poraj):
    release(poraj)
    corrected = release(poraj, people=25)
    with house_context(poraj):
        assert [each.version for each in own_releases()] == [2, 1]
        assert latest_release(OCTOBER) == corrected


def test_the_same_figures_twice_are_refused_and_another_choice_of_what_is_exact_is_not(poraj):
    release(poraj)
    with pytest.raises(RuleBroken, match=r"przekazane|released already") as refusal:
        release(poraj)
    assert refusal.value.field == "month"
    assert release(poraj, exact=[]).version == 2


@pytest.mark.parametrize("today", [date(2026, 10, 30), date(2026, 9, 1)])
def test_a_month_that_is_not_over_is_refused(poraj, today):
    with pytest.raises(RuleBroken) as refusal:
        release(poraj, today=today)
    assert refusal.value.field == "month"
    assert release(poraj, today=date(2026, 10, 31)).version == 1


def test_a_day_that_is_no_month_is_refused(poraj):
    with pytest.raises(RuleBroken):
        release(poraj, month=date(2026, 10, 2))


def test_only_open_indicators_may_be_exact(poraj):
    with pytest.raises(RuleBroken) as refusal:
        release(poraj, exact=["benefits"])
    assert refusal.value.field == "exact"


def test_a_month_before_the_centre_joined_is_refused(poraj):
    with pytest.raises(RuleBroken):
        release(poraj, month=date(2019, 12, 1))


def test_after_leaving_the_network_nothing_is_released(region):
    for month in (date(2026, 5, 1), OCTOBER):
        with pytest.raises(RuleBroken) as refusal:
            release(region.leaver, month=month)
        assert refusal.value.field == "month"
    with house_context(region.leaver):
        assert not own_releases().exists()


def test_the_database_too_refuses_a_release_after_leaving(region):
    forged = Release(network=region.network, house=region.leaver, month=OCTOBER, figures={}, definitions=1)
    with house_context(region.leaver), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        forged.save(force_insert=True)


def test_an_owes_has_no_figures_to_release(jowes):
    with pytest.raises(RuleBroken):
        release(jowes)


def test_no_house_reads_the_releases_of_another_not_even_the_owes(poraj, klobuck, jowes):
    release(poraj)
    for other in (klobuck, jowes):
        with house_context(other):
            assert not Release.objects.exists()
    with service_role("statistician"):
        assert Release.objects.count() == 1


def test_nobody_releases_in_the_name_of_another_house_or_rewrites_what_was_released(poraj, klobuck):
    kept = release(poraj)
    for act in (
        lambda: Release.objects.filter(pk=kept.pk).update(version=3),
        lambda: Release.objects.filter(pk=kept.pk).delete(),
        lambda: forge(kept, house=klobuck),
    ):
        with house_context(poraj), pytest.raises(DatabaseError), transaction.atomic():
            act()


def forge(like: Release, *, house: Organisation) -> None:
    """Past the service, straight into the table."""
    like.pk, like.house = None, house
    like.save(force_insert=True)
