"""allauth, made a house's own: links, secrets and tokens carry the house; nobody signs up; all refusals sound alike."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.access.rules import needs_second_factor
from core.accounts.models import SECOND_FACTORS, Account
from core.accounts.sessions import house_box
from core.audit.services import origin
from core.mail.services import queue_mail
from tenants.organisations.selectors import house_url
from tenants.walls.context import current_house

REFUSED = _("The e-mail or user name and the password do not match.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in by e-mail or user name, mail through the outbox of the house."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": REFUSED,
        "username_password_mismatch": REFUSED,
        "too_many_login_attempts": _("Too many attempts. Wait a quarter of an hour and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # one way to answer, also for those who ask for JSON

    def get_client_ip(self, request: HttpRequest) -> str:
        return origin.get().ip or "unknown"

    def login(self, request: HttpRequest, user: Account) -> None:
        """A full sign-in takes nothing over from the session of a trusted phone."""
        if request.session.device:  # type: ignore[attr-defined]
            request.session.forget_who()  # type: ignore[attr-defined]
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("account_login")

    def set_password(self, user: Account, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])  # only this: the rest of the row may have changed meanwhile

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago has just shown who they are."""
        records = get_authentication_records(context.request, context.request.user)
        fresh = timezone.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not records or records[-1]["at"] < fresh

    def reauthenticate(self, user: Account, password: str) -> bool:
        found = self.authenticate(context.request, username=user.sign_in_name, password=password)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted per account, so that a second name of the same account gives no second chance."""
        typed = (credentials.get("email") or credentials.get("username") or "").strip().lower()
        account = Account.objects.signing_in_as(typed)
        return f"account:{account.pk}" if account else f"typed:{typed}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")  # changing the password ends every session, this one too

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return house_url(current_house(), path)

    def send_password_reset_mail(self, user: Account, email: str, context: dict[str, Any]) -> None:
        if user.has_usable_password():  # an invitation that was not accepted is accepted by its own link only
            self.send_mail("account/email/password_reset_key", email, {**context, "user": user})

    def send_notification_mail(
        self, template_prefix: str, user: Account, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        if address := email or user.email:
            ip, agent = self.get_client_ip(self.request), self.get_http_user_agent(self.request)[:200]
            details = {"timestamp": timezone.now(), "ip": ip, "user_agent": agent, "user": user}
            self.send_mail(template_prefix, address, {**details, **(context or {})})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, in the language of the one who reads it."""
        words = {**context, "house": current_house()}
        with override(words["user"].language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())
            body = render_to_string(f"{template_prefix}_message.txt", words).strip()
        queue_mail(to=email, subject=subject, body=body, kind="account")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors whose secrets are sealed with a key of the house."""

    def encrypt(self, text: str) -> str:
        return house_box("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return house_box("second factor").decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey is bound to the host of its house by the browser itself."""
        return {"id": context.request.get_host().partition(":")[0], "name": current_house().name}

    def get_totp_issuer(self) -> str:
        return f"Ogniwo · {current_house().name}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays while the roles ask for one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS)
        return not needs_second_factor(authenticator.user.roles) or others.exclude(pk=authenticator.pk).exists()


class HouseTokenGenerator(PasswordResetTokenGenerator):
    """Password reset tokens that are worth nothing in another house, nor after any sign-in or change of password."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{current_house().pk}{super()._make_hash_value(user, timestamp)}"
