"""Changing and forgetting a password. A stranger asks for a link, or uses one elsewhere."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import get_default_password_validators
from django.utils import timezone

from core.accounts import services
from core.accounts.models import Account, ApiToken, Invitation
from core.accounts.rules import Scope
from core.audit.models import AuditEntry
from core.mail.models import Mail
from tenants.errors import RuleBroken
from tests.conftest import PASSWORD
from tests.core.accounts.doors import at, path_of, sign_in


def test_changing_the_password_ends_sessions_and_keys(office, client_for, as_house, poraj):
    browser, elsewhere = client_for(office), client_for(office)
    with as_house(poraj):
        services.create_token(
            by=office,
            name="x",
            scopes=[Scope.READ_PARTICIPANTS],
            now=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1),
        )
    new = {"oldpassword": PASSWORD, "password1": "inny-most-nad-Warta", "password2": "inny-most-nad-Warta"}
    assert browser.post(at("account_change_password"), new)["Location"] == at("account_login")
    for each in (browser, elsewhere):
        assert each.get(at("today")).status_code == 302
    with as_house(poraj):
        assert AuditEntry.objects.filter(action="account.password_changed", by_id=office.pk).exists()
        assert not ApiToken.objects.valid(now=timezone.now()).exists()
        assert Mail.objects.filter(to=office.email).exists()
    assert sign_in(browser, "beata", "inny-most-nad-Warta").status_code == 302


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once_and_here(
    office, browser, client_for, as_house, poraj, klobuck
):
    assert browser.post(at("account_reset_password"), {"email": "BEATA@poraj.example"}).status_code == 302
    with as_house(poraj):
        body = Mail.objects.get(to="beata@poraj.example").body
    link = next(word for word in body.split() if "/konto/haslo/nowe/" in word)
    assert link.startswith("http://poraj.localhost/")
    path = link.removeprefix("http://poraj.localhost")
    with as_house(klobuck):
        twin = Account(email="beata@poraj.example", name="Bliźniaczka", roles=["office"], pk=office.pk)
        twin.password, twin.last_login = office.password, office.last_login
        twin.save(force_insert=True)
    stranger = client_for(house=klobuck)
    assert stranger.get(path).context["token_fail"], "even a twin with the same key and password in another house"
    form = browser.get(path)["Location"]
    new = {"password1": "inny-most-nad-Warta", "password2": "inny-most-nad-Warta"}
    assert browser.post(form, new).status_code == 302
    assert sign_in(browser, "beata", "inny-most-nad-Warta").status_code == 302
    assert client_for(house=poraj).get(path).context["token_fail"], "the link works once"


def test_a_signed_in_person_may_use_the_reset_link_too(office, client_for, as_house, poraj):
    browser = client_for(office)
    browser.post(at("account_reset_password"), {"email": office.email})
    with as_house(poraj):
        body = Mail.objects.get(to=office.email).body
    path = next(word for word in body.split() if "/konto/haslo/nowe/" in word).removeprefix("http://poraj.localhost")
    form = browser.get(path)["Location"]
    answer = browser.post(form, {"password1": "inny-most-nad-Warta", "password2": "inny-most-nad-Warta"})
    assert answer.status_code == 302
    assert browser.get(at("today")).status_code == 302


def test_asking_for_a_new_password_does_not_say_who_has_an_account(office, browser, as_house, poraj):
    known = browser.post(at("account_reset_password"), {"email": "beata@poraj.example"})
    unknown = browser.post(at("account_reset_password"), {"email": "nikt@poraj.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    with as_house(poraj):
        assert not Mail.objects.filter(to="nikt@poraj.example").exists()


def test_a_reset_accepts_no_invitation(account, poraj, browser, as_house):
    invited = account(poraj, "office", email="zaproszona@poraj.example")
    with as_house(poraj):
        invited.set_unusable_password()
        invited.save(update_fields=["password"])
    browser.post(at("account_reset_password"), {"email": "zaproszona@poraj.example"})
    with as_house(poraj):
        assert not Mail.objects.exists()


# A link from the manager


@pytest.fixture
def jan(account, poraj):
    return account(poraj, "office", email=None, username="jan.k", name="Jan Kowal")


NEW = {"password": "inny-most-nad-Warta", "repeated": "inny-most-nad-Warta"}


def test_somebody_without_an_email_gets_a_new_password_by_a_link_from_the_manager(
    jan, manager, browser, client_for, as_house, poraj
):
    elsewhere, boss = client_for(jan), client_for(manager)
    page = boss.post(at("accounts:new-password", jan.pk))["Location"]
    link = path_of(boss.get(page).context["link"])
    assert elsewhere.get(at("today")).status_code == 302, "the sessions have ended"
    assert browser.post(link, {**NEW, "name": "Ktoś Inny"}).status_code == 302
    assert browser.post(link, NEW).status_code == 404, "it works once"
    assert sign_in(browser, "jan.k").status_code == 200
    assert sign_in(browser, "jan.k", NEW["password"]).status_code == 302
    with as_house(poraj):
        assert Account.objects.get(pk=jan.pk).name == "Jan Kowal", "a link to a password changes nothing else"
        made = AuditEntry.objects.get(action="account.new_password_link")
        assert (made.by_id, made.target_label) == (manager.pk, "Jan Kowal")
        assert AuditEntry.objects.filter(action="account.password_chosen", by_id=jan.pk).exists()


def test_with_an_email_the_link_is_mailed_and_nobody_else_sees_it(office, manager, client_for, as_house, poraj):
    answer = client_for(manager).post(at("accounts:new-password", office.pk))
    assert answer["Location"] == at("accounts:list")
    with as_house(poraj):
        assert "/konto/zaproszenie/" in Mail.objects.get(to=office.email).body


def test_nobody_gives_a_link_to_themselves(manager, client_for):
    assert client_for(manager).post(at("accounts:new-password", manager.pk)).context["form"].non_field_errors()


def test_who_only_administers_accounts_takes_over_no_delicate_account(account, poraj, client_for, as_house):
    browser = client_for(account(poraj, "account-administrator"))
    psychologist = account(poraj, "psychologist", email=None, username="paula")
    assert browser.post(at("accounts:new-password", psychologist.pk)).context["form"].non_field_errors()
    with as_house(poraj):
        assert not Invitation.objects.filter(account=psychologist).exists()


def test_a_link_of_somebody_who_left_is_worth_nothing(jan, manager, browser, client_for, poraj, as_house):
    with as_house(poraj):
        link = path_of(services.give_new_password_link(by=manager, account=jan).link)
        services.end_access(by=manager, account=jan)
        with pytest.raises(RuleBroken):
            services.give_new_password_link(by=manager, account=jan)
    assert browser.get(link).status_code == 404


def test_one_sentence_says_what_a_good_password_is(office, client_for):
    page = client_for(office).get(at("account_change_password"))
    assert "12" in str(page.context["form"].fields["password1"].help_text)
    assert "<ul" not in str(page.context["form"].fields["password1"].help_text)
    lengths = [each.min_length for each in get_default_password_validators() if hasattr(each, "min_length")]
    assert lengths == [12], "the sentence says what is checked"
