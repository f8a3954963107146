"""What a row of a centre's own list of people says, in the many ways in which people write it down."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stdnum.pl import pesel as pesel_number

from casework.participants.rules.people import PersonData, Problem, normal_pesel, tidied
from casework.participants.rules.stays import NewStay
from casework.participants.rules.words import Category, Education, LabourStatus, Sex
from core.imports.rules import Cell, day_of, digits_of, is_shortened, plain, text_of

SURNAME_FIRST, NAME_FIRST = "surname_and_name", "name_and_surname"
TOGETHER = {"last_name": (SURNAME_FIRST, NAME_FIRST), "first_name": (SURNAME_FIRST, NAME_FIRST)}
IN_ADDRESS = ("street", "postal_code", "place")
TEXTS = ("other_identifier", "street", "postal_code", "place", "email")

_ADDRESS = re.compile(r"(?P<street>.*?)[\s,;]*(?P<postal_code>\d{2}[-–]\d{3})[\s,;]+(?P<place>[^,;]+)", re.DOTALL)
_TURNED = re.compile(r"(?P<postal_code>\d{2}[-–]\d{3})\s+(?P<place>[^,;\d]+?)\s*[,;]\s*(?P<street>.+)", re.DOTALL)
_BETWEEN = re.compile(r"[;,/+\n|]+|\bi\b|\boraz\b")
_ITEM = re.compile(r"(?:art 1 ust 2 )?(?:pkt|p|punkt)? ?([1-8])")

_SEXES = {
    **dict.fromkeys(("k", "kobieta", "kob", "f", "z", "zenska"), Sex.FEMALE),
    **dict.fromkeys(("m", "mezczyzna", "mez", "meska"), Sex.MALE),
}
_ITEMS = list(Category)[:8]
"""Items of art. 1(2), in its order."""
_CATEGORIES: dict[str, Category] = {
    **dict.fromkeys(("narkot", "odurzaj"), Category.DRUGS),
    "alkohol": Category.ALCOHOL,
    "bezdomn": Category.HOMELESS,
    "psych": Category.MENTAL_DISORDER,
    "bezrob": Category.LONG_TERM_UNEMPLOYED,
    **dict.fromkeys(("karn", "zwolnien", "zaklad"), Category.RELEASED),
    "uchod": Category.REFUGEE,
    "niepelnospr": Category.DISABLED,
    "inn": Category.OTHER,
}
_EDUCATIONS: dict[str, Education] = {
    "niepeln": Education.NONE,
    **dict.fromkeys(("wyzsz", "licencj", "magist"), Education.TERTIARY),
    **dict.fromkeys(("ponad", "sredni", "zawod", "zasadn", "techn", "lice", "polic", "branz"), Education.SECONDARY),
    **dict.fromkeys(("podst", "gimn"), Education.PRIMARY),
    **dict.fromkeys(("brak", "bez wyk"), Education.NONE),
}
_STATUSES: dict[str, LabourStatus] = {
    "dlugo": LabourStatus.LONG_TERM_UNEMPLOYED,
    **dict.fromkeys(("poszuk", "bezrob"), LabourStatus.UNEMPLOYED),
    "ucz": LabourStatus.INACTIVE_IN_EDUCATION,
    **dict.fromkeys(("biern", "nieaktyw", "niepracuj", "nie prac"), LabourStatus.INACTIVE),
    **dict.fromkeys(("zatrudn", "prac"), LabourStatus.EMPLOYED),
}
"""Parts of words as centres write them, without Polish letters; the first one that is found counts."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row as a person (tidied), perhaps with a stay and the name of a group; `problems`: what is not understood."""

    person: PersonData
    stay: NewStay | None
    group: str
    problems: tuple[Problem, ...]


def entry_of(values: Mapping[str, Cell]) -> Entry:
    """What a row says. Cells that cannot be understood count as empty and have their problem."""
    problems: list[Problem] = []
    last_name, first_name = name_of(values)
    days = {
        name: _day(values, name, problems)
        for name in ("birth_date", "starts_on", "plan_signed_on", "benefit_applied_on")
    }
    person = PersonData(
        last_name=last_name,
        first_name=first_name,
        pesel=pesel_of(values, problems),
        phone=_phone(values, problems),
        birth_date=days.pop("birth_date"),
        sex=_word(values, "sex", problems, _SEXES.get),
        categories=_categories(values, problems),
        education=_word(values, "education", problems, lambda text: _begun(text, _EDUCATIONS)),
        labour_status=_word(values, "labour_status", problems, lambda text: _begun(text, _STATUSES)),
        **_texts(values),
    )
    begins = days.pop("starts_on")
    stay = NewStay(begins, **days) if begins else None
    return Entry(person=tidied(person), stay=stay, group=text_of(values.get("group")), problems=tuple(problems))


def column_of(field: str, values: Mapping[str, Any]) -> str:
    """The column of the table that a field of the card came from; the field itself where it has one of its own."""
    if field in values:
        return field
    if field in IN_ADDRESS and "address" in values:
        return "address"
    return next((each for each in TOGETHER.get(field, ()) if each in values), field)


