"""Letters from house to house: written, delivered, read, and never seen by a third."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.access.selectors import role_names_for_history
from core.audit.models import AuditEntry
from core.letters.selectors import received_letters, sent_letters, unread_letters
from core.letters.services import confirm_reading, send_letters
from core.notifications.models import Notification
from core.notifications.selectors import unread_count
from core.notifications.services import deliver_post
from tenants.errors import RuleBroken
from tenants.post.models import Post

pytestmark = pytest.mark.usefixtures("second_factor_waived")
URLS = "config.urls.centre"
LIST, SENT, WRITE = (reverse(f"letters:{name}", urlconf=URLS) for name in ("list", "sent", "write"))


def page_of(post: Post) -> str:
    return reverse("letters:letter", args=[post.pk], urlconf=URLS)


@pytest.fixture
def letter(poraj: Any, jowes: Any, account: Any, as_house: Any) -> Post:
    """From Poraj to the OWES, arrived there."""
    manager = account(poraj, "manager", name="Anna Kowalska")
    with as_house(poraj):
        (post,) = send_letters(by=manager, to=[jowes.pk], subject="Spotkanie w maju", body="Czy 12 maja pasuje?")
    with as_house(jowes):
        deliver_post(post_id=str(post.pk))
    return post


def test_a_letter_arrives_with_its_signature_and_is_announced_to_those_who_may_read_it(
    letter: Post, jowes: Any, account: Any, as_house: Any
) -> None:
    with as_house(jowes):
        arrived = received_letters().get()
        assert (arrived.sent_by_name, arrived.sent_by_function) == (
            "Anna Kowalska",
            role_names_for_history(["manager"]),
        )
        assert unread_letters() == 1


def test_arrival_tells_readers_of_letters_once_and_nobody_else(
    poraj: Any, jowes: Any, account: Any, as_house: Any
) -> None:
    adviser = account(jowes, "adviser")
    account(jowes, "account-administrator")
    account(jowes, "adviser", is_active=False, ended_at="2026-01-01T00:00Z")
    manager = account(poraj, "manager")
    with as_house(poraj):
        (post,) = send_letters(by=manager, to=[jowes.pk], subject="Temat", body="Treść")
    with as_house(jowes):
        for _ in range(2):
            deliver_post(post_id=str(post.pk))
        notice = Notification.objects.get()
        assert notice.account_id == adviser.pk
        assert "Temat" in notice.title
        assert notice.url == page_of(post)


def test_one_letter_goes_to_several_organisations(
    poraj: Any, klobuck: Any, jowes: Any, account: Any, as_house: Any
) -> None:
    manager = account(poraj, "manager")
    with as_house(poraj):
        send_letters(by=manager, to=[klobuck.pk, jowes.pk], subject="Temat", body="Treść")
        assert {post.to_house_id for post in sent_letters()} == {klobuck.pk, jowes.pk}
        assert AuditEntry.objects.filter(action="letters.sent", by_id=manager.pk).count() == 2


def test_a_third_house_does_not_see_the_letter(
    letter: Post, klobuck: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    with as_house(klobuck):
        assert not Post.objects.filter(pk=letter.pk).exists()
    stranger = client_for(account(klobuck, "manager"))
    assert stranger.get(page_of(letter)).status_code == 404
    assert stranger.post(f"{page_of(letter)}przeczytana/").status_code == 404
    assert "Spotkanie w maju" not in stranger.get(LIST).content.decode()
    assert stranger.get(page_of(letter)).content.count(b"Spotkanie") == 0


def test_a_letter_of_a_stranger_looks_like_one_that_does_not_exist(
    letter: Post, klobuck: Any, account: Any, client_for: Any
) -> None:
    stranger = client_for(account(klobuck, "manager"))
    absent = stranger.get(reverse("letters:letter", args=[uuid4()], urlconf=URLS))
    theirs = stranger.get(page_of(letter))

    def anonymous(response: Any) -> bytes:
        return response.content.replace(response["X-Request-ID"].encode(), b"")

    assert anonymous(absent) == anonymous(theirs)


def test_opening_a_letter_changes_nothing_and_confirming_tells_the_sender(
    letter: Post, poraj: Any, jowes: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    adviser = client_for(account(jowes, "adviser"))
    assert "Czy 12 maja pasuje?" in adviser.get(page_of(letter)).content.decode()
    with as_house(poraj):
        assert sent_letters().get().read_at is None
    answer = adviser.post(f"{page_of(letter)}przeczytana/")
    assert (answer.status_code, answer.url) == (302, page_of(letter))
    with as_house(poraj):
        assert sent_letters().get().read_at is not None


def test_only_the_first_reading_is_on_record(letter: Post, jowes: Any, account: Any, as_house: Any) -> None:
    adviser = account(jowes, "adviser")
    with as_house(jowes):
        for _ in range(2):
            confirm_reading(by=adviser, letter_id=letter.pk)
        assert AuditEntry.objects.filter(action="letters.read").count() == 1


def test_who_reads_a_letter_has_read_its_notice(poraj: Any, jowes: Any, account: Any, as_house: Any) -> None:
    reader, colleague = account(jowes, "adviser"), account(jowes, "analyst")
    manager = account(poraj, "manager")
    with as_house(poraj):
        (post,) = send_letters(by=manager, to=[jowes.pk], subject="Temat", body="Treść")
    with as_house(jowes):
        deliver_post(post_id=str(post.pk))
        confirm_reading(by=reader, letter_id=post.pk)
        assert (unread_count(reader), unread_count(colleague)) == (0, 1)


def test_the_sender_cannot_confirm_the_reading(
    letter: Post, poraj: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    assert client_for(account(poraj, "manager")).post(f"{page_of(letter)}przeczytana/").status_code == 404
    with as_house(poraj):
        assert sent_letters().get().read_at is None


def test_a_letter_with_a_pesel_stays_with_the_one_who_writes(
    poraj: Any, jowes: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    office = client_for(account(poraj, "office"))
    answer = office.post(WRITE, {"to": [str(jowes.pk)], "subject": "Sprawa", "body": "Pan X, PESEL 44051401359"})
    assert answer.status_code == 200
    assert "PESEL" in answer.context["form"].errors["body"][0]
    with as_house(poraj):
        assert not sent_letters().exists()


def test_writing_sends_and_returns_to_what_was_sent(poraj: Any, jowes: Any, account: Any, client_for: Any) -> None:
    office = client_for(account(poraj, "office"))
    answer = office.post(WRITE, {"to": [str(jowes.pk)], "subject": "Sprawa", "body": "Treść"}, follow=True)
    assert answer.redirect_chain == [(SENT, 302)]
    assert "Sprawa" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": []},
        {"to": ["x"]},
        {"to": [str(uuid4())]},
        {"subject": "x" * 151},
        {"subject": " "},
        {"body": "x" * 4001},
        {"body": "\x00"},
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field(
    wrong: dict[str, Any], poraj: Any, jowes: Any, account: Any, client_for: Any
) -> None:
    office = client_for(account(poraj, "office"))
    answer = office.post(WRITE, {"to": [str(jowes.pk)], "subject": "Sprawa", "body": "Treść"} | wrong)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(wrong)


def test_nobody_writes_to_their_own_organisation(poraj: Any, account: Any, as_house: Any) -> None:
    manager = account(poraj, "manager")
    with as_house(poraj), pytest.raises(RuleBroken):
        send_letters(by=manager, to=[poraj.pk], subject="Temat", body="Treść")


def test_an_answer_begins_with_its_addressee_and_subject(
    letter: Post, jowes: Any, account: Any, client_for: Any
) -> None:
    adviser = client_for(account(jowes, "adviser"))
    form = adviser.get(f"{WRITE}?answer={letter.pk}").context["form"]
    assert form["subject"].value() == "Re: Spotkanie w maju"
    assert form["to"].value() == [str(letter.from_house_id)]
    assert adviser.get(f"{WRITE}?answer=x").status_code == 200


def test_who_may_not_send_may_still_read(poraj: Any, account: Any, client_for: Any) -> None:
    instructor = client_for(account(poraj, "vocational-instructor"))
    assert instructor.get(LIST).status_code == 200
    assert instructor.get(WRITE).status_code == 403
    assert client_for(account(poraj, "account-administrator")).get(LIST).status_code == 403


def test_a_letter_shows_its_text_and_runs_nothing(
    poraj: Any, jowes: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    manager = account(poraj, "manager")
    with as_house(poraj):
        (post,) = send_letters(by=manager, to=[jowes.pk], subject="<b>Temat</b>", body="<script>alert(1)</script>")
    shown = client_for(manager).get(page_of(post)).content.decode()
    assert "&lt;script&gt;" in shown
    assert "<b>Temat</b>" not in shown


def test_three_letters_cost_as_many_queries_as_one(
    poraj: Any, jowes: Any, account: Any, client_for: Any, as_house: Any
) -> None:
    manager = account(poraj, "manager")
    office = client_for(account(poraj, "office"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            office.get(SENT)
        return len(counted)

    def write() -> None:
        with as_house(poraj):
            send_letters(by=manager, to=[jowes.pk], subject="Temat", body="Treść")

    write()
    office.get(SENT)
    one = queries()
    write()
    write()
    assert queries() == one
