"""The names of roles and the words of their rights."""

from dataclasses import dataclass

APP, HOUSE, DISPATCHER, STATISTICIAN, PUBLISHER = "app", "house", "dispatcher", "statistician", "publisher"
GROUP_ROLES = (HOUSE, DISPATCHER, STATISTICIAN, PUBLISHER)

READ = "SELECT"
ADD = "SELECT, INSERT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"


def update(*columns: str) -> str:
    """An UPDATE grant on these columns alone."""
    return f"UPDATE ({', '.join(columns)})"


@dataclass(frozen=True)
class Policy:
    """A row level security policy; `role` names a group role of this file."""

    name: str
    role: str
    command: str
    using: str | None = None
    check: str | None = None