def name_of(values: Mapping[str, Cell]) -> tuple[str, str]:
    """Surname and first name of a row, whether they stand apart or together."""
    last, first = _proper(values.get("last_name")), _proper(values.get("first_name"))
    if SURNAME_FIRST in values and not (last and first):
        last, first = _parted(_proper(values[SURNAME_FIRST]), surname_first=True)
    elif NAME_FIRST in values and not (last and first):
        last, first = _parted(_proper(values[NAME_FIRST]), surname_first=False)
    return last, first


def _proper(cell: Cell) -> str:
    """A name; one that is written in capitals throughout gets them at the beginning of its parts alone."""
    text = text_of(cell)
    return text.title() if text.isupper() and len(text) > 1 else text


def _parted(text: str, *, surname_first: bool) -> tuple[str, str]:
    """Surname and first names of a whole name; a comma tells them apart, else the surname is one word."""
    joined = re.sub(r"\s*[-–]\s*", "-", text)
    if "," in joined:
        last, _, first = joined.partition(",")
        return last.strip(), first.strip()
    if surname_first:
        last, _, first = joined.partition(" ")
        return last, first.strip()
    first, _, last = joined.rpartition(" ")
    return last, first.strip()


def pesel_of(values: Mapping[str, Cell], problems: list[Problem]) -> str:
    """The number; zeros that a spreadsheet took from its beginning come back where the check digit says so."""
    text = normal_pesel(digits_of(values.get("pesel")))
    if is_shortened(text):
        problems.append(Problem("pesel", "number-shortened"))
        return ""
    whole = text.zfill(11)
    if text != whole and re.fullmatch(r"\d{9,10}", text) and pesel_number.is_valid(whole):
        problems.append(Problem("pesel", "zero-restored", is_warning=True))
        return whole
    return text


def _phone(values: Mapping[str, Cell], problems: list[Problem]) -> str:
    """The first telephone of a cell; a second one is told of, not kept."""
    text = digits_of(values.get("phone"))
    if is_shortened(text):
        problems.append(Problem("phone", "number-shortened"))
        return ""
    first, *others = re.split(r"\s*(?:[,;]|\blub\b|\bi\b|/)\s*", re.sub(r"^(?:tel|kom)\.?:?\s*", "", text, flags=re.I))
    if any(others):
        problems.append(Problem("phone", "first-number-kept", is_warning=True))
    return first


def _day(values: Mapping[str, Cell], name: str, problems: list[Problem]) -> date | None:
    try:
        return day_of(values.get(name))
    except ValueError:
        problems.append(Problem(name, "day-form"))
        return None


def _texts(values: Mapping[str, Cell]) -> dict[str, str]:
    texts = {name: text_of(values.get(name)) for name in TEXTS}
    address = text_of(values.get("address"))
    if found := _TURNED.fullmatch(address) or _ADDRESS.fullmatch(address):
        parts = {name: text.strip(" ,;") for name, text in found.groupdict().items()}
    else:
        parts = {"street": address}
    return texts | {name: texts[name] or text for name, text in parts.items()}


def _word(values: Mapping[str, Cell], name: str, problems: list[Problem], find: Any) -> str:
    text = plain(text_of(values.get(name)))
    if not text:
        return ""
    found = find(text)
    if found is None:
        problems.append(Problem(name, f"{name.replace('_', '-')}-word"))
        return ""
    return str(found.value)


def _begun(text: str, words: Mapping[str, Any]) -> Any:
    return next((meant for part, meant in words.items() if part in text), None)


def _categories(values: Mapping[str, Cell], problems: list[Problem]) -> tuple[str, ...]:
    """Groups of art. 1(2) as words, as items of the article or as codes, several in a cell."""
    parts = [plain(part) for part in _BETWEEN.split(text_of(values.get("categories")))]
    found = [_category(part) for part in parts if part]
    if None in found:
        problems.append(Problem("categories", "categories-word"))
    return tuple(dict.fromkeys(each.value for each in found if each))


def _category(text: str) -> Category | None:
    if item := _ITEM.fullmatch(text):
        return _ITEMS[int(item[1]) - 1]
    return next((meant for part, meant in _CATEGORIES.items() if part in text), None)


def twins(entries: Mapping[int, Entry]) -> Iterator[tuple[int, str, int]]:
    """People who stand in the table twice: the row, the code of the sentence, the other row. By PESEL, and where
    there is none by name and date of birth."""
    seen: dict[tuple[object, ...], list[int]] = {}
    for number, entry in entries.items():
        person = entry.person
        name = (person.last_name.casefold(), person.first_name.casefold(), person.birth_date)
        seen.setdefault(("twice-pesel", person.pesel) if person.pesel else ("twice-name", *name), []).append(number)
    for (code, *_), rows in seen.items():
        for row in rows if len(rows) > 1 else ():
            yield row, str(code), next(other for other in rows if other != row)
