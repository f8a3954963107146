"""The small print: what is refused and how, requests that come twice, how often one may ask."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from casework.participants.models import Participant
from core.accounts.rules import Scope
from core.api import services
from core.api.models import KeyedRequest
from core.api.rules import LARGEST_BODY, Mistake, flattened, version_of
from tests.core.api.test_keys_at_the_door import problem

NOWAK = {"last_name": "Nowak", "first_name": "Adam", "pesel": "90090515836"}


@pytest.fixture
def writer(machine):
    return machine(Scope.WRITE_PARTICIPANTS, Scope.READ_PARTICIPANTS)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b'{"last_name": NaN}', 400),
        (b"\xff\xfe", 400),
        (b'{"last_name": "a\\u0000b", "first_name": "x"}', 400),
        (b'{"last_name": "\\ud800", "first_name": "x"}', 400),
        (b"[" * 100_000, 400),
        (b'["a"]', 422),
        (b"null", 422),
        (b'"text"', 422),
        (b'{"last_name": ' + b'"x' * 3 + b'"}', 400),
        (b'{"q": "' + b"x" * LARGEST_BODY + b'"}', 413),
    ],
)
def test_what_is_no_json_or_no_request_is_refused_in_words(writer, sent, status):
    headers = {"Authorization": f"Bearer {writer.key}"}
    problem(writer.generic("POST", "/api/v1/participants", sent, "application/json", headers=headers), status)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_only_json_is_read(writer, kind):
    headers = {"Authorization": f"Bearer {writer.key}"}
    sent = json.dumps(NOWAK)
    problem(writer.generic("POST", "/api/v1/participants", sent, kind, headers=headers), 415)


def test_an_unknown_field_is_named_and_nothing_is_saved(writer, poraj, as_house):
    wrong = NOWAK | {"version": 7, "created_by": "x", "pesel_index": "x", "id": "x"}
    told = problem(writer.call("POST", "participants", wrong), 422)
    assert {each["field"] for each in told["errors"]} == {"version", "created_by", "pesel_index", "id"}
    told = problem(writer.call("GET", "participants?update_since=2026-01-01"), 422)
    assert told["errors"][0]["field"] == "update_since"
    with as_house(poraj):
        assert not Participant.objects.exists()


def test_every_mistake_stands_at_its_field_in_the_words_of_the_form(writer):
    told = problem(writer.call("POST", "participants", {**NOWAK, "pesel": "90090515835", "postal_code": "1"}), 422)
    said = {each["field"]: each["message"] for each in told["errors"]}
    assert set(said) == {"pesel", "postal_code"}
    assert "PESEL" in said["pesel"]


def test_an_address_where_nothing_is_and_a_method_that_is_not_there(writer):
    problem(writer.call("GET", "nowhere/at/all"), 404)
    problem(writer.call("GET", "participants/"), 404)
    answer = writer.call("DELETE", "participants")
    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, POST"


# Requests that come twice


def test_the_same_request_is_done_once_and_answered_the_same(writer, poraj, as_house):
    first = writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1")
    again = writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1")
    assert (first.status_code, first.content, first["Location"]) == (
        again.status_code,
        again.content,
        again["Location"],
    )
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert again["X-Request-ID"] != first["X-Request-ID"]
    with as_house(poraj):
        assert Participant.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(writer, poraj, as_house):
    writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1")
    problem(writer.call("POST", "participants", NOWAK | {"first_name": "Ewa"}, Idempotency_Key="a-1"), 422)
    with as_house(poraj):
        assert Participant.objects.get().first_name == "Adam"


def test_a_refused_request_may_be_corrected_and_sent_with_its_key(writer):
    problem(writer.call("POST", "participants", NOWAK | {"pesel": "1"}, Idempotency_Key="a-1"), 422)
    assert writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1").status_code == 201


def test_two_machines_may_use_the_same_key(writer, machine):
    other = machine(Scope.WRITE_PARTICIPANTS)
    assert writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1").status_code == 201
    problem(other.call("POST", "participants", NOWAK, Idempotency_Key="a-1"), 409)


@pytest.mark.parametrize("key", ["", "with space", "x" * 256, "ż"])
def test_a_key_is_visible_ascii(writer, key):
    problem(writer.call("POST", "participants", NOWAK, Idempotency_Key=key), 400)


def test_an_act_that_breaks_leaves_no_row_and_can_be_sent_again(writer, monkeypatch, poraj, as_house):
    """As when the process dies before it commits: nothing was done, so the key is free."""

    def broken(**_):
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("casework.participants.services.add_participant", broken)
        assert writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1").status_code == 500
    with as_house(poraj):
        assert not KeyedRequest.objects.exists()
    assert writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1").status_code == 201


def test_the_answer_that_is_kept_is_sealed(writer, poraj, as_house):
    """A client whose connection broke gets it again; a dump of the house tells nobody what it was."""
    lost = writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1")
    with as_house(poraj), connection.cursor() as cursor:
        assert bytes(KeyedRequest.objects.get().body) == lost.content
        cursor.execute("SELECT body FROM core_keyedrequest")
        assert lost.json()["id"].encode() not in bytes(cursor.fetchone()[0])


def test_keys_are_forgotten_after_two_days(writer, monkeypatch, poraj, as_house):
    writer.call("POST", "participants", NOWAK, Idempotency_Key="a-1")
    with as_house(poraj):
        services.forget_requests.run()
        assert KeyedRequest.objects.exists()
        monkeypatch.setattr(services, "IS_KEPT_FOR", services.IS_KEPT_FOR - timedelta(hours=49))
        services.forget_requests.run()
        assert not KeyedRequest.objects.exists()


# How often


def test_who_asks_too_often_is_told_when_to_come_back(writer, settings):
    settings.OGNIWO_API_REQUESTS_A_MINUTE = 3
    answers = [writer.call("GET", "participants") for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    problem(answers[-1], 429)


def test_changes_have_a_smaller_limit_and_each_key_its_own(writer, machine, settings):
    settings.OGNIWO_API_CHANGES_A_MINUTE = 1
    assert writer.call("POST", "participants", NOWAK).status_code == 201
    problem(writer.call("POST", "participants", NOWAK), 429)
    assert writer.call("GET", "participants").status_code == 200
    problem(machine(Scope.WRITE_PARTICIPANTS).call("POST", "participants", NOWAK), 409)


def test_the_cache_counts_right_when_many_ask_at_once(db):
    with ThreadPoolExecutor(8) as many:
        counts = list(many.map(lambda _n: cache.count("limit", seconds=60), range(100)))
    assert sorted(counts) == list(range(1, 101))


def test_while_the_cache_is_away_the_api_works(writer, monkeypatch):
    from redis.exceptions import ConnectionError as ValkeyAway

    def away(*_):
        raise ValkeyAway

    monkeypatch.setattr("tenants.walls.cache.HouseCache._count", away)
    assert writer.call("GET", "participants").status_code == 200


def test_while_the_database_is_away_the_answer_says_so(writer, monkeypatch):
    from django.db import OperationalError

    def away(*_, **__):
        raise OperationalError("the connection was lost")

    monkeypatch.setattr("casework.participants.api.people.changes_since", away)
    answer = writer.call("GET", "participants")
    problem(answer, 503)
    assert int(answer["Retry-After"]) > 0


def test_what_goes_wrong_before_any_view_is_a_problem_too(writer, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("SELECT pesel FROM casework_participant")

    monkeypatch.setattr("tenants.organisations.middleware.HouseMiddleware._enter", broken)
    answer = writer.call("GET", "participants")
    assert "SELECT" not in answer.content.decode()
    problem(answer, 500)


# Small print


@pytest.mark.parametrize(
    ("tag", "version"),
    [('"3"', 3), ("3", None), ('W/"3"', None), ("*", None), ('"x"', None), ("", None), (' "12" ', 12)],
)
def test_a_tag_names_a_version_or_nothing(tag, version):
    assert version_of(tag) == version


def test_nested_mistakes_become_paths():
    errors = {"marks": [{}, {"hours": ["too many"]}], "non_field_errors": ["as a whole"], "name": ["a", "b"]}
    assert flattened(errors) == [
        Mistake("marks.1.hours", "too many"),
        Mistake("", "as a whole"),
        Mistake("name", "a"),
        Mistake("name", "b"),
    ]
