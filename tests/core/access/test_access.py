"""Roles, permissions, and what happens to a view that says nothing. A stranger is a view without a declaration."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from core.access import ENROLMENT, PUBLIC, SIGNED_IN, Permission, Role, requires
from core.access.checks import every_view_declares_who_may_enter
from core.access.rules import HEADS, ROLES, needs_second_factor, permissions_of, roles_of_kind
from core.access.selectors import ROLE_LABELS, declared_access, role_names


@requires(PUBLIC)
def hello(request):
    return HttpResponse("hello")


def silent(request):
    return HttpResponse("this must not be seen")


urlpatterns = [
    path("", hello, name="today"),
    path("silent/", silent, name="account_login"),  # not even under the name of somebody else's open view
]
MUTANT = {**settings.TENANT_TYPES, "centre": {**settings.TENANT_TYPES["centre"], "URLCONF": __name__}}


# The check and the middleware


def test_every_page_of_this_product_says_who_may_enter():
    assert every_view_declares_who_may_enter(None) == []


@override_settings(TENANT_TYPES=MUTANT)
def test_the_check_names_a_view_that_says_nothing():
    found = every_view_declares_who_may_enter(None)
    assert [error.id for error in found] == ["core.E001"]
    assert "silent" in found[0].msg


def test_a_view_that_says_nothing_stays_shut(account, poraj, client_for):
    manager = client_for(account(poraj, "manager"))
    with override_settings(TENANT_TYPES=MUTANT):
        assert client_for(house=poraj).get("/silent/").status_code == 403
        assert manager.get("/silent/").status_code == 403
        assert client_for(house=poraj).get("/").status_code == 200


def test_the_table_speaks_for_views_of_others_only():
    assert declared_access("account_login", silent) is None


def test_a_fragment_of_an_ended_session_takes_the_whole_page_to_the_sign_in(client_for, poraj):
    answer = client_for(house=poraj).get(
        "/kadra/", headers={"HX-Request": "true", "HX-Current-URL": "http://poraj.localhost/kadra/?page=2"}
    )
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/konto/zaloguj/?next=/kadra/"


def test_a_form_sent_after_the_end_of_a_session_leads_to_the_first_page(client_for, poraj):
    assert client_for(house=poraj).post("/kadra/zapros/")["Location"] == "/konto/zaloguj/?next=/"


# Roles


def test_roles_add_up_and_never_take_away():
    for one in Role:
        for other in Role:
            assert permissions_of([one, other]) == permissions_of([one]) | permissions_of([other])
            assert needs_second_factor([one, other]) == (needs_second_factor([one]) or needs_second_factor([other]))


@pytest.mark.parametrize("unknown", [[], ["god"], ["god", ""], ["MANAGER"]])
def test_an_unknown_role_gives_nothing(unknown):
    assert permissions_of(unknown) == frozenset()
    assert not needs_second_factor(unknown)


@pytest.mark.parametrize("role", list(Role))
def test_a_password_alone_opens_nothing_sensitive(role):
    rule = ROLES[role]
    delicate = {Permission.CATEGORIES_VIEW, Permission.ACCOUNTS_MANAGE, Permission.AUDIT_VIEW}
    assert rule.second_factor or (not rule.permissions & delicate and "owes" not in rule.kinds)


def test_nobody_in_a_support_body_sees_sensitive_data():
    for role in roles_of_kind("owes"):
        assert Permission.CATEGORIES_VIEW not in permissions_of([role])


def test_the_account_administrator_sees_no_content():
    assert permissions_of([Role.ACCOUNT_ADMINISTRATOR]) == {Permission.ACCOUNTS_MANAGE}


def test_the_auditor_changes_nothing_and_sees_nothing_sensitive():
    allowed = permissions_of([Role.AUDITOR])
    assert not allowed & {
        Permission.CATEGORIES_VIEW,
        Permission.SETTINGS_EDIT,
        Permission.ACCOUNTS_MANAGE,
        Permission.LETTERS_SEND,
    }


def test_every_kind_of_house_has_its_head_and_every_role_a_house_and_a_name():
    for kind, head in HEADS.items():
        assert head in roles_of_kind(kind)
        assert Permission.ACCOUNTS_MANAGE in permissions_of([head])
    for role in Role:
        assert ROLES[role].kinds
        assert role_names([role])
    assert set(ROLE_LABELS) == set(Role) == set(ROLES)


def test_declarations_are_not_permissions():
    assert not {PUBLIC, SIGNED_IN, ENROLMENT} & {permission.value for permission in Permission}
