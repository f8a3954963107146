"""`manage.py bench [--full] [P4 …]`: P1 (founding a house), P2a (an upgrade with nothing to do), P3 (what an OWES
sees), P4 (participants), P5 (a settled month), P6a (papers), P7 (the API), P8 (a sheet of attendance).

Each way is measured in turn (ours, naive, limit, limit, naive, ours …), medians of at least five, on a database of
its own that is dropped at the end. Prints a table, and one JSON line for machines.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ["OGNIWO_PROCESS"] = "ground"

ROUNDS = 5
TODAY = date(2026, 11, 20)
Way = Callable[[int], None]


def timed(act: Callable[[], object]) -> float:
    """Seconds that an act takes."""
    start = perf_counter()
    act()
    return perf_counter() - start


def in_turn(
    ways: dict[str, Way], *, rounds: int = ROUNDS, before: Callable[[], object] = lambda: None
) -> dict[str, list[float]]:
    """Measure several ways ABBA, so that a drifting machine treats them alike; `before` each, beside the clock."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        names = list(ways) if number % 2 == 0 else list(reversed(ways))
        for name in names:
            before()
            times[name].append(timed(lambda name=name, number=number: ways[name](number)))  # type: ignore[misc]
    return times


def report(title: str, times: dict[str, list[float]], *, ours: str = "ours") -> dict[str, object]:
    """Print one table; every way as its ratio to ours."""
    print(f"\n{title}")
    base = median(times[ours])
    result: dict[str, object] = {"title": title}
    for name, runs in times.items():
        middle = median(runs)
        print(
            f"  {name:<34} median {middle * 1000:9.1f} ms  max {max(runs) * 1000:9.1f} ms  {middle / base:8.2f} x ours"
        )
        result[name] = {"median": middle, "max": max(runs), "ratio": middle / base}
    return result


def main(arguments: list[str]) -> int:
    """Run the benchmarks; 1 when a demanded ratio is missed."""
    parser = argparse.ArgumentParser(prog="manage.py bench")
    parser.add_argument("--full", action="store_true", help="1,000 houses, not 300; 1,000,000 people, not 100,000")
    parser.add_argument("only", nargs="*", help="run these alone, such as P4", metavar="P4")
    options = parser.parse_args(arguments)
    import django

    django.setup()
    from tests.benchmarks.api import benchmark_api
    from tests.benchmarks.attendance import benchmark_attendance
    from tests.benchmarks.benefits import benchmark_benefits
    from tests.benchmarks.houses import benchmark_houses, own_database
    from tests.benchmarks.papers import benchmark_papers
    from tests.benchmarks.people import benchmark_people
    from tests.benchmarks.tables import benchmark_tables

    benchmarks: dict[str, Callable[[], tuple[list[object], list[str]]]] = {
        "P1": lambda: benchmark_houses(crowd=1000 if options.full else 300),
        "P3": benchmark_tables,
        "P4": lambda: benchmark_people(count=1_000_000 if options.full else 100_000, today=TODAY),
        "P5": benchmark_benefits,
        "P6a": benchmark_papers,
        "P7": benchmark_api,
        "P8": lambda: benchmark_attendance(today=TODAY),
    }
    results: list[object] = []
    missed: list[str] = []
    with own_database():
        for name, benchmark in benchmarks.items():
            if not options.only or name in options.only:
                figures, failed = benchmark()
                results, missed = results + figures, missed + failed
    print("\nload average", os.getloadavg())
    print(json.dumps({"results": results, "missed": missed}, default=str))
    for sentence in missed:
        print("MISSED:", sentence)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main(sys.argv[1:]))
