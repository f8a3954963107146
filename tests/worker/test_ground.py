"""The ground process and its lane of the queue."""

import threading
from typing import Any

import pytest

from tenants.errors import RuleBroken
from tenants.jobs.models import Job
from tenants.jobs.services import enqueue_for_ground
from tenants.provisioning.services import Upgrade
from tenants.walls.context import service_role
from worker import ground

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _slow_lease(settings: Any) -> None:
    settings.OGNIWO_LEASE_SECONDS = 120


def work_off() -> list[tuple[str, str]]:
    with service_role("dispatcher"):
        ground.do_what_is_due(threading.Event())
        return [(job.state, job.error) for job in Job.objects.order_by("created_at", "id")]


def test_it_does_what_the_operator_asked_for_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[dict[str, Any]] = []
    monkeypatch.setattr(ground, "KINDS", {"found_house": lambda **parameters: done.append(parameters)})
    for host in ("a.localhost", "b.localhost"):
        enqueue_for_ground("found_house", parameters={"host": host})
    assert work_off() == [("done", ""), ("done", "")]
    assert done == [{"host": "a.localhost"}, {"host": "b.localhost"}]


def test_a_refusal_reaches_the_operator_as_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: Any) -> None:
        raise RuleBroken("The host is taken.", "host")

    monkeypatch.setattr(ground, "KINDS", {"found_house": refuse})
    enqueue_for_ground("found_house", parameters={})
    assert work_off() == [("failed", "The host is taken.")]


def test_it_does_nothing_that_is_not_on_its_list(db: None) -> None:
    enqueue_for_ground("drop_everything", parameters={})
    [(state, error)] = work_off()
    assert state == "failed"
    assert "drop_everything" in error


def test_an_upgrade_says_which_houses_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = Upgrade(upgraded=("poraj",), failed={"klobuck": "…", "jowes": "…"})
    monkeypatch.setattr("worker.ground.provisioning.upgrade_houses", lambda: outcome)
    with pytest.raises(RuleBroken, match="jowes, klobuck"):
        ground.upgrade_houses()
