"""Invented people: names from Faker, numbers that are valid and made up, addresses that say that they are examples."""

import random
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from faker import Faker

from casework.demo.region import CentrePlan
from casework.demo.story import PersonStory
from casework.participants.rules import Category, Education, LabourStatus, Sex

STREETS = ("Przykładowa", "Przykładna", "Próbna", "Wzorcowa", "Pokazowa")
GUESTS = {5: ("Oksana", "Kovalenko"), 17: ("Iryna", "Shevchuk")}
"""Refugees who have no PESEL yet, by their place in the line."""
DOUBLE_NAMES = ("Nowak-Ćwiąkała", "Łoś-Żądło", "D'Aubert", "Święch-Różycka")
CATEGORY_WEIGHTS = {
    Category.LONG_TERM_UNEMPLOYED: 49,
    Category.DISABLED: 12,
    Category.ALCOHOL: 11,
    Category.OTHER: 9,
    Category.HOMELESS: 7,
    Category.MENTAL_DISORDER: 6,
    Category.RELEASED: 3,
    Category.DRUGS: 3,
}
"""Roughly the shares that the statistical office published for 2017."""
PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


def invented_people(plan: CentrePlan, *, seed: str, number: int, around: date) -> Iterator[PersonStory]:
    """Everybody who may ever come to a centre. `number`: of the centre, which keeps PESEL numbers apart."""
    rng = random.Random(f"{seed}/{plan.slug}/people")
    names = Faker("pl_PL")
    names.seed_instance(rng.getrandbits(32))
    taken = set()
    for key in count():
        person = _person(key, plan, rng, names, number=number, around=around)
        while person.pesel in taken:
            person = _person(key, plan, rng, names, number=number, around=around)
        taken |= {person.pesel} - {""}
        yield person


def _person(key: int, plan: CentrePlan, rng: random.Random, names: Faker, *, number: int, around: date) -> PersonStory:
    is_guest = key in GUESTS
    sex = Sex.FEMALE if is_guest or rng.random() < 0.53 else Sex.MALE
    first_name, last_name = _name(key, sex, names)
    born = around - timedelta(days=rng.randint(19 * 366, 62 * 365))
    pesel = synthetic_pesel(born, sex=sex, serial=number * 100 + rng.randrange(100), rng=rng)
    categories = (Category.REFUGEE,) if is_guest else _categories(rng)
    return PersonStory(
        key=key,
        last_name=last_name,
        first_name=first_name,
        sex=sex,
        birth_date=born,
        pesel="" if is_guest else pesel,
        other_identifier=f"FB{number}{key:05d}" if is_guest else "",
        street=f"ul. {rng.choice(STREETS)} {rng.randint(1, 90)}",
        postal_code=plan.postal_code,
        place=plan.town,
        phone=f"50000{number}{rng.randrange(1000):03d}" if rng.random() < 0.8 else "",
        email=_email(first_name, last_name) if rng.random() < 0.35 else "",
        categories=categories,
        education=rng.choices(list(Education), weights=(3, 22, 65, 10))[0],
        labour_status=_labour_status(categories, rng),
    )


def _name(key: int, sex: Sex, names: Faker) -> tuple[str, str]:
    if key in GUESTS:
        return GUESTS[key]
    if sex is Sex.MALE:
        return names.first_name_male(), names.last_name_male()
    first_name, last_name = names.first_name_female(), names.last_name_female()
    return first_name, DOUBLE_NAMES[key % 4] if key % 23 == 3 else last_name


def synthetic_pesel(born: date, *, sex: Sex, serial: int, rng: random.Random) -> str:
    """A number of this birth date and sex with a right check digit. `serial`: three digits that keep centres apart."""
    month = born.month + (20 if born.year >= 2000 else 0)
    last = 2 * rng.randrange(5) + (sex is Sex.MALE)
    digits = f"{born:%y}{month:02d}{born:%d}{serial:03d}{last}"
    total = sum(weight * int(digit) for weight, digit in zip(PESEL_WEIGHTS, digits, strict=True))
    return f"{digits}{-total % 10}"


def _categories(rng: random.Random) -> tuple[Category, ...]:
    main = rng.choices(list(CATEGORY_WEIGHTS), weights=list(CATEGORY_WEIGHTS.values()))[0]
    second = rng.choice((Category.LONG_TERM_UNEMPLOYED, Category.ALCOHOL, Category.DISABLED))
    return (main, second) if rng.random() < 0.25 and second is not main else (main,)


def _labour_status(categories: tuple[Category, ...], rng: random.Random) -> LabourStatus:
    if Category.LONG_TERM_UNEMPLOYED in categories:
        return LabourStatus.LONG_TERM_UNEMPLOYED
    return rng.choice((LabourStatus.UNEMPLOYED, LabourStatus.INACTIVE, LabourStatus.INACTIVE))


def _email(first_name: str, last_name: str) -> str:
    plain = unicodedata.normalize("NFKD", f"{first_name}.{last_name}".lower().replace("ł", "l"))
    letters = (letter for letter in plain if letter.isascii() and (letter.isalnum() or letter in ".-"))
    return f"{''.join(letters)}@przyklad.example"
