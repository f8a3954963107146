"""A record or a query that is carried from house to house raises, whatever is done with it there."""

import copy
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import NotSupportedError, models
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery, prefetch_related_objects

from core.accounts.models import Account, Invitation, Session
from core.notifications.models import Notification
from core.submissions.models import Submission
from tenants.errors import WrongHouse
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context
from tenants.walls.tripwires import HouseModel, HouseQuerySet

pytestmark = pytest.mark.django_db
NOT_OF_A_HOUSE = {Session}
"""Django's own base class; the session engine reads it by key, in the house of the request."""


@pytest.fixture
def jan(account: Callable[..., Account], poraj: Organisation) -> Account:
    made = account(poraj, "manager", name="Jan z Poraja")
    with house_context(poraj):
        Notification.objects.create(account=made, kind="test", title="z Poraja")
        Submission.objects.bulk_create([Submission(fingerprint=f"Poraj {number}") for number in range(3)])
    return made


@pytest.fixture
def in_klobuck(klobuck: Organisation) -> Iterator[None]:
    with house_context(klobuck):
        yield


def built_in(house: Organisation, build: Callable[[], Any]) -> Any:
    with house_context(house):
        return build()


CARRIED_RECORD: dict[str, Callable[[Account], object]] = {
    "saved": lambda jan: jan.save(),
    "saved in part": lambda jan: jan.save(update_fields=["name"]),
    "saved past the router": lambda jan: jan.save(using="default"),
    "saved as a fixture would be": lambda jan: jan.save_base(raw=True),
    "saved as new": lambda jan: setattr(jan, "pk", None) or jan.save(force_insert=True),
    "saved as a copy": lambda jan: copy.copy(jan).save(),
    "saved as a deep copy": lambda jan: copy.deepcopy(jan).save(),
    "saved after pickling": lambda jan: pickle.loads(pickle.dumps(jan)).save(),
    "deleted": lambda jan: jan.delete(),
    "refreshed": lambda jan: jan.refresh_from_db(),
    "created in bulk": lambda jan: Account.objects.bulk_create([jan]),
    "updated in bulk": lambda jan: Account.objects.bulk_update([jan], ["name"]),
    "asked for its records": lambda jan: list(jan.notifications.all()),
    "asked to count them": lambda jan: jan.notifications.count(),
    "given a new one": lambda jan: jan.notifications.create(kind="test", title="x"),
    "prefetched": lambda jan: prefetch_related_objects([jan], "notifications"),
    "prefetched with a local query": lambda jan: prefetch_related_objects(
        [jan], Prefetch("notifications", queryset=Notification.objects.order_by("id"))
    ),
    "put into a new record": lambda jan: Notification(account=jan, kind="test", title="x"),
    "put into a query's new record": lambda jan: Notification.objects.create(account=jan, kind="test", title="x"),
    "put into an old record": lambda jan: setattr(Notification(kind="test"), "account", jan),
}


@pytest.mark.parametrize("use", CARRIED_RECORD.values(), ids=CARRIED_RECORD)
def test_a_record_of_poraj_cannot_be_used_in_klobuck(jan, in_klobuck, use):
    with pytest.raises(WrongHouse):
        use(jan)


@pytest.mark.parametrize("use", CARRIED_RECORD.values(), ids=CARRIED_RECORD)
def test_a_record_of_poraj_cannot_be_used_outside_of_any_house(jan, use):
    with pytest.raises(WrongHouse):
        use(jan)


def test_a_record_of_poraj_does_not_find_its_relations_in_klobuck(jan, poraj, klobuck):
    notice = built_in(poraj, lambda: Notification.objects.get(account=jan))
    with house_context(klobuck), pytest.raises(WrongHouse):
        _ = notice.account


def test_a_deferred_field_is_not_read_in_another_house(jan, poraj, klobuck):
    half = built_in(poraj, lambda: Account.objects.only("id").get(pk=jan.pk))
    with house_context(klobuck), pytest.raises(WrongHouse):
        _ = half.name


def test_a_new_record_belongs_to_the_house_it_was_made_in(poraj, klobuck):
    made = built_in(poraj, lambda: Submission(fingerprint="x"))
    with house_context(klobuck), pytest.raises(WrongHouse):
        made.save()
    with house_context(poraj):
        made.save()


