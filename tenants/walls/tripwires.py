"""House models remember the house they were loaded in; using them in another raises.

The role of the house already makes another house's tables unreadable. What it cannot see is an object that is
*carried*: loaded in one house and saved in the next, or a lazy query built here and run there.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import NotSupportedError, models
from django.db.models.sql import Query

from tenants.errors import WrongHouse
from tenants.walls.context import current_schema
from tenants.walls.identifiers import UUID7
from tenants.walls.rules import PUBLIC_SCHEMA

M = TypeVar("M", bound=models.Model)


def _check(home: str, what: str) -> None:
    here = current_schema()
    if here == PUBLIC_SCHEMA or here != home:
        raise WrongHouse(f"{what} belongs to {home!r} and was used in {here!r}")


def _checked(objects: Iterable[models.Model]) -> list[Any]:
    found = list(objects)
    for each in found:
        HouseRouter.refuse_strangers(each)
    return found


class HouseRouter:
    """Django asks its routers about every record that a query or a relation starts from: strangers are refused here."""

    @staticmethod
    def refuse_strangers(*instances: models.Model | None) -> None:
        for each in instances:
            if isinstance(each, HouseModel):
                _check(each._home, f"a {each._meta.label}")

    def db_for_read(self, model: Any, *, instance: models.Model | None = None, **_: Any) -> None:
        """From a record to its relations, by access or by prefetching."""
        self.refuse_strangers(instance)

    def db_for_write(self, model: Any, *, instance: models.Model | None = None, **_: Any) -> None:
        """Saving, deleting, and writing through a relation."""
        self.refuse_strangers(instance)

    def allow_relation(self, one: models.Model, other: models.Model, **_: Any) -> None:
        """A record of one house put into a foreign key of another."""
        self.refuse_strangers(one, other)


class HouseQuery(Query):
    """An SQL query that may be compiled only in the house it was built in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = current_schema()

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        _check(self.home, f"a query of {self.model._meta.label}")  # type: ignore[union-attr]
        return super().get_compiler(*args, **kwargs)


class HouseQuerySet(models.QuerySet[M]):
    """A queryset whose query carries its house. Writing queries change class on the way, so they check here."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        if query is None and model is not None:
            query = HouseQuery(model)
        super().__init__(model, query, using, hints)

    query: HouseQuery

    def _check_home(self) -> None:
        _check(self.query.home, f"a query of {self.model._meta.label}")

    def _iterator(self, *args: Any) -> Iterator[M]:
        for row in super()._iterator(*args):  # type: ignore[misc]
            self._check_home()  # an iterator may have been left open in another house
            yield row

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise NotSupportedError("raw SQL does not remember its house; a cursor works where it is used")

    def update(self, **kwargs: Any) -> int:
        self._check_home()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check_home()
        return super().delete()

    def _raw_delete(self, using: Any) -> int:
        self._check_home()
        return super()._raw_delete(using)  # type: ignore[misc,no-any-return]

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[M]:
        self._check_home()
        return super().bulk_create(_checked(objs), *args, **kwargs)

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> int:
        return super().bulk_update(_checked(objs), *args, **kwargs)


HouseManager = models.Manager.from_queryset(HouseQuerySet)


class HouseModel(models.Model):
    """Base of every model that lives in a house."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)

    objects = HouseManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._home = current_schema()
        super().__init__(*args, **kwargs)

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        _check(self._home, f"a {self._meta.label}")
        super().save_base(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _check(self._home, f"a {self._meta.label}")
        return super().delete(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        _check(self._home, f"a {self._meta.label}")
        super().refresh_from_db(*args, **kwargs)
