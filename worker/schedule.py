"""What is done every day in every house, by the clock on the wall in Warsaw."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


@dataclass(frozen=True)
class Daily:
    """A task of every house, once per calendar day, from `at` on (local time)."""

    kind: str
    at: time

    def slot(self, now: datetime) -> date:
        """The day whose turn it is, or was last: also after a night in which nobody was there to see it."""
        local = now.astimezone(WARSAW)
        return local.date() if local.time() >= self.at else local.date() - timedelta(days=1)

    def key(self, now: datetime) -> str:
        """Names the slot by its date, so that the hour which comes twice in October does nothing twice."""
        return f"calendar/{self.kind}/{self.slot(now).isoformat()}"


CALENDAR = (
    Daily("core.reports.expire_reports", at=time(3, 10)),
    Daily("core.accounts.delete_expired_sessions", at=time(3, 20)),
    Daily("core.mail.forget_bodies", at=time(3, 30)),
    Daily("core.submissions.forget", at=time(3, 40)),
    Daily("core.imports.forget_imports", at=time(3, 50)),
    Daily("tenants.figures.freeze", at=time(4, 10)),
    Daily("casework.figures.daily", at=time(7, 0)),
    Daily("networking.meetings.remind", at=time(7, 30)),
    Daily("core.api.forget", at=time(4, 0)),
    Daily("networking.meetings.recall_actions", at=time(6, 20)),
)
