"""Who gets in with a key, and who does not: a stranger is a machine of another house, without a scope, or too late."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from core.accounts.rules import SCOPE_PERMISSIONS, Scope, is_of_other_kind, new_key
from core.accounts.services import change_roles, end_access, revoke_token
from core.api.selectors.description import described
from core.audit.models import AuditEntry
from tests.core.api import world
from tests.core.api.machines import Machine, machine_of

OF_CENTRE = [scope for scope in Scope if scope is not Scope.READ_STATISTICS]
NOTHING = str(UUID(int=7))


class Some(dict[str, str]):
    """What fills an address: days and months as they are written, identifiers that belong to nothing."""

    def __missing__(self, name: str) -> str:
        return NOTHING


SOME = Some(day="2026-10-14", month="2026-10")


def operations(kind: str) -> list[tuple[str, str, str]]:
    """Method, address with identifiers of nothing, and the scope that opens it; read off the OpenAPI document."""
    return [
        (method, path.format_map(SOME), said["x-scope"])
        for path, methods in described(kind)["paths"].items()
        for method, said in methods.items()
    ]


def problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["instance"] == answer["X-Request-ID"]
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize("scope", OF_CENTRE)
def test_a_scope_opens_its_own_operations_and_no_other(scope, machine):
    program = machine(scope)
    for method, path, needed in operations("centre"):
        answer = program.call(method, path)
        if needed == scope:
            assert answer.status_code not in {401, 403}, (method, path)
        else:
            assert scope_named(problem(answer, 403), needed), (method, path)


def scope_named(told, scope):
    return scope in told["detail"]


def test_without_a_key_with_a_session_and_with_the_key_of_another_house_nothing_opens(
    machine, maker, account, client_for, poraj, klobuck
):
    foreign = machine_of(account(klobuck, "manager"), klobuck, *OF_CENTRE)
    strangers = [Machine(house=poraj, key=key) for key in ("", "ogn_x", foreign.key)]
    browser = client_for(maker)
    for method, path, _scope in operations("centre"):
        for stranger in strangers:
            answer = stranger.call(method, path)
            problem(answer, 401)
            assert answer["WWW-Authenticate"].startswith("Bearer")
        answer = getattr(browser, method)(path)
        problem(answer, 401)
        assert not answer.cookies


def test_a_key_in_an_address_opens_nothing(machine, poraj):
    program = machine(Scope.READ_PARTICIPANTS)
    stranger = Machine(house=poraj, key="")
    for name in ("key", "token", "access_token", "api_key"):
        problem(stranger.call("GET", f"participants?{name}={program.key}"), 401)
    problem(stranger.call("GET", "participants", Authorization=f"Basic {program.key}"), 401)


def test_each_refusal_says_why_in_a_sentence(machine, maker, poraj, as_house):
    revoked, past = machine(Scope.READ_PARTICIPANTS), timezone.now() - timedelta(days=2)
    ended = machine(Scope.READ_PARTICIPANTS, now=past, expires_at=past + timedelta(days=1))
    elsewhere = machine(Scope.READ_PARTICIPANTS, networks=["203.0.113.0/24"])
    with as_house(poraj):
        revoke_token(by=maker, token_id=revoked.token.pk, now=timezone.now())
    said = [problem(each.call("GET", "participants"), 401)["detail"] for each in (revoked, ended, elsewhere)]
    assert said == [
        "Ten klucz został unieważniony.",
        "Ten klucz stracił ważność. Utwórz nowy.",
        "Tego klucza nie wolno używać z tego adresu.",
    ]


def test_a_key_of_the_sandbox_and_a_real_one_do_not_meet(machine, poraj, as_house):
    program = machine(Scope.READ_PARTICIPANTS)
    assert program.key.startswith("ogn_")
    assert not program.key.startswith("ogn_sandbox_")
    sandbox = Machine(house=poraj, key=program.key.replace("ogn_", "ogn_sandbox_"))
    assert "piaskownic" in problem(sandbox.call("GET", "participants"), 401)["detail"]


def test_a_key_says_what_it_is_by_its_beginning():
    assert new_key(is_sandbox=True).startswith("ogn_sandbox_")
    for is_sandbox in (True, False):
        assert not is_of_other_kind(new_key(is_sandbox=is_sandbox), is_sandbox=is_sandbox)
        assert is_of_other_kind(new_key(is_sandbox=not is_sandbox), is_sandbox=is_sandbox)


@pytest.mark.parametrize("act", ["roles", "access"])
def test_a_key_ends_with_the_access_or_the_roles_of_its_maker(act, machine, maker, account, poraj, as_house):
    program, other = machine(Scope.READ_PARTICIPANTS), account(poraj, "manager")
    assert program.call("GET", "participants").status_code == 200
    with as_house(poraj):
        if act == "roles":
            change_roles(by=other, account=maker, roles=["office"])
        else:
            end_access(by=other, account=maker)
    problem(program.call("GET", "participants"), 401)


def test_a_key_can_do_no_more_than_its_maker_may_now(machine, maker, poraj, as_house):
    """Roles may lose a permission with a new version of the platform, without any act on the account."""
    program = machine(Scope.READ_SETTLEMENTS)
    with as_house(poraj):
        type(maker).objects.filter(pk=maker.pk).update(roles=["office"])
    assert "nie wolno" in problem(program.call("GET", "settlements"), 403)["detail"]


def test_every_scope_says_what_it_needs():
    assert set(SCOPE_PERMISSIONS) == set(Scope)
    assert all(SCOPE_PERMISSIONS.values())


def test_what_a_key_reads_is_on_record_under_its_name(machine, maker, poraj, as_house):
    with as_house(poraj):
        world.fill(maker)
    program = machine(Scope.READ_PARTICIPANTS)
    assert program.call("GET", "participants").json()["items"]
    assert program.call("GET", f"participants/{world.SOMEBODY}").status_code == 200
    with as_house(poraj):
        listed, revealed = AuditEntry.objects.filter(action__startswith="participants.").order_by("at", "id")
        assert (listed.action, revealed.action) == ("participants.listed", "participants.revealed")
        for entry in (listed, revealed):
            assert entry.by_id == maker.pk
            assert entry.details["people"] == [world.SOMEBODY]
            assert (entry.details["key_id"], entry.details["key"]) == (str(program.token.pk), "Program kadrowy")


def test_the_document_for_machines_is_open_and_names_nobody(client_for, poraj, maker, as_house):
    with as_house(poraj):
        world.fill(maker)
    answer = client_for(house=poraj).get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    assert maker.name not in answer.content.decode()
