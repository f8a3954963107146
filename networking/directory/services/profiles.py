"""Keeping the profile of a centre."""

from dataclasses import asdict
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from core.screening.services import check_shared
from networking.directory.models import CentreProfile
from networking.directory.rules import FIELD_OF_PROBLEM, ProfileData, problem_of
from networking.directory.selectors.profiles import PROBLEMS
from tenants.errors import ChangedMeanwhile, RuleBroken
from tenants.walls.context import current_house

PROFILE_ACTIONS = {"profile.changed": gettext_lazy("{by} changed the profile of the centre")}


@transaction.atomic
def save_profile(*, by: Account, version: int, data: ProfileData, today: date, anyway: str = "") -> CentreProfile:
    """Write down what the centre tells about itself. `version` 0: there was no profile yet.

    Raises:
        RuleBroken: dates or the decision do not fit together, or a PESEL number stands in the description.
        NamesSomebody: a participant seems to be named; `anyway` is what the author has confirmed.
        ChangedMeanwhile: somebody else has saved the profile since `version`.
    """
    _check(data, today=today)
    texts = {"about": data.about, "workshops": "\n".join(data.workshops)}
    check_shared(texts, by=by, target=_("the profile of the centre"), anyway=anyway)
    profile = _unchanged(version)
    for name, value in asdict(data).items():
        setattr(profile, name, value)
    signed = signature_of(by)
    profile.changed_by_account, profile.changed_by_name = signed.account, signed.name
    profile.changed_by_function, profile.changed_at = signed.function, Now()
    _save(profile)
    record(by=by, action="profile.changed", target=profile.house)
    return profile


def _check(data: ProfileData, *, today: date) -> None:
    problem = problem_of(data, today=today)
    if problem:
        raise RuleBroken(str(PROBLEMS[problem]), FIELD_OF_PROBLEM[problem])


def _unchanged(version: int) -> CentreProfile:
    house = current_house()
    profile = CentreProfile.objects.select_for_update(of=("self",)).filter(house=house).first()
    if (profile.version if profile else 0) != version:
        raise _changed_meanwhile()
    if profile is None:
        return CentreProfile(house=house)
    profile.version += 1
    return profile


def _save(profile: CentreProfile) -> None:
    """Two people may fill in the first profile at the same moment; the database lets one of them be first."""
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as error:
        if "house_id" not in str(error):
            raise
        raise _changed_meanwhile() from error


def _changed_meanwhile() -> ChangedMeanwhile:
    return ChangedMeanwhile(_("Somebody else changed this in the meantime. Compare, then save again."))
