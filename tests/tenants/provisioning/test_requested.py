"""A centre that an OWES asked for, founded by the ground process: all of it or nothing, once, and on record."""

import threading
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from core.accounts.models import Account, Invitation
from core.audit.models import AuditEntry
from core.mail.models import Mail
from tenants.errors import RuleBroken
from tenants.jobs.models import Job
from tenants.organisations.models import NetworkMembership, Organisation
from tenants.organisations.services import join_network, set_up_network
from tenants.post.rules import Signature
from tenants.provisioning import services
from tenants.provisioning.models import FoundingRequest
from tenants.provisioning.services import CentreAsked, found_house, foundings, hand_over_foundings
from tenants.walls.context import house_context, service_role
from tenants.walls.services import run
from tests.tenants.provisioning.test_founding import traces_of
from worker import ground as process

TODAY = date(2026, 11, 22)
HANNA = Signature(account=UUID(int=3), name="Hanna Zawada", function="administratorka sieci")
CENTRE = CentreAsked(
    name="Centrum Integracji Społecznej w Janowie",
    slug="janow",
    run_by="Gmina Janów",
    agreement_number="PP/12/2026",
    agreement_signed_on=date(2026, 10, 5),
    agreement_signed_by="Ewa Lis, wójt gminy",
    manager_email="kierownik@janow.example",
)


@pytest.fixture
def asked(ground: None) -> Any:
    """An OWES with its network has asked for a centre; the dispatcher has handed it over."""
    found_house(kind="owes", name="OWES", host="jowes.localhost", manager_email="admin@jowes.example")
    network = set_up_network(slug="polnoc", name="Północ", coordinator="jowes")
    with house_context("jowes"):
        request = services.request_founding(network=network, centre=CENTRE, by=HANNA)
    with service_role("dispatcher"):
        hand_over_foundings()
    yield request
    NetworkMembership.objects.filter(network=network).delete()
    run("TRUNCATE tenants_foundingrequest")
    network.delete()


def now(asked: FoundingRequest) -> FoundingRequest:
    with service_role("dispatcher"):
        return FoundingRequest.objects.select_related("house").get(pk=asked.pk)


def work_off() -> list[str]:
    """The ground process does what is due; then the dispatcher looks again."""
    with service_role("dispatcher"):
        process.do_what_is_due(threading.Event())
        hand_over_foundings()
        return [job.state for job in Job.objects.filter(lane="ground").order_by("created_at", "id")]


def tellings() -> int:
    with service_role("dispatcher"):
        return Job.objects.filter(kind="networking.directory.tell_about_founding", house__schema_name="jowes").count()


def test_the_centre_is_there_in_the_network_its_manager_invited_and_the_agreement_on_record(asked: Any) -> None:
    assert work_off() == ["done"]
    settled = now(asked)
    assert (settled.state, settled.step, settled.manager_email, settled.error) == ("done", 2, "", "")
    assert settled.finished_at is not None
    assert settled.house.name == CENTRE.name
    membership = NetworkMembership.objects.get(house=settled.house)
    assert (membership.network_id, membership.until) == (asked.network_id, None)
    with house_context("janow"):
        manager = Account.objects.get()
        assert (manager.email, manager.roles) == ("kierownik@janow.example", ["manager"])
        assert Invitation.objects.filter(account=manager).count() == 1
        assert Mail.objects.filter(to="kierownik@janow.example").count() == 1
        details = AuditEntry.objects.get(action="house.founded").details
        assert (details["number"], details["signed_on"], details["signed_by"]) == (
            "PP/12/2026", "2026-10-05", "Ewa Lis, wójt gminy",
        )  # fmt: skip
    assert tellings() == 1


def test_the_owes_gets_no_account_in_it(asked: Any) -> None:
    work_off()
    with house_context("jowes"):
        owes = set(Account.objects.values_list("email", flat=True))
    with house_context("janow"):
        assert not owes & set(Account.objects.values_list("email", flat=True))


def test_a_repeated_job_changes_nothing(asked: Any) -> None:
    work_off()
    with service_role("dispatcher"):
        services.found_requested_centre(request=str(asked.pk), today=TODAY)
    assert Organisation.objects.filter(kind="centre").count() == 1
    assert tellings() == 1


