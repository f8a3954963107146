"""Founding a centre that the OWES of a network asked for.

The house of the OWES writes the request; the dispatcher hands it to the ground process; that one founds the centre,
lets it join the network and settles the request in one transaction. Killed at any moment, it leaves nothing behind and
is repeated.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat, Now
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tenants.errors import RuleBroken
from tenants.jobs.models import Job, Lane, State
from tenants.jobs.services import complete_current_job
from tenants.organisations.models import Kind, Network, Organisation
from tenants.organisations.services import forget_hosts, join_network
from tenants.post.rules import Signature
from tenants.provisioning.models import UNFINISHED, FoundingRequest
from tenants.provisioning.rules import LAST_STEP, FoundingState, NewHouse, checked
from tenants.provisioning.services.houses import build, one_at_a_time, refuse_taken
from tenants.walls.context import current_house, house_context, public_context, service_role

FOUNDING = "found_requested_centre"
TELLING = "networking.directory.tell_about_founding"
"""The job by which the OWES's own worker tells whoever asked."""


@dataclass(frozen=True)
class CentreAsked:
    """A centre that is to be founded. The agreement is the one on processing of personal data (art. 28 GDPR)."""

    name: str
    slug: str
    run_by: str
    agreement_number: str
    agreement_signed_on: date
    agreement_signed_by: str
    manager_email: str

    @property
    def house(self) -> NewHouse:
        """The house that the ground process builds."""
        host = f"{self.slug}.{settings.OGNIWO_BASE_HOST}"
        return NewHouse(Kind.CENTRE.value, self.name, host, self.manager_email)


# In the house of the OWES


def request_founding(*, network: Network, centre: CentreAsked, by: Signature) -> FoundingRequest:
    """Ask for a centre, in the current house and transaction. The network must be its own (row level security).

    Raises:
        RuleBroken: the address cannot be used, or somebody is already waiting for it.
    """
    checked(centre.house)
    asked = FoundingRequest(
        network=network,
        asked_by_house=current_house(),
        asked_by_account=by.account,
        asked_by_name=by.name,
        asked_by_function=by.function,
        **vars(centre),
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        if "founding_of_an_address_once" not in str(error):
            raise
        raise RuleBroken(_("A centre with this address is just being founded."), "slug") from error
    return asked


# The dispatcher


@transaction.atomic
def hand_over_foundings(*, at_most: int = 20) -> int:
    """Ask the ground process for the centres that are wanted, and settle what it gave up. Returns how many are new."""
    _settle_what_failed()
    fresh = list(FoundingRequest.objects.filter(queued_at__isnull=True).order_by("asked_at", "id")[:at_most])
    if not fresh:
        return 0
    nobody = Organisation.objects.get(kind=Kind.PUBLIC)
    jobs = [
        Job(house=nobody, lane=Lane.GROUND, kind=FOUNDING, parameters={"request": str(asked.pk)}, key=_key(asked))
        for asked in fresh
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    return FoundingRequest.objects.filter(pk__in=[asked.pk for asked in fresh]).update(queued_at=Now())


def _key(asked: FoundingRequest) -> str:
    return f"founding/{asked.pk}"


def _settle_what_failed() -> None:
    """A founding whose job is given up is at its end, whatever the reason; whoever asked reads it there."""
    key = Concat(Value("founding/"), Cast(OuterRef("pk"), CharField()))
    given_up = Job.objects.filter(key=key, lane=Lane.GROUND, state__in=(State.FAILED, State.REJECTED))
    for asked in FoundingRequest.objects.filter(Exists(given_up), state__in=UNFINISHED).order_by("asked_at", "id"):
        reason = Job.objects.filter(key=_key(asked)).values_list("error", flat=True)[0]
        _settle(asked, state=FoundingState.FAILED.value, error=reason)


# The ground process


def found_requested_centre(*, request: str, today: date) -> None:
    """Found the centre of a request; nothing when that is done already.

    Raises:
        RuleBroken: the address was taken meanwhile; the request then ends with this sentence.
    """
    asked = _taken_over(UUID(request))
    if asked is None:
        return
    wanted = CentreAsked(**{name: getattr(asked, name) for name in CentreAsked.__dataclass_fields__}).house
    with public_context(), transaction.atomic():
        one_at_a_time()
        refuse_taken(wanted)
        house = build(checked(wanted))
        join_network(network=asked.network.slug, house=house.schema_name, since=today)
        _put_on_record(house, asked)
        with service_role("dispatcher"):
            _settle(asked, state=FoundingState.DONE.value, step=LAST_STEP, house=house)
            complete_current_job()
    forget_hosts(house)


def _taken_over(request: UUID) -> FoundingRequest | None:
    """The request, now visibly being worked on; None when it is finished."""
    with service_role("dispatcher"):
        open_one = FoundingRequest.objects.filter(pk=request, state__in=UNFINISHED)
        open_one.update(state=FoundingState.RUNNING.value, step=1)
        return open_one.select_related("network", "asked_by_house").first()


def _put_on_record(house: Organisation, asked: FoundingRequest) -> None:
    """The new centre's history begins with the agreement it was founded on."""
    details = {
        "network": asked.network.name,
        "number": asked.agreement_number,
        "signed_on": asked.agreement_signed_on.isoformat(),
        "signed_by": asked.agreement_signed_by,
    }
    with house_context(house):
        import_string(settings.OPERATOR_RECORD)(action="house.founded", details=details)


def _settle(asked: FoundingRequest, **outcome: object) -> None:
    """The end of a request: the manager's address is forgotten, and its OWES has a worker tell whoever asked."""
    FoundingRequest.objects.filter(pk=asked.pk).update(manager_email="", finished_at=Now(), **outcome)
    told = Job(
        house_id=asked.asked_by_house_id, kind=TELLING, parameters={"request": str(asked.pk)}, key=f"told/{asked.pk}"
    )
    Job.objects.bulk_create([told], ignore_conflicts=True)
