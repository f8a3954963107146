"""Reading what people type about accounts. The rules are in the services."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access.rules import roles_of_kind
from core.access.selectors import ROLE_LABELS
from core.accounts.services import spend_code
from core.submissions.forms import ActingForm, OnceForm
from tenants.walls.context import current_house

validate_user_name = RegexValidator(
    r"\A[\w.-]{3,40}\Z", _("A user name has 3 to 40 letters, digits, dots or hyphens. Or give an e-mail.")
)

GOOD_PASSWORD = _("At least 12 characters; neither your name or e-mail nor a password that many people use.")
"""What the validators of the settings ask for, in one sentence."""


# Signing in


class _Plain(forms.Form):
    """allauth's fields without grey text in the boxes: the label says it, and stays when something is typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"password", "oldpassword"}:
                field.help_text = ""  # a link to the forgotten password, which our pages show themselves
            if name == "password1":
                field.help_text = GOOD_PASSWORD


class SignInForm(_Plain, LoginForm):  # type: ignore[misc]
    """One word for both ways of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["login"]
        name.label = _("E-mail or user name")
        name.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class PasswordForm(_Plain, ChangePasswordForm):  # type: ignore[misc]
    """Changing one's password."""


class PasswordAgainForm(_Plain, account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password before a delicate act."""


class ForgottenForm(_Plain, ResetPasswordForm):  # type: ignore[misc]
    """Asking for a link to a new password."""


class NewPasswordForm(_Plain, ResetPasswordKeyForm):  # type: ignore[misc]
    """Choosing a new password with such a link."""


class AppForm(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""


class _CodeOnce(_Plain):
    """A code of an authenticator app is accepted once."""

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        app: Authenticator = self.authenticator  # type: ignore[attr-defined]
        is_app = app.type == Authenticator.Type.TOTP
        if is_app and not spend_code(authenticator_id=app.pk, code=code, now=timezone.now()):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_CodeOnce, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(_CodeOnce, ReauthenticateForm):  # type: ignore[misc]
    """The code before a delicate act."""


# One's own account


class ProfileForm(ActingForm):
    """What people change about themselves; neither roles nor the name they sign in with."""

    name = forms.CharField(label=_("First name and surname"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class AcceptForm(ActingForm):
    """The answer to an invitation, or to a link to a new password: then the name stays as it is."""

    name = forms.CharField(
        label=_("First name and surname"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=GOOD_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password again"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        is_named = account.name != account.sign_in_name  # a founder is known by the e-mail alone
        self.fields["name"].initial = account.name if is_named else ""
        self.fields["name"].disabled = account.has_usable_password()

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password

    def clean(self) -> None:
        password, repeated = self.cleaned_data.get("password"), self.cleaned_data.get("repeated")
        if password and repeated and password != repeated:
            self.add_error("repeated", _("The two passwords differ."))


# Trusted phones


def _digits(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput({"autocomplete": autocomplete, "inputmode": "numeric", "maxlength": "6"})


class PinForm(forms.Form):
    """The PIN of a trusted phone. Named like a password, so that no page ever gives it back."""

    phone_password = forms.CharField(label=_("PIN"), max_length=6, widget=_digits("off"))


class PhoneForm(ActingForm):
    """A phone that its owner wants to trust."""

    name = forms.CharField(
        label=_("Name of the phone"), max_length=60, help_text=_("So that you recognise it, for example: my Samsung.")
    )
    phone_password = forms.CharField(
        label=_("PIN for this phone"),
        max_length=6,
        widget=_digits("new-password"),
        help_text=_("Six digits that nobody guesses: not in order, not a date, not your code for unlocking the phone."),
    )
    phone_password_repeated = forms.CharField(label=_("PIN again"), max_length=6, widget=_digits("new-password"))

    def __init__(self, *args: Any, pin_is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone_password", "phone_password_repeated"):
            self.fields[name].required = pin_is_needed
        if not pin_is_needed:
            self.fields["phone_password"].help_text = _(
                "You may leave it empty: then only your passkey opens the phone."
            )

    def clean(self) -> None:
        pin, repeated = self.cleaned_data.get("phone_password"), self.cleaned_data.get("phone_password_repeated")
        if pin is not None and repeated is not None and pin != repeated:
            self.add_error("phone_password_repeated", _("The two PINs differ."))


# Staff


def role_choices() -> list[tuple[str, Any]]:
    """Roles that exist in this kind of house."""
    return [(role.value, ROLE_LABELS[role]) for role in roles_of_kind(current_house().kind)]


class RolesForm(ActingForm):
    """Which roles somebody holds."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=role_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Together they say what the person sees and may do. Several can be chosen."),
    )


class InviteForm(OnceForm, RolesForm):
    """Who is invited, and as what."""

    name = forms.CharField(label=_("First name and surname"), max_length=120)
    sign_in_name = forms.CharField(
        label=_("E-mail or user name"),
        max_length=254,
        help_text=_("To an e-mail we send the invitation. For a user name you get a link to hand over."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("name", "sign_in_name", "roles")

    def clean_sign_in_name(self) -> str:
        typed: str = self.cleaned_data["sign_in_name"].strip().lower()
        if "@" not in typed:
            validate_user_name(typed)
            return typed
        try:
            validate_email(typed)
        except ValidationError as wrong:
            raise ValidationError(_("Check the e-mail: it should look like name@example.org.")) from wrong
        return typed


class StaffFilters(forms.Form):
    """What the list of the staff shows."""

    ACTIVE, ENDED = "active", "ended"

    search = forms.CharField(label=_("Search"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=lambda: [("", _("all roles")), *role_choices()])
    access = forms.ChoiceField(
        label=_("Access"),
        required=False,
        choices=[("", _("all accounts")), (ACTIVE, _("may sign in")), (ENDED, _("access ended"))],
    )

    def chosen(self) -> dict[str, Any]:
        """Arguments for the selector; whatever was not understood is left out."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        active = {self.ACTIVE: True, self.ENDED: False}.get(given.get("access", ""))
        return {"search": given.get("search", ""), "role": given.get("role", ""), "active": active}
