"""Texts that leave the house: what is refused, what is asked about, and what the history keeps."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.audit.models import AuditEntry
from core.screening import rules
from core.screening.rules import Finding, FindingKind, confirmation_of, findings_in, register_text_screen
from core.screening.services import NamesSomebody, check_shared
from tenants.errors import RuleBroken

PESEL = "44051401359"


def somebody(text: str) -> Iterator[Finding]:
    """A screen that knows one participant."""
    if "Jan Kowalski" in text:
        yield Finding(FindingKind.PERSON, "Jan Kowalski")


@pytest.fixture(autouse=True)
def _one_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_SCREENS", [])
    register_text_screen(somebody)


def test_a_screen_is_registered_once_and_an_empty_text_asks_nobody() -> None:
    register_text_screen(somebody)
    assert findings_in("Jan Kowalski, Jan Kowalski") == (Finding(FindingKind.PERSON, "Jan Kowalski"),)
    assert findings_in("  ") == ()


@pytest.mark.parametrize("typed", [PESEL, "440514 01359", f"x{PESEL}y"])
def test_a_pesel_is_refused_whoever_it_belongs_to_and_cannot_be_confirmed(
    typed: str, poraj: Any, account: Any, as_house: Any
) -> None:
    author = account(poraj, "manager")
    with as_house(poraj), pytest.raises(RuleBroken) as refusal:
        check_shared({"title": "Temat", "text": typed}, by=author, target="notatki", anyway=typed)
    assert refusal.value.field == "text"
    assert "PESEL" in refusal.value.message
    assert PESEL not in refusal.value.message


def test_a_name_is_asked_about_and_the_confirmation_is_on_record_without_the_text(
    poraj: Any, account: Any, as_house: Any
) -> None:
    author = account(poraj, "manager")
    with as_house(poraj):
        with pytest.raises(NamesSomebody) as warning:
            check_shared({"text": "Był Jan Kowalski."}, by=author, target="notatki")
        assert warning.value.field == "text"
        assert "Jan Kowalski" in warning.value.message
        anyway = confirmation_of(warning.value.findings)
        check_shared({"text": "Był Jan Kowalski."}, by=author, target="notatki", anyway=anyway)
        entry = AuditEntry.objects.get(action="screening.confirmed")
        assert (entry.by_id, entry.target_label, entry.details) == (author.pk, "notatki", {})


def test_a_confirmation_covers_only_what_was_shown(poraj: Any, account: Any, as_house: Any) -> None:
    author = account(poraj, "manager")
    with as_house(poraj), pytest.raises(NamesSomebody):
        check_shared({"text": "Był Jan Kowalski."}, by=author, target="notatki", anyway="Anna Nowak")


def test_a_clean_text_passes_without_a_trace(poraj: Any, account: Any, as_house: Any) -> None:
    author = account(poraj, "manager")
    with as_house(poraj):
        check_shared({"text": "Rozmawialiśmy o motywacji."}, by=author, target="notatki")
        assert not AuditEntry.objects.filter(action="screening.confirmed").exists()
