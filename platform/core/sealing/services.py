"""Making the key of a new house."""

from typing import Any

from core.accounts.sessions import house_box
from core.sealing.models import HouseKey
from core.sealing.rules import new_key
from core.sealing.selectors import PURPOSE


def make_key(*_: Any, **__: Any) -> None:
    """Give a newly founded house its key. A step of founding; repeating it changes nothing."""
    wrapped = house_box(PURPOSE).encrypt(new_key()).decode()
    HouseKey.objects.get_or_create(only=True, defaults={"wrapped": wrapped})
