"""A cache that cannot mix houses up, and that is never missed when Valkey is away.

The key carries the house's id (a schema name may be used again by another house), the value carries it too and is
checked on the way out. While Valkey cannot be reached each process uses its own memory: rate limits go on counting.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as ValkeyAway
from redis.exceptions import TimeoutError as ValkeySlow

from tenants.walls.context import wall

logger = logging.getLogger(__name__)
AWAY = (ValkeyAway, ValkeySlow)


def place() -> str:
    """The id of the house this thread works in, or `public`."""
    return str(getattr(wall().tenant, "pk", None) or wall().schema_name)


def house_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: every key begins with the place it belongs to."""
    return f"{wall().settings_dict['NAME']}:{place()}:{key_prefix}:{version}:{key}"


class HouseCache(RedisCache):
    """Valkey with the two guarantees above."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("ogniwo-fallback", {"KEY_FUNCTION": house_key})

    def _try(self, far: Callable[[], Any], near: Callable[[], Any]) -> Any:
        try:
            return far()
        except AWAY:
            logger.warning("the cache cannot be reached; this process uses its own memory")
            return near()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        sealed = self._try(
            lambda: super(HouseCache, self).get(key, None, version), lambda: self._memory.get(key, None, version)
        )
        if not isinstance(sealed, tuple) or sealed[0] != place():
            return default
        return sealed[1]

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        sealed = (place(), value)
        self._try(
            lambda: super(HouseCache, self).set(key, sealed, timeout, version),
            lambda: self._memory.set(key, sealed, timeout, version),
        )

    def add(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        sealed = (place(), value)
        return bool(
            self._try(
                lambda: super(HouseCache, self).add(key, sealed, timeout, version),
                lambda: self._memory.add(key, sealed, timeout, version),
            )
        )

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(
            self._try(lambda: super(HouseCache, self).delete(key, version), lambda: self._memory.delete(key, version))
        )

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        for key in list(keys):
            self.delete(key, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found = {key: self.get(key, None, version) for key in keys}
        return {key: value for key, value in found.items() if value is not None}

    def set_many(self, data: dict[Any, Any], timeout: Any = 300, version: int | None = None) -> list[Any]:
        for key, value in data.items():
            self.set(key, value, timeout, version)
        return []

    def count(self, key: str, *, seconds: int) -> int:
        """How often this was called for a key, this time included; forgotten after so many seconds.

        For limits that protect the servers: a number that may be lost or, while Valkey is away, counted per process.
        """
        name = self.make_and_validate_key(key)
        return int(self._try(lambda: self._count(name, seconds), lambda: self._count_near(key, seconds)))

    def _count(self, name: str, seconds: int) -> int:
        pipe = self._cache.get_client(None, write=True).pipeline(transaction=False)
        pipe.incr(name)
        pipe.expire(name, seconds, nx=True)
        return int(pipe.execute()[0])

    def _count_near(self, key: str, seconds: int) -> int:
        self._memory.add(key, 0, seconds)
        return int(self._memory.incr(key))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        raise NotImplementedError("what must be counted right is counted in the database")
