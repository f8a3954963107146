"""Asking for a new centre: who may, what is refused, what is seen, and that the OWES never gets in."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from core.audit.models import AuditEntry
from core.notifications.models import Notification
from networking.directory.services import tell_about_founding
from tenants.jobs.models import Job
from tenants.organisations.models import Organisation
from tenants.provisioning.models import FoundingRequest
from tenants.provisioning.services import hand_over_foundings
from tenants.walls.context import service_role
from tests.networking.directory.conftest import Neighbours

pytestmark = pytest.mark.usefixtures("second_factor_waived")
URL = "/centra/nowe/"
NOBODY = "00000000-0000-4000-8000-000000000000"
WANTED = {
    "name": "Centrum Integracji Społecznej w Janowie",
    "slug": "janowo",
    "run_by": "Gmina Janów",
    "agreement_number": "PP/12/2026",
    "agreement_signed_on": "2026-10-05",
    "agreement_signed_by": "Ewa Lis, wójt gminy",
    "manager_email": "kierownik@janowo.example",
    "is_confirmed": "on",
}


@pytest.fixture
def administrator(account: Any, jowes: Any) -> Any:
    return account(jowes, "network-administrator", email="Hanna@Jowes.example", name="Hanna Zawada")


@pytest.fixture
def wanted(administrator: Any, jowes: Any, as_house: Any) -> dict[str, str]:
    with as_house(jowes):
        network = jowes.coordinated_networks.get()
    return WANTED | {"network": str(network.pk)}


@pytest.fixture
def owes(client_for: Any, administrator: Any) -> Any:
    return client_for(administrator)


def requests_of(house: Any, as_house: Any) -> list[FoundingRequest]:
    with as_house(house):
        return list(FoundingRequest.objects.order_by("asked_at", "id"))


def test_a_request_is_written_down_shown_and_handed_to_the_ground_process(
    owes: Any, wanted: dict[str, str], jowes: Any, as_house: Any
) -> None:
    response = owes.post(URL, wanted)
    [asked] = requests_of(jowes, as_house)
    assert response.url == f"{URL}{asked.pk}/"
    assert (asked.asked_by_name, asked.state, asked.manager_email) == (
        "Hanna Zawada", "waiting", "kierownik@janowo.example",
    )  # fmt: skip
    html = owes.get(response.url).content.decode()
    assert "Wniosek czeka na swoją kolej" in html
    assert f"{URL}{asked.pk}/postep/" in html
    assert "kierownik@janowo.example" not in html
    assert "Centrum Integracji Społecznej w Janowie" in owes.get("/centra/").content.decode()
    with service_role("dispatcher"):
        assert (hand_over_foundings(), hand_over_foundings()) == (1, 0)
        assert Job.objects.get(kind="found_requested_centre").parameters == {"request": str(asked.pk)}
    with as_house(jowes):
        assert AuditEntry.objects.filter(action="founding.asked").count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("manager_email", "hanna@jowes.example", "konto w Waszej organizacji"),
        ("manager_email", "kierownik", ""),
        ("manager_email", "", ""),
        ("slug", "Janów", "małych liter"),
        ("slug", "1janow", "małych liter"),
        ("slug", "j", "małych liter"),
        ("slug", "janow; drop", "małych liter"),
        ("slug", "poraj", "zajęty"),
        ("slug", "public", "zastrzeżone"),
        ("slug", "pgjanow", "zastrzeżone"),
        ("name", "CENTRUM Integracji Społecznej w Poraju", "już tu jest"),
        ("name", "", ""),
        ("run_by", "", ""),
        ("agreement_number", "", ""),
        ("agreement_signed_by", " ", ""),
        ("agreement_signed_on", "", ""),
        ("agreement_signed_on", "2199-01-01", "jeszcze nie nadszedł"),
        ("agreement_signed_on", "1926-10-05", "25 maja 2018"),
        ("is_confirmed", "", "Bez podpisanej umowy"),
        ("network", NOBODY, ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(
    owes: Any, wanted: dict[str, str], jowes: Any, as_house: Any, field: str, typed: str, sentence: str
) -> None:
    response = owes.post(URL, wanted | {field: typed})
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert sentence in " ".join(errors[field])
    assert field == "name" or "Centrum Integracji Społecznej w Janowie" in response.content.decode()
    assert requests_of(jowes, as_house) == []


def test_an_address_is_asked_for_once_at_a_time(owes: Any, wanted: dict[str, str], jowes: Any, as_house: Any) -> None:
    owes.post(URL, wanted)
    response = owes.post(URL, wanted | {"name": "Inne centrum"})
    assert "właśnie zakładane" in response.context["form"].errors["slug"][0]
    assert len(requests_of(jowes, as_house)) == 1


def test_a_failed_founding_says_why_and_begins_the_next_request(
    owes: Any, wanted: dict[str, str], administrator: Any, jowes: Any, as_house: Any
) -> None:
    owes.post(URL, wanted)
    [asked] = requests_of(jowes, as_house)
    with service_role("dispatcher"):
        hand_over_foundings()
        job = Job.objects.get(kind="found_requested_centre")
        Job.objects.filter(pk=job.pk).update(state="failed", error="Adres jest zajęty.", finished_at=job.created_at)
        hand_over_foundings()
        hand_over_foundings()
        assert Job.objects.filter(kind="networking.directory.tell_about_founding", house=jowes).count() == 1
    [asked] = requests_of(jowes, as_house)
    assert (asked.state, asked.manager_email) == ("failed", "")
    html = owes.get(f"{URL}{asked.pk}/").content.decode()
    assert "Adres jest zajęty." in html
    again = owes.get(f"{URL}?znowu={asked.pk}").context["form"]
    assert (again["agreement_number"].value(), again["manager_email"].value()) == ("PP/12/2026", None)
    with as_house(jowes):
        tell_about_founding(request=str(asked.pk))
        notice = Notification.objects.get(account=administrator)
        assert notice.title == "Nie udało się założyć centrum: Centrum Integracji Społecznej w Janowie"
        assert notice.url == f"{URL}{asked.pk}/"
    assert owes.post(URL, wanted).status_code == 302


def test_telling_about_a_request_of_another_house_says_nothing(jowes: Any, as_house: Any) -> None:
    with as_house(jowes):
        tell_about_founding(request=str(uuid4()))
        assert not Notification.objects.exists()


@pytest.mark.parametrize("role", ["adviser", "analyst", "auditor"])
def test_only_the_network_administrator_founds(
    client_for: Any, account: Any, jowes: Any, owes: Any, wanted: dict[str, str], as_house: Any, role: str
) -> None:
    owes.post(URL, wanted)
    [asked] = requests_of(jowes, as_house)
    visitor = client_for(account(jowes, role))
    for path in (URL, f"{URL}{asked.pk}/", f"{URL}{asked.pk}/postep/"):
        assert visitor.get(path).status_code == 403
    assert visitor.post(URL, wanted).status_code == 403
    assert "w Janowie" not in visitor.get("/centra/").content.decode()


def test_a_centre_has_no_such_page(client_for: Any, account: Any, poraj: Any) -> None:
    assert client_for(account(poraj, "manager")).get(URL).status_code == 404


def test_another_owes_sees_no_request_and_founds_in_its_own_network_alone(
    client_for: Any, as_house: Any, owes: Any, wanted: dict[str, str], jowes: Any, account: Any, neighbours: Neighbours
) -> None:
    owes.post(URL, wanted)
    [asked] = requests_of(jowes, as_house)
    stranger = client_for(account(neighbours.owes, "network-administrator"))
    assert stranger.get(f"{URL}{asked.pk}/").status_code == 404
    assert stranger.get(f"{URL}?znowu={asked.pk}").context["form"].initial == {}
    assert "w Janowie" not in stranger.get("/centra/").content.decode()
    assert requests_of(neighbours.owes, as_house) == []
    response = stranger.post(URL, wanted | {"slug": "inne", "name": "Inne"})
    assert list(response.context["form"].errors) == ["network"]


def test_the_database_refuses_a_request_in_a_strange_network_and_any_change_afterwards(
    owes: Any, wanted: dict[str, str], jowes: Any, as_house: Any, neighbours: Neighbours
) -> None:
    owes.post(URL, wanted)
    [asked] = requests_of(jowes, as_house)
    with as_house(jowes):
        for statement in (
            "UPDATE tenants_foundingrequest SET manager_email = 'hanna@jowes.example'",
            "DELETE FROM tenants_foundingrequest",
            "INSERT INTO tenants_networkmembership (network_id, house_id, since) SELECT network_id, asked_by_house_id,"
            " '2026-01-01' FROM tenants_foundingrequest",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        values = {name: getattr(asked, name) for name in WANTED if name not in ("slug", "is_confirmed")}
        elsewhere = FoundingRequest(
            **values, slug="inne", network=neighbours.network, asked_by_house=jowes,
            asked_by_account=uuid4(), asked_by_name="Hanna", asked_by_function="x",
        )  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            elsewhere.save(force_insert=True)


def test_an_owes_without_a_network_is_told_so(client_for: Any, account: Any, jowes: Any, monkeypatch: Any) -> None:
    from networking.directory import selectors

    nothing = Organisation.objects.none()
    monkeypatch.setattr(selectors, "own_networks", lambda: nothing)
    html = client_for(account(jowes, "network-administrator")).get(URL).content.decode()
    assert "nie koordynuje jeszcze żadnej sieci" in html
