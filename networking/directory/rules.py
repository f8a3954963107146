"""What a centre tells about itself, and how long its status lasts. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

STATUS_YEARS = 5
"""The voivode grants the status of a centre for five years (art. 5 of the act on social employment)."""
WARN_NETWORK = timedelta(days=92)
"""The list of the network warns of a status that ends within three months."""
WARN_CENTRE = timedelta(days=180)
"""The centre itself is reminded half a year ahead: it must apply anew and wait for the decision."""
GDPR_SINCE = date(2018, 5, 25)
"""Agreements of art. 28 GDPR cannot be older."""


class Standing(StrEnum):
    """What can be said of a centre's status today."""

    UNKNOWN = "unknown"
    LASTS = "lasts"
    ENDS_SOON = "ends-soon"
    ENDED = "ended"


def standing(until: date | None, *, today: date, ahead: timedelta = WARN_NETWORK) -> Standing:
    """How a status with this last day stands; `ahead`: what counts as soon."""
    if until is None:
        return Standing.UNKNOWN
    if until < today:
        return Standing.ENDED
    return Standing.ENDS_SOON if until <= today + ahead else Standing.LASTS


@dataclass(frozen=True)
class ProfileData:
    """A profile as it is to be saved. Contacts are those of the office."""

    run_by: str
    decision_number: str
    decision_on: date | None
    status_until: date | None
    seats: int | None
    workshops: list[str]
    about: str
    street: str
    postal_code: str
    place: str
    phone: str
    email: str
    website: str


class ProfileProblem(StrEnum):
    """Why a profile cannot be saved as it is."""

    DECISION_WITHOUT_DAY = "decision-without-day"
    DAY_WITHOUT_DECISION = "day-without-decision"
    DECISION_AHEAD = "decision-ahead"
    STATUS_BEFORE_DECISION = "status-before-decision"
    STATUS_TOO_LONG = "status-too-long"


FIELD_OF_PROBLEM = {
    ProfileProblem.DECISION_WITHOUT_DAY: "decision_on",
    ProfileProblem.DAY_WITHOUT_DECISION: "decision_number",
    ProfileProblem.DECISION_AHEAD: "decision_on",
    ProfileProblem.STATUS_BEFORE_DECISION: "status_until",
    ProfileProblem.STATUS_TOO_LONG: "status_until",
}


def problem_of(profile: ProfileData, *, today: date) -> ProfileProblem | None:
    """The first thing that does not fit together."""
    decided, until = profile.decision_on, profile.status_until
    if profile.decision_number and not decided:
        return ProfileProblem.DECISION_WITHOUT_DAY
    if decided is None:
        return None
    if not profile.decision_number:
        return ProfileProblem.DAY_WITHOUT_DECISION
    if decided > today:
        return ProfileProblem.DECISION_AHEAD
    return _problem_of_end(until, decided=decided) if until else None


def _problem_of_end(until: date, *, decided: date) -> ProfileProblem | None:
    if until < decided:
        return ProfileProblem.STATUS_BEFORE_DECISION
    a_year_to_begin = STATUS_YEARS + 1
    return ProfileProblem.STATUS_TOO_LONG if until.year - decided.year > a_year_to_begin else None


class FoundingProblem(StrEnum):
    """Why a centre is not founded."""

    AGREEMENT_AHEAD = "agreement-ahead"
    AGREEMENT_TOO_OLD = "agreement-too-old"
    RESERVED = "reserved"
    ADDRESS_TAKEN = "address-taken"
    NAME_TAKEN = "name-taken"
    OWN_ACCOUNT = "own-account"


FIELD_OF_FOUNDING = {
    FoundingProblem.AGREEMENT_AHEAD: "agreement_signed_on",
    FoundingProblem.AGREEMENT_TOO_OLD: "agreement_signed_on",
    FoundingProblem.RESERVED: "slug",
    FoundingProblem.ADDRESS_TAKEN: "slug",
    FoundingProblem.NAME_TAKEN: "name",
    FoundingProblem.OWN_ACCOUNT: "manager_email",
}


def problem_of_agreement(signed_on: date, *, today: date) -> FoundingProblem | None:
    """Whether an agreement can have been signed on that day."""
    if signed_on > today:
        return FoundingProblem.AGREEMENT_AHEAD
    return FoundingProblem.AGREEMENT_TOO_OLD if signed_on < GDPR_SINCE else None
