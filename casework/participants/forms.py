"""Reading what is typed about people and stays."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.participants.rules import SORTS, NewStay, PersonData, Problem, Search, State, problems_of, tidied
from casework.participants.selectors import FIELD_LABELS, namesakes, sentence
from casework.participants.selectors.labels import (
    CATEGORY_LABELS,
    CLOSING_LABELS,
    EDUCATION_LABELS,
    LABOUR_STATUS_LABELS,
    SEARCH_STATE_LABELS,
    SEX_LABELS,
)
from core.access import Permission
from core.accounts.models import Account
from core.submissions.forms import OnceForm

OF_CATEGORIES = ("main_category", "further_categories")


def _choices(labels: Mapping[Any, Any], *, empty: Any = "") -> list[tuple[str, Any]]:
    return [("", empty), *((code.value, label) for code, label in labels.items())]


def _text(name: str, *, required: bool = False, help_text: Any = "", **attributes: str) -> forms.CharField:
    """A line of text; how long it may be is a rule, so that it can say so."""
    attributes.setdefault("autocomplete", "off")
    return forms.CharField(
        label=FIELD_LABELS[name], required=required, help_text=help_text, widget=forms.TextInput(attributes)
    )


def _instead(field: forms.CharField, other: Any) -> forms.CharField:
    """A field that may stay empty only when the other one is filled in; its label says so."""
    field.instead = other  # type: ignore[attr-defined]
    return field


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class SearchForm(forms.Form):
    """What is looked for. Whatever makes no sense is left aside: a list is always shown."""

    q = forms.CharField(
        label=_("Name, PESEL or telephone"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    stan = forms.ChoiceField(label=_("Who"), required=False, choices=_choices(SEARCH_STATE_LABELS)[1:])
    grupa = forms.ChoiceField(label=pgettext_lazy("of a workshop", "Group"), required=False)
    kolejnosc = forms.ChoiceField(
        label=pgettext_lazy("of a list", "Order"),
        required=False,
        choices=[
            ("nazwisko", _("by surname, A to Z")),
            ("-nazwisko", _("by surname, Z to A")),
            ("-dodano", _("added last, first")),
            ("dodano", _("added first, first")),
        ],
    )

    def __init__(self, data: Mapping[str, Any], *, groups: Iterable[tuple[str, str]]) -> None:
        initial = {"stan": State.HERE.value, "kolejnosc": "nazwisko"}
        super().__init__({**initial, **{name: data[name] for name in data if data[name]}})
        self.fields["grupa"].choices = [("", pgettext_lazy("groups", "all")), *groups]  # type: ignore[attr-defined]

    def search(self, data: Mapping[str, Any]) -> Search:
        """The search as a value; `po` and `przed` in the address say where the page begins."""
        self.is_valid()
        asked = self.cleaned_data
        group, sort = asked.get("grupa"), asked.get("kolejnosc")
        return Search(
            text=asked.get("q", ""),
            state=State(asked.get("stan") or State.HERE.value),
            group=UUID(group) if group else None,
            sort=sort if sort in SORTS else "nazwisko",
            after=_key(data.get("po")),
            before=_key(data.get("przed")),
        )

    @property
    def address(self) -> dict[str, str]:
        """What of this form may stand in an address: no text, because texts here are names and numbers."""
        return {name: self.data[name] for name in ("stan", "grupa", "kolejnosc") if self.data.get(name)}


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class _OfVersion(OnceForm):
    """What is typed belongs to the record as its editor saw it; without a `version` nothing was seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0


