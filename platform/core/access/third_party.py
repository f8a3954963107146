"""Who may enter views that others wrote. Every such view that is routed stands here, and nothing else does (tested)."""

from core.access.rules import ENROLMENT, PUBLIC, SIGNED_IN

THIRD_PARTY: dict[str, str] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reauthenticate": ENROLMENT,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": ENROLMENT,
    "mfa_activate_totp": ENROLMENT,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": ENROLMENT,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": ENROLMENT,
}
"""URL name of allauth's view → who may enter. `mfa_authenticate` looks after itself: it needs a begun sign-in."""


def is_third_party(module: str) -> bool:
    """Whether a view of this module was written by others, and so cannot speak for itself."""
    return module.partition(".")[0] == "allauth"
