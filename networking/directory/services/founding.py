"""Asking the platform for a new centre. Whoever asks never gets into it: the platform invites its manager."""

from datetime import date
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from core.notifications.services import notify, path_in_house
from networking.directory.rules import FIELD_OF_FOUNDING, FoundingProblem, problem_of_agreement
from networking.directory.selectors.founding import PROBLEMS, has_account, own_networks
from tenants.errors import RuleBroken
from tenants.jobs.services import complete_current_job
from tenants.provisioning.models import FoundingRequest
from tenants.provisioning.rules import FoundingState, is_reserved
from tenants.provisioning.selectors import foundings, is_known
from tenants.provisioning.services import CentreAsked, request_founding

FOUNDING_NOTICE = "founding"
FOUNDING_ACTIONS = {
    "founding.asked": gettext_lazy("{by} asked for the centre “{target}” ({address}); agreement {number}"),
    "founding.done": gettext_lazy("the platform founded the centre “{target}”"),
    "founding.failed": gettext_lazy("the centre “{target}” could not be founded"),
}


_FOUNDED = gettext_lazy("The centre is founded: {name}")
_NOT_FOUNDED = gettext_lazy("The centre could not be founded: {name}")


@transaction.atomic
def ask_for_centre(*, by: Account, network_id: UUID, centre: CentreAsked, today: date) -> FoundingRequest:
    """Ask the platform to found a centre in a network that this OWES coordinates.

    Raises:
        RuleBroken: the agreement's date is not possible, the address or the name is taken, or the manager is to be
            somebody of this very house.
        Network.DoesNotExist: the network is not this house's.
    """
    network = own_networks().get(pk=network_id)
    problem = _problem(centre, today=today)
    if problem:
        raise RuleBroken(str(PROBLEMS[problem]), FIELD_OF_FOUNDING[problem])
    asked = request_founding(network=network, centre=centre, by=signature_of(by))
    details = {"address": centre.slug, "number": centre.agreement_number}
    record(by=by, action="founding.asked", target=asked, details=details)
    return asked


def _problem(centre: CentreAsked, *, today: date) -> FoundingProblem | None:
    if is_known(name=centre.name):
        return FoundingProblem.NAME_TAKEN
    if is_reserved(centre.slug):
        return FoundingProblem.RESERVED
    if is_known(slug=centre.slug):
        return FoundingProblem.ADDRESS_TAKEN
    if has_account(centre.manager_email):
        return FoundingProblem.OWN_ACCOUNT
    return problem_of_agreement(centre.agreement_signed_on, today=today)


@shared_task(name="networking.directory.tell_about_founding")
def tell_about_founding(*, request: str) -> None:
    """Tell whoever asked for a centre what became of it. The ground process asks for this job once."""
    with transaction.atomic():
        asked = foundings().filter(pk=UUID(request)).first()
        if asked is not None:
            _tell(asked)
        complete_current_job()


def _tell(asked: FoundingRequest) -> None:
    is_done = asked.state == FoundingState.DONE
    record(by=None, action="founding.done" if is_done else "founding.failed", target=asked)
    notify(
        accounts=Account.objects.active().filter(pk=asked.asked_by_account),
        kind=FOUNDING_NOTICE,
        title=format_lazy(_FOUNDED if is_done else _NOT_FOUNDED, name=asked.name),
        url=path_in_house("founding:progress", asked.pk),
    )
