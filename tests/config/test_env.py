"""What the environment says, and what is made of it."""

import pytest

from config import env


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis://:x@127.0.0.1:6379/0", "redis://:x@127.0.0.1:6379/1"),
        ("redis://:x@127.0.0.1:6379", "redis://:x@127.0.0.1:6379/1"),
        ("redis://:x@127.0.0.1:6379/4", "redis://:x@127.0.0.1:6379/5"),
    ],
)
def test_the_cache_is_in_the_database_after_the_brokers(broker: str, cache: str) -> None:
    assert env.cache(broker)["LOCATION"] == cache
