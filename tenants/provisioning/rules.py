"""What a new house may be called, and what a snapshot looks like. Pure."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tenants.errors import RuleBroken
from tenants.walls.rules import RESERVED_SLUGS, SLUG

HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")
MAIL = re.compile(r"[^@\s\"'<>,;]{1,64}@[^@\s\"'<>,;]+\.[^@\s\"'<>,;.]+")
PLACEHOLDER = "ogniwo_template_"
_NOISE = re.compile(r"^(--.*|SET .*;|SELECT pg_catalog\.set_config\(.*\);|\\.*)$")


class FoundingState(StrEnum):
    """How far a requested founding is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


LAST_STEP = 2
"""What `FoundingRequest.step` counts to: taken over by the ground process, founded."""


@dataclass(frozen=True)
class NewHouse:
    """A house that somebody asks for. `slug` is the first label of its host name; schema and role are named by it."""

    kind: str
    name: str
    host: str
    manager_email: str
    is_sandbox: bool = False

    @property
    def slug(self) -> str:
        return self.host.split(".")[0]


def checked(new: NewHouse) -> NewHouse:
    """The request, if a house can be founded from it.

    Raises:
        RuleBroken: with the sentence and the field.
    """
    if new.kind not in {"centre", "owes"}:
        raise RuleBroken("The kind of house is centre or owes.", "kind")
    if new.is_sandbox and new.kind != "centre":
        raise RuleBroken("A sandbox is a centre.", "kind")
    if not new.name.strip() or len(new.name) > 200 or not new.name.isprintable():
        raise RuleBroken("Give the full name of the organisation, at most 200 characters, in one line.", "name")
    if not HOST.fullmatch(new.host) or len(new.host) > 200:
        raise RuleBroken("The host is an address like poraj.example.pl: lower case letters, digits, dots.", "host")
    if not SLUG.fullmatch(new.slug):
        raise RuleBroken("The first part of the host is 2 to 31 letters and digits and begins with a letter.", "host")
    if is_reserved(new.slug):
        raise RuleBroken(f"The word {new.slug} is reserved; choose another host.", "host")
    if not MAIL.fullmatch(new.manager_email) or len(new.manager_email) > 254:
        raise RuleBroken("Give the e-mail address of the first manager.", "manager_email")
    return new


def is_reserved(slug: str) -> bool:
    """Whether no house may have this name, because PostgreSQL or the platform uses it."""
    return slug in RESERVED_SLUGS or slug.startswith("pg")


def hash_of(files: Iterable[Path]) -> str:
    """A fingerprint of migration files: their names and contents."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda each: (each.parent.parent.name, each.name)):
        digest.update(f"{path.parent.parent.name}/{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def clean(dump: str) -> str:
    """A dump without psql's commands, comments and settings, so that any client can replay it in any session."""
    return "\n".join(line for line in dump.splitlines() if line.strip() and not _NOISE.match(line))


def retargeted(sql: str, *, kind: str, schema: str) -> str:
    """The snapshot for another schema. The template's name is chosen to occur nowhere else."""
    return sql.replace(f"{PLACEHOLDER}{kind}", schema)
