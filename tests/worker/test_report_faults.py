"""A real report survives what may happen to those who make it: it arrives, once, whole, within a minute."""

import hashlib
import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import psycopg
import pytest
from django.utils import timezone

from core.accounts.models import Account
from core.files.models import StoredFile
from core.notifications.models import Notification
from core.reports.models import Report
from core.reports.services import request_report
from tenants.walls.context import house_context
from tests.stack import Stack, wait_until
from tests.worker.faults import REPORT_POINTS

pytestmark = pytest.mark.faults


def request(stack: Stack) -> Report:
    """The manager of Poraj asks for the register of accesses of this month."""
    with stack.database(), house_context("poraj"):
        manager = Account.objects.get(email="kierownik@poraj.example")
        parameters = {"month": timezone.localdate().strftime("%Y-%m")}
        return request_report(by=manager, kind="register-of-accesses", parameters=parameters, format="pdf")


def arrives_once(stack: Stack, report: Report) -> float:
    """It is ready, with one file that is what its digest says, and one notice. Returns the seconds it took."""
    with stack.database(), house_context("poraj"):
        asked = Report.objects.filter(pk=report.pk, ready_at__isnull=False)
        took = wait_until(asked.exists, what="the report")
        ready = asked.select_related("file").get()
        notices = Notification.objects.filter(url__contains=str(report.pk)).count()
        files = StoredFile.objects.filter(sha256=ready.sha256).count()
    stored = ready.file
    assert stored is not None
    [place] = (stack.data / "files").rglob(stored.key.hex)
    data = place.read_bytes()
    assert data.startswith(b"%PDF")
    assert hashlib.sha256(data).hexdigest() == ready.sha256
    assert (files, notices) == (1, 1)
    return took


@pytest.mark.parametrize("point", REPORT_POINTS)
def test_a_report_survives_the_death_of_its_maker(stack: Stack, point: str) -> None:
    stack.order_death(point)
    assert arrives_once(stack, request(stack)) <= 15


def test_a_report_survives_the_death_of_the_whole_worker_and_of_valkey(stack: Stack) -> None:
    report = request(stack)
    stack.kill("worker")
    stack.servers.valkey.kill()
    second = request(stack)
    stack.servers.valkey.start()
    stack.start("worker")
    assert arrives_once(stack, report) <= 60
    assert arrives_once(stack, second) <= 60


def test_pages_are_as_quick_without_valkey(stack: Stack) -> None:
    before = median(timed(stack) for _ in range(10))
    stack.servers.valkey.kill()
    try:
        without = [timed(stack) for _ in range(20)]
    finally:
        stack.servers.valkey.start()
    assert sorted(without)[-2] <= before + 0.1, "the 95th percentile is at most 100 ms above the usual"


def timed(stack: Stack) -> float:
    begun = time.monotonic()
    assert stack.get("poraj", "/konto/zaloguj/").status == 200
    return time.monotonic() - begun


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_restart_of_postgresql_shows_as_a_short_pause_and_never_as_an_error(stack: Stack, how: str) -> None:
    seen: list[tuple[float, http.client.HTTPResponse]] = []
    enough = threading.Event()

    def browse() -> None:
        while not enough.is_set():
            seen.append((time.monotonic(), stack.get("poraj", "/konto/zaloguj/")))

    browsers = [threading.Thread(target=browse) for _ in range(4)]
    for browser in browsers:
        browser.start()
    stack.servers.postgres.stop() if how == "fast" else stack.servers.postgres.kill()
    stack.servers.postgres.start()
    back = time.monotonic()
    time.sleep(2)
    enough.set()
    for browser in browsers:
        browser.join()
    assert {answer.status for _, answer in seen} <= {200, 503}
    assert all(answer.headers["Retry-After"] for _, answer in seen if answer.status == 503)
    trouble = [moment for moment, answer in seen if answer.status == 503]
    assert not trouble or max(trouble) <= back + 1, "the pause is no longer than the outage and a second"


def test_a_web_server_asked_to_stop_answers_everybody_it_has_let_in(stack: Stack) -> None:
    with psycopg.connect(stack.environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute("LOCK TABLE tenants_dispatcherheartbeat")  # who asks for the state of the queue now waits
        with ThreadPoolExecutor() as people:
            answer = people.submit(stack.get, None, "/zdrowie")
            time.sleep(0.4)
            stopping = people.submit(stack.stop, "web")
            time.sleep(0.4)
            owner.rollback()
            assert answer.result().status == 200
            assert stopping.result() <= 30


def test_a_report_is_in_time_also_with_the_lease_we_ship(stack: Stack) -> None:
    stack.kill("worker")
    stack.start("worker", OGNIWO_LEASE_SECONDS="12")
    stack.order_death("report-drawing")
    assert arrives_once(stack, request(stack)) <= 18, "12 seconds of lease, a look of the dispatcher, the report"
