"""Small houses in which every text of casework holds the house's own canary, and what is needed to look for it."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, GeneratedField, JSONField, Model, TextField, Value
from django.db.models.functions import Cast, Concat
from pypdf import PdfReader

from casework.attendance.models import MonthClosing, Reopening
from casework.demo.crew import crew_of_house
from casework.demo.filling import fill_house
from casework.demo.region import CENTRES, Deadline, Progress
from casework.demo.simulator import simulated
from casework.demo.story import Story
from casework.parameters.models import ParameterOverride
from casework.participants.models import Tombstone
from casework.participants.rules import PeriodKind
from core.sealing.models import SealedField

TODAY = date(2026, 11, 20)
"""A Friday, so that today has a sheet."""

CANARIES = {"poraj": "kanarekporaj", "klobuck": "kanarekklobuck", "jowes": "kanarekjowes"}

HELD = {
    "participant": {"last_name", "first_name", "other_identifier", "street", "place", "email", "external_id"},
    "tombstone": {"external_id"},
    "stay": {"closing_note"},
    "staffmember": {"name"},
    "workshop": {"name", "description"},
    "group": {"name"},
    "closedday": {"reason"},
    "reopening": {"reason"},
    "premium": {"reasons"},
    "parameteroverride": {"reason", "legal_basis"},
}
"""Columns that hold the canary of their house."""

WITHOUT = {
    "participant.pesel": "digits; the house's own numbers are looked for instead",
    "participant.phone": "digits; the house's own numbers are looked for instead",
    "participant.pesel_index": "a fingerprint",
    "participant.phone_index": "a fingerprint",
    "participant.postal_code": "digits",
    "participant.sex": "a closed list",
    "participant.education": "a closed list",
    "participant.labour_status": "a closed list",
    "participant.categories": "a closed list",
    "stay.closing_reason": "a closed list",
    "stayperiod.kind": "a closed list",
    "staffmember.function": "a closed list",
    "mark.code": "a closed list",
    "markversion.code": "a closed list",
    "codeletter.code": "a closed list",
    "codeletter.letters": "five signs at most",
    "parameteroverride.parameter": "a closed list",
    "parameteroverride.value": "a number or one of a closed list",
    "settlementline.rule_version": "a closed list",
    "settlementline.inputs": "numbers",
    "figuresdecision.exact": "a closed list",
}
"""Columns of text that cannot hold one, and why."""


ONLY_ADDED_TO = {"closedday", "reopening", "parameteroverride", "tombstone"}
"""Tables whose rows cannot be overwritten: theirs are written with the canary."""

ONLY_ONCE = {("workshop", "name"), ("group", "name"), ("participant", "external_id")}
"""Texts that stand in a house once."""


def text_columns() -> set[str]:
    """Every column of casework in which text could stand: `participant.last_name`."""
    return {
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_app_config("casework").get_models()
        for field in model._meta.concrete_fields
        if is_text(field)
    }


def is_text(field: Any) -> bool:
    kinds = CharField | TextField | JSONField | ArrayField | SealedField
    return isinstance(field, kinds) and not isinstance(field, GeneratedField)


def told(slug: str) -> Story:
    """A small centre's three months, of which the first two are paid; its own people, numbers and closed day."""
    like = next(each for each in CENTRES if each.slug == slug)
    deadlines = (Deadline(PeriodKind.TRIAL, 1), Deadline(PeriodKind.MAIN, 7))
    plan = replace(like, places=7, deadlines=deadlines, last_month=Progress.PAID, lags=False, badly_kept=False)
    story = simulated(plan, TODAY, seed="canaries", months=3)
    story.closed_days[TODAY + timedelta(days=3)] = f"{CANARIES[slug]} zamknięte"
    return story


def put_canaries(story: Story) -> None:
    """Fill the house that the thread is in, and write its canary into every text of casework."""
    word, crew = CANARIES[story.plan.slug], crew_of_house()
    assert fill_house(story)
    closing = MonthClosing.objects.order_by("month").first()
    Reopening.objects.create(closing=closing, version=99, reason=f"{word} powód", by=crew.manager)
    ParameterOverride.objects.create(
        parameter="sick_limit",
        value="20",
        valid_from=TODAY,
        reason=f"{word} dlaczego",
        legal_basis=f"{word} podstawa",
        created_by=crew.manager,
    )
    Tombstone.objects.create(participant=uuid4(), external_id=f"{word} usunięty")
    for name, fields in HELD.items():
        model = apps.get_model("casework", name)
        if name not in ONLY_ADDED_TO:
            _overwrite(model, fields, word)


def _overwrite(model: type[Model], fields: set[str], word: str) -> None:
    """The canary with the name of the column; with the key, where a name may be there only once."""
    key = Concat(Value(f"{word} "), Cast("pk", TextField()))
    for field in sorted(fields - {"other_identifier", "email"}):
        is_once = (model._meta.model_name, field) in ONLY_ONCE
        model._default_manager.update(**{field: key if is_once else f"{word}-{field}"})
    if "email" in fields:
        model._default_manager.update(email=f"{word}@przyklad.example")
    for row in model._default_manager.all() if "other_identifier" in fields else ():
        row.other_identifier = f"{word}-doc"  # type: ignore[attr-defined]
        row.save(update_fields=["other_identifier"])


def numbers_of(story: Story) -> set[str]:
    """PESEL and telephone numbers of the people of a story."""
    return {number for person in story.people for number in (person.pesel, person.phone) if number}


def digits_in(text: str) -> set[str]:
    """Runs of 9 and of 11 digits, however they are grouped."""
    return set(re.findall(r"(?<!\d)(?:\d{11}|\d{9})(?!\d)", re.sub(r"(?<=\d)[\s\u00a0-](?=\d)", "", text)))


def text_of(content: bytes, *, name: str) -> str:
    """What a paper says, whatever its format."""
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(part).decode() for part in book.namelist())
    return "\n".join(",".join(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def spreadsheet(story: Story) -> SimpleUploadedFile:
    """A list of people to import, with the names and numbers of the house."""
    word = CANARIES[story.plan.slug]
    rows = [f"{word} {n};Osoba;{person.pesel}" for n, person in enumerate(story.people[:3]) if person.pesel]
    return SimpleUploadedFile("lista.csv", "\n".join(["Nazwisko;Imię;PESEL", *rows]).encode())
