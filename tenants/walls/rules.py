"""Names of roles and schemas. Pure: from names to names."""

import re

PUBLIC_SCHEMA = "public"
SERVICE_ROLES = ("dispatcher", "statistician", "publisher")
MAX_ROLE_LENGTH = 63

SLUG = re.compile(r"[a-z][a-z0-9]{1,30}")
RESERVED_SLUGS = frozenset(
    {
        "public", "template", "pg", "postgres", "information", "schema", "ogniwo", "www", "api", "admin", "static",
        "media", "mail", "smtp", "localhost", "root", "test", "demo", "app", "owner", "none", "default", "current",
        "session", "user", "all", "house", *SERVICE_ROLES,
    }
)  # fmt: skip


def role_name(database: str, name: str) -> str:
    """The cluster-wide name of a role: roles are shared by all databases of a server, so each carries its own."""
    role = f"{database}_{name}"
    if len(role.encode()) > MAX_ROLE_LENGTH:
        raise ValueError(f"the role name {role!r} is longer than PostgreSQL's {MAX_ROLE_LENGTH} bytes")
    return role


def template_schema(kind: str) -> str:
    """The schema that is migrated normally and from whose snapshot houses of this kind are founded."""
    return f"ogniwo_template_{kind}"
