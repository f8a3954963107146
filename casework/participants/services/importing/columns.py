"""The columns of a list of people, under the names that centres give them."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.participants.rules.spreadsheets import NAME_FIRST, SURNAME_FIRST
from casework.participants.selectors import FIELD_LABELS
from core.imports.rules import SourceColumn

_DAY = gettext_lazy("A day, in any usual way of writing.")

PEOPLE_COLUMNS = (
    SourceColumn(
        key="last_name",
        label=FIELD_LABELS["last_name"],
        words=("nazwisko", "nazwisko uczestnika", "nazwiska", "surname", "last name"),
        example="Nowak-Kowalska",
    ),
    SourceColumn(
        key="first_name",
        label=FIELD_LABELS["first_name"],
        words=("imię", "imiona", "imię uczestnika", "imię pierwsze", "first name"),
        example="Anna Maria",
    ),
    SourceColumn(
        key=SURNAME_FIRST,
        label=gettext_lazy("Surname and first name together"),
        words=("nazwisko i imię", "nazwisko i imiona", "nazwisko imię", "uczestnik", "uczestniczka", "osoba",
               "nazwisko i imię uczestnika", "beneficjent", "podopieczny"),
        hint=gettext_lazy("Instead of the two columns before."),
    ),
    SourceColumn(
        key=NAME_FIRST,
        label=gettext_lazy("First name and surname together"),
        words=("imię i nazwisko", "imiona i nazwisko", "imię nazwisko", "imię i nazwisko uczestnika", "name"),
        hint=gettext_lazy("Instead of surname and first name."),
    ),
    SourceColumn(
        key="pesel",
        label=FIELD_LABELS["pesel"],
        words=("pesel", "nr pesel", "numer pesel", "nr ewidencyjny pesel", "pesel uczestnika"),
        hint=gettext_lazy("11 digits. A person without one gets another identifier."),
        example="90090515836",
        veiled=True,
    ),
    SourceColumn(
        key="other_identifier",
        label=FIELD_LABELS["other_identifier"],
        words=("inny identyfikator", "identyfikator", "nr paszportu", "paszport", "karta pobytu", "nr dokumentu",
               "dokument tożsamości", "inny dokument"),
        veiled=True,
    ),
    SourceColumn(
        key="birth_date",
        is_day=True,
        label=FIELD_LABELS["birth_date"],
        words=("data urodzenia", "data ur", "ur", "urodzony", "urodzona", "dzień urodzenia", "date of birth"),
        hint=gettext_lazy("Needed only without a PESEL number."),
        example="05.09.1990",
    ),
    SourceColumn(
        key="sex",
        label=FIELD_LABELS["sex"],
        words=("płeć", "k/m", "sex"),
        hint=gettext_lazy("K or M. Needed only without a PESEL number."),
        example="K",
    ),
    SourceColumn(
        key="address",
        label=gettext_lazy("Whole address in one column"),
        words=("adres", "adres zamieszkania", "adres pobytu", "miejsce zamieszkania", "adres zameldowania",
               "zamieszkały", "zamieszkała", "address"),
        example="ul. Leśna 3/5, 42-360 Poraj",
    ),
    SourceColumn(
        key="street",
        label=FIELD_LABELS["street"],
        words=("ulica", "ul", "ulica i numer", "ulica nr domu", "ulica numer domu", "adres ulica", "street"),
    ),
    SourceColumn(
        key="postal_code",
        label=FIELD_LABELS["postal_code"],
        words=("kod pocztowy", "kod", "kod poczt", "postal code"),
    ),
    SourceColumn(
        key="place",
        label=FIELD_LABELS["place"],
        words=("miejscowość", "miasto", "miejscowość zamieszkania", "poczta", "gmina", "town"),
    ),
    SourceColumn(
        key="phone",
        label=FIELD_LABELS["phone"],
        words=("telefon", "nr telefonu", "numer telefonu", "tel", "telefon kontaktowy", "komórka", "tel kom", "kontakt",
               "phone"),
        example="600 700 800",
        veiled=True,
    ),
    SourceColumn(
        key="email",
        label=FIELD_LABELS["email"],
        words=("e-mail", "email", "mail", "adres e-mail", "poczta elektroniczna", "adres poczty elektronicznej"),
    ),
    SourceColumn(
        key="categories",
        label=FIELD_LABELS["categories"],
        words=("grupa z art. 1", "grupa z art. 1 ust. 2", "kategoria", "kategoria uczestnika", "kategorie",
               "grupa docelowa", "podstawa przyjęcia", "powód skierowania", "przyczyna wykluczenia",
               "art. 1 ust. 2", "status osoby"),
        hint=gettext_lazy("The main group first; several with a comma. In words or as items 1 to 8."),
        example="długotrwale bezrobotna",
    ),
    SourceColumn(
        key="education",
        label=FIELD_LABELS["education"],
        words=("wykształcenie", "wykszt", "poziom wykształcenia", "education"),
        hint=gettext_lazy("None, primary, secondary or tertiary."),
        example="zawodowe",
    ),
    SourceColumn(
        key="labour_status",
        label=FIELD_LABELS["labour_status"],
        words=("status na rynku pracy", "status", "sytuacja na rynku pracy", "status zawodowy", "status zatrudnienia"),
        example="bezrobotna",
    ),
    SourceColumn(
        key="starts_on",
        is_day=True,
        label=gettext_lazy("First day of the stay"),
        words=("data rozpoczęcia", "początek", "rozpoczęcie", "data przyjęcia", "przyjęty", "od", "od kiedy",
               "początek uczestnictwa", "data rozpoczęcia uczestnictwa", "data przystąpienia", "rozpoczęcie udziału",
               "data rozpoczęcia zajęć", "uczestnictwo od", "w cis od", "start"),
        hint=_DAY,
        example="02.03.2026",
    ),
    SourceColumn(
        key="plan_signed_on",
        is_day=True,
        label=gettext_lazy("IPZS signed on"),
        words=("ipzs", "data ipzs", "data podpisania ipzs", "podpisanie ipzs", "ipzs podpisany", "data programu",
               "data zawarcia ipzs", "data podpisania programu", "indywidualny program"),
        hint=_DAY,
        example="02.03.2026",
    ),
    SourceColumn(
        key="benefit_applied_on",
        is_day=True,
        label=gettext_lazy("Benefit applied for on"),
        words=("wniosek o świadczenie", "data wniosku o świadczenie", "data wniosku", "świadczenie integracyjne",
               "wniosek", "wniosek o świadczenie integracyjne"),
        hint=_DAY,
        example="02.03.2026",
    ),
    SourceColumn(
        key="group",
        label=gettext_lazy("Group"),
        words=("grupa", "pracownia", "nazwa grupy", "grupa warsztatowa", "pracownia grupa", "warsztat", "zawód"),
        hint=gettext_lazy("The name of a group that you have entered already."),
        example="Ogrodnicza",
    ),
)  # fmt: skip


def missing_columns(keys: Collection[str]) -> list[str]:
    """What a list of people cannot do without."""
    said = []
    if not ({"last_name", "first_name"} <= set(keys) or {SURNAME_FIRST, NAME_FIRST} & set(keys)):
        said.append(_("Mark the column of the surname and that of the first name, or the one that holds both."))
    if not {"pesel", "other_identifier"} & set(keys):
        said.append(_("Mark the column of the PESEL number, or that of another identifier."))
    return said
