"""Sealing: what a dump of the database does not tell, and what no other house can open."""

import pickle
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from casework.participants.models import Participant
from core.sealing.models import HouseKey
from core.sealing.rules import KEY_BYTES, Seal, new_key
from core.sealing.selectors import fingerprint, seal
from core.sealing.services import make_key

KEY, OTHER_KEY = b"k" * KEY_BYTES, b"o" * KEY_BYTES
SEAL = Seal(house="poraj", key=KEY)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_what_was_sealed_opens_again(text: str) -> None:
    assert SEAL.open(SEAL.close(text, purpose="a"), purpose="a") == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert SEAL.close("44051401359", purpose="a") != SEAL.close("44051401359", purpose="a")
    assert b"44051401359" not in SEAL.close("44051401359", purpose="a")


@pytest.mark.parametrize(
    "stranger",
    [
        lambda sealed: Seal(house="poraj", key=OTHER_KEY).open(sealed, purpose="a"),
        lambda sealed: Seal(house="klobuck", key=KEY).open(sealed, purpose="a"),
        lambda sealed: SEAL.open(sealed, purpose="another.column"),
        lambda sealed: SEAL.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), purpose="a"),
        lambda sealed: SEAL.open(sealed[:5], purpose="a"),
    ],
    ids=["another key", "another house", "another column", "a changed byte", "a torn text"],
)
def test_nothing_opens_where_it_does_not_belong(stranger: Any) -> None:
    sealed = SEAL.close("44051401359", purpose="a")
    with pytest.raises((InvalidTag, ValueError)):
        stranger(sealed)


def test_a_form_of_sealing_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="form"):
        SEAL.open(b"\x02" + SEAL.close("x", purpose="a")[1:], purpose="a")


def test_fingerprints_are_alike_only_for_the_same_text_column_and_house() -> None:
    prints = {
        SEAL.fingerprint("44051401359", purpose="a"),
        SEAL.fingerprint("44051401350", purpose="a"),
        SEAL.fingerprint("44051401359", purpose="b"),
        Seal(house="klobuck", key=KEY).fingerprint("44051401359", purpose="a"),
        Seal(house="poraj", key=OTHER_KEY).fingerprint("44051401359", purpose="a"),
    }
    assert len(prints) == 5
    assert SEAL.fingerprint("44051401359", purpose="a") in prints


def test_a_key_shows_nowhere() -> None:
    assert "kkkk" not in repr(SEAL)
    assert len({new_key() for _ in range(10)}) == 10


def test_every_house_has_a_key_of_its_own_that_lies_wrapped(poraj: Any, klobuck: Any, as_house: Any) -> None:
    wrapped, prints = [], []
    for house in (poraj, klobuck):
        with as_house(house):
            make_key()
            wrapped.append(HouseKey.objects.get().wrapped)
            prints.append(fingerprint("44051401359", purpose="participant.pesel"))
            assert seal().key.hex() not in wrapped[-1]
            assert pickle.dumps(seal().key) not in wrapped[-1].encode()
    assert wrapped[0] != wrapped[1]
    assert prints[0] != prints[1]


def test_a_row_carried_to_another_house_does_not_open(poraj: Any, klobuck: Any, as_house: Any) -> None:
    """Even somebody who can write into the database of another house reads nothing there."""
    with as_house(poraj):
        Participant.objects.create(last_name="A", first_name="B", pesel="44051401359", pesel_index="x")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pesel FROM casework_participant")
            sealed = bytes(cursor.fetchone()[0])
    with as_house(klobuck):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO casework_participant (last_name, first_name, pesel, pesel_index, birth_date, sex, street,"
                " postal_code, place, email, education, labour_status)"
                " VALUES ('A', 'B', %s, 'x', NULL, '', '', '', '', '', '', '')",
                [sealed],
            )
        with pytest.raises(InvalidTag):
            Participant.objects.get()


def test_nobody_looks_for_a_sealed_text_by_accident(poraj: Any, as_house: Any) -> None:
    with as_house(poraj):
        for lookup in ("pesel", "pesel__startswith", "categories__contains"):
            with pytest.raises(FieldError, match="sealed"):
                Participant.objects.filter(**{lookup: "4"})
        assert not Participant.objects.filter(pesel__isnull=True).exists()


def test_nothing_is_no_ciphertext(poraj: Any, as_house: Any) -> None:
    with as_house(poraj):
        Participant.objects.create(last_name="A", first_name="B")
        kept = Participant.objects.get()
        assert (kept.pesel, kept.phone, kept.categories) == ("", "", [])
        assert fingerprint("", purpose="participant.pesel") == ""
        assert Participant.objects.filter(pesel__isnull=True, categories__isnull=True).exists()
