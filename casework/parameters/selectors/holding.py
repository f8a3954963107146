"""What holds on a day, and where it comes from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework.parameters.models import ParameterOverride
from casework.parameters.rules import (
    DEFINITIONS,
    Evidence,
    Group,
    LawValue,
    Parameter,
    Setting,
    Values,
    law_history,
    law_value,
    values_in_force,
)
from casework.parameters.selectors.words import (
    ARTICLE_LABELS,
    EVIDENCE_LABELS,
    GROUP_LABELS,
    PARAMETER_LABELS,
    shown_value,
)
from tenants.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A parameter as the list shows it: what holds today, since when, and why."""

    parameter: Parameter
    label: str | Promise
    shown: str
    since: date | None
    until: date | None
    why: str | Promise
    evidence: Evidence | None
    is_own: bool

    @property
    def evidence_label(self) -> str | Promise:
        return EVIDENCE_LABELS[self.evidence] if self.evidence else ""

    @property
    def is_to_confirm(self) -> bool:
        return self.evidence is Evidence.TO_CONFIRM


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of a parameter's history: the law's, or the centre's own with who set it, and who withdrew it."""

    shown: str
    since: date
    until: date | None
    why: str | Promise
    evidence_label: str | Promise = ""
    override_id: UUID | None = None
    made_by: str = ""
    made_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None


def values_on(day: date) -> Values:
    """Every value that holds on a day: the centre's own over the law's. One query.

    What has no value then raises `RuleBroken`, naming the parameter and the day, when it is asked for.
    """
    return values_in_force(day, settings_touching(since=day, until=day), refuse=no_value)


def values_through(days: Iterable[date]) -> dict[date, Values]:
    """The values of several days, in one query."""
    wanted = sorted(set(days))
    own = settings_touching(since=wanted[0], until=wanted[-1]) if wanted else []
    return {day: values_in_force(day, own, refuse=no_value) for day in wanted}


def settings_touching(*, since: date, until: date) -> list[Setting]:
    """The centre's own values that hold on some of these days, both included, as the rules need them."""
    return [_setting(each) for each in _in_force(since=since, until=until)]


def no_value(parameter: Parameter, day: date) -> RuleBroken:
    """The refusal for a day of which a value is not known."""
    sentence = _("There is no value for “{parameter}” on {day}. Enter it on the page Parameters; it is never guessed.")
    return RuleBroken(sentence.format(parameter=PARAMETER_LABELS[parameter], day=f"{day:%d.%m.%Y}"))


def holdings(day: date) -> list[tuple[str | Promise, list[Holding]]]:
    """Every parameter with what holds on a day, under the headings of the list."""
    own = _latest_made(day)
    grouped: dict[Group, list[Holding]] = defaultdict(list)
    for parameter, definition in DEFINITIONS.items():
        grouped[definition.group].append(_holding(parameter, own.get(parameter), law_value(parameter, day)))
    return [(GROUP_LABELS[group], grouped[group]) for group in Group]


def holding(parameter: Parameter, day: date) -> Holding:
    """One parameter with what holds on a day."""
    return _holding(parameter, _latest_made(day).get(parameter), law_value(parameter, day))


def history(parameter: Parameter) -> list[Entry]:
    """What held and what will hold, the latest first; the centre's own before the law's of the same day."""
    own = _overrides().filter(parameter=parameter).select_related("created_by", "withdrawn_by")
    entries = [*map(_own_entry, own), *map(_law_entry, law_history(parameter))]
    return sorted(entries, key=lambda each: (each.since, each.override_id is not None), reverse=True)


def override_of(override_id: UUID) -> ParameterOverride | None:
    """One of the centre's own values."""
    return _overrides().filter(pk=override_id).first()


def parameter_named(code: str) -> Parameter | None:
    """The parameter with this code, as it stands in an address."""
    return Parameter(code) if code in set(Parameter) else None


def _overrides() -> QuerySet[ParameterOverride]:
    return ParameterOverride.objects.all()


def _in_force(*, since: date, until: date) -> QuerySet[ParameterOverride]:
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=since)
    return _overrides().filter(lasting, valid_from__lte=until, withdrawn_at__isnull=True).order_by("created_at", "id")


def _latest_made(day: date) -> dict[str, ParameterOverride]:
    return {each.parameter: each for each in _in_force(since=day, until=day)}


def _setting(own: ParameterOverride) -> Setting:
    return Setting(
        parameter=own.parameter,
        text=own.value,
        valid_from=own.valid_from,
        valid_until=own.valid_until,
        made_at=own.created_at,
    )


def _holding(parameter: Parameter, own: ParameterOverride | None, law: LawValue | None) -> Holding:
    text = own.value if own else law.text if law else ""
    source = own or law
    return Holding(
        parameter=parameter,
        label=PARAMETER_LABELS[parameter],
        shown=shown_value(parameter, text) if text else "",
        since=source.valid_from if source else None,
        until=source.valid_until if source else None,
        why=own.reason if own else ARTICLE_LABELS[law.article] if law else "",
        evidence=law.evidence if law and not own else None,
        is_own=own is not None,
    )


def _law_entry(law: LawValue) -> Entry:
    return Entry(
        shown=shown_value(law.parameter, law.text),
        since=law.valid_from,
        until=law.valid_until,
        why=ARTICLE_LABELS[law.article],
        evidence_label=EVIDENCE_LABELS[law.evidence],
    )


def _own_entry(own: ParameterOverride) -> Entry:
    return Entry(
        shown=shown_value(Parameter(own.parameter), own.value),
        since=own.valid_from,
        until=own.valid_until,
        why=" · ".join(part for part in (own.reason, own.legal_basis) if part),
        override_id=own.pk,
        made_by=own.created_by.name,
        made_at=own.created_at,
        withdrawn_by=own.withdrawn_by.name if own.withdrawn_by else "",
        withdrawn_at=own.withdrawn_at,
    )
