"""Puts the simulated region into the houses of the demo.

What nobody would do one by one (people, stays, days) goes in at once, as the house's own role, past every constraint
and trigger. What an office does on purpose (closing, settling, paying) goes through the services that offices use.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from casework.attendance.models import ClosedDay, Mark, MarkVersion
from casework.demo.closing import close_months
from casework.demo.crew import FUNCTIONS, Crew, crew_of_house, moment
from casework.demo.releasing import publish_history, release_history
from casework.demo.samples import write_samples
from casework.demo.simulator import region
from casework.demo.story import PersonStory, StayStory, Story
from casework.demo.truth import write_truth
from casework.participants.models import Participant, Stay, StayPeriod
from casework.participants.selectors.people import pesel_index, phone_index
from casework.staff.models import StaffMember
from casework.staff.rules import StaffFunction
from casework.workshops.models import Group, Membership, Workshop
from core.accounts.models import Account
from core.localdev.places import SAMPLES
from tenants.walls.context import house_context
from tenants.walls.identifiers import new_identifiers

BATCH = 2000
MARKED_AT, BROUGHT_LATER = time(14, 50), timedelta(days=2)


def fill(*, today: date) -> None:
    """Fill every centre of the demo that is still empty, and write the truth and the sample spreadsheets beside it."""
    stories = region(today, months=settings.OGNIWO_DEMO_MONTHS)
    filled = [_fill(story) for story in stories]
    if not any(filled):
        return
    with house_context(stories[0].plan.slug):
        publish_history(today=today)
    data = Path(settings.OGNIWO_DATA_DIR)
    (data / SAMPLES).mkdir(parents=True, exist_ok=True)
    write_truth(stories, data)
    write_samples(stories, data / SAMPLES)


def _fill(story: Story) -> bool:
    with house_context(story.plan.slug):
        return fill_house(story)


@transaction.atomic
def fill_house(story: Story) -> bool:
    """Tell a story in the house that the thread is in. False: somebody has put people there already."""
    if Participant.objects.exists():
        return False
    crew = crew_of_house()
    groups = _set_up_groups(story, crew)
    stays = _admit(story, crew)
    _assign(story, stays, groups)
    _note_days(story, stays, crew)
    close_months(story, stays, crew=crew)
    release_history(story, crew=crew)
    return True


def _set_up_groups(story: Story, crew: Crew) -> list[Group]:
    """The staff, the workshops, and a group in each of them."""
    since = story.window.first
    for role, account in crew.accounts.items():
        StaffMember.objects.create(
            name=account.name, function=FUNCTIONS[role], account=account, employed_from=since - timedelta(days=400)
        )
    return [_group(number, story, crew) for number in range(len(story.plan.teams))]


def _group(number: int, story: Story, crew: Crew) -> Group:
    team = story.plan.teams[number]
    if team.instructor:
        leader = StaffMember.objects.create(name=team.instructor, function=StaffFunction.INSTRUCTOR)
    else:
        leader = StaffMember.objects.get(account=crew.instructor)
    workshop = Workshop.objects.create(name=team.workshop, seats=team.seats)
    return Group.objects.create(
        workshop=workshop, name=team.group, instructor=leader, seats=team.seats, hours_a_day=team.hours
    )


def _admit(story: Story, crew: Crew) -> list[Stay]:
    """The people and their stays, in the order of the story."""
    people = story.people
    by_key = {
        person.key: _participant(person, key, crew)
        for person, key in zip(people, new_identifiers(len(people)), strict=True)
    }
    Participant.objects.bulk_create(by_key.values(), batch_size=BATCH)
    keys = new_identifiers(len(story.stays))
    stays = [_stay(told, by_key[told.person.key], key, crew) for told, key in zip(story.stays, keys, strict=True)]
    Stay.objects.bulk_create(stays, batch_size=BATCH)
    StayPeriod.objects.bulk_create(
        StayPeriod(stay=stay, kind=period.kind, starts_on=period.starts_on, ends_on=period.ends_on)
        for told, stay in zip(story.stays, stays, strict=True)
        for period in told.periods
    )
    return stays


def _participant(person: PersonStory, key: UUID, crew: Crew) -> Participant:
    return Participant(
        id=key,
        last_name=person.last_name,
        first_name=person.first_name,
        pesel=person.pesel,
        pesel_index=pesel_index(person.pesel),
        other_identifier=person.other_identifier,
        birth_date=person.birth_date,
        sex=person.sex,
        street=person.street,
        postal_code=person.postal_code,
        place=person.place,
        phone=person.phone,
        phone_index=phone_index(person.phone),
        email=person.email,
        categories=[each.value for each in person.categories],
        education=person.education,
        labour_status=person.labour_status,
        created_by=crew.social_worker,
        updated_by=crew.social_worker,
    )


def _stay(told: StayStory, participant: Participant, key: UUID, crew: Crew) -> Stay:
    return Stay(
        id=key,
        participant=participant,
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        closing_reason=told.reason.value if told.reason else "",
        plan_signed_on=told.plan_signed_on,
        benefit_applied_on=told.benefit_applied_on,
        created_by=crew.social_worker,
        created_at=moment(told.starts_on, time(8)),
    )


def _assign(story: Story, stays: list[Stay], groups: list[Group]) -> None:
    Membership.objects.bulk_create(
        [
            Membership(group=groups[each.team], stay=stay, starts_on=each.starts_on, ends_on=each.ends_on)
            for told, stay in zip(story.stays, stays, strict=True)
            for each in told.memberships
        ],
        batch_size=BATCH,
    )


def _note_days(story: Story, stays: list[Stay], crew: Crew) -> None:
    """The days with all their versions: a mark that was changed later remembers what stood there before."""
    ClosedDay.objects.bulk_create(
        ClosedDay(day=day, reason=reason, created_by=crew.manager) for day, reason in story.closed_days.items()
    )
    said = [line for told, stay in zip(story.stays, stays, strict=True) for line in _said(story, told, stay, crew)]
    latest = {(stay, day): line for line in said for stay, day, *_rest in [line]}
    _copy(Mark, ("stay_id", "day", "version", "code", "hours", "marked_by_id", "marked_at"), latest.values())
    _copy(MarkVersion, ("stay_id", "day", "version", "code", "hours", "by_id", "at"), said)


Line = tuple[UUID, date, int, str, Decimal, UUID, datetime]
"""What was said of a day: whose, which, the how-manieth time, the code, the hours, by whom and when."""


def _said(story: Story, told: StayStory, stay: Stay, crew: Crew) -> Iterator[Line]:
    for day, mark in told.marks.items():
        who, at = _keeper(story, told, day, crew).pk, moment(day, MARKED_AT)
        if mark.first_said is None:
            yield (stay.pk, day, 1, mark.code, mark.hours, who, at)
        else:
            yield (stay.pk, day, 1, mark.first_said, Decimal(0), who, at)
            yield (stay.pk, day, 2, mark.code, mark.hours, crew.social_worker.pk, at + BROUGHT_LATER)


def _keeper(story: Story, told: StayStory, day: date, crew: Crew) -> Account:
    """Who keeps the sheet of that day: the instructor of the own group, the social worker of all others."""
    has_account = story.plan.teams[told.team_on(day)].instructor is None
    return crew.instructor if has_account else crew.social_worker


def _copy(model: type[Model], columns: tuple[str, ...], rows: Iterable[Line]) -> None:
    """Tens of thousands of rows by COPY: three times as fast as Django's bulk insert, under the same guards."""
    table = model._meta.db_table
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as door:
        for row in rows:
            door.write_row(row)
