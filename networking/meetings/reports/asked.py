"""Which meeting a paper is about, and its facts as they stand at the head."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.accounts.models import Account
from core.reports.forms import ReportForm
from core.reports.rules import KeyValues
from networking.meetings.models import Meeting
from networking.meetings.selectors.minutes import meetings_to_report_on
from tenants.errors import RuleBroken


class MeetingPaperForm(ReportForm):
    """Of the meetings that one's house convened or was invited to."""

    meeting = forms.ChoiceField(label=gettext_lazy("Meeting"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [(str(each.pk), in_words(each)) for each in meetings_to_report_on()]  # type: ignore[attr-defined]


def meeting_asked(parameters: Mapping[str, Any]) -> Meeting:
    """The meeting of the paper.

    Raises:
        RuleBroken: there is none that this house may report on.
    """
    meeting = meetings_to_report_on().filter(pk=UUID(parameters["meeting"])).first()
    if meeting is None:
        raise RuleBroken(_("There are no papers of this meeting for your organisation."))
    return meeting


def open_to(_account: Account, parameters: Mapping[str, Any]) -> bool:
    """Papers of a meeting are for those who convened it or were invited."""
    return meetings_to_report_on().filter(pk=UUID(parameters["meeting"])).exists()


def about(parameters: Mapping[str, Any]) -> str:
    """The meeting's title and day."""
    return in_words(meeting_asked(parameters))


def in_words(meeting: Meeting) -> str:
    return f"{meeting.title} ({localtime(meeting.starts_at):%d.%m.%Y})"


def facts_of(meeting: Meeting) -> KeyValues:
    """When, where, who calls it, with whom, about what."""
    return KeyValues(pairs=tuple((name, value) for name, value in _facts(meeting) if value))


def _facts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    begin, end = localtime(meeting.starts_at), localtime(meeting.ends_at)
    yield _("Day"), date_format(begin, "j E Y")
    yield _("Hours"), f"{begin:%H:%M}–{end:%H:%M}"
    yield pgettext("of a meeting", "Place"), meeting.place or _("online: %(link)s") % {"link": meeting.link}
    yield _("Organised by"), meeting.convener.name
    yield _("Host"), meeting.host.name if meeting.host else ""
    yield _("Partners"), ", ".join(meeting.partners)
    yield _("Series"), meeting.series
    yield _("Theme"), meeting.theme
