"""The secrets of one data directory: made once, readable by their owner only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "credentials.json"
# One word a day is enough: the demo listens on this computer only, and a person types it in again and again.
WORDS = (
    "lipa",
    "brzoza",
    "sosna",
    "klon",
    "jesion",
    "olcha",
    "wierzba",
    "topola",
    "kasztan",
    "modrzew",
    "jodla",
    "buk",
)


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """Passwords of the database's roles and of the broker, the signing key, and the password of all demo accounts."""

    superuser: str
    owner: str
    app: str
    broker: str
    secret_key: str
    demo: str


def credentials(data: Path) -> Credentials:
    """The credentials of a data directory, made when it has none yet."""
    path = data / FILE
    if not path.exists():
        write_private(path, json.dumps(asdict(_new())))
    return Credentials(**json.loads(path.read_text()))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, in one piece or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.rename(path)


def _new() -> Credentials:
    generated = (secrets.token_urlsafe(48) for _ in range(5))
    demo = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"
    return Credentials(
        superuser=next(generated),
        owner=next(generated),
        app=next(generated),
        broker=next(generated),
        secret_key=next(generated),
        demo=demo,
    )
