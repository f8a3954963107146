"""Keys for machines. A stranger is a machine with the key of another house, an old key, or no key."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.accounts import services
from core.accounts.models import ApiToken
from core.accounts.rules import Scope, allows, sealed
from tenants.errors import RuleBroken

NOW = timezone.now()


@pytest.fixture
def maker(account, poraj):
    return account(poraj, "manager")


@pytest.fixture
def made(maker, poraj, as_house):
    """`made(days=30, …)`: a new key of Poraj."""

    def make(*, days=30, **values):
        with as_house(poraj):
            return services.create_token(
                **{
                    "by": maker,
                    "name": "Program kadrowy",
                    "scopes": [Scope.READ_PARTICIPANTS],
                    "now": NOW,
                    "expires_at": NOW + timedelta(days=days),
                    **values,
                }
            )

    return make


def test_a_key_opens_its_own_house_and_no_other(made, as_house, poraj, klobuck, account):
    new = made()
    with as_house(poraj):
        assert services.token_in_use(secret=new.secret, ip="198.51.100.1", now=NOW) == new.token
        row = ApiToken.objects.values("secret_hash", "scopes", "expires_at", "name").get()
    thief = account(klobuck, "manager")
    with as_house(klobuck):
        assert services.token_in_use(secret=new.secret, ip=None, now=NOW) is None
        ApiToken.objects.create(created_by=thief, **row)
        assert services.token_in_use(secret=new.secret, ip=None, now=NOW) is None, "a copied row opens nothing"


def test_a_dump_holds_no_usable_key(made, as_house, poraj):
    new = made()
    with as_house(poraj):
        assert new.secret not in str(list(ApiToken.objects.values()))
    assert len(new.secret) >= 43, "256 random bits"
    assert sealed(new.secret, house=poraj.pk) == new.token.secret_hash


def test_a_key_ends(made, as_house, poraj, maker):
    new = made(days=30)
    with as_house(poraj):
        later = NOW + timedelta(days=30, seconds=1)
        assert services.token_in_use(secret=new.secret, ip=None, now=later) is None
        services.revoke_token(by=maker, token_id=new.token.pk, now=NOW)
        assert services.token_in_use(secret=new.secret, ip=None, now=NOW) is None


@pytest.mark.parametrize("days", [0, -1, 367, 4000])
def test_a_key_lives_for_a_year_at_most(days, made):
    with pytest.raises(RuleBroken):
        made(days=days)


def test_the_database_keeps_the_year_and_the_scopes_too(made, as_house, poraj, maker):
    for wrong in ({"expires_at": NOW + timedelta(days=400)}, {"scopes": []}, {"scopes": ["read:everything"]}):
        values = {"name": "x", "scopes": ["read:health"], "expires_at": NOW + timedelta(days=3), **wrong}
        with as_house(poraj), pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.create(secret_hash="x", created_by=maker, created_at=NOW, **values)


def test_a_key_without_a_scope_is_not_made(made):
    with pytest.raises(RuleBroken):
        made(scopes=[])


def test_a_key_is_used_from_its_networks_alone(made, as_house, poraj):
    new = made(networks=["203.0.113.0/24"])
    with as_house(poraj):
        assert services.token_in_use(secret=new.secret, ip="203.0.113.9", now=NOW)
        for elsewhere in ("198.51.100.1", None, "2001:db8::1"):
            assert services.token_in_use(secret=new.secret, ip=elsewhere, now=NOW) is None


def test_use_is_noted_at_most_every_half_minute(made, as_house, poraj):
    new = made()

    def used(at):
        services.token_in_use(secret=new.secret, ip=None, now=at)
        return ApiToken.objects.get().last_used_at

    with as_house(poraj):
        assert used(NOW) == NOW
        assert used(NOW + timedelta(seconds=10)) == NOW
        assert used(NOW + timedelta(minutes=1)) == NOW + timedelta(minutes=1)


@pytest.mark.parametrize("act", ["roles", "end"])
def test_keys_end_with_the_roles_or_access_of_their_maker(act, made, maker, account, poraj, as_house):
    new, other = made(), account(poraj, "manager")
    with as_house(poraj):
        if act == "roles":
            services.change_roles(by=other, account=maker, roles=["office"])
        else:
            services.end_access(by=other, account=maker)
        assert services.token_in_use(secret=new.secret, ip=None, now=NOW) is None


def test_an_empty_or_absurd_key_is_no_key(made, as_house, poraj):
    made()
    with as_house(poraj):
        for secret in ("", "x", "' OR 1=1 --", "\x00", "x" * 100_000):
            assert services.token_in_use(secret=secret, ip=None, now=NOW) is None


def test_networks_are_read_as_written():
    assert allows([], None)
    assert allows(["203.0.113.7/24"], "203.0.113.200")
    assert not allows(["203.0.113.0/24"], "203.0.114.1")
