"""Letters between houses: the sender writes, the addressee reads, nobody else sees anything."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models.functions import Now

from tenants.errors import NoHouse, RuleBroken
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.post.rules import Signature
from tenants.post.selectors import received_letter, received_post, sent_post
from tenants.post.services import mark_delivered, mark_read, send_post
from tenants.walls.context import house_context, service_role

pytestmark = pytest.mark.django_db
ANNA = Signature(account=uuid4(), name="Anna Nowak", function="kierownik")


@pytest.fixture
def letter(poraj: Organisation, klobuck: Organisation) -> Post:
    with house_context(poraj):
        return send_post(to_house=klobuck, kind="note", subject="Spotkanie", by=ANNA, object_id=uuid4())


def test_sender_and_addressee_see_a_letter_and_a_third_house_does_not(
    letter: Post, poraj: Organisation, klobuck: Organisation, jowes: Organisation
) -> None:
    with house_context(poraj):
        assert list(sent_post()) == [letter]
        assert list(received_post()) == []
    with house_context(klobuck):
        assert list(received_post()) == [letter]
        assert received_letter(letter.pk) == letter
    with house_context(jowes):
        assert not Post.objects.exists()
        assert received_letter(letter.pk) is None


def test_a_letter_carries_a_signature_and_no_account(letter: Post) -> None:
    assert Signature(letter.sent_by_account, letter.sent_by_name, letter.sent_by_function) == ANNA


def forge(*, sender: Organisation, addressee: Organisation) -> None:
    """Past the service, straight into the table."""
    signature = {"sent_by_account": uuid4(), "sent_by_name": "x", "sent_by_function": "x"}
    Post(from_house=sender, to_house=addressee, kind="note", subject="x", **signature).save(force_insert=True)


def test_nobody_writes_in_the_name_of_another_house(
    poraj: Organisation, klobuck: Organisation, jowes: Organisation
) -> None:
    with house_context(poraj), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        forge(sender=klobuck, addressee=jowes)


def test_a_letter_to_oneself_is_refused_also_by_the_database(letter: Post, poraj: Organisation) -> None:
    with house_context(poraj), pytest.raises(RuleBroken):
        send_post(to_house=poraj, kind="note", subject="x", by=ANNA)
    with house_context(poraj), pytest.raises(IntegrityError), transaction.atomic():
        forge(sender=poraj, addressee=poraj)


def test_there_is_no_post_without_a_house(klobuck: Organisation) -> None:
    with pytest.raises(NoHouse):
        send_post(to_house=klobuck, kind="note", subject="x", by=ANNA)


def test_only_the_addressee_marks_a_letter(letter: Post, poraj: Organisation, klobuck: Organisation) -> None:
    with house_context(poraj):
        mark_delivered(letter.pk)
        assert Post.objects.filter(delivered_at__isnull=True).exists()
        assert Post.objects.update(delivered_at=Now()) == 0, "and the database agrees"
    with house_context(klobuck):
        mark_read(letter.pk)
        assert Post.objects.filter(read_at__isnull=True).exists(), "not before it is delivered"
        mark_delivered(letter.pk)
        mark_read(letter.pk)
        assert Post.objects.get().read_at is not None


@pytest.mark.parametrize("column", ["subject", "body", "from_house_id", "sent_by_name", "queued_at"])
def test_nobody_rewrites_a_letter(letter: Post, klobuck: Organisation, column: str) -> None:
    with house_context(klobuck), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Post.objects.update(**{column: Post.objects.values(column)[:1]})


def test_the_dispatcher_reads_and_hands_over_but_writes_no_letter(letter: Post) -> None:
    values: dict[str, Any] = {"subject": "x"}
    with service_role("dispatcher"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Post.objects.update(**values)