class PersonForm(_OfVersion):
    """A person's card. What is only unlikely has to be confirmed before it is saved."""

    last_name = _text("last_name", required=True)
    first_name = _text("first_name", required=True)
    pesel = _instead(
        _text("pesel", help_text=_("11 digits. Date of birth and sex are read from it."), inputmode="numeric"),
        _("(or another identifier)"),
    )
    other_identifier = _instead(
        _text("other_identifier", help_text=_("For somebody without a PESEL number: a passport, a card.")),
        _("(or the PESEL number)"),
    )
    birth_date = _day(FIELD_LABELS["birth_date"], help_text=_("Leave it empty when you give the PESEL number."))
    sex = forms.ChoiceField(
        label=FIELD_LABELS["sex"], required=False, choices=_choices(SEX_LABELS, empty=_("from the PESEL number"))
    )
    street = _text("street")
    postal_code = _text("postal_code", inputmode="numeric")
    place = _text("place")
    phone = _text("phone", inputmode="tel")
    email = _text("email", inputmode="email")
    main_category = forms.ChoiceField(
        label=_("Main group of art. 1(2)"),
        required=False,
        choices=_choices(CATEGORY_LABELS, empty=_("not known yet")),
        help_text=_("Sealed in the database; only those see it who need it for their work."),
    )
    further_categories = forms.MultipleChoiceField(
        label=_("Further groups of art. 1(2)"),
        required=False,
        choices=_choices(CATEGORY_LABELS)[1:],
        widget=forms.CheckboxSelectMultiple,
    )
    education = forms.ChoiceField(
        label=FIELD_LABELS["education"], required=False, choices=_choices(EDUCATION_LABELS, empty=_("not known yet"))
    )
    labour_status = forms.ChoiceField(
        label=FIELD_LABELS["labour_status"],
        required=False,
        choices=_choices(LABOUR_STATUS_LABELS, empty=_("not known yet")),
    )
    confirmed = forms.BooleanField(
        label=_("I have checked this, it is right"), required=False, widget=forms.HiddenInput
    )

    sections: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Who it is"), ("last_name", "first_name", "pesel", "other_identifier", "birth_date", "sex")),
        (_("Address and contact"), ("street", "postal_code", "place", "phone", "email")),
        (_("Situation"), ("education", "labour_status", *OF_CATEGORIES)),
    )

    def __init__(
        self, *args: Any, viewer: Account, today: date, participant_id: UUID | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.participant_id = today, participant_id
        self.warnings: list[str] = []
        if not viewer.may(Permission.CATEGORIES_VIEW):
            for name in (*OF_CATEGORIES, "labour_status"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong, each at its field; warnings ask to be confirmed."""
        super().clean()
        problems = problems_of(self.person, today=self.today)
        for problem in problems:
            if not problem.is_warning:
                self._refuse(problem)
        self.warnings = [sentence(each) for each in self._unlikely(problems)]
        if self.warnings:
            self.fields["confirmed"].widget = forms.CheckboxInput()
            if not self.cleaned_data.get("confirmed"):
                self.add_error("confirmed", _("Check what is said above, then confirm it here or correct it."))
        return self.cleaned_data

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings, without those that this viewer may not see."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.sections]

    @property
    def person(self) -> PersonData:
        """What was typed; a field that could not be read is empty."""
        typed = self.cleaned_data
        names = {each.name for each in fields(PersonData)} & set(typed)
        main, further = typed.get("main_category") or "", typed.get("further_categories") or []
        groups = tuple(dict.fromkeys(each for each in (main, *further) if each))
        texts = {"last_name": "", "first_name": ""} | {name: typed[name] for name in names}
        return tidied(PersonData(**texts, categories=groups))

    def _unlikely(self, problems: list[Problem]) -> list[Problem]:
        found = [problem for problem in problems if problem.is_warning]
        if not self.errors and namesakes(self.person, but=self.participant_id).exists():
            found.append(Problem("last_name", "same-person", is_warning=True))
        return found

    def _refuse(self, problem: Problem) -> None:
        field = OF_CATEGORIES[0] if problem.field == "categories" else problem.field
        if field in self.fields and field not in self.errors:
            self.add_error(field, sentence(problem))


def typed_form_of(person: PersonData) -> dict[str, Any]:
    """The values of a person as the form's fields hold them."""
    values = {each.name: getattr(person, each.name) for each in fields(person) if each.name != "categories"}
    main, *further = person.categories or ("",)
    return values | {"main_category": main, "further_categories": further}


class StayForm(_OfVersion):
    """The days of a stay. Plan and application may be given later."""

    starts_on = _day(_("First day in the centre"), required=True)
    plan_signed_on = _day(
        _("IPZS signed on"), help_text=_("Without it attendance can be marked, but the month cannot be closed.")
    )
    benefit_applied_on = _day(
        _("Application for the benefit of"), help_text=_("Without it no benefit can be calculated.")
    )

    @property
    def stay(self) -> NewStay:
        typed = self.cleaned_data
        return NewStay(typed["starts_on"], typed.get("plan_signed_on"), typed.get("benefit_applied_on"))


class NewPersonForm(PersonForm):
    """A new person; the stay may begin at once, or later from the card."""

    starts_on = _day(_("First day in the centre"), help_text=_("Leave it empty when the day is not known yet."))
    plan_signed_on = _day(_("IPZS signed on"))
    benefit_applied_on = _day(_("Application for the benefit of"))

    sections = (*PersonForm.sections, (_("Participation"), ("starts_on", "plan_signed_on", "benefit_applied_on")))

    def clean(self) -> dict[str, Any]:
        super().clean()
        later = [name for name in ("plan_signed_on", "benefit_applied_on") if self.cleaned_data.get(name)]
        if later and not self.cleaned_data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Give the first day too: the other days belong to a stay."))
        return self.cleaned_data

    @property
    def stay(self) -> NewStay | None:
        typed = self.cleaned_data
        if not typed.get("starts_on"):
            return None
        return NewStay(typed["starts_on"], typed.get("plan_signed_on"), typed.get("benefit_applied_on"))


class EndForm(_OfVersion):
    """The last day and the reason."""

    ends_on = _day(_("Last day in the centre"), required=True, help_text=_("It still counts as a day of the stay."))
    reason = forms.ChoiceField(
        label=_("Reason for the end"), choices=_choices(CLOSING_LABELS, empty=_("choose the reason"))
    )
    note = forms.CharField(
        label=pgettext_lazy("about a stay", "Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What will be worth knowing later. Nothing about health, please."),
    )


class ExtensionForm(_OfVersion):
    """Until when."""

    ends_on = _day(_("Extended until"), required=True)


class ReopenForm(_OfVersion):
    """Nothing but the version that is meant."""
