"""One look of the dispatcher: what it tells the workers, and what it does when Valkey is away."""

import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from kombu.exceptions import OperationalError

from tenants.jobs.models import Job
from tenants.jobs.rules import Waiting
from tenants.jobs.selectors import queue_health
from tenants.jobs.services import enqueue
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.post.rules import Signature
from tenants.post.services import send_post
from tenants.walls.context import house_context, service_role
from worker.dispatcher import Dispatcher
from worker.schedule import CALENDAR

pytestmark = pytest.mark.django_db


class Broker:
    """Remembers what it was told, unless it is away."""

    def __init__(self) -> None:
        self.told: list[Waiting] = []
        self.away = False

    def publish(self, item: Waiting) -> None:
        if self.away:
            raise OperationalError("away")
        self.told.append(item)

    def houses(self) -> list[UUID]:
        return [item.house for item in self.told if item.kind == "some.work"]


@pytest.fixture
def broker() -> Broker:
    return Broker()


@pytest.fixture
def dispatcher(broker: Broker, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Dispatcher]:
    stop = threading.Event()
    stop.set()  # no test waits for time to pass
    monkeypatch.setattr("worker.dispatcher.CALENDAR", ())
    with service_role("dispatcher"):
        yield Dispatcher(stop=stop, publish=broker.publish)


def ask(house: Organisation, number: int = 1) -> None:
    with house_context(house):
        for _ in range(number):
            enqueue("some.work", parameters={})


def test_no_house_stands_behind_more_than_two_jobs_of_another(
    dispatcher: Dispatcher, broker: Broker, poraj: Organisation, klobuck: Organisation
) -> None:
    ask(poraj, 20)
    dispatcher.look()
    ask(klobuck, 20)
    dispatcher.look()
    assert broker.houses() == [poraj.pk, poraj.pk, klobuck.pk, klobuck.pk]


def test_a_worker_is_told_once(dispatcher: Dispatcher, broker: Broker, poraj: Organisation) -> None:
    ask(poraj)
    for _ in range(3):
        dispatcher.look()
    assert len(broker.told) == 1


def test_jobs_wait_while_valkey_is_away(dispatcher: Dispatcher, broker: Broker, poraj: Organisation) -> None:
    ask(poraj, 2)
    broker.away = True
    dispatcher.look()
    assert not Job.objects.filter(woken_at__isnull=False).exists()
    broker.away = False
    dispatcher.look()
    assert len(broker.told) == 2


def test_the_message_says_nothing_but_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    from worker import dispatcher

    sent = []
    monkeypatch.setattr(dispatcher.app, "send_task", lambda *args, **options: sent.append((args, options)))
    item = Waiting(uuid4(), uuid4(), "some.work")
    dispatcher.publish(item)
    [(args, options)] = sent
    assert args == ("some.work",)
    assert options["headers"] == {"house": str(item.house), "job": str(item.job)}


def test_the_post_becomes_a_job_of_the_addressee_once(
    dispatcher: Dispatcher, broker: Broker, poraj: Organisation, klobuck: Organisation
) -> None:
    with house_context(poraj):
        post = send_post(to_house=klobuck, kind="note", subject="Spotkanie", by=Signature(uuid4(), "Jan", "kierownik"))
    for _ in range(2):
        dispatcher.look()
    [item] = broker.told
    assert (item.house, item.kind) == (klobuck.pk, "core.notifications.deliver_post")
    assert Job.objects.get().parameters == {"post_id": str(post.pk)}
    assert Post.objects.get().queued_at is not None


def test_the_calendar_is_opened_once_also_by_a_second_dispatcher(broker: Broker, db: None) -> None:
    stop = threading.Event()
    with service_role("dispatcher"):
        for _ in range(2):
            Dispatcher(stop=stop, publish=broker.publish).look()
        assert Job.objects.count() == len(CALENDAR) * 3


def test_a_look_leaves_a_sign_of_life(dispatcher: Dispatcher) -> None:
    dispatcher.look()
    assert queue_health().dispatcher
