"""The dictionaries of participation."""

from enum import StrEnum


class Category(StrEnum):
    """Groups of art. 1(2) of the Act on social employment; `OTHER`: the list there is open."""

    HOMELESS = "BEZDOMNI"
    ALCOHOL = "ALKOHOL"
    DRUGS = "NARKOTYKI"
    MENTAL_DISORDER = "ZABURZENIA_PSYCH"
    LONG_TERM_UNEMPLOYED = "DLUGOTRWALE_BEZR"
    RELEASED = "ZWOLNIENI_ZK"
    REFUGEE = "UCHODZCY"
    DISABLED = "NIEPELNOSPRAWNI"
    OTHER = "INNE"


class Sex(StrEnum):
    """As the PESEL number tells it."""

    FEMALE = "K"
    MALE = "M"


class Education(StrEnum):
    """Highest completed level at the start, as European projects ask for it (ISCED)."""

    NONE = "brak"
    PRIMARY = "podstawowe"
    SECONDARY = "ponadgimnazjalne"
    TERTIARY = "wyzsze"


class LabourStatus(StrEnum):
    """Status on the labour market at the start."""

    LONG_TERM_UNEMPLOYED = "dlugotrwale-bezrobotna"
    UNEMPLOYED = "bezrobotna"
    INACTIVE = "bierna"
    INACTIVE_IN_EDUCATION = "bierna-uczaca-sie"
    EMPLOYED = "pracujaca"


class PeriodKind(StrEnum):
    """Parts of a stay, in their order (art. 15 of the Act on social employment)."""

    TRIAL = "trial"
    MAIN = "main"
    EXTENSION = "extension"


class ClosingReason(StrEnum):
    """Why a stay ended."""

    COMPLETED = "UKONCZYL_PROGRAM"
    EMPLOYMENT = "ZATRUDNIENIE"
    BUSINESS = "WLASNA_DZIALALNOSC"
    COOPERATIVE = "SPOLDZIELNIA_SOCJALNA"
    PENSION = "NABYL_RENTE_EMERYTURE"
    NOT_QUALIFIED = "NIEZAKWALIFIKOWANY_PO_PROBNYM"
    RESIGNED = "REZYGNACJA"
    LEFT = "SAMOWOLNE_OPUSZCZENIE"
    BREACH = "UPORCZYWE_NARUSZENIE"
    NO_MEDICAL_STATEMENT = "BRAK_ORZECZENIA_LEKARSKIEGO"
    DEATH = "ZGON"
    MOVED = "ZMIANA_MIEJSCA"
    LIMIT_REACHED = "UPLYW_MAX_OKRESU"
    OTHER = "INNE"
