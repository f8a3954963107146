"""The profiles of the demo's centres, written by their managers. Decisions and numbers are invented."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.accounts.models import Account
from core.localdev.people import HOUSES
from networking.directory.rules import ProfileData
from networking.directory.selectors import own_profile
from networking.directory.services import save_profile
from tenants.walls.context import house_context

FIVE_YEARS = timedelta(days=1826)


@dataclass(frozen=True)
class Told:
    """What a centre tells; its status ends so many days from the day on which the demo is made."""

    run_by: str
    status_days: int
    seats: int
    workshops: tuple[str, ...]
    about: str
    street: str
    postal_code: str
    place: str


PROFILES = {
    "poraj": Told(
        "Gmina Poraj", 940, 28,
        ("Pracownia ogólnobudowlana", "Pracownia ogrodniczo-porządkowa", "Pracownia pocztowa (doręczycielska)"),
        "Remontujemy świetlice i mieszkania gminne, doręczamy korespondencję urzędu. Chętnie pokażemy, jak rozliczamy"
        " pracownię pocztową.",
        "ul. Jasna 21", "42-360", "Poraj",
    ),
    "myszkow": Told(
        "Gmina Myszków", 150, 28, ("Pracownia gospodarczo-porządkowa", "Pracownia gastronomiczna"),
        "Prowadzimy kuchnię, która gotuje obiady dla dwóch szkół i dla uczestników.",
        "ul. Palmowa 4", "42-300", "Myszków",
    ),
    "kozieglowy": Told(
        "Gmina i Miasto Koziegłowy", 620, 16, ("Pracownia gospodarczo-porządkowa", "Pracownia krawiecka"),
        "Małe centrum: dwie grupy, każdego uczestnika znamy po imieniu. Szyjemy stroje dla zespołów ludowych.",
        "ul. Kwiatowa 2", "42-350", "Koziegłowy",
    ),
    "koniecpol": Told(
        "Gmina Koniecpol", 50, 20, ("Pracownia gospodarczo-porządkowa", "Pracownia ogrodnicza"),
        "Dbamy o zieleń w mieście i mamy własną szklarnię.", "ul. Ogrodowa 11", "42-230", "Koniecpol",
    ),
    "klobuck": Told(
        "Gmina Kłobuck", 1210, 36,
        ("Pracownia ogólnobudowlana", "Pracownia gastronomiczna", "Pracownia komputerowa"),
        "Łączymy praktykę w zakładach z kursem komputerowym; połowa absolwentów idzie prosto do pracy.",
        "ul. Szkolna 8", "42-100", "Kłobuck",
    ),
    "czestochowa": Told(
        "Miasto Częstochowa (samorządowy zakład budżetowy)", 1480, 52,
        ("Pracownia gastronomiczna", "Pracownia komputerowa", "Pracownia krawiecka",
         "Pracownia gospodarczo-porządkowa"),
        "Największe centrum subregionu. Mamy doświadczenie w projektach unijnych i w pracy w dzielnicach.",
        "ul. Legionów 50A", "42-200", "Częstochowa",
    ),
    "feniks": Told(
        "Fundacja Integracji Społecznej FENIKS", 400, 12, ("Pracownia krawiecka",),
        "Centrum fundacji: uczymy szycia i pomagamy zakładać spółdzielnie socjalne.",
        "ul. Wiosenna 15", "42-200", "Częstochowa",
    ),
}  # fmt: skip


def write_profiles(*, today: date) -> None:
    """Let every manager fill in the profile of a centre that has none yet."""
    managers = {house.slug: house.email(house.people[0]) for house in HOUSES}
    for number, (slug, told) in enumerate(PROFILES.items(), start=1):
        with house_context(slug):
            if own_profile() is None:
                manager = Account.objects.get(email=managers[slug])
                save_profile(by=manager, version=0, data=_data(slug, told, number=number, today=today), today=today)


def _data(slug: str, told: Told, *, number: int, today: date) -> ProfileData:
    until = today + timedelta(days=told.status_days)
    decided = until - FIVE_YEARS
    return ProfileData(
        run_by=told.run_by,
        decision_number=f"PS-II.9415.{number}.{decided.year}",
        decision_on=decided,
        status_until=until,
        seats=told.seats,
        workshops=list(told.workshops),
        about=told.about,
        street=told.street,
        postal_code=told.postal_code,
        place=told.place,
        phone=f"34 000 01 {number:02}",
        email=f"biuro@{slug}.example",
        website=f"https://{slug}.example",
    )
