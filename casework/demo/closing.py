"""Past months are closed and paid by the services that offices use, at the moments at which offices do it."""

from datetime import date, datetime, time, timedelta

from casework.attendance.services import approve_month, submit_month
from casework.benefits.models import Premium
from casework.benefits.services import approve_settlement, mark_month_paid, settle_month
from casework.demo.crew import Crew, moment
from casework.demo.region import Progress
from casework.demo.story import Month, Story
from casework.participants.models import Stay

REASONS = (
    "Obecność bez opuszczonych dni i pomoc nowym osobom w grupie.",
    "Wyraźny postęp w zawodzie; samodzielnie prowadzi zlecenia pracowni.",
    "Zaangażowanie w zajęcia reintegracji społecznej, punktualność.",
)


def close_months(story: Story, stays: list[Stay], *, crew: Crew) -> None:
    """Take every month as far as the story says."""
    _propose_premiums(story, stays, crew=crew)
    for month, progress in story.progress.items():
        _take(month, progress, today=story.window.today, crew=crew)


def _propose_premiums(story: Story, stays: list[Stay], *, crew: Crew) -> None:
    Premium.objects.bulk_create(
        Premium(
            stay=stay,
            month=month,
            amount=amount,
            reasons=REASONS[told.key % len(REASONS)],
            proposed_by=crew.social_worker,
        )
        for told, stay in zip(story.stays, stays, strict=True)
        for month, amount in told.premiums.items()
    )


def _take(month: Month, progress: Progress, *, today: date, crew: Crew) -> None:
    """The steps of a month, each some days after it ended, none of them later than today."""

    def on(days: int, hour: int) -> datetime:
        day = min(month.last + timedelta(days=days), today)
        return moment(day, time(hour if day < today else 7))

    if progress >= Progress.SUBMITTED:
        submit_month(by=crew.social_worker, month=month.first, now=on(2, 9))
    if progress >= Progress.APPROVED:
        approve_month(by=crew.manager, month=month.first, now=on(3, 10))
    if progress >= Progress.SETTLED:
        settle_month(by=crew.social_worker, month=month.first, now=on(4, 9))
    if progress >= Progress.SETTLEMENT_APPROVED:
        approve_settlement(by=crew.manager, month=month.first, now=on(5, 12))
    if progress >= Progress.PAID:
        mark_month_paid(by=crew.accountant, month=month.first, now=on(9, 13))