LAZY_QUERY: dict[str, Callable[[models.QuerySet[Any]], object]] = {
    "list": list,
    "len": len,
    "bool": bool,
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "get": lambda rows: rows.get(),
    "slice": lambda rows: list(rows[:2]),
    "index": lambda rows: rows[0],
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(Submission(pk="00000000-0000-0000-0000-000000000000")),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "annotate": lambda rows: list(rows.annotate(Count("pk"))),
    "annotated aggregate": lambda rows: rows.annotate(n=Count("pk")).aggregate(models.Sum("n")),
    "values": lambda rows: list(rows.values("fingerprint")),
    "values_list": lambda rows: list(rows.values_list("fingerprint", flat=True)),
    "distinct": lambda rows: list(rows.order_by("fingerprint").distinct("fingerprint")),
    "in_bulk": lambda rows: rows.in_bulk(),
    "dates": lambda rows: list(rows.datetimes("created_at", "day")),
    "iterator": lambda rows: list(rows.iterator()),
    "iterator in chunks": lambda rows: next(rows.iterator(chunk_size=1)),
    "values iterator": lambda rows: next(rows.values("pk").iterator()),
    "update": lambda rows: rows.update(location="/x"),
    "delete": lambda rows: rows.delete(),
    "raw delete": lambda rows: rows._raw_delete("default"),
    "get_or_create": lambda rows: rows.get_or_create(fingerprint="Poraj 0"),
    "update_or_create": lambda rows: rows.update_or_create(fingerprint="Poraj 0", defaults={"location": "/x"}),
    "bulk_create": lambda rows: rows.bulk_create([Submission(fingerprint="x")]),
    "explain": lambda rows: rows.explain(),
    "union with a local query": lambda rows: list(Submission.objects.order_by().union(rows.order_by())),
    "as part of a union": lambda rows: list(rows.order_by().union(Submission.objects.order_by())),
    "as a subquery": lambda rows: list(Submission.objects.filter(pk__in=rows.values("pk")[:5])),
    "as an annotation": lambda rows: list(Submission.objects.annotate(x=Subquery(rows.values("pk")[:1]))),
    "as an exists": lambda rows: list(Submission.objects.filter(Exists(rows.filter(pk=OuterRef("pk"))))),
    "as a combination": lambda rows: list(rows | Submission.objects.filter(location="")),
    "as its pickled query": lambda rows: list(_with_query(pickle.loads(pickle.dumps(rows.query)))),
    "for update": lambda rows: list(rows.select_for_update()),
}


def _with_query(query: Any) -> models.QuerySet[Submission]:
    rows = Submission.objects.all()
    rows.query = query
    return rows


@pytest.mark.parametrize("use", LAZY_QUERY.values(), ids=LAZY_QUERY)
def test_a_query_built_in_poraj_does_not_run_in_klobuck(jan, poraj, klobuck, use):
    rows = built_in(poraj, lambda: Submission.objects.filter(fingerprint__startswith="Poraj").order_by("pk"))
    with house_context(klobuck):
        Submission.objects.create(fingerprint="Poraj 0")  # there is a row to be mistaken for it
        with pytest.raises(WrongHouse):
            use(rows)
    with pytest.raises(WrongHouse):
        use(rows)
    with house_context(poraj):
        assert rows.count() == 3


def test_a_prefetch_with_a_query_of_poraj_does_not_run_in_klobuck(jan, poraj, klobuck, account):
    rows = built_in(poraj, lambda: Notification.objects.order_by("id"))
    account(klobuck, "manager")
    with house_context(klobuck), pytest.raises(WrongHouse):
        list(Account.objects.prefetch_related(Prefetch("notifications", queryset=rows)))


@pytest.mark.parametrize("narrowed", [lambda rows: rows, lambda rows: rows.values_list("fingerprint", flat=True)])
def test_an_iterator_begun_in_poraj_gives_no_further_row_in_klobuck(jan, poraj, klobuck, narrowed):
    with house_context(poraj):
        rows = narrowed(Submission.objects.order_by("pk")).iterator(chunk_size=1)
        next(rows)
    with house_context(klobuck), pytest.raises(WrongHouse):
        next(rows)


def test_raw_sql_has_no_home_and_is_refused(jan, poraj):
    with house_context(poraj), pytest.raises(NotSupportedError):
        Submission.objects.raw("SELECT * FROM core_submission")


def test_a_query_over_several_tables_works_at_home(jan, poraj):
    with house_context(poraj):
        assert not Account.objects.exclude(notifications__kind="other").exclude(notifications__kind="test").exists()
        assert Invitation.objects.filter(account__in=Account.objects.all()).count() == 0


def house_models() -> list[type[models.Model]]:
    return [each for label in ("core", "casework") for each in apps.get_app_config(label).get_models()]


def test_every_model_of_a_house_has_the_tripwires():
    assert {each for each in house_models() if not issubclass(each, HouseModel)} == NOT_OF_A_HOUSE


def test_no_model_of_the_shared_schema_takes_itself_for_one_of_a_house():
    shared = [each for label in ("tenants", "networking") for each in apps.get_app_config(label).get_models()]
    assert not [each for each in shared if issubclass(each, HouseModel)]


@pytest.mark.parametrize("model", [each for each in house_models() if each not in NOT_OF_A_HOUSE])
def test_every_way_to_the_rows_of_a_house_model_is_guarded(model):
    managers = [model._base_manager, model._default_manager, *model._meta.managers]
    assert all(issubclass(manager._queryset_class, HouseQuerySet) for manager in managers)
    assert isinstance(model._meta.pk, models.UUIDField)
    assert model._meta.pk.name == "id"
