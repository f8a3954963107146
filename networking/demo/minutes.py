"""What was written down after the meeting of 30 September 2022, and what the network has agreed on since.

The facts are those that the OWES itself made public: seven centres, a workshop about motivation and burn-out, the wish
to meet more often, the next meeting in early spring. What else stands here is invented.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models.functions import Now
from django.utils.timezone import make_aware

from core.accounts.models import Account
from networking.meetings.models import Action, Meeting
from networking.meetings.rules import ConclusionKind
from networking.meetings.services import (
    agree_action,
    finish_action,
    write_conclusions,
    write_notes,
)
from networking.meetings.services.actions import Agreement
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.walls.context import house_context

FIRST_MEETING = date(2022, 9, 30)
EVENING = make_aware(datetime.combine(FIRST_MEETING, time(18, 30)))
OWES, ADVISER = "jowes", "doradca@jowes.example"
SUMMARY = (
    "Spotkało się siedem centrów subregionu. Zaczęliśmy od przedstawienia się: czym każde centrum się zajmuje i jak"
    " pomaga uczestnikom. Drugą część, warsztatową i coachingową, poświęciliśmy motywacji i wypaleniu zawodowemu"
    " kadry zarządzającej. Partnerami były urząd gminy i Stowarzyszenie Marina Poraj, a o poczęstunek zadbało koło"
    " gospodyń wiejskich."
)
CONCLUSIONS = {
    ConclusionKind.CONCLUSION: (
        "Kadra centrów chce spotykać się regularnie i wymieniać doświadczenia.",
        "Wypalenie zawodowe dotyczy kierowników wszystkich centrów i potrzebuje stałego wsparcia.",
    ),
    ConclusionKind.TO_OWES: (
        "Zorganizować kolejne spotkanie wczesną wiosną 2023 roku.",
        "Uzgadniać z centrami temat przewodni każdego spotkania.",
    ),
}
NEXT_PLANNED = "wczesna wiosna 2023"
NOTES = {
    "jowes": (
        "Każde centrum opowiedziało o swoich pracowniach. Wspólny mianownik wszystkich wystąpień: najważniejszy jest"
        " człowiek.\n\nWarsztat o automotywacji wciągnął wszystkich; warto wrócić do tematu."
    ),
    "poraj": "Byliśmy gospodarzami razem z urzędem gminy. Chętnie pokażemy naszą pracownię ogrodniczą.",
    "klobuck": "Zabieramy ćwiczenie o granicach w pracy; powtórzymy je z całym zespołem.",
}


@dataclass(frozen=True)
class Promise:
    """Something that was agreed on. Days are counted from the day of the agreement; `done_after` None: still open."""

    what: str
    house: str
    who: str
    days: int
    done_after: int | None = None
    note: str = ""


AT_THE_FIRST = (
    Promise("Rozesłać materiały z warsztatu", OWES, "doradca kluczowy", 14, 9, "Wysłane do wszystkich centrów."),
    Promise("Zaproponować temat kolejnego spotkania", "poraj", "kierownik", 60, 41, "Temat: praca z lokalnym rynkiem."),
    Promise("Zaprosić zespół z Poraja na wizytę", "klobuck", "kierownik", 90, 77, "Wizyta odbyła się w grudniu."),
)
SINCE = (
    Promise("Przesłać wzór karty oceny kandydata", "poraj", "pracownik socjalny", 12),
    Promise("Podać termin dnia otwartego w pracowni", "kozieglowy", "kierownik", 20),
    Promise("Zebrać pytania do urzędu pracy o refundacje", OWES, "doradca kluczowy", 27),
    Promise("Uzupełnić profil centrum w katalogu", "koniecpol", "biuro", 34),
)
AGREED_BEFORE = timedelta(days=18)
"""Of these the first is overdue and the second due within days."""


def write_up(*, today: date) -> None:
    """Write up the first meeting, which is there and was held, and today's agreements; once."""
    with house_context(OWES):
        first = Meeting.objects.filter(starts_at__date=FIRST_MEETING, summary="").first()
    if first is None:
        return
    _conclude(first)
    _notes(first)
    for promise in AT_THE_FIRST:
        _agree(promise, on=FIRST_MEETING, meeting_id=first.pk)
    for promise in SINCE:
        _agree(promise, on=today - AGREED_BEFORE)


def _conclude(meeting: Meeting) -> None:
    with house_context(OWES):
        write_conclusions(
            by=_speaker(OWES),
            meeting_id=meeting.pk,
            version=meeting.version,
            summary=SUMMARY,
            next_planned=NEXT_PLANNED,
            conclusions=CONCLUSIONS,
            now=EVENING,
        )


def _notes(meeting: Meeting) -> None:
    for slug, text in NOTES.items():
        with house_context(slug):
            write_notes(by=_speaker(slug), meeting_id=meeting.pk, version=0, text=text, now=EVENING)


def _agree(promise: Promise, *, on: date, meeting_id: UUID | None = None) -> None:
    house = Organisation.objects.get(schema_name=promise.house)
    agreement = Agreement(what=promise.what, house=house.pk, who=promise.who, due_on=on + timedelta(days=promise.days))
    with house_context(OWES):
        made = agree_action(by=_speaker(OWES), agreement=agreement, meeting_id=meeting_id, today=on)
        Action.objects.filter(pk=made.pk).update(agreed_at=make_aware(datetime.combine(on, time(14))))
    if promise.done_after is not None:
        _let_the_past_rest(made)
        _finish(made, promise, on=on + timedelta(days=promise.done_after))


def _let_the_past_rest(action: Action) -> None:
    """Nobody is told today of what was agreed on years ago."""
    with house_context(action.house):
        Post.objects.filter(to_house=action.house, object_id=action.pk).update(delivered_at=Now())


def _finish(action: Action, promise: Promise, *, on: date) -> None:
    with house_context(promise.house):
        finish_action(
            by=_speaker(promise.house),
            action_id=action.pk,
            version=action.version,
            note=promise.note,
            now=make_aware(datetime.combine(on, time(12))),
        )


def _speaker(slug: str) -> Account:
    """Who writes for an organisation of the demo."""
    found: Account = Account.objects.get(email=ADVISER if slug == OWES else f"kierownik@{slug}.example")
    return found
