"""Messages: a row and a job of the same transaction, sent once, erased a day later, shown in the demo alone."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.mail import services
from core.mail.backend import QueueBackend
from core.mail.models import Mail, MailState
from core.mail.services import forget_bodies, queue_mail, send_mail_now
from tenants.errors import NoHouse, RuleBroken
from tenants.jobs.models import Job

pytestmark = pytest.mark.usefixtures("second_factor_waived")
OUTBOX = reverse("mail:outbox", urlconf="config.urls.centre")


@pytest.fixture(autouse=True)
def _in_poraj(poraj: Any, as_house: Any, request: pytest.FixtureRequest) -> Any:
    with as_house(poraj):
        yield


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A mail server that takes everything."""
    settings.OGNIWO_SMTP = settings.OGNIWO_SMTP | {"EMAIL_HOST": "mail.example"}
    monkeypatch.setattr(services, "SMTP", "django.core.mail.backends.locmem.EmailBackend")
    return django_mail.outbox


def written(**values: Any) -> Mail:
    return queue_mail(**{"to": "jan@poraj.example", "subject": "Temat", "body": "Treść", "kind": "test"} | values)


def sent(mail: Mail) -> Mail:
    send_mail_now(mail_id=str(mail.pk))
    mail.refresh_from_db()
    return mail


def test_a_message_is_a_row_and_a_job() -> None:
    mail = written()
    job = Job.objects.get(kind="core.mail.send")
    assert job.parameters == {"mail_id": str(mail.pk)}
    assert (mail.state, mail.to) == (MailState.WAITING, "jan@poraj.example")
    assert "Poraju" in mail.body


def test_what_was_undone_sends_nothing() -> None:
    def write_and_fail() -> None:
        with transaction.atomic():
            written()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert not Mail.objects.exists()
    assert not Job.objects.filter(kind="core.mail.send").exists()


def test_every_recipient_of_django_gets_a_row_of_their_own() -> None:
    message = EmailMessage("Hasło", "Link", to=["a@poraj.example", "b@poraj.example"])
    assert QueueBackend().send_messages([message]) == 1
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["a@poraj.example", "b@poraj.example"]


def test_files_do_not_travel_by_mail() -> None:
    message = EmailMessage(
        "Raport", "…", to=["a@poraj.example"], attachments=[("raport.pdf", b"%PDF", "application/pdf")]
    )
    with pytest.raises(ValueError, match="never files"):
        QueueBackend().send_messages([message])


def test_no_second_header_gets_in() -> None:
    assert written(subject="Temat\r\nBcc: x@y.example").subject == "Temat Bcc: x@y.example"
    with pytest.raises(RuleBroken):
        written(to="a@poraj.example\nBcc: x@y.example")


def test_the_public_site_writes_to_nobody() -> None:
    from tenants.walls.context import public_context

    with public_context(), pytest.raises(NoHouse):
        written()


def test_a_message_is_sent_once(server: list[Any]) -> None:
    mail = sent(sent(written()))
    assert (mail.state, mail.attempts, len(server)) == (MailState.SENT, 1, 1)
    assert mail.sent_at is not None


