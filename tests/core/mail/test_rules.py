"""What may stand in the head of a message."""

from datetime import timedelta

import pytest

from core.mail.rules import TRIES, is_address, one_line, pause_after


@pytest.mark.parametrize("address", ["a@b.example", "jan.kowalski+cis@poraj.example", "zażółć@gęślą.example"])
def test_one_address_is_an_address(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@",
        "@b",
        "a@b@c",
        "a@b.example\nBcc: c@d.example",
        "a@b.example\r\nSubject: x",
        "a@b.example,c@d.example",
        "a@b.example;c@d.example",
        "Jan <a@b.example>",
        " a@b.example",
        "a@b.example\u2028Bcc:c@d.example",
        f"a@{'b' * 300}",
    ],
)
def test_more_than_one_address_or_another_header_is_none(text: str) -> None:
    assert not is_address(text)


def test_a_subject_stays_on_one_line() -> None:
    assert one_line("Zaproszenie\r\nBcc: c@d.example\x00\u2028x") == "Zaproszenie Bcc: c@d.example x"
    assert len(one_line("x" * 500)) == 200


def test_a_mail_server_may_be_away_for_half_a_day() -> None:
    rests = [pause_after(attempt) for attempt in range(1, TRIES)]
    assert timedelta(hours=12) < sum(rests, timedelta()) < timedelta(hours=24)
    assert rests == sorted(rests)
