"""Who is in the demo: houses and their staff. Invented people in real towns; plain data, so anybody may read it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody of the staff. `user` is the first part of the e-mail; the first person of a house heads it."""

    user: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class DemoHouse:
    """A house of the demo; `short` is what the printed table calls it."""

    kind: str
    slug: str
    name: str
    short: str
    people: tuple[Person, ...]
    is_sandbox: bool = False

    def email(self, person: Person) -> str:
        return f"{person.user}@{self.slug}.example"


def _centre(slug: str, name: str, short: str, names: tuple[str, ...]) -> DemoHouse:
    users = ("kierownik", "socjalny", "instruktor", "ksiegowa", "psycholog", "biuro")
    roles = ("manager", "social-worker", "vocational-instructor", "accountant", "psychologist", "office")
    people = (Person(user, who, (role,)) for user, who, role in zip(users, names, roles, strict=True))
    return DemoHouse("centre", slug, name, short, tuple(people))


HOUSES = (
    DemoHouse(
        "owes",
        "jowes",
        "Jurajski Ośrodek Wsparcia Ekonomii Społecznej",
        "OWES JOWES",
        (
            Person("administrator", "Hanna Zawada", ("network-administrator",)),
            Person("doradca", "Tomasz Wierzba", ("adviser",)),
        ),
    ),
    _centre(
        "poraj",
        "Centrum Integracji Społecznej w Poraju",
        "CIS Poraj",
        ("Barbara Kęs", "Anna Źrebiec", "Marek Łuczak", "Grażyna Śliwa", "Ewa Jóźwik", "Paulina Ćwik"),
    ),
    _centre(
        "myszkow",
        "Centrum Integracji Społecznej w Myszkowie-Mrzygłodzie",
        "CIS Myszków",
        ("Tadeusz Brzęk", "Joanna Sikorka", "Kazimierz Dudek", "Lidia Żak", "Monika Gęś", "Klaudia Wróbel"),
    ),
    _centre(
        "kozieglowy",
        "Centrum Integracji Społecznej w Koziegłowach",
        "CIS Koziegłowy",
        ("Małgorzata Kłos", "Dorota Jeż", "Wiesław Pająk", "Jolanta Mędrek", "Agata Lis", "Beata Zięba"),
    ),
    _centre(
        "koniecpol",
        "Centrum Integracji Społecznej w Koniecpolu",
        "CIS Koniecpol",
        ("Andrzej Cichy", "Teresa Bąk", "Ryszard Kozioł", "Elżbieta Gądek", "Kinga Sójka", "Alicja Trzcina"),
    ),
    _centre(
        "klobuck",
        "Centrum Integracji Społecznej w Kłobucku",
        "CIS Kłobuck",
        ("Jerzy Głąb", "Maria Wójcicka", "Sławomir Dąbek", "Renata Chęć", "Łucja Krząkała", "Iwona Pyź"),
    ),
    _centre(
        "czestochowa",
        "Samorządowy Zakład Budżetowy Centrum Integracji Społecznej w Częstochowie",
        "CIS Częstochowa",
        ("Dariusz Wąs", "Katarzyna Olcha", "Bogdan Rzepa", "Urszula Młynek", "Magdalena Świt", "Sylwia Kądziel"),
    ),
    _centre(
        "feniks",
        "Centrum Integracji Społecznej Fundacji Integracji Społecznej FENIKS",
        "CIS FENIKS",
        ("Izabela Jasień", "Natalia Brzoza", "Piotr Gołąb", "Krystyna Wiśnia", "Justyna Łąka", "Aneta Szpak"),
    ),
)
SANDBOX = DemoHouse(
    "centre", "piaskownica", "Centrum na próbę", "sandbox", (Person("kierownik", "Próba Próbna", ("manager",)),), True
)
"""A centre for programs to try themselves on: in no network and in no statistics."""


@dataclass(frozen=True)
class DemoNetwork:
    """Which OWES (its `slug`) supports whom, and since when (ISO date)."""

    slug: str
    name: str
    coordinator: str
    members: tuple[str, ...]
    since: str


NETWORK = DemoNetwork(
    slug="subregion-polnocny",
    name="Subregion Północny województwa śląskiego",
    coordinator="jowes",
    members=tuple(house.slug for house in HOUSES if house.kind == "centre"),
    since="2022-01-01",
)
WITH_SECOND_FACTOR = "administrator@jowes.example"
"""The account whose second factor is not waived in the demo."""
