"""Fixtures of tests that walk through pages of a house."""

from typing import Any

import pytest


@pytest.fixture
def second_factor_waived(settings: Any) -> None:
    """Let every role in with a session alone, as the demo does; the second factor has tests of its own."""
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True
