"""What the role of a house may write in the house's own schema."""

from tenants.walls.grants.words import update

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
    "core_keyedrequest": f"INSERT, {update('status', 'headers', 'body')}, DELETE",
    "core_importbatch": "INSERT, UPDATE",
    "core_importfile": "INSERT, DELETE",
    "core_importmapping": "INSERT, UPDATE",
    "core_importrow": f"INSERT, {update('findings', 'is_bad', 'is_warned', 'is_taken', 'made')}, DELETE",
    "core_submission": f"INSERT, {update('location')}, DELETE",
    "casework_figuresdecision": "INSERT",
    "casework_tombstone": "INSERT",
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
