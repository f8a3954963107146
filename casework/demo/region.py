"""The centres of the Northern Subregion as the demo imagines them. Plain data; the people are invented elsewhere."""

from dataclasses import dataclass
from enum import IntEnum

from casework.participants.rules import PeriodKind


class Progress(IntEnum):
    """How far a month is on its way to being paid. Each step includes those before it."""

    OPEN = 0
    SUBMITTED = 1
    APPROVED = 2
    SETTLED = 3
    SETTLEMENT_APPROVED = 4
    PAID = 5


@dataclass(frozen=True)
class Team:
    """A group in its workshop. `instructor` None: the one who has an account."""

    workshop: str
    group: str
    seats: int
    hours: str = "6.00"
    instructor: str | None = None


@dataclass(frozen=True)
class Deadline:
    """Somebody's period of this kind ends so many days from today."""

    kind: PeriodKind
    days: int


OPEN_INDICATORS = ("people", "seats", "joined", "left", "hours")


@dataclass(frozen=True)
class CentrePlan:
    """A centre: how many places it fills, where its people live, what it does, and in what state last month is.

    `badly_kept`: last month's sheets have gaps. `lags`: the first team's sheet of the last working day is missing.
    `exact`: what its manager shows the OWES exactly. `automatic_after`: figures go by themselves so many days after the
    month's end. `is_prompt`: last month's figures have gone already. `corrects`: it has released a month twice.
    """

    slug: str
    places: int
    town: str
    postal_code: str
    teams: tuple[Team, ...]
    deadlines: tuple[Deadline, ...]
    last_month: Progress
    badly_kept: bool = False
    lags: bool = False
    exact: tuple[str, ...] = OPEN_INDICATORS
    automatic_after: int | None = None
    is_prompt: bool = False
    corrects: bool = False


TRIAL, MAIN, EXTENSION = PeriodKind.TRIAL, PeriodKind.MAIN, PeriodKind.EXTENSION

CENTRES = (
    CentrePlan(
        slug="poraj",
        places=19,
        town="Poraj",
        postal_code="42-360",
        teams=(
            Team("Pracownia ogólnobudowlana", "Grupa budowlana", 10, "7.00"),
            Team("Pracownia ogrodniczo-porządkowa", "Grupa ogrodnicza", 10, "6.50", "Halina Gajek"),
            Team("Pracownia pocztowa (doręczycielska)", "Doręczyciele", 8, "6.00", "Czesław Piątek"),
        ),
        deadlines=(Deadline(TRIAL, 1), Deadline(MAIN, 7), Deadline(EXTENSION, 30)),
        last_month=Progress.OPEN,
        lags=True,
    ),
    CentrePlan(
        slug="myszkow",
        places=24,
        town="Myszków",
        postal_code="42-300",
        teams=(
            Team("Pracownia gospodarczo-porządkowa", "Grupa porządkowa", 14, "6.00"),
            Team("Pracownia gastronomiczna", "Kuchnia", 14, "7.00", "Bożena Rataj"),
        ),
        deadlines=(Deadline(TRIAL, 7), Deadline(MAIN, 30), Deadline(MAIN, 1)),
        last_month=Progress.SUBMITTED,
        corrects=True,
    ),
    CentrePlan(
        slug="kozieglowy",
        places=13,
        town="Koziegłowy",
        postal_code="42-350",
        teams=(
            Team("Pracownia gospodarczo-porządkowa", "Grupa porządkowa", 8),
            Team("Pracownia krawiecka", "Krawcowe i krawcy", 8, "6.00", "Stefania Nitka"),
        ),
        deadlines=(Deadline(TRIAL, 30), Deadline(MAIN, 1)),
        last_month=Progress.APPROVED,
        exact=("people", "seats"),
        is_prompt=True,
    ),
    CentrePlan(
        slug="koniecpol",
        places=16,
        town="Koniecpol",
        postal_code="42-230",
        teams=(
            Team("Pracownia gospodarczo-porządkowa", "Grupa porządkowa", 10),
            Team("Pracownia ogrodnicza", "Grupa ogrodnicza", 10, "6.00", "Zenon Bylica"),
        ),
        deadlines=(Deadline(EXTENSION, 1), Deadline(MAIN, 7)),
        last_month=Progress.OPEN,
        badly_kept=True,
        exact=(),
        automatic_after=25,
    ),
    CentrePlan(
        slug="klobuck",
        places=31,
        town="Kłobuck",
        postal_code="42-100",
        teams=(
            Team("Pracownia ogólnobudowlana", "Grupa budowlana", 12, "7.00"),
            Team("Pracownia gastronomiczna", "Kuchnia", 12, "7.00", "Danuta Misztal"),
            Team("Pracownia komputerowa", "Grupa komputerowa", 12, "6.00", "Patryk Bajt"),
        ),
        deadlines=(Deadline(TRIAL, 7), Deadline(MAIN, 30), Deadline(EXTENSION, 7)),
        last_month=Progress.SETTLED,
    ),
    CentrePlan(
        slug="czestochowa",
        places=45,
        town="Częstochowa",
        postal_code="42-217",
        teams=(
            Team("Pracownia gastronomiczna", "Kuchnia", 14, "7.00"),
            Team("Pracownia komputerowa", "Grupa komputerowa", 12, "6.00", "Norbert Klawisz"),
            Team("Pracownia krawiecka", "Krawiectwo", 12, "6.00", "Władysława Igła"),
            Team("Pracownia gospodarczo-porządkowa", "Grupa porządkowa", 14, "6.50", "Roman Miotła"),
        ),
        deadlines=(
            Deadline(TRIAL, 1),
            Deadline(TRIAL, 30),
            Deadline(MAIN, 7),
            Deadline(MAIN, 1),
            Deadline(EXTENSION, 30),
        ),
        last_month=Progress.SETTLEMENT_APPROVED,
    ),
    CentrePlan(
        slug="feniks",
        places=10,
        town="Częstochowa",
        postal_code="42-202",
        teams=(Team("Pracownia krawiecka", "Krawiectwo", 12, "6.00"),),
        deadlines=(Deadline(MAIN, 30),),
        last_month=Progress.PAID,
        exact=("seats",),
    ),
)
"""The seven centres that met in Poraj on 30 September 2022."""
