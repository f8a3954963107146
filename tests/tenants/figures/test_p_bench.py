
import time, cProfile, pstats, os
from dataclasses import replace
from datetime import date
import pytest
from tenants.figures.models import PublishedCell, Release
from tenants.figures.services import publish_now, release_figures
from tenants.walls.context import house_context
from tenants.organisations.services import join_network
from tests.tenants.figures.conftest import MARIA
from tests.tenants.figures.region import Region as Lives
pytestmark = pytest.mark.django_db
def test_bench(region):
    lives = Lives(seed=11, sizes=(8,13,19,31,45), since=date(2025, 10, 1), months=13, open_to="chance")
    house_of = dict(zip(lives.houses, region.centres, strict=True))
    for month in lives.months:
        for each in lives.releases(month):
            with house_context(house_of[each.house]):
                release_figures(by=MARIA, month=month, figures=each.figures, exact=sorted(each.exact), today=date(2026,11,22), tells_owes=False)
    pr=cProfile.Profile()
    if os.environ.get("PROF"): pr.enable()
    t=time.process_time(); w=time.time()
    with house_context(region.owes):
        print("steps", publish_now(region.network, today=date(2026,11,22)))
    print("CPU", time.process_time()-t, "WALL", time.time()-w)
    if os.environ.get("PROF"):
        pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(45)
