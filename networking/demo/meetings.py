"""The meeting of 30 September 2022 as the network tells of it, and the next one, half answered.

Who came is invented, and so are the hours; what was talked about, where, with whom and led by whom is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from core.accounts.models import Account
from core.localdev.people import HOUSES, NETWORK, DemoHouse
from networking.meetings.models import Attendee, Invitation, Meeting
from networking.meetings.rules import MeetingPlan, Need, Part, PartKind, Person
from networking.meetings.selectors import networks_here
from networking.meetings.services import (
    answer_invitation,
    call_meeting,
    close_meeting,
    invite_guest,
    note_presence,
    send_invitations,
)
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.walls.context import current_house, house_context

SERIES = "Spotkania sieciujące Subregionu Północnego"
CALLED_AT = datetime(2022, 9, 5, 9, tzinfo=timezone.get_default_timezone())
HELD_ON = date(2022, 9, 30)
AUTHOR = ("Łukasz Bednarczyk", "doradca kluczowy")

FIRST = MeetingPlan(
    title="Spotkanie Sieciujące Centrów Integracji Społecznej",
    series=SERIES,
    day=HELD_ON,
    starts_at=time(10),
    ends_at=time(15),
    answers_until=date(2022, 9, 23),
    place="Centrum Integracji Społecznej w Poraju",
    theme="Motywacja, automotywacja i wypalenie zawodowe kadry zarządzającej",
    introduction=(
        "Spotykamy się, żeby się poznać, wymienić doświadczeniami i pomówić o tym, jak działają nasze centra."
        " O poczęstunek i obiad zadba Koło Gospodyń Wiejskich z Poraja."
    ),
    partners=("Urząd Gminy Poraj", "Stowarzyszenie Marina Poraj", "Koło Gospodyń Wiejskich w Poraju"),
    parts=(
        Part(
            starts_at=time(10),
            ends_at=time(12),
            kind=PartKind.PRESENTATION,
            topic="Profile działalności centrów i to, jak wspierają uczestników",
        ),
        Part(
            starts_at=time(12, 30),
            ends_at=time(15),
            kind=PartKind.COACHING,
            topic="Motywacja, automotywacja i wypalenie zawodowe: część warsztatowo-coachingowa",
            leader="Iwona Caputa",
        ),
    ),
)


@dataclass(frozen=True)
class Said:
    """What a centre answered: how many of its staff come (none: nobody), and how many need what."""

    people: int = 1
    needs: Mapping[Need, int] = field(default_factory=dict)


THEN = {
    "poraj": Said(3),
    "myszkow": Said(2),
    "kozieglowy": Said(2, {Need.VEGETARIAN: 1}),
    "koniecpol": Said(1),
    "klobuck": Said(2, {Need.PARKING: 1}),
    "czestochowa": Said(2),
    "feniks": Said(1),
}
NOW_SAID = {
    "poraj": Said(2, {Need.PARKING: 1}),
    "myszkow": Said(3),
    "kozieglowy": Said(1, {Need.VEGETARIAN: 1, Need.PARKING: 1}),
    "koniecpol": Said(0),
    "czestochowa": Said(2, {Need.STEP_FREE: 1}),
    "feniks": Said(1),
}
"""Kłobuck has not answered yet."""


def write_meetings(*, today: date) -> None:
    """Both meetings, once."""
    with house_context(NETWORK.coordinator):
        if Meeting.objects.exists():
            return
    first = _call(replace(FIRST, host=_house("poraj").pk), now=CALLED_AT)
    _answer(first, THEN, now=CALLED_AT + timedelta(days=3))
    _hold(first, now=datetime.combine(HELD_ON, FIRST.ends_at, tzinfo=CALLED_AT.tzinfo))
    _let_the_past_rest(first)
    now = timezone.make_aware(datetime.combine(today, time(8)))
    second = _call(_next(today), now=now)
    _answer(second, NOW_SAID, now=now)
    _invite_the_labour_office(second, now=now)


def _next(today: date) -> MeetingPlan:
    """Two weeks ahead, on a working day."""
    day = today + timedelta(days=14)
    day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
    return MeetingPlan(
        title="Jak rozliczamy świadczenia i premie",
        series=SERIES,
        day=day,
        starts_at=time(10),
        ends_at=time(14),
        answers_until=day - timedelta(days=5),
        place="Centrum Integracji Społecznej w Myszkowie-Mrzygłodzie, ul. Palmowa 4",
        theme="Rozliczenia z PUP, premia motywacyjna i zwolnienia lekarskie",
        introduction="Weźcie ze sobą jeden przypadek z ostatniego miesiąca, z którym mieliście kłopot. Bez nazwisk.",
        partners=("Urząd Gminy i Miasta Myszków",),
        host=_house("myszkow").pk,
        seats=24,
        parts=(
            Part(starts_at=time(10), ends_at=time(11), kind=PartKind.GUEST_TALK, topic="Czego PUP szuka we wniosku",
                 leader="Powiatowy Urząd Pracy w Myszkowie"),
            Part(starts_at=time(11), ends_at=time(11, 20), kind=PartKind.BREAK, topic="Kawa"),
            Part(starts_at=time(11, 20), ends_at=time(14), kind=PartKind.WORKSHOP, topic="Trudne przypadki",
                 leader="Tomasz Wierzba"),
        ),
    )  # fmt: skip


def _call(plan: MeetingPlan, *, now: datetime) -> Meeting:
    with house_context(NETWORK.coordinator):
        adviser = _accounts(_demo(NETWORK.coordinator))[1]
        invited = [_house(slug).pk for slug in NETWORK.members]
        meeting = call_meeting(
            by=adviser, network_id=networks_here()[0].pk, plan=plan, invited=invited, today=now.date()
        )
        return send_invitations(by=adviser, meeting_id=meeting.pk, now=now)


def _answer(meeting: Meeting, said: Mapping[str, Said], *, now: datetime) -> None:
    for slug, answer in said.items():
        with house_context(slug):
            staff = _accounts(_demo(slug))
            version = Invitation.objects.get(meeting=meeting, house=current_house()).version
            answer_invitation(
                by=staff[0],
                meeting_id=meeting.pk,
                version=version,
                coming=answer.people > 0,
                people=[Person(each.name, each.role_names) for each in staff[: answer.people]],
                needs=answer.needs,
                now=now,
            )


def _hold(meeting: Meeting, *, now: datetime) -> None:
    """Everybody came. The report was written by the adviser of that time."""
    with house_context(NETWORK.coordinator):
        adviser = _accounts(_demo(NETWORK.coordinator))[1]
        came = list(Attendee.objects.filter(invitation__meeting=meeting).values_list("pk", flat=True))
        version = Meeting.objects.get(pk=meeting.pk).version
        note_presence(
            by=adviser, meeting_id=meeting.pk, version=version, listed=came, present=came, walk_in=None, now=now
        )
        close_meeting(by=adviser, meeting_id=meeting.pk, now=now)
        name, function = AUTHOR
        Meeting.objects.filter(pk=meeting.pk).update(
            called_by_name=name, called_by_function=function, next_planned="wczesna wiosna 2023"
        )


def _let_the_past_rest(meeting: Meeting) -> None:
    """Nobody is rung up today about a meeting of years ago."""
    for slug in (NETWORK.coordinator, *NETWORK.members):
        with house_context(slug):
            Post.objects.filter(to_house=current_house(), object_id=meeting.pk).update(delivered_at=Now())


def _invite_the_labour_office(meeting: Meeting, *, now: datetime) -> None:
    with house_context(NETWORK.coordinator):
        invite_guest(
            by=_accounts(_demo(NETWORK.coordinator))[1],
            meeting_id=meeting.pk,
            name="Aleksandra Mróz",
            email="a.mroz@pup-myszkow.example",
            organisation="Powiatowy Urząd Pracy w Myszkowie",
            function="specjalistka do spraw programów",
            now=now,
        )


def _demo(slug: str) -> DemoHouse:
    return next(house for house in HOUSES if house.slug == slug)


def _house(slug: str) -> Organisation:
    return Organisation.objects.get(schema_name=slug)


def _accounts(house: DemoHouse) -> list[Account]:
    """The people of a house, in the order of the demo's list."""
    by_email = {account.email: account for account in Account.objects.order_by("pk")}
    return [by_email[house.email(person)] for person in house.people]
