"""One stack for all fault tests, with short leases; each test finds its processes running."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.stack import Stack, stack_for_tests

QUICK = {"OGNIWO_LEASE_SECONDS": "1", "OGNIWO_RESEND_SECONDS": "3", "OGNIWO_STOP_SECONDS": "2"}


@pytest.fixture(scope="session")
def quick_stack(django_db_blocker: Any) -> Iterator[Stack]:
    with django_db_blocker.unblock(), stack_for_tests(**QUICK) as made:
        yield made


@pytest.fixture
def stack(quick_stack: Stack) -> Stack:
    quick_stack.ensure("web", "worker", "dispatcher")
    return quick_stack
