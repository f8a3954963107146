"""What the operator does for a house that is locked out. A stranger is whoever asks for it."""

import pytest
from django.test import override_settings
from django.utils import timezone

from core.accounts import services
from core.accounts.models import Account
from core.audit.models import AuditEntry
from core.mail.models import Mail
from core.notifications.models import Notification
from tenants.errors import RuleBroken
from tests.core.accounts.doors import at, sign_in


def test_the_operator_resets_a_lost_factor_and_every_head_hears_of_it(manager, account, poraj, client_for, as_house):
    psychologist = account(poraj, "psychologist", name="Paweł")
    browser = client_for(psychologist)
    with as_house(poraj):
        services.reset_second_factor(account=psychologist)
        assert not psychologist.has_second_factor()
        entry = AuditEntry.objects.get(action="account.second_factor_reset")
        assert (entry.by_id, entry.by_name) == (None, "operator")
        assert Notification.objects.filter(account=manager).exists()
        assert Mail.objects.filter(to=manager.email).exists()
    assert browser.get(at("today")).status_code == 302, "the sessions have ended"


def test_the_operator_invites_a_manager_when_the_last_is_locked_out(manager, poraj, as_house):
    with as_house(poraj):
        services.invite_manager_by_operator(email="nowy@poraj.example")
        assert Account.objects.get(email="nowy@poraj.example").roles == ["manager"]
        assert Mail.objects.filter(to="nowy@poraj.example").exists()
        assert Notification.objects.filter(account=manager).exists()
        with pytest.raises(RuleBroken):
            services.invite_manager_by_operator(email="nowy@poraj.example")


def test_the_founding_step_may_be_repeated(poraj, jowes, as_house):
    for house, role in ((poraj, "manager"), (jowes, "network-administrator")):
        with as_house(house):
            for _ in range(2):
                services.invite_first_manager(email="pierwszy@example.org")
            assert Account.objects.get(email="pierwszy@example.org").roles == [role]
            assert Mail.objects.filter(to="pierwszy@example.org").count() == 1


def test_codes_are_given_out_in_the_demo_only(manager, poraj, as_house, browser):
    with as_house(poraj), pytest.raises(RuleBroken):
        services.current_code(account=manager, now=timezone.now())
    with override_settings(OGNIWO_DEMO=True):
        with as_house(poraj):
            given = services.current_code(account=manager, now=timezone.now())
        sign_in(browser, "maria@poraj.example")
        assert browser.post(at("mfa_authenticate"), {"code": given}).status_code == 302
        with as_house(poraj):
            fresh = services.current_code(account=manager, now=timezone.now())
        assert fresh != given, "a code that was used is not given out again"
