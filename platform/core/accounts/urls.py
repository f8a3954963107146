"""Addresses of accounts. allauth's views keep their names; its sign-up and e-mail management are not routed at all."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.db.transaction import atomic
from django.urls import URLPattern, include, path

from core.accounts import views
from core.accounts.services import second_factor_is_waived


def act(route: str, view: Any, name: str) -> URLPattern:
    """A view of allauth, in one transaction: what it does and what the history says of it happen together."""
    together: URLPattern = path(route, atomic(view), name=name)
    return together


password = [
    act("zmiana/", account.password_change, "account_change_password"),
    act("nowe/", account.password_reset, "account_reset_password"),
    act("nowe/wyslane/", account.password_reset_done, "account_reset_password_done"),
    act("nowe/gotowe/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    act("nowe/<slug:uidb36>/<str:key>/", account.password_reset_from_key, "account_reset_password_from_key"),
]

activate_totp = totp.ActivateTOTPView.as_view(extra_context={"second_factor_is_waived": second_factor_is_waived})

second_factor = [
    act("", mfa.index, "mfa_index"),
    act("kod/", mfa.authenticate, "mfa_authenticate"),
    act("potwierdz/", mfa.reauthenticate, "mfa_reauthenticate"),
    act("aplikacja/", activate_totp, "mfa_activate_totp"),
    act("aplikacja/usun/", totp.deactivate_totp, "mfa_deactivate_totp"),
    act("kody/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    act("kody/nowe/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    act("klucze/", passkeys.list_webauthn, "mfa_list_webauthn"),
    act("klucze/dodaj/", passkeys.add_webauthn, "mfa_add_webauthn"),
    act("klucze/potwierdz/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    act("klucze/<int:pk>/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    act("klucze/<int:pk>/usun/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
]

own = [
    path("konto/", views.profile, name="profile"),
    path("konto/sesje/", views.sessions, name="sessions"),
    path("konto/sesje/przedluz/", views.session_extend, name="session-extend"),
    path("konto/sesje/pozostale/zakoncz/", views.end_others, name="sessions-end-others"),
    path("konto/sesje/<slug:key>/zakoncz/", views.end_one, name="session-end"),
    path("konto/telefony/", views.phones, name="phones"),
    path("konto/telefony/dodaj/", views.phone_add, name="phone-add"),
    path("konto/telefony/<uuid:device_id>/odwolaj/", views.phone_revoke, name="phone-revoke"),
    path("konto/zaproszenie/<str:secret>/", views.accept, name="accept"),
]

phone = [
    path("telefon/", views.phone_open, name="phone-open"),
    path("telefon/klucz/", views.phone_passkey, name="phone-passkey"),
    path("telefon/zamknij/", views.phone_close, name="phone-close"),
]

staff = [
    path("kadra/", views.accounts, name="list"),
    path("kadra/zapros/", views.invite, name="invite"),
    path("kadra/telefony/", views.staff_phones, name="staff-phones"),
    path("kadra/telefony/<uuid:device_id>/odwolaj/", views.staff_phone_revoke, name="staff-phone-revoke"),
    path("kadra/<uuid:account_id>/role/", views.roles, name="roles"),
    path("kadra/<uuid:account_id>/zaproszenie/", views.invite_again, name="invite-again"),
    path("kadra/<uuid:account_id>/nowe-haslo/", views.new_password, name="new-password"),
    path("kadra/<uuid:account_id>/link/", views.link, name="link"),
    path("kadra/<uuid:account_id>/zakoncz-dostep/", views.end, name="end-access"),
    path("kadra/<uuid:account_id>/przywroc-dostep/", views.restore, name="restore-access"),
]

sign_in = account.LoginView.as_view(extra_context={"second_factor_is_waived": second_factor_is_waived})

urlpatterns = [
    act("konto/zaloguj/", sign_in, "account_login"),
    act("konto/wyloguj/", account.logout, "account_logout"),
    act("konto/potwierdz/", account.reauthenticate, "account_reauthenticate"),
    path("konto/haslo/", include(password)),
    path("konto/drugi-skladnik/", include(second_factor)),
    path("", include(([*own, *phone, *staff], "accounts"))),
]
