"""People as they come in and go out: what may be sent, and what is told."""

from typing import Any

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from casework.participants.rules import Category, Education, LabourStatus, Sex
from casework.participants.selectors import FIELD_LABELS
from core.api.api import Asked, Told
from core.api.rules import LARGEST_PAGE, PAGE_SIZE

KNOWN_AS = gettext_lazy(
    "By what your program knows the person, at most 100 letters, digits and signs without spaces; nobody else may "
    "have it."
)


def _text(name: str, **options: Any) -> serializers.CharField:
    """A line of text; how long it may be and what it may hold is a rule, so that it can say so."""
    return serializers.CharField(help_text=FIELD_LABELS[name], required=False, allow_blank=True, **options)


def _word(name: str, words: Any) -> serializers.ChoiceField:
    choices = [each.value for each in words]
    return serializers.ChoiceField(choices, help_text=FIELD_LABELS[name], required=False, allow_blank=True)


# What is told


class PersonListed(Told):
    """A person on a list. Of the PESEL number the last four digits are shown."""

    id = serializers.UUIDField()
    external_id = serializers.CharField(allow_null=True, help_text=KNOWN_AS)
    last_name = serializers.CharField()
    first_name = serializers.CharField()
    pesel_masked = serializers.CharField()
    birth_date = serializers.DateField(allow_null=True)
    sex = serializers.CharField()
    street = serializers.CharField()
    postal_code = serializers.CharField()
    place = serializers.CharField()
    email = serializers.CharField()
    education = serializers.CharField()
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class PersonGone(Told):
    """Somebody whose data were deleted here: delete them too."""

    id = serializers.UUIDField()
    external_id = serializers.CharField(allow_null=True)
    deleted_at = serializers.DateTimeField()


class PeoplePage(Told):
    """A page, those changed first coming first."""

    items = PersonListed(many=True)
    deleted = PersonGone(many=True, help_text=gettext_lazy("Filled only when you ask with updated_since."))
    next = serializers.CharField(allow_null=True, help_text=gettext_lazy("The cursor of the next page; null: no more."))
    next_since = serializers.DateTimeField(
        help_text=gettext_lazy(
            "Hand it in as updated_since next time. It lies a few minutes back, so some people may come twice and "
            "nobody is missed."
        )
    )


class PeopleFound(Told):
    """People who fit the search, by name."""

    items = PersonListed(many=True)
    are_all = serializers.BooleanField(help_text=gettext_lazy("False: there are more; search more narrowly."))


class Person(PersonListed):
    """Everything that is known of a person."""

    pesel = serializers.CharField()
    other_identifier = serializers.CharField()
    phone = serializers.CharField()
    categories = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text=gettext_lazy("Groups of art. 1(2), the main one first; only with the scope read:health."),
    )
    labour_status = serializers.CharField(required=False, help_text=gettext_lazy("Only with the scope read:health."))


# What is asked


class PeopleWanted(Asked):
    """Which part of the list."""

    updated_since = serializers.DateTimeField(
        required=False, help_text=gettext_lazy("Only who was changed or deleted then or later.")
    )
    external_id = serializers.CharField(required=False, help_text=KNOWN_AS)
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)
    cursor = serializers.CharField(required=False, help_text=gettext_lazy("What the page before gave as “next”."))


class PeopleSought(Asked):
    """Whom to look for. It comes in the body: names and numbers must not stand in addresses, which are logged."""

    q = serializers.CharField(
        max_length=100,
        trim_whitespace=False,
        help_text=gettext_lazy("Words of the name, a PESEL number or a telephone."),
    )
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)


class StayBegun(Asked):
    """The first days of a stay."""

    starts_on = serializers.DateField()
    plan_signed_on = serializers.DateField(required=False, allow_null=True)
    benefit_applied_on = serializers.DateField(required=False, allow_null=True)


class PersonChanged(Asked):
    """What changes; fields that are not sent stay as they are."""

    external_id = serializers.RegexField(r"^[!-~]{0,100}\Z", required=False, allow_blank=True, help_text=KNOWN_AS)
    last_name = _text("last_name")
    first_name = _text("first_name")
    pesel = _text("pesel")
    other_identifier = _text("other_identifier")
    birth_date = serializers.DateField(help_text=FIELD_LABELS["birth_date"], required=False, allow_null=True)
    sex = _word("sex", Sex)
    street = _text("street")
    postal_code = _text("postal_code")
    place = _text("place")
    phone = _text("phone")
    email = _text("email")
    categories = serializers.ListField(
        child=serializers.ChoiceField([each.value for each in Category]),
        required=False,
        max_length=len(Category),
        help_text=gettext_lazy("Groups of art. 1(2), the main one first; only with the scope read:health."),
    )
    education = _word("education", Education)
    labour_status = _word("labour_status", LabourStatus)
    confirmed = serializers.BooleanField(
        default=False,
        help_text=gettext_lazy("True: what is only unlikely (a name and birth date that are there already) is right."),
    )


class PersonNew(PersonChanged):
    """A new person; with a stay, if the first day is known."""

    last_name = serializers.CharField(help_text=FIELD_LABELS["last_name"])
    first_name = serializers.CharField(help_text=FIELD_LABELS["first_name"])
    stay = StayBegun(required=False)
