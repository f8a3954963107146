"""One form, one act: pressed twice, sent fifty times at once, changed on the way, refused and corrected."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.letters.selectors import sent_letters
from core.mail.models import Mail
from core.submissions.models import Submission
from core.submissions.services import FormChanged, do_once, forget_submissions
from tenants.walls.context import house_context

pytestmark = pytest.mark.usefixtures("second_factor_waived")
WRITE, SENT = (reverse(f"letters:{name}", urlconf="config.urls.centre") for name in ("write", "sent"))


@pytest.fixture
def letter(jowes: Any) -> dict[str, Any]:
    return {"form_id": str(uuid4()), "to": [str(jowes.pk)], "subject": "Sprawa", "body": "Treść"}


@pytest.fixture
def office(poraj: Any, account: Any, client_for: Any) -> Any:
    return client_for(account(poraj, "office"))


def written(poraj: Any) -> int:
    with house_context(poraj):
        return sent_letters().count()


def test_the_form_carries_an_identifier_of_its_own(office: Any) -> None:
    first, second = (office.get(WRITE).context["form"]["form_id"].value() for _ in range(2))
    assert UUID(first) != UUID(second)


def test_a_double_click_acts_once_and_both_go_to_the_same_place(
    office: Any, letter: dict[str, Any], poraj: Any
) -> None:
    answers = [office.post(WRITE, letter) for _ in range(3)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, SENT)] * 3
    assert written(poraj) == 1


def test_the_same_form_with_another_content_is_refused(office: Any, letter: dict[str, Any], poraj: Any) -> None:
    office.post(WRITE, letter)
    answer = office.post(WRITE, letter | {"subject": "Inna sprawa"})
    assert answer.status_code == 422
    assert written(poraj) == 1


def test_a_refused_form_may_be_corrected(office: Any, letter: dict[str, Any], poraj: Any) -> None:
    refused = office.post(WRITE, letter | {"body": "PESEL 44051401359"})
    assert refused.status_code == 200
    assert f'value="{letter["form_id"]}"' in refused.content.decode()
    assert office.post(WRITE, letter).status_code == 302
    assert written(poraj) == 1


def test_a_double_click_invites_once(poraj: Any, account: Any, client_for: Any) -> None:
    manager = client_for(account(poraj, "manager"))
    invite = reverse("accounts:invite", urlconf="config.urls.centre")
    form_id = manager.get(invite).context["form"]["form_id"].value()
    asked = {"form_id": form_id, "name": "Jan Nowak", "sign_in_name": "jan@poraj.example", "roles": ["office"]}
    answers = [manager.post(invite, asked) for _ in range(2)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, answers[0].url)}
    with house_context(poraj):
        assert Mail.objects.filter(to="jan@poraj.example").count() == 1


def test_a_new_form_with_the_same_content_is_a_new_act(office: Any, letter: dict[str, Any], poraj: Any) -> None:
    office.post(WRITE, letter)
    office.post(WRITE, letter | {"form_id": str(uuid4())})
    assert written(poraj) == 2


@pytest.mark.parametrize("form_id", ["", "x", "' OR 1=1"])
def test_a_form_without_an_identifier_works_as_always(
    form_id: str, office: Any, letter: dict[str, Any], poraj: Any
) -> None:
    office.post(WRITE, letter | {"form_id": form_id})
    assert written(poraj) <= 1


def test_a_stranger_with_the_same_identifier_learns_nothing(
    office: Any, letter: dict[str, Any], poraj: Any, klobuck: Any, account: Any, client_for: Any
) -> None:
    office.post(WRITE, letter)
    colleague = client_for(account(poraj, "office"))
    assert colleague.post(WRITE, letter).status_code == 422
    elsewhere = client_for(account(klobuck, "office"))
    assert elsewhere.post(WRITE, letter).status_code == 302
    assert (written(poraj), written(klobuck)) == (1, 1)


def test_an_act_that_fails_leaves_no_claim(poraj: Any, as_house: Any) -> None:
    form_id = uuid4()

    def fail() -> str:
        raise ZeroDivisionError

    with as_house(poraj):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            do_once(form_id=form_id, fingerprint="f", act=fail, location_of=str)
        assert do_once(form_id=form_id, fingerprint="f", act=lambda: "/x/", location_of=str) == "/x/"
        assert do_once(form_id=form_id, fingerprint="f", act=fail, location_of=str) == "/x/"
        with pytest.raises(FormChanged):
            do_once(form_id=form_id, fingerprint="g", act=fail, location_of=str)


def test_old_submissions_are_forgotten(poraj: Any, as_house: Any) -> None:
    with as_house(poraj):
        Submission.objects.create(pk=uuid4(), fingerprint="old", created_at=timezone.now() - timedelta(days=3))
        Submission.objects.create(pk=uuid4(), fingerprint="new")
        forget_submissions()
        assert Submission.objects.get().fingerprint == "new"


EFFECT = "effect of the act"


@pytest.fixture
def committed_poraj(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Poraj without a transaction around the test, so that other connections see what is done; cleaned up after."""
    with django_db_blocker.unblock(), house_context("poraj"):
        yield
        Submission.objects.all().delete()


@pytest.mark.parametrize("first_fails", [False, True])
def test_fifty_at_once_act_once(first_fails: bool, committed_poraj: None) -> None:
    """Fifty connections; the first act may even be undone, then one of the others does it."""
    form_id, together = uuid4(), threading.Barrier(50)
    failures = iter([first_fails])

    def act() -> str:
        Submission.objects.create(pk=uuid4(), fingerprint=EFFECT)
        time.sleep(0.1)
        if next(failures, False):
            raise ZeroDivisionError
        return "/gotowe/"

    def submit(_: int) -> str:
        try:
            with house_context("poraj"):
                together.wait()
                return do_once(form_id=form_id, fingerprint="same", act=act, location_of=str)
        except ZeroDivisionError:
            return "failed"
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(submit, range(50)))
    assert Submission.objects.filter(fingerprint=EFFECT).count() == 1
    assert answers.count("/gotowe/") == 50 - first_fails
