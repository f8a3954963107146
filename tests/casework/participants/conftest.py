"""A centre with people of whom others must never hear."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _second_factor_waived(settings: Any) -> None:
    """Roles that see sensitive data sign in with two factors; that has tests of its own."""
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True