@pytest.mark.parametrize("step", ["build", "join_network", "_put_on_record", "complete_current_job"])
def test_killed_at_any_step_it_leaves_nothing_and_is_founded_the_next_time(
    asked: Any, monkeypatch: Any, step: str
) -> None:
    def die(*_: object, **__: object) -> None:
        raise OperationalError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(foundings, step, die)
        assert work_off() == ["queued"]
    assert traces_of("janow") == []
    assert (now(asked).state, now(asked).step) == ("running", 1)
    assert tellings() == 0
    with service_role("dispatcher"):
        Job.objects.filter(lane="ground").update(run_after=asked.asked_at)
    assert work_off() == ["done"]
    assert now(asked).state == "done"


def test_an_address_taken_meanwhile_ends_the_request_with_a_sentence(asked: Any) -> None:
    found_house(kind="centre", name=CENTRE.name, host="janow.localhost", manager_email="kto@inny.example")
    assert work_off() == ["failed"]
    settled = now(asked)
    assert (settled.state, settled.manager_email, settled.house) == ("failed", "", None)
    assert "janow.localhost" in settled.error
    assert not NetworkMembership.objects.exists()
    assert tellings() == 1


def test_a_founding_that_goes_wrong_again_and_again_is_settled_too(asked: Any, monkeypatch: Any) -> None:
    def die(*_: object) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(foundings, "build", die)
    for _attempt in range(3):
        states = work_off()
        with service_role("dispatcher"):
            Job.objects.filter(lane="ground", state="queued").update(run_after=asked.asked_at)
    assert states == ["failed"]
    assert now(asked).state == "failed"
    assert now(asked).error
    assert traces_of("janow") == []


def test_the_dispatcher_is_told_at_once(ground: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'tenants_foundingrequest'::regclass")
        assert ("ogniwo_founding_asked",) in cursor.fetchall()


def test_a_sandbox_is_a_centre_and_joins_no_network(ground: None) -> None:
    with pytest.raises(RuleBroken):
        found_house(kind="owes", name="Próba", host="p.localhost", manager_email="k@p.example", is_sandbox=True)
    found_house(kind="owes", name="OWES", host="jowes.localhost", manager_email="admin@jowes.example")
    found_house(kind="centre", name="Próba", host="proba.localhost", manager_email="k@p.example", is_sandbox=True)
    network = set_up_network(slug="polnoc", name="Północ", coordinator="jowes")
    with pytest.raises(RuleBroken, match="no centre proba"):
        join_network(network="polnoc", house="proba", since=TODAY)
    network.delete()


def test_a_centre_belongs_to_one_network_at_a_time(ground: None) -> None:
    found_house(kind="owes", name="OWES", host="jowes.localhost", manager_email="admin@jowes.example")
    found_house(kind="centre", name="Janów", host="janow.localhost", manager_email="k@p.example")
    networks = [set_up_network(slug=slug, name=slug, coordinator="jowes") for slug in ("polnoc", "zachod")]
    process.join_network(network="polnoc", house="janow", since="2024-01-01")
    process.join_network(network="polnoc", house="janow", since="2024-01-01")
    with pytest.raises(RuleBroken, match="polnoc"):
        process.join_network(network="zachod", house="janow", since="2025-01-01")
    with pytest.raises(RuleBroken):
        process.leave_network(house="janow", until="2023-12-31")
    process.leave_network(house="janow", until="2025-06-30")
    with pytest.raises(RuleBroken, match="until 2025-06-30"):
        process.join_network(network="zachod", house="janow", since="2025-06-30")
    process.join_network(network="zachod", house="janow", since="2025-07-01")
    with house_context("janow"):
        actions = AuditEntry.objects.filter(action__startswith="house.").order_by("id")
        assert [each.action for each in actions] == ["house.joined", "house.left", "house.joined"]
    with pytest.raises(RuleBroken):
        process.set_up_network(slug="x", name="x", coordinator="janow")
    NetworkMembership.objects.all().delete()
    for network in networks:
        network.delete()
