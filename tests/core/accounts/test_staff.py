"""The manager's page: inviting, roles, ending access. A stranger is a manager of another centre."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.access.rules import ROLES, Role
from core.accounts import services
from core.accounts.models import Account, Invitation
from core.accounts.rules import INVITATION_LIFETIME
from core.audit.models import AuditEntry
from core.mail.models import Mail
from tenants.errors import RuleBroken

HOUSE = "config.urls.house"


def at(name, *args):
    return reverse(name, urlconf=HOUSE, args=args)


@pytest.fixture
def manager(account, poraj):
    return account(poraj, "manager", name="Maria Kierownik")


@pytest.fixture
def office(account, poraj):
    return account(poraj, "office", name="Beata Biuro")


def test_the_page_lists_the_staff_of_this_house_alone(manager, office, client_for):
    page = client_for(manager).get(at("accounts:list"))
    assert page.status_code == 200
    assert "Beata Biuro" in page.content.decode()


@pytest.mark.parametrize("role", [role for role in ROLES if "centre" in ROLES[role].kinds])
def test_only_managers_of_accounts_see_the_page(role, account, poraj, client_for):
    allowed = role in {Role.MANAGER, Role.ACCOUNT_ADMINISTRATOR}
    assert client_for(account(poraj, role)).get(at("accounts:list")).status_code == (200 if allowed else 403)


def test_search_and_filters_narrow_the_list(manager, office, client_for, account, poraj):
    account(poraj, "psychologist", name="Paweł Psycholog")
    browser = client_for(manager)
    for query, seen, hidden in (
        ({"search": "beata"}, "Beata", "Paweł"),
        ({"role": "psychologist"}, "Paweł", "Beata"),
        ({"access": "active"}, "Beata", "nobody"),
        ({"access": "nonsense"}, "Beata", "nobody"),
    ):
        body = browser.get(at("accounts:list"), query).content.decode()
        assert seen in body
        assert hidden not in body


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many(manager, account, poraj, client_for):
    browser = client_for(manager)
    browser.get(at("accounts:list"))
    with CaptureQueriesContext(connection) as few:
        browser.get(at("accounts:list"))
    for _ in range(3):
        account(poraj, "office")
    with CaptureQueriesContext(connection) as many:
        browser.get(at("accounts:list"))
    assert len(many) == len(few)


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


def test_an_invitation_by_user_name_shows_the_link_once(manager, client_for, as_house, poraj):
    answer = client_for(manager).post(
        at("accounts:invite"), {"name": "Jan", "sign_in_name": "jan.k", "roles": ["office"]}
    )
    assert "http://poraj.localhost/konto/zaproszenie/" in answer.content.decode()
    with as_house(poraj):
        assert not Mail.objects.exists()


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


def test_nobody_gives_roles_to_oneself_through_the_profile(office, client_for, as_house, poraj):
    client_for(office).post(
        at("accounts:profile"),
        {"name": "Beata B.", "language": "pl", "roles": ["manager"], "is_active": "1", "email": "other@x.example"},
    )
    with as_house(poraj):
        after = Account.objects.get(pk=office.pk)
        assert (after.name, after.roles, after.email) == ("Beata B.", ["office"], office.email)


def test_changing_roles_ends_every_session_of_that_person(manager, office, client_for, as_house, poraj):
    browser = client_for(office)
    assert browser.get(at("today")).status_code == 200
    answer = client_for(manager).post(at("accounts:roles", office.pk), {"roles": ["accountant"]})
    assert answer.status_code == 302
    assert browser.get(at("today")).status_code == 302
    with as_house(poraj):
        assert Account.objects.get(pk=office.pk).roles == ["accountant"]
        entry = AuditEntry.objects.get(action="account.roles_changed")
        assert entry.target_label == "Beata Biuro"


@pytest.mark.parametrize("act", ["accounts:roles", "accounts:end-access"])
def test_nobody_changes_their_own_roles_or_access(act, manager, account, poraj, client_for, as_house):
    account(poraj, "manager")
    answer = client_for(manager).post(at(act, manager.pk), {"roles": ["office"]})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    with as_house(poraj):
        assert Account.objects.get(pk=manager.pk).may("accounts.manage")


def test_the_account_administrator_cannot_make_itself_a_manager(account, poraj, client_for, as_house):
    administrator = account(poraj, "account-administrator")
    client_for(administrator).post(at("accounts:roles", administrator.pk), {"roles": ["manager"]})
    with as_house(poraj):
        assert Account.objects.get(pk=administrator.pk).roles == ["account-administrator"]


@pytest.mark.parametrize("act", ["accounts:roles", "accounts:end-access"])
def test_the_last_head_stays(act, account, poraj, manager, client_for, as_house):
    administrator = account(poraj, "account-administrator")
    answer = client_for(administrator).post(at(act, manager.pk), {"roles": ["office"]})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    with as_house(poraj):
        assert Account.objects.get(pk=manager.pk).is_active


def test_an_invitation_that_nobody_answered_is_no_head(account, poraj, manager, as_house):
    administrator = account(poraj, "account-administrator")
    with as_house(poraj):
        services.invite_account(by=administrator, name="Duch", sign_in_name="duch.nowy", roles=["manager"])
        with pytest.raises(RuleBroken):
            services.end_access(by=administrator, account=manager)


def test_the_last_network_administrator_stays(account, jowes, as_house):
    head, helper = account(jowes, "network-administrator"), account(jowes, "account-administrator")
    with as_house(jowes), pytest.raises(RuleBroken):
        services.change_roles(by=helper, account=head, roles=["adviser"])


def test_one_of_two_heads_may_go(account, poraj, manager, as_house):
    second = account(poraj, "manager")
    with as_house(poraj):
        services.end_access(by=manager, account=second)
        assert not Account.objects.get(pk=second.pk).is_active


def test_ended_access_shuts_sessions_and_sign_in_and_restoring_opens_them(manager, office, client_for, as_house, poraj):
    browser, boss = client_for(office), client_for(manager)
    assert boss.get(at("accounts:end-access", office.pk)).status_code == 200
    assert browser.get(at("today")).status_code == 200
    boss.post(at("accounts:end-access", office.pk))
    assert browser.get(at("today")).status_code == 302
    with as_house(poraj):
        assert Account.objects.get(pk=office.pk).ended_at
    boss.post(at("accounts:restore-access", office.pk))
    assert client_for(office).get(at("today")).status_code == 200


def test_a_stranger_gets_404_for_an_account_of_another_house(account, klobuck, office, client_for):
    stranger = client_for(account(klobuck, "manager"))
    for act in ("roles", "end-access", "restore-access", "invite-again"):
        assert stranger.get(at(f"accounts:{act}", office.pk)).status_code == 404
        assert stranger.post(at(f"accounts:{act}", office.pk), {"roles": ["office"]}).status_code == 404


def test_somebody_without_the_permission_learns_nothing(office, manager, client_for):
    assert client_for(office).get(at("accounts:roles", manager.pk)).status_code == 403


# Invitations


@pytest.fixture
def invited(manager, poraj, as_house):
    with as_house(poraj):
        return services.invite_account(by=manager, name="Nowa", sign_in_name="nowa@poraj.example", roles=["office"])


def path_of(link):
    return "/" + link.split("/", 3)[3]


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


def test_the_database_keeps_what_services_promise(poraj, as_house):
    with as_house(poraj):
        Account.objects.create(email="office@poraj.example", name="x")
        for wrong in (
            {"email": "OFFICE@poraj.example"},
            {"username": "a@b"},
            {"roles": ["god"]},
            {"is_active": False},
            {"email": None, "username": None},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Account.objects.create(**{"name": "y", "username": "y", **wrong})
