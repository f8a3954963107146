"""One call of Typst: a template, its data, and nothing else from this machine.

Typst keeps what it has laid out in memory and has no way to forget it (100 MB more for every 1,500 rows,
measured), so the parts of a long paper are set by a short-lived child process each: `python -m
core.reports.renderers.typesetter`.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "paper"
CHILD_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What to set: the template's data as JSON, the fonts' folder, the moment (Unix time) that the file
    states."""

    data: str
    fonts: str
    made_at: int


def set_pages(sheet: Sheet) -> bytes:
    """The PDF, tagged, PDF/UA-1 and PDF/A-2a; raises `typst.TypstError` when it cannot be that."""
    pages: bytes = typst.compile(
        _template(), **_surroundings(sheet), timestamp=sheet.made_at, pdf_standards=["ua-1", "a-2a"]
    )
    return pages


def last_page(sheet: Sheet) -> int:
    """The number of the last page, found by laying the pages out without writing a file."""
    return int(typst.query(_template(), "<last-page>", field="value", one=True, **_surroundings(sheet)))


def set_pages_apart(sheet: Sheet) -> bytes:
    """`set_pages` in a process of its own, which gives its memory back."""
    return _in_child("pages", sheet)


def last_page_apart(sheet: Sheet) -> int:
    """`last_page` in a process of its own."""
    return int(_in_child("last-page", sheet))


def _template() -> str:
    return str(TEMPLATES / "paper.typ")


def _surroundings(sheet: Sheet) -> dict[str, Any]:
    """Only the template's folder and our fonts can be read; packages have no cache to be fetched into."""
    return {
        "root": str(TEMPLATES),
        "font_paths": [sheet.fonts],
        "ignore_system_fonts": True,
        "sys_inputs": {"paper": sheet.data},
    }


def _in_child(task: str, sheet: Sheet) -> bytes:
    command = [sys.executable, "-m", __name__, task]
    order = json.dumps(asdict(sheet)).encode()
    return subprocess.run(command, input=order, stdout=subprocess.PIPE, check=True, timeout=CHILD_SECONDS).stdout


def _answer(task: str) -> None:
    sheet = Sheet(**json.load(sys.stdin))
    answer = set_pages(sheet) if task == "pages" else str(last_page(sheet)).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _answer(sys.argv[1])
