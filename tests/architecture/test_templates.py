"""Templates: nothing inline, every form protected, every picture described."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from config.slices import ROOT

COMMENTS = re.compile(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
DATA = re.compile(r"type=.application/json.")
"""A script that no browser runs: values for a script of ours."""

MARKUP_OF_DJANGO = {"components/field.html", "components/field_notes.html"}
"""Help texts of Django's password fields are lists; no user's text is ever a help text."""


def offenders(find: Callable[[str], Iterable[object]]) -> dict[str, list[object]]:
    """Template → what is wrong in it."""
    folders = (ROOT / each for each in ("platform/core", "tenants", "casework", "networking"))
    found = {path: list(find(text_of(path))) for each in folders for path in each.rglob("templates/**/*.html")}
    assert len(found) > 20
    return {path.as_posix().rpartition("/templates/")[2]: faults for path, faults in found.items() if faults}


def text_of(path: Path) -> str:
    return COMMENTS.sub("", path.read_text(encoding="utf-8"))


def test_there_is_no_inline_style_or_handler():
    inline = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
    assert offenders(inline.findall) == {}


def test_there_is_no_inline_script():
    def inline(text: str) -> list[object]:
        return [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag and not DATA.search(tag)]

    assert offenders(inline) == {}


def test_nothing_comes_from_elsewhere():
    elsewhere = re.compile(r"<(?:script|link|img|form|iframe)\b[^>]*(?:src|href|action)\s*=\s*[\"'](?:https?:)?//")
    assert offenders(elsewhere.findall) == {}


def test_every_form_that_changes_something_carries_its_token():
    def bare(text: str) -> list[object]:
        forms = re.findall(r"<form\b.*?</form>", text, re.DOTALL | re.IGNORECASE)
        posting = [form for form in forms if re.search(r"method\s*=\s*[\"']post", form, re.IGNORECASE)]
        return [form[:120] for form in posting if "csrf_token" not in form and "{% submission" not in form]

    assert offenders(bare) == {}


def test_no_text_is_let_through_unescaped():
    found = offenders(re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off").findall)
    assert set(found) == MARKUP_OF_DJANGO


def test_every_picture_is_described():
    assert offenders(lambda text: [tag for tag in re.findall(r"<img\b[^>]*>", text) if "alt=" not in tag]) == {}


def test_what_opens_is_closed():
    words = ("if", "for", "block", "with", "blocktranslate")

    def unbalanced(text: str) -> list[object]:
        counted = {word: [len(re.findall(rf"{{%-?\s*{end}{word}\b", text)) for end in ("", "end")] for word in words}
        return [word for word, (opened, closed) in counted.items() if opened != closed]

    assert offenders(unbalanced) == {}
