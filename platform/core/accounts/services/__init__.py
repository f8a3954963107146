"""What may be done with accounts: invitations, roles, access, sessions, second factors, keys for machines."""

from core.accounts.services.devices import (
    NewDevice,
    Opening,
    Outcome,
    open_by_passkey,
    passkey_question,
    register_device,
    revoke_device,
    try_pin,
)
from core.accounts.services.history import ACTIONS, NOTICES, listen
from core.accounts.services.invitations import (
    Invited,
    accept_invitation,
    give_new_password_link,
    invite_account,
    invite_first_manager,
    invite_manager_by_operator,
    resend_invitation,
    restore_access,
)
from core.accounts.services.profile import change_profile, choose_language
from core.accounts.services.second_factor import (
    current_code,
    reset_second_factor,
    second_factor_is_waived,
    set_up_demo_app,
    spend_code,
)
from core.accounts.services.sessions import end_other_sessions, end_session, end_sessions_of
from core.accounts.services.staff import change_roles, end_access
from core.accounts.services.tokens import NewToken, create_token, revoke_token, token_in_use, why_refused

__all__ = [
    "ACTIONS",
    "NOTICES",
    "Invited",
    "NewDevice",
    "NewToken",
    "Opening",
    "Outcome",
    "accept_invitation",
    "change_profile",
    "change_roles",
    "choose_language",
    "create_token",
    "current_code",
    "end_access",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "give_new_password_link",
    "invite_account",
    "invite_first_manager",
    "invite_manager_by_operator",
    "listen",
    "open_by_passkey",
    "passkey_question",
    "register_device",
    "resend_invitation",
    "reset_second_factor",
    "restore_access",
    "revoke_device",
    "revoke_token",
    "second_factor_is_waived",
    "set_up_demo_app",
    "spend_code",
    "token_in_use",
    "try_pin",
    "why_refused",
]
