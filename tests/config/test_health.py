"""What monitoring is told, and what it is not (W9)."""

import json
import re
from typing import Any

import pytest
from django.db import OperationalError

from tenants.jobs.services import beat, enqueue
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context, service_role
from tests.clients import HouseClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def monitoring(db: None) -> HouseClient:
    return HouseClient()


def asked(monitoring: HouseClient, **headers: str) -> Any:
    return monitoring.get("/zdrowie", headers=headers)


def test_it_says_alive_ready_and_how_old_the_queue_is(monitoring: HouseClient, poraj: Organisation) -> None:
    with house_context(poraj):
        enqueue("some.work", parameters={})
    with service_role("dispatcher"):
        beat()
    response = asked(monitoring)
    assert response.status_code == 200
    found = response.json()
    age = found.pop("queue_age_seconds")
    assert found == {"alive": True, "ready": True, "dispatcher": True}
    assert 0 <= age < 5


def test_a_dead_dispatcher_shows(monitoring: HouseClient) -> None:
    assert asked(monitoring).json() == {"alive": True, "ready": True, "dispatcher": False, "queue_age_seconds": 0.0}


def test_it_says_so_when_the_database_is_away(monitoring: HouseClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection to 10.1.2.3 refused")

    monkeypatch.setattr("config.health.queue_health", away)
    response = asked(monitoring)
    assert response.status_code == 503
    assert response.json() == {"alive": True, "ready": False, "dispatcher": False, "queue_age_seconds": None}


def test_it_speaks_plainly_when_asked_to(monitoring: HouseClient) -> None:
    response = asked(monitoring, accept="text/plain")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines()[:2] == ["alive True", "ready True"]


def test_it_names_no_house_no_version_and_no_secret(monitoring: HouseClient, settings: Any) -> None:
    response = asked(monitoring)
    said = json.dumps(response.json()) + str(response.headers)
    for secret in ("poraj", "klobuck", "jowes", "Django", "Postgre", "gunicorn", settings.SECRET_KEY):
        assert secret not in said
    assert not re.search(r"\d+\.\d+\.\d+", said), "no version"
    assert "no-store" in response.headers["Cache-Control"]


def test_it_is_asked_on_the_public_site_only(poraj: Organisation) -> None:
    assert HouseClient(house=poraj).get("/zdrowie").status_code == 404


def test_it_cannot_be_posted_to(monitoring: HouseClient) -> None:
    assert monitoring.post("/zdrowie").status_code == 405
