"""The table that the demo prints."""

import shlex
from pathlib import Path

from core.localdev.people import HOUSES, WITH_SECOND_FACTOR
from core.localdev.places import DEFAULT_DATA

WIDTH = 18
RULE = "─" * 72


def welcome(*, port: int, password: str, data: Path) -> str:
    """Addresses, sign-ins and the password, as one table. `data`: where the demo keeps everything."""
    rows = [_row("public site", f"http://localhost:{port}/")]
    for house in HOUSES:
        rows.append(_row(house.short, f"http://{house.slug}.localhost:{port}/"))
        rows += [_row("", f"{house.email(person):<32}{person.name}") for person in house.people]
    notes = (
        "Open the addresses in Chromium, Chrome, Edge or Firefox (Safari does not know *.localhost).",
        f"The second factor of {WITH_SECOND_FACTOR}:",
        f"    {_joining(data)}python3 manage.py second_factor_code --house jowes --account {WITH_SECOND_FACTOR}",
        "Ctrl-C ends everything.",
    )
    return "\n".join(["", RULE, *rows, RULE, _row("password of all", password), RULE, *notes])


def _joining(data: Path) -> str:
    """What a command needs before it to find a demo that is not in its usual place."""
    return "" if data == DEFAULT_DATA else f"OGNIWO_DATA_DIR={shlex.quote(str(data.absolute()))} "


def _row(label: str, value: str) -> str:
    return f"{label:<{WIDTH}}{value}"
