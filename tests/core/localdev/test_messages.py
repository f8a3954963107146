"""A text without Polish never gets through."""

from pathlib import Path

import pytest

from core.localdev import messages

CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "Sign in"
msgstr "Zaloguj się"

#, fuzzy
msgid "Sign out"
msgstr "Zaloguj się"
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tenants").mkdir()
    catalogue = tmp_path / "locale" / "django.po"
    catalogue.parent.mkdir()
    catalogue.write_text(CATALOGUE)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCES", ("tenants",))
    monkeypatch.setattr(messages, "CATALOGUE", catalogue)
    return tmp_path


def test_a_translated_text_is_no_gap(tree: Path) -> None:
    (tree / "tenants" / "page.html").write_text('{% load i18n %}{% translate "Sign in" %}')
    assert messages.gaps() == []


@pytest.mark.parametrize("text", ["Nobody translated this", "Sign out"])
def test_a_missing_or_doubtful_translation_is_a_gap(tree: Path, text: str) -> None:
    (tree / "tenants" / "views.py").write_text(
        f'from django.utils.translation import gettext as _\nTITLE = _("{text}")\n'
    )
    (gap,) = messages.gaps()
    assert gap.startswith("tenants/views.py")
    assert text in gap


def test_checking_writes_nothing_and_gathering_does(tree: Path) -> None:
    (tree / "tenants" / "page.html").write_text('{% load i18n %}{% translate "New here" %}')
    messages.gaps()
    assert "New here" not in messages.CATALOGUE.read_text()
    messages.gather()
    assert 'msgid "New here"' in messages.CATALOGUE.read_text()


def test_the_compiled_catalogue_lies_beside_its_source(tree: Path) -> None:
    messages.compile_catalogue()
    assert (tree / "locale" / "django.mo").stat().st_size > 0
