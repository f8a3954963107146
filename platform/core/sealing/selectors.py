"""The seal of the house that the thread works in."""

from uuid import UUID

from core.accounts.sessions import house_box
from core.sealing.models import HouseKey
from core.sealing.rules import Seal
from tenants.walls.context import current_house

PURPOSE = "house-key"
_seals: dict[UUID, Seal] = {}
"""Seals of this process by house: a request unwraps nothing twice. A name that is used anew has another identifier."""


def seal() -> Seal:
    """The seal of the current house.

    Raises:
        HouseKey.DoesNotExist: the house was founded without a key; nothing may be sealed or opened.
    """
    house = current_house()
    if house.pk not in _seals:
        wrapped = HouseKey.objects.get().wrapped
        key = house_box(PURPOSE).decrypt(wrapped.encode())
        _seals[house.pk] = Seal(house=str(house.pk), key=key)
    return _seals[house.pk]


def fingerprint(text: str, *, purpose: str) -> str:
    """The keyed fingerprint of a text in this house, for exact search; empty for an empty text."""
    return seal().fingerprint(text, purpose=purpose) if text else ""
