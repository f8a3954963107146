"""The manager's page: roles, ending and restoring access. A stranger is a manager of another centre."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.access.rules import ROLES, Role
from core.accounts import services
from core.accounts.models import Account
from core.audit.models import AuditEntry
from tenants.errors import RuleBroken
from tests.core.accounts.doors import at


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


def test_the_last_head_stays(account, poraj, manager, client_for, as_house):
    administrator = account(poraj, "account-administrator")
    answer = client_for(administrator).post(at("accounts:end-access", manager.pk))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    with as_house(poraj):
        assert Account.objects.get(pk=manager.pk).is_active


def test_two_heads_who_remove_each_other_leave_one(account, poraj, manager, as_house):
    second = account(poraj, "manager")
    with as_house(poraj):
        services.change_roles(by=manager, account=second, roles=["office"])
        with pytest.raises(RuleBroken):
            services.change_roles(by=second, account=manager, roles=["office"])  # decided before the first was done


def test_an_invitation_that_nobody_answered_is_no_head(account, poraj, manager, as_house):
    administrator = account(poraj, "account-administrator")
    with as_house(poraj):
        services.invite_account(by=manager, name="Duch", sign_in_name="duch.nowy", roles=["manager"])
        with pytest.raises(RuleBroken):
            services.end_access(by=administrator, account=manager)


def test_the_last_network_administrator_stays(account, jowes, as_house):
    head, helper = account(jowes, "network-administrator"), account(jowes, "account-administrator")
    with as_house(jowes), pytest.raises(RuleBroken):
        services.end_access(by=helper, account=head)


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
    for act in ("roles", "end-access", "restore-access", "invite-again", "new-password", "link"):
        assert stranger.get(at(f"accounts:{act}", office.pk)).status_code == 404
        assert stranger.post(at(f"accounts:{act}", office.pk), {"roles": ["office"]}).status_code == 404


def test_somebody_without_the_permission_learns_nothing(office, manager, client_for):
    assert client_for(office).get(at("accounts:roles", manager.pk)).status_code == 403


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


@pytest.mark.parametrize("role", ["manager", "psychologist", "social-worker"])
def test_who_only_administers_accounts_gives_and_takes_no_delicate_role(
    role, account, poraj, office, as_house, client_for
):
    browser, holder = client_for(account(poraj, "account-administrator")), account(poraj, role)
    for person, chosen in ((office, ["office", role]), (holder, ["office"])):
        answer = browser.post(at("accounts:roles", person.pk), {"roles": chosen})
        assert answer.context["form"].errors["roles"], "the sentence stands at the field"
    given = {"name": "Nowa", "sign_in_name": "nowa.osoba", "roles": [role]}
    assert browser.post(at("accounts:invite"), given).context["form"].errors["roles"]
    with as_house(poraj):
        assert Account.objects.get(pk=office.pk).roles == ["office"]
        assert Account.objects.get(pk=holder.pk).roles == [role]
        assert not Account.objects.filter(username="nowa.osoba").exists()


def test_who_only_administers_accounts_still_changes_the_other_roles(account, poraj, as_house):
    administrator, holder = account(poraj, "account-administrator"), account(poraj, "psychologist")
    with as_house(poraj):
        changed = services.change_roles(by=administrator, account=holder, roles=["psychologist", "office"])
        assert changed.roles == ["psychologist", "office"]


def test_the_same_roles_again_change_nothing(manager, office, client_for, as_house, poraj):
    browser = client_for(office)
    client_for(manager).post(at("accounts:roles", office.pk), {"roles": ["office"]})
    assert browser.get(at("today")).status_code == 200, "nobody is signed out for nothing"
    with as_house(poraj):
        assert not AuditEntry.objects.filter(action="account.roles_changed").exists()


def test_the_same_act_of_two_people_is_recorded_once(manager, office, as_house, poraj):
    with as_house(poraj):
        first, second = Account.objects.get(pk=office.pk), Account.objects.get(pk=office.pk)
        for seen in (first, second):
            services.end_access(by=manager, account=seen)
        assert AuditEntry.objects.filter(action="account.access_ended").count() == 1
        for seen in (first, second):
            services.restore_access(by=manager, account=seen)
        assert AuditEntry.objects.filter(action="account.access_restored").count() == 1
        for _ in range(2):
            services.change_roles(by=manager, account=first, roles=["accountant"])
        assert AuditEntry.objects.filter(action="account.roles_changed").count() == 1


def test_who_only_administers_accounts_brings_no_delicate_account_back(account, poraj, client_for):
    browser = client_for(account(poraj, "account-administrator"))
    ended = account(poraj, "psychologist", is_active=False, ended_at=timezone.now())
    answer = browser.post(at("accounts:restore-access", ended.pk))
    assert answer.context["form"].non_field_errors()
