"""Links that lead into an account. A stranger finds one, keeps one, or opens one in another house."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.accounts import services
from core.accounts.models import Account, Invitation
from core.accounts.rules import INVITATION_LIFETIME
from core.audit.models import AuditEntry
from core.mail.models import Mail
from tenants.errors import RuleBroken
from tests.core.accounts.doors import at, path_of


def test_an_invitation_by_email_is_mailed_and_recorded(manager, client_for, as_house, poraj):
    given = {"name": "Nowa Osoba", "sign_in_name": "Nowa@Poraj.Example", "roles": ["office", "accountant"]}
    answer = client_for(manager).post(at("accounts:invite"), given)
    assert answer.status_code == 302
    with as_house(poraj):
        invited = Account.objects.get(email="nowa@poraj.example")
        assert invited.roles == ["accountant", "office"]
        assert not invited.has_usable_password()
        mail = Mail.objects.get(to="nowa@poraj.example")
        assert "http://poraj.localhost/konto/zaproszenie/" in mail.body
        assert AuditEntry.objects.filter(action="account.invited", by_id=manager.pk).exists()


JAN = {"name": "Jan", "sign_in_name": "jan.k", "roles": ["office"], "form_id": "01890a5d-ac96-774b-bcce-b302099a8057"}


def test_a_link_to_hand_over_outlives_a_reload_and_a_double_click(manager, client_for, as_house, poraj):
    browser = client_for(manager)
    first, second = (browser.post(at("accounts:invite"), JAN) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    for _ in range(2):
        assert "http://poraj.localhost/konto/zaproszenie/" in browser.get(first["Location"]).content.decode()
    with as_house(poraj):
        assert not Mail.objects.exists()
        assert Invitation.objects.filter(account__username="jan.k").count() == 1


def test_a_link_that_was_handed_over_is_no_longer_shown_and_never_to_others(manager, account, client_for, poraj):
    browser, other = client_for(manager), client_for(account(poraj, "manager"))
    page = browser.post(at("accounts:invite"), JAN)["Location"]
    assert other.get(page)["Location"] == at("accounts:list"), "whoever else manages accounts does not see it"
    assert browser.post(page)["Location"] == at("accounts:list")
    assert browser.get(page)["Location"] == at("accounts:list")


@pytest.mark.parametrize("name", ["", "a", "jan kowalski", "jan@", "@", "x" * 300, "jan\x00", "<b>"])
def test_a_bad_sign_in_name_is_explained_at_the_field(name, manager, client_for, as_house, poraj):
    answer = client_for(manager).post(at("accounts:invite"), {"name": "Jan", "sign_in_name": name, "roles": ["office"]})
    assert answer.status_code == 200
    assert answer.context["form"].errors["sign_in_name"]


def test_a_taken_name_is_explained_at_the_field(manager, office, client_for):
    answer = client_for(manager).post(
        at("accounts:invite"), {"name": "Jan", "sign_in_name": office.email.upper(), "roles": ["office"]}
    )
    assert answer.context["form"].errors["sign_in_name"]


def test_a_role_of_another_kind_of_house_is_refused(manager, client_for):
    answer = client_for(manager).post(
        at("accounts:invite"), {"name": "Jan", "sign_in_name": "jan.k", "roles": ["network-administrator"]}
    )
    assert answer.context["form"].errors["roles"]


def test_forms_take_nothing_that_they_do_not_show(manager, client_for, as_house, poraj):
    smuggled = {"is_active": "", "password": "x", "language": "en", "id": str(manager.pk), "is_staff": "1"}
    client_for(manager).post(
        at("accounts:invite"), {"name": "Jan", "sign_in_name": "jan.k", "roles": ["office"], **smuggled}
    )
    with as_house(poraj):
        jan = Account.objects.get(username="jan.k")
        assert jan.is_active
        assert jan.language == "pl"
        assert jan.pk != manager.pk


@pytest.fixture
def invited(manager, poraj, as_house):
    with as_house(poraj):
        return services.invite_account(by=manager, name="Nowa", sign_in_name="nowa@poraj.example", roles=["office"])


ANSWER = {"name": "Nowa Osoba", "password": "zielony-most-nad-Warta", "repeated": "zielony-most-nad-Warta"}


def test_an_invitation_is_answered_once_and_then_one_signs_in(invited, client_for, poraj):
    browser = client_for(house=poraj)
    assert browser.get(path_of(invited.link)).status_code == 200
    assert browser.get(path_of(invited.link)).status_code == 200, "looking must not use it up"
    assert browser.post(path_of(invited.link), ANSWER).status_code == 302
    assert browser.get(path_of(invited.link)).status_code == 404
    assert browser.post(path_of(invited.link), ANSWER).status_code == 404
    signed_in = browser.post(at("account_login"), {"login": "NOWA@poraj.example", "password": ANSWER["password"]})
    assert signed_in.status_code == 302
    assert browser.get(at("today")).status_code == 200


def test_an_invitation_of_one_house_is_worth_nothing_in_another(invited, client_for, klobuck, poraj, as_house):
    stranger = client_for(house=klobuck)
    assert stranger.get(path_of(invited.link)).status_code == 404
    with as_house(poraj):
        row = Invitation.objects.select_related("account").get()
        copied = {"secret_hash": row.secret_hash, "expires_at": row.expires_at}
    with as_house(klobuck):
        thief = Account.objects.create(username="kopia", name="Kopia")
        Invitation.objects.create(account=thief, **copied)
    assert stranger.get(path_of(invited.link)).status_code == 404, "even a copied row opens nothing elsewhere"


@pytest.mark.parametrize(
    "given",
    [
        {"password": "krotkie", "repeated": "krotkie"},
        {"password": "password1234", "repeated": "password1234"},
        {"password": "nowa@poraj.example", "repeated": "nowa@poraj.example"},
        {"password": "zielony-most-nad-Warta", "repeated": "inny"},
        {"name": ""},
    ],
)
def test_a_bad_answer_is_explained_and_uses_nothing_up(given, invited, client_for, poraj):
    browser = client_for(house=poraj)
    answer = browser.post(path_of(invited.link), {**ANSWER, **given})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert browser.post(path_of(invited.link), ANSWER).status_code == 302


def test_an_old_invitation_is_over(invited, as_house, poraj):
    with as_house(poraj):
        later = timezone.now() + INVITATION_LIFETIME
        assert Invitation.objects.open(now=later - timedelta(minutes=1)).exists()
        assert not Invitation.objects.open(now=later + timedelta(minutes=1)).exists()


def test_a_newer_invitation_replaces_the_older(invited, manager, client_for, poraj):
    client_for(manager).post(at("accounts:invite-again", invited.account.pk))
    assert client_for(house=poraj).get(path_of(invited.link)).status_code == 404


def test_ended_access_withdraws_the_invitation(invited, manager, client_for, poraj, as_house):
    with as_house(poraj):
        services.end_access(by=manager, account=invited.account)
    assert client_for(house=poraj).get(path_of(invited.link)).status_code == 404


def test_somebody_who_has_accepted_is_not_invited_again(manager, office, as_house, poraj):
    with as_house(poraj), pytest.raises(RuleBroken):
        services.resend_invitation(by=manager, account=office)


def test_inviting_again_twice_by_a_double_click_makes_one_link(invited, manager, client_for, as_house, poraj):
    browser = client_for(manager)
    page = at("accounts:invite-again", invited.account.pk)
    given = {"form_id": str(browser.get(page).context["form"]["form_id"].value())}
    assert [browser.post(page, given).status_code for _ in range(2)] == [302, 302]
    with as_house(poraj):
        assert Invitation.objects.filter(account=invited.account).count() == 2, "the first one, and one again"


def test_a_name_of_somebody_whose_access_has_ended_says_so(manager, account, poraj, client_for):
    account(poraj, "office", email="dawna@poraj.example", name="Dawna Osoba", is_active=False, ended_at=timezone.now())
    given = {"name": "Nowa", "sign_in_name": "dawna@poraj.example", "roles": ["office"]}
    said = str(client_for(manager).post(at("accounts:invite"), given).context["form"].errors["sign_in_name"])
    assert "Dawna Osoba" in said


def test_restoring_somebody_who_never_answered_sends_a_new_invitation(invited, manager, client_for, poraj, as_house):
    browser = client_for(manager)
    browser.post(at("accounts:end-access", invited.account.pk))
    browser.post(at("accounts:restore-access", invited.account.pk))
    with as_house(poraj):
        assert Mail.objects.filter(to="nowa@poraj.example").count() == 2
        assert Invitation.objects.open(now=timezone.now()).filter(account=invited.account).count() == 1


def test_a_signed_in_person_is_told_whose_link_it_is_not_and_signs_out(invited, office, client_for):
    browser, page = client_for(office), path_of(invited.link)
    assert browser.get(page).status_code == 409
    assert browser.post(page, ANSWER).status_code == 409, "the link is not used up under another name"
    assert browser.post(at("account_logout"), {"next": page})["Location"] == page
    assert browser.get(page).status_code == 200
