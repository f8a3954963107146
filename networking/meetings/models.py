"""Meetings, who is invited, who came, what was said and agreed. In the shared schema.

Row level security: a draft is its convener's alone; what is sent is read by the network; each house answers for itself.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from networking.meetings.rules import Answer, ConclusionKind, MeetingState, Need, PartKind
from tenants.organisations.models import Network, Organisation
from tenants.walls.identifiers import UUID7


def _values(words: type) -> list[str]:
    return [each.value for each in words]  # type: ignore[attr-defined]


class Meeting(models.Model):
    """A networking meeting. `convener` is the OWES that calls it, `host` the centre at whose place it is, if any.

    `sequence` counts changes of time and place after it was sent (RFC 5545, SEQUENCE): answers given to an earlier one
    ask to be confirmed. `seats` None: as many as come. `next_planned` tells in words when the next one is meant to be.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="meetings")
    convener = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    series = models.CharField(max_length=120, blank=True, default="")
    theme = models.CharField(max_length=300, blank=True, default="")
    introduction = models.TextField(blank=True, default="")
    partners = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True, default="")
    link = models.URLField(blank=True, default="")
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    answers_until = models.DateTimeField()
    state = models.CharField(max_length=10, default=MeetingState.DRAFT.value)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_because = models.CharField(max_length=300, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    next_planned = models.CharField(max_length=120, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    called_by_account = models.UUIDField()
    called_by_name = models.CharField(max_length=200)
    called_by_function = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-starts_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_in_order"),
            models.CheckConstraint(condition=Q(state__in=_values(MeetingState)), name="meeting_state_known"),
            models.CheckConstraint(condition=~Q(place="") | ~Q(link=""), name="meeting_is_somewhere"),
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_a_title"),
            models.CheckConstraint(
                condition=Q(state=MeetingState.DRAFT.value, sent_at__isnull=True)
                | (~Q(state=MeetingState.DRAFT.value) & Q(sent_at__isnull=False)),
                name="meeting_sent_exactly_when_no_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED.value) | ~Q(cancelled_because=""),
                name="meeting_cancelled_with_a_reason",
            ),
        )
        indexes = (models.Index(fields=("network", "starts_at"), name="meeting_by_day"),)

    def __str__(self) -> str:
        return self.title


class AgendaPart(models.Model):
    """A part of the agenda: from when until when, what is done, about what, led by whom (as words)."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="parts")
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    kind = models.CharField(max_length=20)
    topic = models.CharField(max_length=300)
    leader = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("meeting", "starts_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="part_in_order"),
            models.CheckConstraint(condition=Q(kind__in=_values(PartKind)), name="part_kind_known"),
            models.UniqueConstraint(fields=("meeting", "starts_at"), name="part_starts_once"),
        )

    def __str__(self) -> str:
        return self.topic


class Invitation(models.Model):
    """A centre's invitation and its answer. The signature says who answered; `answered_sequence` to which version.

    `was_represented` is noted at the meeting.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=12, default=Answer.WAITING.value)
    answered_sequence = models.PositiveIntegerField(null=True)
    answered_by_account = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True, default="")
    answered_by_function = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("meeting", "house")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "house"), name="invitation_once"),
            models.CheckConstraint(condition=Q(answer__in=_values(Answer)), name="invitation_answer_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING.value, answered_at__isnull=True)
                | (~Q(answer=Answer.WAITING.value) & Q(answered_at__isnull=False)),
                name="invitation_answered_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.house_id} to {self.meeting_id}"

    @property
    def asks_to_confirm(self) -> bool:
        """Whether time or place have changed since the answer."""
        return self.answered_sequence is not None and self.answered_sequence < self.meeting.sequence


class Attendee(models.Model):
    """A professional whom a centre sends: name and function, as words. `was_present` None: not noted yet."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True, default="")
    was_present = models.BooleanField(null=True)

    class Meta:
        ordering = ("invitation", "name", "id")
        constraints = (models.UniqueConstraint(fields=("invitation", "name"), name="attendee_once"),)

    def __str__(self) -> str:
        return self.name


class NeedCount(models.Model):
    """How many of a centre's people (or, without a house, of all guests together) need something. No names."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="needs")
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    need = models.CharField(max_length=20)
    people = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("meeting", "need", "house")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "house", "need"), nulls_distinct=False, name="need_counted_once"
            ),
            models.CheckConstraint(condition=Q(need__in=_values(Need)), name="need_known"),
            models.CheckConstraint(condition=Q(people__gte=1), name="need_of_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.need}: {self.people}"


class Guest(models.Model):
    """Somebody invited who belongs to no house here. The link holds a secret that works once; the row its hash.

    `link_used_at` is when the link was answered with; a new link makes it empty again and keeps the answer. The e-mail
    address stays in the OWES's own outgoing mail.
    """

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=200, blank=True, default="")
    function = models.CharField(max_length=120, blank=True, default="")
    secret_hash = models.CharField(max_length=64, unique=True)
    link_used_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, default=Answer.WAITING.value)
    answered_at = models.DateTimeField(null=True)
    was_present = models.BooleanField(null=True)

    class Meta:
        ordering = ("meeting", "name", "id")
        constraints = (
            models.CheckConstraint(condition=Q(answer__in=_values(Answer)), name="guest_answer_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING.value, answered_at__isnull=True)
                | (~Q(answer=Answer.WAITING.value) & Q(answered_at__isnull=False)),
                name="guest_answered_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.name


class MeetingNote(models.Model):
    """A house's notes of a meeting, for the network to read. Checked inside the author's house before it is saved."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notes")
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    written_by_account = models.UUIDField()
    written_by_name = models.CharField(max_length=200)
    written_by_function = models.CharField(max_length=200)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("meeting", "written_at", "id")
        constraints = (models.UniqueConstraint(fields=("meeting", "house"), name="note_of_a_house_once"),)

    def __str__(self) -> str:
        return f"notes of {self.house_id}"


class Conclusion(models.Model):
    """Something the meeting came to, in the order in which it was written down."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="conclusions")
    kind = models.CharField(max_length=20, default=ConclusionKind.CONCLUSION.value)
    text = models.TextField()

    class Meta:
        ordering = ("meeting", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=_values(ConclusionKind)), name="conclusion_kind_known"),
        )

    def __str__(self) -> str:
        return self.text[:60]


class Action(models.Model):
    """An agreement (ustalenie): what is done, by which organisation and whom, until when, and whether it is done."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="actions")
    house = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=120, blank=True, default="")
    due_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    agreed_by_account = models.UUIDField()
    agreed_by_name = models.CharField(max_length=200)
    agreed_by_function = models.CharField(max_length=200)
    agreed_at = models.DateTimeField(db_default=Now())
    done_note = models.CharField(max_length=300, blank=True, default="")
    done_by_name = models.CharField(max_length=200, blank=True, default="")
    done_by_function = models.CharField(max_length=200, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by_name="") | (Q(done_at__isnull=False) & ~Q(done_by_name="")),
                name="action_done_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("network", "due_on"), condition=Q(done_at__isnull=True), name="action_open"),)

    def __str__(self) -> str:
        return self.what


class CalendarFeed(models.Model):
    """The address at which a house's calendar programs fetch the meetings. The row holds the secret's hash."""

    house = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"feed of {self.house_id}"
