"""Keeping the profile: who may, what is refused, what two people at once see, what Today asks for."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.audit.models import AuditEntry
from networking.directory.models import CentreProfile
from networking.directory.selectors import first_step_with_profile, own_profile, profile_cards
from tests.networking.directory.profiles import fill_in

pytestmark = pytest.mark.usefixtures("second_factor_waived")
URL = "/profil/"
FILLED = {
    "run_by": "Gmina Poraj",
    "decision_number": "PS-II.9415.4.2023",
    "decision_on": "2023-06-12",
    "status_until": "2028-06-12",
    "seats": "28",
    "workshops": "Pracownia budowlana\n\n  Pracownia ogrodnicza  \n",
    "about": "Robimy remonty dla mieszkańców gminy.",
    "street": "ul. Jasna 21",
    "postal_code": "42-360",
    "place": "Poraj",
    "phone": "34 314 52 51",
    "email": "biuro@poraj.example",
    "website": "https://cis.poraj.example",
    "version": "0",
}


@pytest.fixture
def office(client_for: Any, account: Any, poraj: Any) -> Any:
    return client_for(account(poraj, "office", name="Paulina Ćwik"))


def test_the_office_fills_it_in_and_the_history_says_so(office: Any, poraj: Any, as_house: Any) -> None:
    response = office.post(URL, FILLED)
    assert response.url == f"/centra/{poraj.pk}/"
    assert "Robimy remonty" in office.get(response.url).content.decode()
    with as_house(poraj):
        profile = own_profile()
        assert profile is not None
        assert profile.workshops == ["Pracownia budowlana", "Pracownia ogrodnicza"]
        assert (profile.version, profile.seats, profile.changed_by_name) == (1, 28, "Paulina Ćwik")
        assert AuditEntry.objects.filter(action="profile.changed").count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("postal_code", "42360", "Wpisz kod pocztowy tak"),
        ("postal_code", "4-2360", "Wpisz kod pocztowy tak"),
        ("seats", "0", "1"),
        ("seats", "501", "500"),
        ("seats", "dwadzieścia", ""),
        ("website", "http://cis.example", "https://"),
        ("website", "javascript:alert(1)", "https://"),
        ("phone", "zadzwoń!", "same cyfry"),
        ("email", "biuro", ""),
        ("decision_on", "", "Podaj też datę decyzji"),
        ("decision_number", "", "Podaj też numer decyzji"),
        ("decision_on", "2199-01-01", "jeszcze nie nadszedł"),
        ("status_until", "2020-01-01", "przed datą decyzji"),
        ("status_until", "2082-06-12", "pięć lat"),
        ("status_until", "31.02.2028", ""),
        ("workshops", "\n".join(["Pracownia"] * 31), "30"),
        ("workshops", "x" * 121, "120"),
        ("run_by", "", ""),
        ("about", "Pan o numerze 44051401359 jest zadowolony.", "PESEL"),
        ("about", "z" * 2001, "2000"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    office: Any, as_house: Any, poraj: Any, field: str, typed: str, sentence: str
) -> None:
    response = office.post(URL, FILLED | {field: typed})
    assert response.status_code == 200
    html = response.content.decode()
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert sentence in " ".join(errors[field])
    assert "Robimy remonty" in html or field == "about"
    with as_house(poraj):
        assert own_profile() is None


def test_whoever_saves_second_sees_both_versions(office: Any, client_for: Any, account: Any, poraj: Any) -> None:
    assert office.post(URL, FILLED).status_code == 302
    manager = client_for(account(poraj, "manager"))
    assert manager.post(URL, FILLED | {"seats": "30", "version": "1"}).status_code == 302
    response = office.post(URL, FILLED | {"seats": "31", "version": "1"})
    assert [(each.saved, each.typed) for each in response.context["form"].meanwhile] == [("30", "31")]
    assert response.context["form"]["version"].value() == "2"


def test_two_who_fill_in_the_first_profile_do_not_overwrite_each_other(office: Any) -> None:
    office.post(URL, FILLED)
    response = office.post(URL, FILLED | {"place": "Gdzie indziej"})
    assert response.context["form"].meanwhile


def test_a_participant_s_name_is_warned_of_before_the_network_reads_it(
    office: Any, monkeypatch: Any, as_house: Any, poraj: Any
) -> None:
    from core.screening import rules
    from core.screening.rules import Finding, FindingKind

    seen = Finding(FindingKind.PERSON, "Jan Bąk")
    monkeypatch.setattr(rules, "_SCREENS", [lambda text: [seen] if "Bąk" in text else []])
    typed = FILLED | {"about": "Jan Bąk u nas pracuje."}
    response = office.post(URL, typed)
    assert response.status_code == 200
    with as_house(poraj):
        assert own_profile() is None
    assert office.post(URL, typed | {"anyway": response.context["form"].confirmation}).status_code == 302


@pytest.mark.parametrize("role", ["social-worker", "accountant", "psychologist", "auditor"])
def test_others_of_the_centre_may_not_change_it(client_for: Any, account: Any, poraj: Any, role: str) -> None:
    visitor = client_for(account(poraj, role))
    assert visitor.get(URL).status_code == 403
    assert visitor.post(URL, FILLED).status_code == 403


def test_an_owes_has_no_profile_to_edit(client_for: Any, account: Any, jowes: Any) -> None:
    assert client_for(account(jowes, "network-administrator")).get(URL).status_code == 404


def test_today_asks_for_an_empty_profile_and_warns_of_an_ending_status(
    account: Any, poraj: Any, as_house: Any, settings: Any
) -> None:
    settings.ROOT_URLCONF = "config.urls.centre"
    today = date(2026, 11, 22)
    manager, nurse = account(poraj, "manager"), account(poraj, "psychologist")
    with as_house(poraj):
        assert [card.tone for card in profile_cards(manager, today=today)] == ["info"]
        assert list(profile_cards(nurse, today=today)) == []
        assert [step.done for step in first_step_with_profile(manager)] == [False]
    fill_in("poraj", status_until=today + timedelta(days=181))
    for until, tones in ((181, []), (180, ["warning"]), (0, ["warning"]), (-1, ["danger"])):
        with as_house(poraj):
            CentreProfile.objects.filter(house=poraj).update(status_until=today + timedelta(days=until))
            assert [card.tone for card in profile_cards(manager, today=today)] == tones
            assert [step.done for step in first_step_with_profile(manager)] == [True]


def test_the_page_of_today_shows_the_card(office: Any, poraj: Any) -> None:
    fill_in("poraj", status_until=timezone.localdate() - timedelta(days=3))
    assert "Status centrum wygasł" in office.get("/").content.decode()
