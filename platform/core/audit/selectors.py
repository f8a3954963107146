"""Reading the history, page by page and as a whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Account
from core.audit.models import AuditEntry
from core.audit.rules import EntryFilter, sentence

PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """One act as a person reads it. `by_name` and `sentence` use the names of then, not of now."""

    id: UUID
    at: datetime
    by_name: str
    action: str
    sentence: str
    target_id: str
    request_id: str
    ip: str | None


@dataclass(frozen=True)
class Day:
    """The acts of one day, the latest first."""

    on: date
    lines: list[Line]


@dataclass(frozen=True)
class HistoryPage:
    """A page of the history. `older` continues it (empty on the last page)."""

    days: list[Day]
    older: str


def entries(wanted: EntryFilter) -> QuerySet[AuditEntry]:
    """The entries that match, the latest first."""
    return AuditEntry.objects.filter(
        _by(wanted),
        _at(wanted),
        _about(wanted),
        *([Q(target_id=wanted.target_id)] if wanted.target_id else []),
    ).order_by("-at", "-id")


def history_page(wanted: EntryFilter, *, before: UUID | None = None) -> HistoryPage:
    """One page of the history, from the entry `before` on (it is not shown again) or from the latest.

    Read along the index (`at`, `id`): the hundredth page costs what the first one does.
    """
    found = entries(wanted)
    last = AuditEntry.objects.filter(pk=before).first() if before else None
    if last:
        found = found.filter(Q(at__lte=last.at), Q(at__lt=last.at) | Q(id__lt=last.pk))
    page = list(found[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    return HistoryPage(days=_by_day(map(line, shown)), older=str(shown[-1].pk) if len(page) > PAGE_SIZE else "")


def line(entry: AuditEntry) -> Line:
    """The entry as a sentence, in the language of whoever reads."""
    text = sentence(entry.action, by=entry.by_name, target=entry.target_label, details=entry.details)
    if entry.details.get("key_id"):
        text = _("{sentence} (by the key “{key}”)").format(sentence=text, key=entry.details["key"])
    return Line(
        id=entry.pk,
        at=entry.at,
        by_name=entry.by_name,
        action=entry.action,
        sentence=text,
        target_id=entry.target_id,
        request_id=entry.request_id,
        ip=entry.ip,
    )


def lines(wanted: EntryFilter, *, at_most: int | None = None) -> Iterator[Line]:
    """All matching entries as sentences, the latest first, read in portions."""
    found = entries(wanted)
    return map(line, (found[:at_most] if at_most else found).iterator(chunk_size=2000))


def people() -> list[tuple[str, str]]:
    """Who can be asked about: every account this house ever had, by name."""
    return [(str(pk), name) for pk, name in Account.objects.order_by("name", "id").values_list("pk", "name")]


def has_viewed_since(account: Account, *, moment: datetime) -> bool:
    """Whether the account's reading of the history is on record since then."""
    return AuditEntry.objects.filter(by_id=account.pk, at__gte=moment, action="audit.viewed").exists()


def _by(wanted: EntryFilter) -> Q:
    if wanted.by_platform:
        return Q(by_id__isnull=True)
    return Q(by_id=wanted.by) if wanted.by else Q()


def _at(wanted: EntryFilter) -> Q:
    since = Q(at__gte=_midnight(wanted.since)) if wanted.since else Q()
    until = Q(at__lt=_midnight(wanted.until + timedelta(days=1))) if wanted.until else Q()
    return since & until


def _about(wanted: EntryFilter) -> Q:
    group = Q(action__startswith=f"{wanted.group}.") if wanted.group else Q()
    text = Q(by_name__icontains=wanted.text) | Q(target_label__icontains=wanted.text) if wanted.text else Q()
    return group & text


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _by_day(shown: Iterable[Line]) -> list[Day]:
    return [Day(on, list(each)) for on, each in groupby(shown, key=lambda each: timezone.localdate(each.at))]
