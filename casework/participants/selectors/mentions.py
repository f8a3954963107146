"""Whether a text that leaves the centre names one of its participants."""

from collections.abc import Iterator

from django.db.models import F, Func, Q, QuerySet, TextField
from django.db.models.functions import Concat, Left

from casework.participants.models import Participant
from casework.participants.rules.mentions import BEGINNING, Pair, pairs_of, phones_in
from casework.participants.selectors.people import phone_index
from core.screening.rules import Finding, FindingKind
from tenants.organisations.models import Kind
from tenants.walls.context import current_house

_FIRST_NAME = Func(F("first_name"), function="public.ogniwo_plain", output_field=TextField())
_KEY = Concat(Left("search_name", BEGINNING), Left(_FIRST_NAME, BEGINNING))


def participants_mentioned_in(text: str) -> Iterator[Finding]:
    """What in a text is the name or the telephone of somebody in the register, whoever writes it.

    One query: the database keeps those whose names begin like two words that stand together; the rule then compares
    letter by letter. A double last name is recognised by its first part. Only a centre has a register.
    """
    if current_house().kind != Kind.CENTRE:
        return
    pairs = pairs_of(text)
    phones = {index: typed for number, typed in phones_in(text).items() if (index := phone_index(number))}
    for first, last, index in _perhaps_mentioned(pairs, phones):
        if index in phones:
            yield Finding(FindingKind.PHONE, phones[index])
        found = next((pair for pair in pairs if pair.names(first=first, last=last)), None)
        if found:
            yield Finding(FindingKind.PERSON, text[found.one.begin : found.other.end])


def _perhaps_mentioned(pairs: list[Pair], phones: dict[str, str]) -> QuerySet[Participant, tuple[str, str, str | None]]:
    keys = {key for pair in pairs for key in pair.beginnings}
    people = Participant.objects.annotate(key=_KEY).filter(Q(key__in=keys) | Q(phone_index__in=list(phones)))
    return people.order_by("id").values_list("first_name", "last_name", "phone_index")
