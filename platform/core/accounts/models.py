"""Accounts, their sessions, invitations and API tokens, in the schema of the house."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from core.access.rules import Permission, Role, needs_second_factor, permissions_of
from core.access.selectors import role_names
from core.accounts.rules import PHONE_LIFETIME, PIN_TRIES, TOKEN_LIFETIME, Scope
from tenants.walls.tripwires import HouseModel, HouseQuerySet

SECOND_FACTORS = ("totp", "webauthn")
"""Types of allauth's authenticators that count as a second factor of their own."""


class AccountQuerySet(HouseQuerySet["Account"]):
    """Named filters on accounts."""

    def active(self) -> "AccountQuerySet":
        return self.filter(is_active=True)

    def holding(self, role: Role) -> "AccountQuerySet":
        return self.filter(roles__contains=[role.value])

    def accepted(self) -> "AccountQuerySet":
        """Those who have chosen a password: an invitation alone lets nobody in."""
        return self.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Looks accounts up the way people type: e-mail or user name, in any case."""

    def signing_in_as(self, typed: str | None) -> "Account | None":
        """The account, active or not. A user name never looks like an e-mail, so there is at most one."""
        name = (typed or "").strip()
        found: Account | None = self.filter(models.Q(email__iexact=name) | models.Q(username__iexact=name)).first()
        return found

    def get_by_natural_key(self, username: str | None) -> "Account":
        found = self.signing_in_as(username)
        if found is None:
            raise self.model.DoesNotExist
        return found


class Account(AbstractBaseUser, HouseModel):
    """A person of the staff who signs in. Never deleted: ending access keeps the signature on what was done."""

    email = models.EmailField(_("e-mail"), null=True, blank=True)
    username = models.CharField(_("user name"), max_length=40, null=True, blank=True)
    name = models.CharField(_("first name and surname"), max_length=120)
    roles = ArrayField(models.CharField(max_length=30), verbose_name=_("roles"), default=list)
    language = models.CharField(_("language"), max_length=5, default="pl")
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    limited_to: frozenset[Permission] | None = None
    """What a key that acts for this account lets it do at most; None: it acts itself."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Any] = AccountManager()

    class Meta(HouseModel.Meta):
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="account_email_once"),
            models.UniqueConstraint(Lower("username"), name="account_username_once"),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(username__isnull=False),
                name="account_email_or_username",
            ),
            models.CheckConstraint(
                condition=models.Q(username__isnull=True) | ~models.Q(username__contains="@"),
                name="account_username_is_no_email",
            ),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=[role.value for role in Role]), name="account_roles_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True, ended_at__isnull=True)
                | models.Q(is_active=False, ended_at__isnull=False),
                name="account_ended_when_inactive",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def sign_in_name(self) -> str:
        return self.email or self.username or ""

    @property
    def role_names(self) -> str:
        """Its roles in words."""
        return role_names(self.roles)

    @property
    def permissions(self) -> frozenset[Permission]:
        held = permissions_of(self.roles) if self.is_active else frozenset()
        return held if self.limited_to is None else held & self.limited_to

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def lacks_second_factor(self) -> bool:
        """Whether its roles ask for a second factor and it has none yet. Recovery codes alone are none."""
        return needs_second_factor(self.roles) and not self.has_second_factor()

    def has_second_factor(self) -> bool:
        """Whether it has an authenticator app or a passkey."""
        return bool(self.authenticator_set.filter(type__in=SECOND_FACTORS).exists())  # type: ignore[attr-defined]

    def has_passkey(self) -> bool:
        return bool(self.authenticator_set.filter(type="webauthn").exists())  # type: ignore[attr-defined]


class TrustedDeviceQuerySet(HouseQuerySet["TrustedDevice"]):
    """Named filters on trusted phones."""

    def unrevoked(self) -> "TrustedDeviceQuerySet":
        return self.filter(revoked_at__isnull=True)

    def trusted(self, *, now: datetime) -> "TrustedDeviceQuerySet":
        """Those that may open something: neither revoked nor forgotten, of somebody who works here."""
        return self.unrevoked().filter(last_used_at__gt=now - PHONE_LIFETIME, account__is_active=True)


class TrustedDevice(HouseModel):
    """A person's own phone, which opens the day's attendance sheets by a PIN or a passkey.

    The browser holds a secret of 256 random bits, the row its hash. The PIN is hashed together with that secret, so a
    dump gives nobody six digits to guess at. `pin` is empty where only the passkey opens. `failures` counts wrong PINs
    since the owner last proved who they are.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="trusted_devices")
    name = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    pin = models.CharField(max_length=200, blank=True, default="")
    registered_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(db_default=Now())
    failures = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = models.Manager.from_queryset(TrustedDeviceQuerySet)()

    class Meta(HouseModel.Meta):
        ordering = ("-registered_at", "-id")
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="device_has_a_name"),
            models.CheckConstraint(condition=models.Q(failures__lte=PIN_TRIES), name="device_failures_counted"),
            models.CheckConstraint(
                condition=models.Q(revoked_by__isnull=True) | models.Q(revoked_at__isnull=False),
                name="device_revoked_by_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_locked(self) -> bool:
        """Whether so many wrong PINs were typed that its owner must sign in fully first."""
        return self.failures >= PIN_TRIES


class Session(AbstractBaseSession):
    """A signed-in browser. A row, so that it can be listed by its owner and ended at once by a manager.

    `session_key` is a hash of what the browser holds, so a dump opens no session. `expire_date` is the absolute limit;
    `last_seen_at` moves with the work, and the session engine checks both (`core.accounts.sessions`).
    With a `device` it was opened by the PIN or passkey of a trusted phone: it ends at midnight, not after idleness, and
    enters only what is declared for such phones.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.ForeignKey(TrustedDevice, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    user_agent = models.CharField(max_length=300, blank=True, default="")
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        ordering = ("-last_seen_at",)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from core.accounts.sessions import SessionStore  # the engine imports this model

        return SessionStore


class InvitationQuerySet(HouseQuerySet["Invitation"]):
    """Named filters on invitations."""

    def unanswered(self) -> "InvitationQuerySet":
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def open(self, *, now: datetime) -> "InvitationQuerySet":
        """Those whose link still works."""
        return self.unanswered().filter(expires_at__gt=now, account__is_active=True)


class Invitation(HouseModel):
    """An invitation to an account. The link holds a secret; the row holds its SHA-256, so a dump opens nothing."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta(HouseModel.Meta):
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"invitation of {self.account_id}"


class ApiTokenQuerySet(HouseQuerySet["ApiToken"]):
    """Named filters on keys for machines."""

    def valid(self, *, now: datetime) -> "ApiTokenQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=now, created_by__is_active=True)


class ApiToken(HouseModel):
    """A key for a machine: 160 random bits or more, stored as SHA-256, shown once, with scopes and an end."""

    name = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    networks = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="api_tokens")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ApiTokenQuerySet)()

    class Meta(HouseModel.Meta):
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__lte=models.F("created_at") + TOKEN_LIFETIME), name="token_ends_in_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(scopes__len__gt=0, scopes__contained_by=[scope.value for scope in Scope]),
                name="token_scopes_known",
            ),
        )

    def __str__(self) -> str:
        return self.name
