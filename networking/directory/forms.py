"""Reading a centre's profile, and what is asked about a new centre."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator, URLValidator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.screening.forms import SharedTextForm
from core.submissions.forms import DayInput, OnceForm, VersionedForm
from networking.directory.models import CentreProfile
from networking.directory.rules import ProfileData
from tenants.organisations.models import Network
from tenants.provisioning.models import FoundingRequest
from tenants.provisioning.services import CentreAsked

MOST_SEATS = 500
MOST_WORKSHOPS = 30
_POSTAL_CODE = RegexValidator(r"^\d{2}-\d{3}$", gettext_lazy("Write the postal code like this: 42-360."))
_PHONE = RegexValidator(
    r"^\+?[\d \-()]{7,24}$", gettext_lazy("Write digits only, with spaces if you like: 34 314 52 51.")
)
_HTTPS = URLValidator(schemes=["https"], message=gettext_lazy("Write the address like this: https://cis.example.pl."))
_LABEL = RegexValidator(
    r"^[a-z][a-z0-9]{1,30}$",
    gettext_lazy("2 to 31 small letters without Polish marks, and digits; a letter comes first: kozieglowy."),
)


class LinesField(forms.CharField):
    """A list, one entry in a line; empty lines do not count."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_WORKSHOPS:
            raise forms.ValidationError(_("At most %(most)d lines, please.") % {"most": MOST_WORKSHOPS})
        for line in lines:
            MaxLengthValidator(120)(line)
        return lines


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, **options)


class CentreSearchForm(forms.Form):
    """Which centres the list shows."""

    q = forms.CharField(label=gettext_lazy("Name or place"), required=False, max_length=100, widget=forms.SearchInput)


class ProfileForm(SharedTextForm, VersionedForm):
    """What the centre tells its network about itself."""

    run_by = forms.CharField(
        label=gettext_lazy("Run by"),
        max_length=200,
        help_text=gettext_lazy("The commune, association or foundation that created the centre."),
    )
    decision_number = forms.CharField(
        label=gettext_lazy("Number of the voivode's decision"), max_length=80, required=False
    )
    decision_on = _day(gettext_lazy("Day of the decision"), required=False)
    status_until = _day(
        gettext_lazy("Status valid until"),
        required=False,
        help_text=gettext_lazy("The status is granted for five years; half a year before its end we remind you."),
    )
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=MOST_SEATS, required=False)
    workshops = LinesField(
        label=gettext_lazy("Workshops"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One in a line."),
    )
    about = forms.CharField(
        label=gettext_lazy("What the centre does well"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("A few sentences for the other centres. Write about the work, not about participants."),
    )
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=120, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), required=False, validators=[_POSTAL_CODE])
    place = forms.CharField(label=gettext_lazy("Place"), max_length=80)
    phone = forms.CharField(label=gettext_lazy("Telephone of the office"), required=False, validators=[_PHONE])
    email = forms.EmailField(label=gettext_lazy("E-mail of the office"), required=False)
    website = forms.CharField(label=gettext_lazy("Website"), max_length=200, required=False, validators=[_HTTPS])

    def profile(self) -> ProfileData:
        return ProfileData(**{name: self.cleaned_data[name] for name in ProfileData.__dataclass_fields__})


def as_typed(profile: CentreProfile | None) -> dict[str, Any]:
    """A profile as its form shows it; version 0 while there is none."""
    if profile is None:
        return {"version": 0}
    return {name: getattr(profile, name) for name in (*ProfileData.__dataclass_fields__, "version")}


class FoundingForm(OnceForm):
    """A new centre, the agreement that allows it, and whom the platform invites to head it."""

    network = forms.TypedChoiceField(label=gettext_lazy("Network"), coerce=UUID)
    name = forms.CharField(
        label=gettext_lazy("Full name of the centre"),
        max_length=200,
        help_text=gettext_lazy("As in the voivode's decision: Centrum Integracji Społecznej w …"),
    )
    slug = forms.CharField(label=gettext_lazy("Short name for the address"), validators=[_LABEL])
    run_by = forms.CharField(
        label=gettext_lazy("Run by"),
        max_length=200,
        help_text=gettext_lazy("The commune, association or foundation that created the centre."),
    )
    agreement_number = forms.CharField(label=gettext_lazy("Number of the processing agreement"), max_length=60)
    agreement_signed_on = _day(gettext_lazy("Signed on"))
    agreement_signed_by = forms.CharField(
        label=gettext_lazy("Signed for the centre by"),
        max_length=200,
        help_text=gettext_lazy("Name and function of whoever signed for its creator: the head of the commune, say."),
    )
    manager_email = forms.EmailField(
        label=gettext_lazy("E-mail of the first manager"),
        help_text=gettext_lazy("The platform sends the invitation there. Afterwards nobody of the OWES can change it."),
    )
    is_confirmed = forms.BooleanField(
        label=gettext_lazy("I have this agreement before me, signed by both sides."),
        error_messages={"required": gettext_lazy("Without the signed agreement a centre cannot be founded.")},
    )

    def __init__(self, *args: Any, networks: Iterable[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.pk), each.name) for each in networks]
        field: Any = self.fields["network"]
        field.choices = choices
        if len(choices) == 1:
            field.widget, field.initial = forms.HiddenInput(), choices[0][0]
        self.fields["slug"].help_text = format_html(
            "{} <strong><span data-address>{}</span>.{}</strong>",
            _("The centre will be at the address"),
            self.data.get("slug") or self.initial.get("slug") or pgettext("in an address", "name"),
            settings.OGNIWO_BASE_HOST,
        )

    def centre(self) -> CentreAsked:
        return CentreAsked(**{name: self.cleaned_data[name] for name in CentreAsked.__dataclass_fields__})


def asked_again(asked: FoundingRequest) -> dict[str, Any]:
    """What a founding that failed asked for; the manager's address is no longer known and is typed anew."""
    names = [name for name in CentreAsked.__dataclass_fields__ if name != "manager_email"]
    return {name: getattr(asked, name) for name in names} | {"network": str(asked.network_id)}
