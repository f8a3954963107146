"""The operator's command line. A stranger is a house, or a person, that is not there."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from core.accounts.models import Account
from core.audit.models import AuditEntry


@pytest.fixture
def administrator(account, jowes):
    return account(jowes, "network-administrator", email="administrator@jowes.example")


def said(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_the_demo_prints_the_code_of_the_moment(administrator):
    with override_settings(OGNIWO_DEMO=True):
        code = said("second_factor_code", house="jowes", account="administrator@jowes.example")
    assert re.fullmatch(r"\d{6}\n", code)


def test_outside_of_the_demo_no_code_is_printed(administrator):
    with pytest.raises(CommandError):
        said("second_factor_code", house="jowes", account="administrator@jowes.example")


def test_a_lost_factor_is_reset(administrator, as_house, jowes):
    assert "administrator@jowes.example" in said(
        "reset_second_factor", house="jowes", account="Administrator@jowes.example"
    )
    with as_house(jowes):
        assert administrator.lacks_second_factor()
        assert AuditEntry.objects.filter(action="account.second_factor_reset", by_name="operator").exists()


def test_a_manager_is_invited(poraj, as_house):
    said("invite_manager", house="poraj", email="nowa@poraj.example")
    with as_house(poraj):
        assert Account.objects.get(email="nowa@poraj.example").roles == ["manager"]
    with pytest.raises(CommandError):
        said("invite_manager", house="poraj", email="nowa@poraj.example")
    with pytest.raises(CommandError):
        said("invite_manager", house="poraj", email="nowa")


@pytest.mark.parametrize("house", ["nie-ma", "public", "", "poraj; DROP"])
def test_a_house_that_is_not_there_is_refused(house, poraj):
    with pytest.raises(CommandError):
        said("reset_second_factor", house=house, account="x")


def test_an_account_of_another_house_is_not_there(administrator):
    with pytest.raises(CommandError):
        said("reset_second_factor", house="poraj", account="administrator@jowes.example")
