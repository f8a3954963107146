"""What is known of a person, brought into one form, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError
from stdnum.pl import pesel as pesel_number

from casework.participants.rules.words import Category, Education, LabourStatus, Sex

OLDEST_BIRTH = date(1900, 1, 1)
LENGTHS = {
    "last_name": 80,
    "first_name": 80,
    "other_identifier": 60,
    "street": 120,
    "place": 80,
    "email": 254,
}
"""Longest texts, as the columns hold them."""

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’‘`´\-–.(),])*")
_POSTAL_CODE = re.compile(r"\d\d-\d{3}")
_PHONE = re.compile(r"\+?\d{7,15}")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_SPACES = re.compile(r"[ \t\r\n\u00a0\u2009\u202f]+")
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, kw_only=True)
class PersonData:
    """A person as somebody typed it or a spreadsheet gave it. `categories`: groups of art. 1(2), the main one first."""

    last_name: str
    first_name: str
    pesel: str = ""
    other_identifier: str = ""
    birth_date: date | None = None
    sex: str = ""
    street: str = ""
    postal_code: str = ""
    place: str = ""
    phone: str = ""
    email: str = ""
    categories: tuple[str, ...] = ()
    education: str = ""
    labour_status: str = ""


@dataclass(frozen=True)
class Problem:
    """Something wrong at a field. A warning may be confirmed, anything else has to be corrected.

    `code` names the sentence (`selectors.sentence`), which may use the words of `details`.
    """

    field: str
    code: str
    is_warning: bool = False
    details: tuple[tuple[str, object], ...] = ()


def tidied(person: PersonData) -> PersonData:
    """The same with single spaces and numbers in their one form; birth date and sex are read from the PESEL number
    where nobody gave them."""
    texts = {each.name: getattr(person, each.name) for each in fields(person)}
    spaced: dict[str, Any] = {
        name: re.sub(_SPACES, " ", text).strip(" ") for name, text in texts.items() if isinstance(text, str)
    }
    spaced |= {name: form(spaced[name]) for name, form in _ONE_FORM.items()}
    birth_date, sex = pesel_facts(spaced["pesel"])
    return replace(
        person,
        **spaced | {"sex": spaced["sex"] or sex},
        birth_date=person.birth_date or birth_date,
        categories=tuple(dict.fromkeys(person.categories)),
    )


def normal_pesel(text: str) -> str:
    """The digits alone, as people group them with spaces or dashes; anything else stays for the check to refuse."""
    return re.sub(r"[ \u00a0\-.]", "", text)


def normal_phone(text: str) -> str:
    """The number without grouping and without the Polish prefix: 600 700 800, +48 600-700-800 → 600700800."""
    plain = re.sub(r"[ \u00a0\-./()]", "", text)
    plain = re.sub(r"^00", "+", plain)
    polish = re.fullmatch(r"(?:\+?48)(\d{9})", plain)
    return polish[1] if polish else plain


def _normal_postal_code(text: str) -> str:
    return f"{text[:2]}-{text[2:]}" if re.fullmatch(r"\d{5}", text) else text.replace(" ", "")


_ONE_FORM = {"pesel": normal_pesel, "phone": normal_phone, "postal_code": _normal_postal_code}


def pesel_facts(pesel: str) -> tuple[date | None, str]:
    """Birth date and sex that a valid PESEL number tells; (None, "") for any other text."""
    try:
        number = pesel_number.validate(pesel)
    except ValidationError:
        return None, ""
    is_female = int(number[9]) % 2 == 0
    return pesel_number.get_birth_date(number), (Sex.FEMALE if is_female else Sex.MALE).value


def masked(number: str) -> str:
    """What lists show of a number: its last four digits."""
    return "•" * (len(number) - 4) + number[-4:] if len(number) > 4 else "•" * len(number)


def age(birth_date: date, *, today: date) -> int:
    """Completed years."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


def refused_marks(text: str) -> bool:
    """Whether the text holds marks that cannot be seen: control characters, or marks that turn the writing around."""
    return any(unicodedata.category(mark) in _HIDDEN for mark in text)


TELLING = ("categories", "labour_status")
"""Fields that tell to which group of art. 1(2) somebody belongs: a long-term unemployed person is in item 5."""


def fields_changed(old: PersonData, new: PersonData) -> list[str]:
    """Names of the fields that differ, in the order of the card."""
    return [each.name for each in fields(new) if getattr(old, each.name) != getattr(new, each.name)]


def problems_of(person: PersonData, *, today: date) -> list[Problem]:
    """Everything wrong with the data of a tidied person; what is only unlikely comes as a warning."""
    checks = (_texts, _names, _identity, _birth, _address, _words)
    return [problem for check in checks for problem in check(person, today)]


def _texts(person: PersonData, today: date) -> Iterator[Problem]:
    for each in fields(person):
        value = getattr(person, each.name)
        if not isinstance(value, str):
            continue
        if refused_marks(value):
            yield Problem(each.name, "hidden-marks")
        if len(value) > LENGTHS.get(each.name, 254):
            yield Problem(each.name, "too-long", details=(("limit", LENGTHS.get(each.name, 254)),))


def _names(person: PersonData, today: date) -> Iterator[Problem]:
    for field in ("last_name", "first_name"):
        name = getattr(person, field)
        if not name:
            yield Problem(field, "name-missing")
        elif not _NAME.fullmatch(unicodedata.normalize("NFC", name)) and not refused_marks(name):
            yield Problem(field, "name-letters")


def _identity(person: PersonData, today: date) -> Iterator[Problem]:
    if not person.pesel:
        if not person.other_identifier:
            yield Problem("pesel", "identity-missing")
        return
    try:
        pesel_number.validate(person.pesel)
    except InvalidChecksum:
        yield Problem("pesel", "pesel-digit")
    except InvalidComponent:
        yield Problem("pesel", "pesel-date")
    except ValidationError:
        yield Problem("pesel", "pesel-length")


def _birth(person: PersonData, today: date) -> Iterator[Problem]:
    born, sex = pesel_facts(person.pesel)
    if born and born > today:
        yield Problem("pesel", "pesel-future")
    elif person.birth_date and person.birth_date > today:
        yield Problem("birth_date", "birth-future")
    elif person.birth_date and person.birth_date < OLDEST_BIRTH:
        yield Problem("birth_date", "birth-too-early")
    elif born and person.birth_date != born:
        yield Problem("birth_date", "birth-not-of-pesel", is_warning=True, details=(("day", born),))
    elif person.birth_date and age(person.birth_date, today=today) < 15:
        yield Problem("birth_date", "birth-of-a-child", is_warning=True)
    if sex and person.sex in set(Sex) and person.sex != sex:
        yield Problem("sex", "sex-not-of-pesel", is_warning=True)


def _address(person: PersonData, today: date) -> Iterator[Problem]:
    forms = {"postal_code": _POSTAL_CODE, "phone": _PHONE, "email": _EMAIL}
    for field, form in forms.items():
        value = getattr(person, field)
        if value and not form.fullmatch(value):
            yield Problem(field, f"{field.replace('_', '-')}-form")


def _words(person: PersonData, today: date) -> Iterator[Problem]:
    known: dict[str, set[str]] = {"sex": {*Sex}, "education": {*Education}, "labour_status": {*LabourStatus}}
    for field, words in known.items():
        if getattr(person, field) and getattr(person, field) not in words:
            yield Problem(field, "unknown-word")
    if set(person.categories) - set(Category):
        yield Problem("categories", "unknown-word")
