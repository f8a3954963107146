"""Every role and what it may do, table by table. A test compares this file with PostgreSQL's catalogue.

Roles (each name is prefixed with the database's, see `tenants.walls.rules.role_name`):

- the *owner* (login) founds and upgrades; held by the ground process alone;
- `ogniwo_app` (login) owns nothing, inherits nothing, reads organisations and domains, and may put on the roles below;
- `house` is the group of all houses: what each of them may do with shared tables, row by row;
- one role per house: everything of its own schema is readable, writes are granted per table;
- `dispatcher`, `statistician`, `publisher`: service roles of the processes that need them.
"""

from dataclasses import dataclass

APP, HOUSE, DISPATCHER, STATISTICIAN, PUBLISHER = "app", "house", "dispatcher", "statistician", "publisher"
GROUP_ROLES = (HOUSE, DISPATCHER, STATISTICIAN, PUBLISHER)

READ = "SELECT"
ADD = "SELECT, INSERT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"


def update(*columns: str) -> str:
    """An UPDATE grant on these columns alone."""
    return f"UPDATE ({', '.join(columns)})"


SHARED: dict[str, dict[str, str]] = {
    "django_migrations": {},
    "tenants_organisation": {APP: READ, HOUSE: READ, DISPATCHER: READ, STATISTICIAN: READ, PUBLISHER: READ},
    "tenants_domain": {APP: READ, HOUSE: READ, DISPATCHER: READ},
    "tenants_snapshot": {},
    "tenants_job": {
        HOUSE: f"{ADD}, "
        + update("state", "attempt", "failures", "lease_until", "run_after", "error", "started_at", "finished_at"),
        DISPATCHER: WRITE,
    },
    "tenants_calendarslot": {DISPATCHER: WRITE},
    "tenants_dispatcherheartbeat": {APP: READ, HOUSE: READ, DISPATCHER: WRITE},
    "tenants_post": {
        HOUSE: f"{ADD}, {update('delivered_at', 'read_at')}",
        DISPATCHER: f"{READ}, {update('queued_at')}",
    },
}
"""Tables of the shared schema → role → privileges."""


@dataclass(frozen=True)
class Policy:
    """A row level security policy; `role` names a group role of this file."""

    name: str
    role: str
    command: str
    using: str | None = None
    check: str | None = None


_HERE = "(SELECT public.ogniwo_current_house())"
POLICIES: dict[str, tuple[Policy, ...]] = {
    "tenants_job": (
        Policy("own_rows_seen", HOUSE, "SELECT", using=f"house_id = {_HERE}"),
        Policy("own_rows_added", HOUSE, "INSERT", check=f"house_id = {_HERE} AND lane = 'work'"),
        Policy("own_rows_changed", HOUSE, "UPDATE", using=f"house_id = {_HERE}", check=f"house_id = {_HERE}"),
        Policy("dispatched", DISPATCHER, "ALL", using="true", check="true"),
    ),
    "tenants_post": (
        Policy("own_letters_seen", HOUSE, "SELECT", using=f"from_house_id = {_HERE} OR to_house_id = {_HERE}"),
        Policy("own_letters_sent", HOUSE, "INSERT", check=f"from_house_id = {_HERE}"),
        Policy("letters_received", HOUSE, "UPDATE", using=f"to_house_id = {_HERE}", check=f"to_house_id = {_HERE}"),
        Policy("dispatched", DISPATCHER, "ALL", using="true", check="true"),
    ),
}
"""Shared tables with rows of one house → their policies. All of them FORCE row level security, also on the owner."""

CURRENT_HOUSE_SQL = """
CREATE OR REPLACE FUNCTION public.ogniwo_current_house() RETURNS uuid
LANGUAGE sql STABLE SET search_path = pg_catalog AS
$$ SELECT id FROM public.tenants_organisation
   WHERE schema_name = substr(current_user, length(current_database()) + 2) $$
"""
"""The house of the role that asks; nothing for any other role."""

HOUSE_FUNCTIONS = ("ogniwo_current_house()", "ogniwo_plain(text)", "ogniwo_sort_key(text)")
"""Functions of ours in the shared schema that houses may call; nobody else may."""

HOUSE_HIDDEN = frozenset({"django_migrations"})
"""Tables of a house on which its role has no privilege at all."""

HOUSE_WRITES: dict[str, str] = {
    "core_account": "INSERT, "
    + update("password", "last_login", "email", "username", "name", "roles", "language", "is_active", "ended_at"),
    "core_session": "INSERT, UPDATE, DELETE",
    "core_invitation": f"INSERT, {update('used_at', 'withdrawn_at')}",
    "core_trusteddevice": f"INSERT, {update('failures', 'last_used_at', 'revoked_at', 'revoked_by_id')}",
    "core_apitoken": f"INSERT, {update('last_used_at', 'revoked_at')}",
    "core_auditentry": "INSERT",
    "core_mail": f"INSERT, {update('body', 'state', 'attempts', 'error', 'sent_at')}",
    "core_notification": f"INSERT, {update('read_at')}",
    "core_notificationpreference": f"INSERT, {update('bell', 'email')}",
    "core_report": "INSERT, DELETE, "
    + update("job_id", "progress", "file_id", "sha256", "people", "ready_at", "expires_at"),
    "core_letterhead": "INSERT, UPDATE",
    "core_storedfile": "INSERT, DELETE",
    "core_housekey": "INSERT",
    "core_importbatch": "INSERT, UPDATE",
    "core_importfile": "INSERT, DELETE",
    "core_importmapping": "INSERT, UPDATE",
    "core_importrow": f"INSERT, {update('findings', 'is_bad', 'is_warned', 'is_taken', 'made')}, DELETE",
    "core_submission": f"INSERT, {update('location')}, DELETE",
    "casework_closedday": "INSERT, DELETE",
    "casework_codeletter": "INSERT, UPDATE, DELETE",
    "casework_group": "INSERT, UPDATE",
    "casework_mark": "INSERT, UPDATE, DELETE",
    "casework_markversion": "INSERT",
    "casework_membership": f"INSERT, {update('starts_on', 'ends_on')}, DELETE",
    "casework_monthclosing": "INSERT, "
    + update("version", "submitted_by_id", "submitted_at", "approved_by_id", "approved_at", "paid_by_id", "paid_at"),
    "casework_parameteroverride": f"INSERT, {update('withdrawn_by_id', 'withdrawn_at')}",
    "casework_participant": "INSERT, UPDATE, DELETE",
    "casework_premium": "INSERT, UPDATE, DELETE",
    "casework_reopening": "INSERT",
    "casework_settlement": f"INSERT, {update('created_by_id', 'created_at', 'approved_by_id', 'approved_at')}",
    "casework_settlementline": "INSERT, UPDATE, DELETE",
    "casework_staffmember": "INSERT, UPDATE",
    "casework_stay": "INSERT, UPDATE, DELETE",
    "casework_stayperiod": "INSERT, UPDATE, DELETE",
    "casework_workshop": "INSERT, UPDATE",
    "account_emailaddress": "INSERT, UPDATE, DELETE",
    "account_emailconfirmation": "INSERT, UPDATE, DELETE",
    "mfa_authenticator": "INSERT, UPDATE, DELETE",
}
"""Tables of a house → writes of its role. SELECT is the default; what is not named here can only be read."""
