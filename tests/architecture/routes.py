"""Every routed page as a request that can be sent."""

import re

from core.access.selectors import all_routes

SOME = {"uuid": "01900000-0000-7000-8000-000000000000", "int": "1", "slug": "x1", "str": "x1", "path": "x1"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")
HOUSES = {"public": None, "centre": "poraj", "owes": "jowes"}


def addresses() -> list[tuple[str, str]]:
    """House (`public`: none) and path of every routed view, parameters filled with what exists nowhere."""
    return [
        (kind, "/" + PARAMETER.sub(lambda found: SOME[found[1] or "str"], route.path.replace("^", "").replace("$", "")))
        for kind, routes in all_routes().items()
        for route in routes
    ]
