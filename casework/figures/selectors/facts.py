"""What figures are counted from: stays, days and money of the centre, the same queries for one month as for twelve."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from casework.attendance.models import Mark
from casework.attendance.rules import last_day_of
from casework.benefits.models import Settlement, SettlementLine
from casework.figures.rules import DaysFacts, MoneyFacts, PersonFacts, StayFacts, figures_of, spans_needed
from casework.participants.models import Participant, Stay
from casework.workshops.models import Workshop
from tenants.figures.rules import Figures

OF_PERSON = ("sex", "birth_date", "education", "categories")
"""Nothing else of a person is read; the groups of art. 1(2) are opened here, counted, and forgotten."""


def count_months(versions: Mapping[date, int]) -> dict[date, Figures]:
    """The figures of these months. `versions`: month → the version of its approved attendance. Five queries.

    Money is in them when the settlement of just that version is approved. Seats are those of the open workshops now:
    the centre keeps no history of them.
    """
    if not versions:
        return {}
    stays, days, money = _stays(versions), _days(versions), _money(versions)
    seats = seats_now()
    return {
        month: figures_of(month, stays=stays, days=days.get(month, ()), money=money.get(month), seats=seats)
        for month in versions
    }


def seats_now() -> int:
    """Seats of the workshops that are open."""
    return Workshop.objects.filter(is_active=True).aggregate(seats=Sum("seats"))["seats"] or 0


def _stays(months: Collection[date]) -> list[StayFacts]:
    since, until = spans_needed(list(months))
    touching: Iterable[Stay] = (
        Stay.objects.touching(since=since, until=until)
        .select_related("participant")
        .only("starts_on", "ends_on", "closing_reason", *(f"participant__{name}" for name in OF_PERSON))
    )
    return [
        StayFacts(_person(each.participant), each.starts_on, each.ends_on, each.closing_reason) for each in touching
    ]


def _person(participant: Participant) -> PersonFacts:
    categories = participant.categories
    return PersonFacts(
        key=participant.pk,
        sex=participant.sex,
        birth_date=participant.birth_date,
        education=participant.education,
        category=categories[0] if categories else "",
    )


def _days(months: Collection[date]) -> dict[date, list[DaysFacts]]:
    marks = Mark.objects.between(since=min(months), until=last_day_of(max(months)))
    rows = marks.values_list(TruncMonth("day"), "stay__participant_id", "code").annotate(Count("id"), Sum("hours"))
    found: dict[date, list[DaysFacts]] = defaultdict(list)
    for month, *facts in rows.order_by("stay__participant_id", "code"):
        found[month].append(DaysFacts(*facts))
    return found


def _money(versions: Mapping[date, int]) -> dict[date, list[MoneyFacts]]:
    """Of months whose settlement is approved and was made from the attendance as it stands."""
    made = Settlement.objects.filter(month__in=list(versions), approved_at__isnull=False)
    rows = made.order_by("month").values_list("pk", "month", "closing_version")
    standing: dict[UUID, date] = {pk: month for pk, month, version in rows if versions[month] == version}
    lines = SettlementLine.objects.filter(settlement__in=list(standing)).order_by("settlement", "pk")
    found: dict[date, list[MoneyFacts]] = {month: [] for month in standing.values()}
    for settlement, person, benefit, premium in lines.values_list(
        "settlement_id", "stay__participant_id", "amount", "premium"
    ):
        found[standing[settlement]].append(MoneyFacts(person, benefit, premium))
    return found
