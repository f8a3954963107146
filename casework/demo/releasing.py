"""Past months' figures have gone to the OWES, as each centre's manager let them go at the time.

The rows are put in at once: the service counts a month anew each time, sends a letter and asks for the tables, which a
hundred months of history would do a hundred times.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from casework.demo.crew import Crew, moment
from casework.demo.region import Progress
from casework.demo.story import Month, Story
from casework.figures.models import FiguresDecision
from casework.figures.selectors import count_months
from core.accounts.models import Account
from core.accounts.selectors import signature_of
from core.audit.services import record
from tenants.figures.models import Release
from tenants.figures.rules import DEFINITIONS_VERSION, Figures
from tenants.figures.services import publish_now
from tenants.organisations.models import Network
from tenants.organisations.selectors import network_of
from tenants.walls.context import current_house
from tenants.walls.identifiers import new_identifiers

RELEASED_AFTER, CORRECTED_AFTER = timedelta(days=10), timedelta(days=16)
CORRECTED_BACK = 4
"""The month that was released twice lies so many months before last month."""
AUTOMATICALLY = "automatycznie, zgodnie z decyzją kierownika"


def release_history(story: Story, *, crew: Crew) -> None:
    """The manager's decision, and every closed month but the last, which only prompt centres have released."""
    network = network_of(current_house(), day=story.window.today)
    gone = [month for month in story.progress if _has_gone(story, month)]
    if network is None or not gone:
        return
    FiguresDecision.objects.create(
        exact=list(story.plan.exact),
        automatic_after_days=story.plan.automatic_after,
        decided_by=crew.manager,
        decided_at=moment(story.window.first, time(10)),
    )
    counted = count_months({month.first: 1 for month in gone})
    made = [
        _release(version, figures, at, story=story, month=month, by=crew.manager, network=network)
        for month in gone
        for version, (figures, at) in enumerate(_versions(counted[month.first], month, story), start=1)
    ]
    for each, key in zip(made, new_identifiers(len(made)), strict=True):
        each.pk = key
    Release.objects.bulk_create(made)
    for each in made:
        _record(each, by=crew.manager)


def publish_history(*, today: date) -> None:
    """The tables of the network that the thread's house belongs to, from all that has been released in it."""
    network = network_of(current_house(), day=today)
    if network:
        publish_now(network, today=today)


def _has_gone(story: Story, month: Month) -> bool:
    is_last = month == list(story.progress)[-2]
    return story.progress[month] >= Progress.APPROVED and (story.plan.is_prompt or not is_last)


def _versions(figures: Figures, month: Month, story: Story) -> Iterator[tuple[Figures, datetime]]:
    """What was released and when. A correction brings the amounts, which were not approved the first time."""
    first, second = (_at(month, after, story) for after in (RELEASED_AFTER, CORRECTED_AFTER))
    months = list(story.progress)
    if story.plan.corrects and len(months) > CORRECTED_BACK + 1 and month == months[-2 - CORRECTED_BACK]:
        yield _without_money(figures), first
        yield figures, second
    else:
        yield figures, first


def _without_money(figures: Figures) -> Figures:
    money = {"benefits", "premiums"}
    return replace(
        figures,
        totals={code: value for code, value in figures.totals.items() if code not in money},
        extras={(code, name): value for (code, name), value in figures.extras.items() if code not in money},
    )


def _at(month: Month, after: timedelta, story: Story) -> datetime:
    day = min(month.last + after, story.window.today)
    return moment(day, time(11 if day < story.window.today else 7))


def _release(
    version: int, figures: Figures, at: datetime, *, story: Story, month: Month, by: Account, network: Network
) -> Release:
    signature, is_automatic = signature_of(by), story.plan.automatic_after is not None
    return Release(
        network=network,
        house=current_house(),
        month=month.first,
        version=version,
        figures=figures.as_json(),
        exact=sorted(story.plan.exact),
        definitions=DEFINITIONS_VERSION,
        is_automatic=is_automatic,
        released_by_account=signature.account,
        released_by_name=signature.name,
        released_by_function=AUTOMATICALLY if is_automatic else signature.function,
        released_at=at,
    )


def _record(release: Release, *, by: Account) -> None:
    action = "figures.released" if release.version == 1 else "figures.corrected"
    owes = release.network.coordinator.name
    details = {"month": f"{release.month:%m.%Y}", "owes": owes, "version": release.version}
    record(by=by, action=action, target=release, details=details)
