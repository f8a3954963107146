"""What has to be said to get a report, and what stands at the head of every paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Account
from core.files.rules import LARGEST_UPLOAD
from core.reports.rules import Format
from core.submissions.forms import ActingForm, OnceForm

FORMAT_LABELS = {
    Format.PDF: _("PDF: to print, sign and hand over"),
    Format.XLSX: _("Spreadsheet (XLSX): to count and sort"),
    Format.CSV: _("Plain table (CSV): for other programs"),
}
MONTHS_TO_CHOOSE = 24


class ReportForm(OnceForm):
    """Base of every kind's form: the kind adds its parameters. Its cleaned values must be JSON.

    `by` is the account that asks: what a form offers may depend on it.
    """

    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect, initial=Format.PDF)

    def __init__(self, *args: Any, formats: Sequence[Format], by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["format"].choices = [(each.value, FORMAT_LABELS[each]) for each in formats]  # type: ignore[attr-defined]
        self.order_fields([*(name for name in self.fields if name != "format"), "format"])

    def parameters(self) -> dict[str, Any]:
        """What the kind itself asked for."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"format", "form_id"}}


class MonthField(forms.ChoiceField):
    """One of the last months, the latest first; its value looks like `2026-10`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=recent_months, **options)


def recent_months() -> list[tuple[str, str]]:
    """The current month and those before it, by name."""
    today = timezone.localdate()
    months = [_months_before(today, count) for count in range(MONTHS_TO_CHOOSE)]
    return [(f"{month:%Y-%m}", month_in_words(month)) for month in months]


def month_in_words(day: date) -> str:
    """The month of a day, as it stands inside a sentence: `listopad 2026`, `November 2026`."""
    name = str(MONTHS[day.month])
    return f"{name.lower() if get_language() == 'pl' else name} {day.year}"


def _months_before(day: date, count: int) -> date:
    number = day.year * 12 + day.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


class LetterheadForm(ActingForm):
    """The head of every paper. The house's own name is not asked for: it is known."""

    address = forms.CharField(
        label=_("Address"), required=False, max_length=200, help_text=_("Street, number, postal code, place.")
    )
    contact = forms.CharField(
        label=_("Contact"), required=False, max_length=200, help_text=_("Telephone, e-mail, website.")
    )
    run_by = forms.CharField(
        label=_("Run by"),
        required=False,
        max_length=200,
        help_text=_("The body that runs you, such as a municipality."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG, at most 1 MB and 2000 by 2000 pixels."),
    )
    logo_alt = forms.CharField(
        label=_("What the logo shows"),
        required=False,
        max_length=200,
        help_text=_("Read aloud to people who cannot see it, for example: two linked rings."),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["remove_logo"]

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        if logo and logo.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("The file is too large."))
        return logo

    def wanted(self) -> dict[str, Any]:
        """The letterhead as it should be from now on; the logo as bytes."""
        logo = self.cleaned_data["logo"]
        return self.cleaned_data | {"logo": logo.read() if logo else None}
