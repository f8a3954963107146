"""One Valkey for all houses, and nobody finds in it what somebody else has put there (I11)."""

import pickle

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.redis import RedisCache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.decorators.cache import cache_page
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tenants.organisations.models import Organisation
from tenants.walls.cache import house_key, place
from tenants.walls.context import house_context, public_context, wall

pytestmark = pytest.mark.django_db
KEY = "the-same-key"


@pytest.fixture
def in_poraj(poraj):
    with house_context(poraj):
        cache.set(KEY, "of Poraj")


@pytest.mark.parametrize(
    "look",
    [
        lambda: cache.get(KEY),
        lambda: cache.get_many([KEY]).get(KEY),
        lambda: cache.get_or_set(KEY, None),
        lambda: cache.has_key(KEY) or None,
        lambda: cache.touch(KEY) or None,
    ],
    ids=["get", "get_many", "get_or_set", "has_key", "touch"],
)
def test_what_poraj_put_away_is_found_by_nobody_else(in_poraj, klobuck, jowes, look):
    for house in (klobuck, jowes):
        with house_context(house):
            assert look() is None
    assert look() is None


def test_nobody_else_takes_away_or_counts_up_what_poraj_put_away(in_poraj, poraj, klobuck):
    with house_context(klobuck):
        assert not cache.delete(KEY)
        cache.delete_many([KEY])
        cache.add(KEY, "of Kłobuck")
        with pytest.raises(NotImplementedError):
            cache.incr(KEY)
    with house_context(poraj):
        assert cache.get(KEY) == "of Poraj"


def test_a_value_that_turns_up_under_a_foreign_key_is_not_believed(in_poraj, poraj, klobuck, monkeypatch):
    """Should the key function ever be lost, the value itself still says whose it is."""
    monkeypatch.setattr(caches["default"], "key_func", lambda key, prefix, version: key)
    with house_context(poraj):
        cache.set(KEY, "of Poraj")
        assert cache.get(KEY) == "of Poraj"
    with house_context(klobuck):
        assert cache.get(KEY) is None
        assert cache.get_many([KEY]) == {}


def test_a_value_without_a_seal_is_not_believed(poraj):
    with house_context(poraj):
        RedisCache.set(caches["default"], KEY, "bare")
        assert cache.get(KEY) is None


def test_a_house_that_takes_over_the_name_of_another_finds_nothing_of_it(in_poraj, poraj):
    """Keys carry the identifier of a house: a schema's name may be used again."""
    heir = Organisation(schema_name=poraj.schema_name, kind="centre", name="Heir")
    heir.pk = "01900000-0000-7000-8000-000000000000"
    with house_context(heir):
        assert cache.get(KEY) is None


def test_a_renamed_house_finds_what_it_put_away(in_poraj, poraj):
    poraj.name = "Renamed"
    with house_context(poraj):
        assert cache.get(KEY) == "of Poraj"


def test_a_cached_page_is_cached_for_its_house_alone(poraj, klobuck):
    @cache_page(60)
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(place())

    request = RequestFactory().get("/")
    answers = []
    for house in (poraj, klobuck, poraj):
        with house_context(house):
            answers.append(page(request).content.decode())
    assert answers == [str(poraj.pk), str(klobuck.pk), str(poraj.pk)]


@given(key=st.text(max_size=30), other=st.text(max_size=30))
@effort(max_examples=300, deadline=None, database=None, derandomize=True)
def test_no_key_of_one_place_can_be_written_as_a_key_of_another(key, other):
    def keyed(tenant: str, text: str) -> str:
        wall().tenant = Organisation(schema_name="x", pk=tenant)
        return house_key(text, "", 1)

    with public_context():
        one = keyed("01900000-0000-7000-8000-000000000001", key)
        two = keyed("01900000-0000-7000-8000-000000000002", other)
        wall().set_schema_to_public()
        assert len({one, two, house_key(key, "", 1), house_key(other, "", 1)}) >= 3


def test_a_cached_house_is_only_its_row(poraj):
    assert b"kanarek" not in pickle.dumps(poraj).lower()
