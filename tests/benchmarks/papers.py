"""P6a: an attendance list of 25 rows and a pay list of 1,000, beside bare Typst on the same data.

The naive way (WeasyPrint) is not among our packages, so it is not measured here; the limit is. Memory is the peak of a
fresh process that makes one paper.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.run import ROUNDS, in_turn, report

MANY = 1000
LIST, PAY = "attendance list, 25 rows", "pay list, 1,000 rows"
OURS, LIMIT = "ours", "limit (bare typst)"
MOST_TIMES, MOST_EXTRA_MB, MOST_MB = 1.5, 80, 400


def attendance_list(mark: str) -> Any:
    """What `attendance-list` draws. `mark` stands in every name: Typst remembers what it has laid out before."""
    from core.reports.rules import Column, ColumnKind, Content, KeyValues, Look, Signatures, Table

    labels = (("Nazwisko i imię", 46), ("Podpis", 46), ("Godziny", 14), ("Posiłek", 14), ("Uwagi", 24))
    table = Table(
        look=Look.FORM,
        columns=(Column(label="Lp.", kind=ColumnKind.CODE, width=7), *(Column(label=a, width=b) for a, b in labels)),
        rows=[(number, f"Brzęczyszczykiewicz {mark} {number}", None, None, None, None) for number in range(1, 26)],
    )
    facts = KeyValues(pairs=(("Pracownia", "Ogrodniczo-porządkowa"), ("Prowadzi", "Halina Wójcik")))
    return Content(title="Lista obecności", subtitle="Grupa A", blocks=(facts, table, Signatures(labels=("a", "b"))))


def pay_list(mark: str) -> Any:
    """A month of a thousand people, with their sums."""
    from core.reports.rules import Column, ColumnKind, Content, Signatures, Table

    money = (ColumnKind.MONEY, ColumnKind.MONEY, ColumnKind.MONEY)
    columns = (
        Column(label="Lp.", kind=ColumnKind.INTEGER, width=8),
        Column(label="Nazwisko i imię", width=50),
        *(Column(label=label, kind=kind, width=20) for label, kind in zip(("A", "B", "C"), money, strict=True)),
    )
    amount, premium = Decimal("2140.70"), Decimal("100.00")
    rows = [
        (number, f"Brzęczyszczykiewicz {mark} {number}", amount, premium, amount + premium) for number in range(1000)
    ]
    totals = (None, "Razem", MANY * amount, MANY * premium, MANY * (amount + premium))
    table = Table(columns=columns, rows=rows, totals=totals)
    return Content(title="Lista wypłat", subtitle="listopad 2026", blocks=(table, Signatures(labels=("a", "b"))))


CONTENTS: dict[str, Callable[[str], Any]] = {LIST: attendance_list, PAY: pay_list}


def _paper(content: Any) -> Any:
    from core.reports.rules import Letterhead, Paper

    head = Letterhead(house="Centrum Integracji Społecznej w Poraju", lines=("ul. Górna 1, 42-360 Poraj",))
    return Paper(content=content, letterhead=head, made_at=datetime(2026, 11, 2, 9, tzinfo=UTC), made_for="Anna Nowak")


def ways(content: Callable[[str], Any], target: Path, *, rounds: int = ROUNDS) -> dict[str, Callable[[int], None]]:
    """Our renderer from the content on, and one bare call on such data as it hands to Typst; no paper comes twice."""
    import typst
    from django.conf import settings

    from core.reports.renderers.pdf import _sheets, render_pdf
    from core.reports.renderers.typesetter import TEMPLATES

    fonts = Path(settings.OGNIWO_FONTS_DIR)
    papers = [_paper(content(f"Żaneta {number}")) for number in range(rounds)]
    others = [_sheets(_paper(content(f"Grażyna {number}")), fonts=fonts)[0].data for number in range(rounds)]
    options: dict[str, Any] = {"root": str(TEMPLATES), "font_paths": [str(fonts)], "ignore_system_fonts": True}

    def ours(number: int) -> None:
        render_pdf(papers[number], target, lambda _share: None, fonts=fonts)

    def bare(number: int) -> None:
        inputs = {"paper": others[number]}
        target.write_bytes(typst.compile(str(TEMPLATES / "paper.typ"), sys_inputs=inputs, **options))

    return {OURS: ours, LIMIT: bare}


def benchmark_papers() -> tuple[list[object], list[str]]:
    """Times and memory of both papers. Returns the figures and the demands that were missed."""
    print("\nP6a: the naive way (WeasyPrint) is not installed, so it was not run")
    results: list[object] = []
    demands: dict[str, bool] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, content in CONTENTS.items():
            times = in_turn(ways(content, Path(folder) / "paper.pdf"))
            memory = {way: peak(name, way) for way in times}
            print(f"\nP6a {name}: peak memory " + ", ".join(f"{way} {mb} MB" for way, mb in memory.items()))
            results += [report(f"P6a {name}", times), {"title": f"P6a {name}: peak MB", **memory}]
            demands[f"P6a {name}: at most {MOST_TIMES} times bare typst"] = median(times[OURS]) <= MOST_TIMES * median(
                times[LIMIT]
            )
            demands[f"P6a {name}: memory"] = memory[OURS] <= min(memory[LIMIT] + MOST_EXTRA_MB, MOST_MB)
    return results, [sentence for sentence, held in demands.items() if not held]


def peak(name: str, way: str) -> int:
    """MB that a process of its own needs at most, to make this paper in this way once."""
    command = [sys.executable, "-m", __name__, name, way]
    root = Path(__file__).resolve().parents[2]
    return int(subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Make one paper, and say how much memory that took."""
    import django

    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=list(CONTENTS))
    parser.add_argument("way", choices=[OURS, LIMIT])
    asked = parser.parse_args()
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        ways(CONTENTS[asked.name], Path(folder) / "paper.pdf", rounds=1)[asked.way](0)
    # what this process itself needed: the figure of `getrusage` begins with its parent's
    used = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    print(int(used.group(1)) // 1024 if used else 0)


if __name__ == "__main__":
    main()
