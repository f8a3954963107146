"""What the examples speak of beyond one house: a meeting in October 2026, and a table of the network."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from networking.meetings.api.examples import AGREEMENT, MEETING
from networking.meetings.models import Conclusion
from networking.meetings.rules import ConclusionKind, MeetingState
from tenants.figures.models import Publication, PublishedCell
from tenants.figures.rules import CellState, PeriodKind
from tenants.organisations.models import Network, Organisation
from tenants.walls.context import house_context, service_role
from tests.networking.meetings.held import a_meeting, an_action, coming

OCTOBER = date(2026, 10, 1)
PEOPLE = ("Anna Nieujawniona", "Jan Nieujawniony")


def meet(owes: Organisation, centre: Organisation) -> None:
    """A meeting that is over, with two people of the centre, a conclusion and an agreement that is done."""
    meeting = a_meeting(
        owes,
        centre,
        pk=UUID(MEETING),
        starts_at=datetime(2026, 10, 8, 8, tzinfo=UTC),
        title="Spotkanie sieciujące centrów",
        state=MeetingState.HELD,
        partners=["Powiatowy Urząd Pracy"],
        summary="Centra podzieliły się tym, co pomaga ich zespołom.",
        next_planned="wczesna wiosna 2027",
    )
    coming(meeting, centre, *PEOPLE)
    with house_context(owes):
        Conclusion.objects.create(
            meeting=meeting, kind=ConclusionKind.TO_OWES, text="Superwizja dla instruktorów raz na kwartał"
        )
    an_action(
        owes,
        centre,
        pk=UUID(AGREEMENT),
        meeting=meeting,
        what="Przesłać wzór karty motywacji",
        who="kierownik centrum",
        due_on=date(2026, 10, 31),
        done_at=datetime(2026, 10, 20, 7, 30, tzinfo=UTC),
        done_by_name="Anna Nowak",
    )


def publish(owes: Organisation) -> None:
    """People of its network by sex at the end of October: 41 women, the others hidden."""
    with house_context(owes):
        network = Network.objects.get(coordinator=owes)
    with service_role("publisher"):
        publication = Publication.objects.create(network=network, number=1, smallest_count=5, rounding=0)
        for class_name, value in (("K", Decimal(41)), ("M", None), ("unknown", None)):
            PublishedCell.objects.create(
                network=network,
                publication=publication,
                indicator="people",
                period=PeriodKind.MONTH.value,
                period_starts_on=OCTOBER,
                dimension="sex",
                class_name=class_name,
                state=CellState.HIDDEN.value if value is None else CellState.SHOWN.value,
                value=value,
                houses=2,
            )
