"""The table that the demo prints."""

from core.localdev.people import HOUSES, WITH_SECOND_FACTOR

WIDTH = 18
RULE = "─" * 72


def welcome(*, port: int, password: str) -> str:
    """Addresses, sign-ins and the password, as one table."""
    rows = [_row("public site", f"http://localhost:{port}/")]
    for house in HOUSES:
        rows.append(_row(house.short, f"http://{house.slug}.localhost:{port}/"))
        rows += [_row("", f"{house.email(person):<32}{person.name}") for person in house.people]
    notes = (
        "Open the addresses in Chromium, Chrome, Edge or Firefox (Safari does not know *.localhost).",
        f"The second factor of {WITH_SECOND_FACTOR}: python3 manage.py demo_code",
        "Ctrl-C ends everything.",
    )
    return "\n".join(["", RULE, *rows, RULE, _row("password of all", password), RULE, *notes])


def _row(label: str, value: str) -> str:
    return f"{label:<{WIDTH}}{value}"
