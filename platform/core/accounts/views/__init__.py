"""Pages about accounts: one's own, those of the staff, and trusted phones."""

from core.accounts.views.own import accept, end_one, end_others, profile, session_extend, sessions
from core.accounts.views.phones import (
    phone_add,
    phone_close,
    phone_open,
    phone_passkey,
    phone_revoke,
    phones,
    staff_phone_revoke,
    staff_phones,
)
from core.accounts.views.staff import accounts, end, invite, invite_again, link, new_password, restore, roles

__all__ = [
    "accept",
    "accounts",
    "end",
    "end_one",
    "end_others",
    "invite",
    "invite_again",
    "link",
    "new_password",
    "phone_add",
    "phone_close",
    "phone_open",
    "phone_passkey",
    "phone_revoke",
    "phones",
    "profile",
    "restore",
    "roles",
    "session_extend",
    "sessions",
    "staff_phone_revoke",
    "staff_phones",
]
