"""What is told of meetings. Of people only how many: nobody who comes is named, and no note leaves with it."""

from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from core.api.api import Asked, Told
from core.api.rules import LARGEST_PAGE, PAGE_SIZE
from networking.meetings.rules import ActionState, Answer, ConclusionKind, MeetingState, PartKind
from networking.meetings.selectors import ANSWER_LABELS, CONCLUSION_LABELS, PART_LABELS, STATE_LABELS
from networking.meetings.selectors.actions import ACTION_LABELS
from networking.meetings.selectors.listing import Which


def _word(words: Any, labels: Any, meaning: Any = "", **options: Any) -> serializers.ChoiceField:
    """One of a few words, with what each of them means."""
    told = lazy(lambda: ", ".join(f"{each}: {labels[each]}" for each in words), str)()
    return serializers.ChoiceField(
        [each.value for each in words], help_text=format_lazy("{} {}", meaning, told), **options
    )


class HouseTold(Told):
    """An organisation."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class MeetingListed(Told):
    """A meeting on a list."""

    id = serializers.UUIDField()
    network = serializers.CharField(help_text=gettext_lazy("The short name of the network."))
    title = serializers.CharField()
    series = serializers.CharField()
    theme = serializers.CharField()
    state = _word(MeetingState, STATE_LABELS)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField(help_text=gettext_lazy("Empty: it is held online."))
    link = serializers.CharField(help_text=gettext_lazy("Empty: it is held at the place."))
    sequence = serializers.IntegerField(help_text=gettext_lazy("How often time or place have changed."))
    invited = serializers.IntegerField(help_text=gettext_lazy("How many centres are invited."))
    answered = serializers.IntegerField(help_text=gettext_lazy("How many of them have answered."))
    own_answer = _word(
        Answer, ANSWER_LABELS, gettext_lazy("What your centre answered; null: it is not invited."), allow_null=True
    )


class MeetingsPage(Told):
    """A page of meetings."""

    items = MeetingListed(many=True)
    next = serializers.CharField(allow_null=True, help_text=gettext_lazy("The cursor of the next page; null: no more."))


class PartTold(Told):
    """A part of the agenda."""

    starts_at = serializers.CharField(help_text=gettext_lazy("By the clock of the place, such as 10:00."))
    ends_at = serializers.CharField()
    kind = _word(PartKind, PART_LABELS)
    topic = serializers.CharField()
    leader = serializers.CharField()


class InvitationTold(Told):
    """An invited centre and what it said."""

    centre = HouseTold()
    answer = _word(Answer, ANSWER_LABELS)
    is_outdated = serializers.BooleanField(
        help_text=gettext_lazy("True: time or place have changed since the answer, and it is not confirmed yet.")
    )
    people = serializers.IntegerField(help_text=gettext_lazy("How many people the centre announced."))


class ConclusionTold(Told):
    """Something that the meeting came to."""

    kind = _word(ConclusionKind, CONCLUSION_LABELS)
    text = serializers.CharField()


class AgreementTold(Told):
    """What an organisation took on."""

    id = serializers.UUIDField()
    what = serializers.CharField()
    organisation = HouseTold()
    who = serializers.CharField(help_text=gettext_lazy("Who sees to it, in the words of the minutes; may be empty."))
    due_on = serializers.DateField()
    state = _word(ActionState, ACTION_LABELS)
    done_at = serializers.DateTimeField(allow_null=True)


class MeetingTold(Told):
    """Everything about a meeting but the people who come."""

    id = serializers.UUIDField()
    network = serializers.CharField(help_text=gettext_lazy("The short name of the network."))
    title = serializers.CharField()
    series = serializers.CharField()
    theme = serializers.CharField()
    introduction = serializers.CharField()
    state = _word(MeetingState, STATE_LABELS)
    cancelled_because = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField()
    link = serializers.CharField()
    sequence = serializers.IntegerField(help_text=gettext_lazy("How often time or place have changed."))
    seats = serializers.IntegerField(allow_null=True, help_text=gettext_lazy("null: as many as come."))
    answers_until = serializers.DateTimeField()
    organiser = HouseTold()
    host = HouseTold(allow_null=True)
    partners = serializers.ListField(child=serializers.CharField())
    agenda = PartTold(many=True)
    invitations = InvitationTold(many=True, help_text=gettext_lazy("By the name of the centre."))
    summary = serializers.CharField()
    conclusions = ConclusionTold(many=True)
    agreements = AgreementTold(many=True)
    next_planned = serializers.CharField(help_text=gettext_lazy("When the next one is meant to be, in words."))


class MeetingsWanted(Asked):
    """Which part of the list."""

    which = serializers.ChoiceField(
        [each.value for each in Which],
        default=Which.ALL.value,
        help_text=gettext_lazy("upcoming: the next first; past and all: the latest first."),
    )
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)
    cursor = serializers.CharField(
        required=False,
        help_text=gettext_lazy("What the page before gave as “next”; only with the same “which”."),
    )
