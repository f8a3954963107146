"""What codes and problems are called on the screen."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from casework.participants.rules import (
    Category,
    ClosingReason,
    Education,
    LabourStatus,
    PeriodKind,
    Problem,
    Sex,
    State,
    StayState,
)
from core.ui.rules import Tone

CATEGORY_LABELS: dict[Category, Any] = {
    Category.HOMELESS: _("homeless, in an individual programme of leaving homelessness (item 1)"),
    Category.ALCOHOL: _("dependent on alcohol (item 2)"),
    Category.DRUGS: _("dependent on drugs or other intoxicants (item 3)"),
    Category.MENTAL_DISORDER: _("with a mental disorder (item 4)"),
    Category.LONG_TERM_UNEMPLOYED: _("long-term unemployed (item 5)"),
    Category.RELEASED: _("released from prison, with difficulties in coming back (item 6)"),
    Category.REFUGEE: _("refugee in an individual integration programme (item 7)"),
    Category.DISABLED: _("with a disability (item 8)"),
    Category.OTHER: _("another group in need of social employment"),
}
SEX_LABELS: dict[Sex, Any] = {Sex.FEMALE: _("woman"), Sex.MALE: _("man")}
EDUCATION_LABELS: dict[Education, Any] = {
    Education.NONE: pgettext_lazy("education", "none"),
    Education.PRIMARY: _("primary or lower secondary (ISCED 0–2)"),
    Education.SECONDARY: _("upper secondary or post-secondary (ISCED 3–4)"),
    Education.TERTIARY: _("tertiary (ISCED 5–8)"),
}
LABOUR_STATUS_LABELS: dict[LabourStatus, Any] = {
    LabourStatus.LONG_TERM_UNEMPLOYED: _("unemployed for a long time"),
    LabourStatus.UNEMPLOYED: _("unemployed"),
    LabourStatus.INACTIVE: _("not active on the labour market"),
    LabourStatus.INACTIVE_IN_EDUCATION: _("not active, in education or training"),
    LabourStatus.EMPLOYED: _("employed"),
}
PERIOD_LABELS: dict[PeriodKind, Any] = {
    PeriodKind.TRIAL: _("trial period"),
    PeriodKind.MAIN: _("main period"),
    PeriodKind.EXTENSION: _("extension"),
}
STATE_LABELS: dict[StayState, Any] = {
    StayState.PLANNED: _("begins soon"),
    StayState.TRIAL: _("trial period"),
    StayState.MAIN: _("main period"),
    StayState.EXTENSION: _("extension"),
    StayState.OVER_LIMIT: _("beyond the granted time"),
    StayState.ENDED: _("ended"),
}
STATE_TONES: dict[StayState, Tone] = {
    StayState.PLANNED: "info",
    StayState.TRIAL: "info",
    StayState.MAIN: "success",
    StayState.EXTENSION: "success",
    StayState.OVER_LIMIT: "danger",
    StayState.ENDED: "neutral",
}
SEARCH_STATE_LABELS: dict[State, Any] = {
    State.HERE: _("in the centre now"),
    State.TRIAL: _("in the trial period"),
    State.MAIN: _("in the main period or extension"),
    State.ENDING: _("ending within 30 days"),
    State.OVER_LIMIT: _("beyond the granted time"),
    State.NO_PLAN: _("in the centre without a signed IPZS"),
    State.NO_STAY: _("without any stay yet"),
    State.ENDED: _("who have left"),
    State.ALL: _("everybody"),
}
CLOSING_LABELS: dict[ClosingReason, Any] = {
    ClosingReason.COMPLETED: _("completed the programme"),
    ClosingReason.EMPLOYMENT: _("took up employment"),
    ClosingReason.BUSINESS: _("started an own business"),
    ClosingReason.COOPERATIVE: _("joined or founded a social cooperative"),
    ClosingReason.PENSION: _("became entitled to a pension"),
    ClosingReason.NOT_QUALIFIED: _("not admitted after the trial period"),
    ClosingReason.RESIGNED: _("resigned"),
    ClosingReason.LEFT: _("left without notice"),
    ClosingReason.BREACH: _("persistent breach of the programme"),
    ClosingReason.NO_MEDICAL_STATEMENT: _("no medical statement"),
    ClosingReason.DEATH: _("death"),
    ClosingReason.MOVED: _("moved away"),
    ClosingReason.LIMIT_REACHED: _("the longest time of participation has passed"),
    ClosingReason.OTHER: _("another reason"),
}
FIELD_LABELS: dict[str, Any] = {
    "last_name": pgettext_lazy("person", "Surname"),
    "first_name": pgettext_lazy("person", "First name"),
    "pesel": _("PESEL number"),
    "other_identifier": _("Another identifier"),
    "birth_date": _("Date of birth"),
    "sex": _("Sex"),
    "street": _("Street and number"),
    "postal_code": _("Postal code"),
    "place": pgettext_lazy("address", "Town or village"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "categories": _("Groups of art. 1(2)"),
    "education": _("Education"),
    "labour_status": _("Status on the labour market"),
}

_SENTENCES: dict[str, Any] = {
    "hidden-marks": _(
        "There are marks here that cannot be seen, perhaps copied from elsewhere. Delete the text and type it by hand."
    ),
    "too-long": _("This is too long: there is room for %(limit)s characters."),
    "name-missing": _("Fill this in."),
    "name-letters": _("A name may hold letters, spaces, hyphens, apostrophes, dots and brackets."),
    "identity-missing": _("Give the PESEL number; if the person has none, give another identifier."),
    "pesel-length": _("A PESEL number has 11 digits."),
    "pesel-digit": _("This PESEL number has a mistake in it: the last digit does not fit the others."),
    "pesel-date": _("This PESEL number has a mistake in it: its first six digits are no date."),
    "pesel-future": _("This PESEL number belongs to somebody who is not born yet. Check its digits."),
    "birth-future": _("The date of birth lies in the future."),
    "birth-too-early": _("Nobody born before 1900 can be a participant. Check the year."),
    "birth-not-of-pesel": _("According to the PESEL number the date of birth is %(day)s."),
    "birth-of-a-child": _("According to the date of birth this person is not 15 yet."),
    "sex-not-of-pesel": _("The sex does not fit the PESEL number."),
    "postal-code-form": _("A postal code looks like this: 42-360."),
    "phone-form": _("A telephone number has digits only: 9 in Poland, with + and the country code from abroad."),
    "email-form": _("This is no e-mail address. It looks like this: jan@example.pl."),
    "unknown-word": _("Choose one of the values of the list."),
    "same-person": _("Somebody with the same name and date of birth is on the list already. Is it the same person?"),
    "before-the-act": _("There were no centres before August 2003. Check the year."),
    "far-ahead": _("This day is more than a year ahead. Check the year."),
    "extension-is-none": _("The time granted so far lasts until %(day)s; an extension has to end later."),
    "extension-too-long": _("The whole participation may last %(months)s months, so until %(day)s at the latest."),
}


def badges(state: StayState | None, *, has_plan: bool) -> list[tuple[Any, Tone]]:
    """Where a stay stands, in one or two short words with their tones; a missing plan is one of them."""
    if state is None:
        return [(_("no stay yet"), "neutral")]
    standing: list[tuple[Any, Tone]] = [(STATE_LABELS[state], STATE_TONES[state])]
    lacks_plan = not has_plan and state is not StayState.ENDED
    return [*standing, (_("no IPZS"), "warning")] if lacks_plan else standing


def sentence(problem: Problem) -> str:
    """The problem as a person reads it, at a field or on a row of an import."""
    words = {name: day_in_words(value) for name, value in problem.details}
    return str(_SENTENCES[problem.code]) % words


def day_in_words(value: Any) -> Any:
    """A day as pages write it; anything else as it is."""
    pattern = pgettext("how a day is written, in Django's letters", "j M Y")
    return date_format(value, pattern) if hasattr(value, "isoformat") else value
