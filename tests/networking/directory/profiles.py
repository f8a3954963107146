"""Profiles for tests."""

from typing import Any
from uuid import UUID

from networking.directory.models import CentreProfile
from tenants.walls.context import house_context

SIGNED = {"changed_by_account": UUID(int=1), "changed_by_name": "Anna Nowak", "changed_by_function": "kierownik"}


def fill_in(slug: str, **values: Any) -> CentreProfile:
    """The profile of a centre, written in its own house."""
    with house_context(slug) as house:
        return CentreProfile.objects.create(house=house, **SIGNED, **values)
