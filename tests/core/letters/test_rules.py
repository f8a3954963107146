"""What may stand in a letter."""

import pytest

from core.letters.rules import reply_subject
from core.screening.rules import holds_pesel

VALID = "44051401359"


@pytest.mark.parametrize(
    "text",
    [
        VALID,
        f"PESEL: {VALID}.",
        f"(pesel{VALID})",
        "440514 01359",
        "440-514-013-59",
        "4 4 0 5 1 4 0 1 3 5 9",
        f"tel. 12 {VALID}",
        "440514\u00a001359",
    ],
)
def test_a_pesel_is_found_however_it_is_typed(text: str) -> None:
    assert holds_pesel(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zapraszamy 12.05.2027 o 10:00, tel. 34 360 12 34",
        "44051401358",  # a wrong check digit
        f"{VALID}0",  # twelve digits are something else
        "61 1090 1014 0000 0712 1981 2874",  # an account number
        "440514\n01359",
        "99991401355",  # no such month
    ],
)
def test_other_numbers_may_be_written(text: str) -> None:
    assert not holds_pesel(text)


def test_answers_to_answers_do_not_pile_up_prefixes() -> None:
    assert reply_subject("Spotkanie") == "Re: Spotkanie"
    assert reply_subject("Re: Spotkanie") == "Re: Spotkanie"
    assert len(reply_subject("x" * 150)) == 150