def test_the_html_copy_is_escaped_and_its_links_work(server: list[Any]) -> None:
    sent(written(body="<script>x</script>\nhttps://poraj.example/zaproszenie/abc/"))
    html = server[0].alternatives[0].content
    assert "&lt;script&gt;" in html
    assert 'href="https://poraj.example/zaproszenie/abc/"' in html
    assert server[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_without_a_server_the_demo_keeps_the_message(settings: Any) -> None:
    settings.OGNIWO_DEMO = True
    assert sent(written()).state == MailState.KEPT


def test_without_a_server_a_real_installation_says_so(settings: Any) -> None:
    settings.OGNIWO_DEMO = False
    mail = sent(written())
    assert (mail.state, bool(mail.error)) == (MailState.FAILED, True)


def test_a_server_that_is_away_is_asked_again_later(server: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "deliver", refuse(ConnectionRefusedError("jan@poraj.example")))
    mail = sent(written())
    again = Job.objects.get(key=f"mail/{mail.pk}/1")
    assert (mail.state, mail.attempts, mail.error) == (MailState.WAITING, 1, "ConnectionRefusedError")
    assert again.run_after > timezone.now() + timedelta(minutes=1)


def test_after_half_a_day_the_message_is_given_up(server: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "deliver", refuse(TimeoutError()))
    mail = written()
    Mail.objects.filter(pk=mail.pk).update(attempts=9)
    assert sent(mail).state == MailState.FAILED


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"no such user")}), MailState.FAILED),
        (smtplib.SMTPRecipientsRefused({"a@b": (450, b"greylisted")}), MailState.WAITING),
        (smtplib.SMTPDataError(554, b"spam"), MailState.FAILED),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), MailState.WAITING),
    ],
)
def test_a_final_refusal_is_not_repeated(
    refusal: Exception, state: str, server: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "deliver", refuse(refusal))
    assert sent(written()).state == state


def test_the_text_is_erased_a_day_after_it_was_sent(server: list[Any], settings: Any) -> None:
    settings.OGNIWO_DEMO = False
    old, fresh, waiting = sent(written()), sent(written()), written()
    long_ago = timezone.now() - timedelta(hours=25)
    Mail.objects.filter(pk=old.pk).update(sent_at=long_ago)
    forget_bodies()
    kept = dict(Mail.objects.values_list("pk", "body"))
    assert not kept[old.pk]
    assert kept[fresh.pk]
    assert kept[waiting.pk]


def test_the_demo_keeps_its_texts(server: list[Any], settings: Any) -> None:
    settings.OGNIWO_DEMO = True
    mail = sent(written())
    Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now() - timedelta(days=9))
    forget_bodies()
    assert Mail.objects.get().body


def test_the_outbox_of_the_demo_shows_links_to_everybody(
    settings: Any, client_for: Any, poraj: Any, account: Any
) -> None:
    settings.OGNIWO_DEMO = True
    written(body="<b>x</b> http://poraj.localhost/zaproszenie/abc/")
    for browser in (client_for(house=poraj), client_for(account(poraj, "manager"))):
        page = browser.get(OUTBOX).content.decode()
        assert 'href="http://poraj.localhost/zaproszenie/abc/"' in page
        assert "&lt;b&gt;" in page


def test_outside_of_the_demo_there_is_no_such_page(settings: Any, client_for: Any, poraj: Any, account: Any) -> None:
    settings.OGNIWO_DEMO = False
    assert client_for(house=poraj).get(OUTBOX).status_code == 404
    assert client_for(account(poraj, "manager")).get(OUTBOX).status_code == 404


def test_the_outbox_holds_no_mail_of_another_house(settings: Any, client_for: Any, klobuck: Any) -> None:
    settings.OGNIWO_DEMO = True
    written(subject="Tylko dla Poraja")
    assert "Tylko dla Poraja" not in client_for(house=klobuck).get(OUTBOX).content.decode()


def test_the_operator_can_try_the_mail_server(server: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("send_test_mail", to="ja@poraj.example")
    assert server[0].to == ["ja@poraj.example"]
    assert "ja@poraj.example" in capsys.readouterr().out


def test_the_operator_is_told_why_it_does_not_work(server: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("send_test_mail", to="ja")
    monkeypatch.setattr("core.management.commands.send_test_mail.deliver", refuse(ConnectionRefusedError("refused")))
    with pytest.raises(CommandError, match="refused"):
        call_command("send_test_mail", to="ja@poraj.example")


def test_without_a_server_the_operator_is_told_what_to_set() -> None:
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("send_test_mail", to="ja@poraj.example")


def refuse(trouble: Exception) -> Any:
    def deliver(**_: Any) -> None:
        raise trouble

    return deliver
