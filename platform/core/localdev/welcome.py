"""The table that the demo prints."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from core.localdev.people import HOUSES, SANDBOX, WITH_SECOND_FACTOR, DemoHouse
from core.localdev.places import DEFAULT_DATA, ROOT, SAMPLES

WIDTH = 18
RULE = "─" * 72


def welcome(*, port: int, password: str, data: Path) -> str:
    """Addresses, sign-ins and the password, as one table. `data`: where the demo keeps everything."""
    notes = (
        "Open the addresses in Chromium, Chrome, Edge or Firefox (Safari does not know *.localhost).",
        f"The second factor of {WITH_SECOND_FACTOR}:",
        f"    {_joining(data)}python3 manage.py second_factor_code --house jowes --account {WITH_SECOND_FACTOR}",
        f"Spreadsheets to import: {_seen_from_here(data / SAMPLES)}",
        "Everybody is invented, up to the day on which the data were made; --fresh makes them anew.",
        "Ctrl-C ends everything.",
    )
    rows = [_row("public site", f"http://localhost:{port}/"), *_houses(port)]
    return "\n".join(["", RULE, *rows, RULE, _row("password of all", password), RULE, *notes])


def _houses(port: int) -> Iterator[str]:
    """Every house; the people of a kind of house once, because the same sign-ins are in every centre."""
    shown: set[str] = set()
    for house in HOUSES:
        yield _row(house.short, f"http://{house.slug}.localhost:{port}/")
        if house.kind in shown:
            yield _row("", f"the same six: {house.email(house.people[0])} …")
        else:
            yield from _people(house)
        shown.add(house.kind)
    yield _row(SANDBOX.short, f"http://{SANDBOX.slug}.localhost:{port}/")
    yield from _people(SANDBOX)


def _people(house: DemoHouse) -> Iterator[str]:
    for person in house.people:
        yield _row("", f"{house.email(person):<32}{person.name}")


def _joining(data: Path) -> str:
    """What a command needs before it to find a demo that is not in its usual place."""
    return "" if data == DEFAULT_DATA else f"OGNIWO_DATA_DIR={shlex.quote(str(data.absolute()))} "


def _seen_from_here(place: Path) -> Path:
    """A place inside the project by its path from there."""
    return place.relative_to(ROOT) if place.is_relative_to(ROOT) else place.absolute()


def _row(label: str, value: str) -> str:
    return f"{label:<{WIDTH}}{value}"
