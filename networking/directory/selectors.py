"""Looking for the door of one's own organisation."""

from dataclasses import dataclass

from tenants.organisations.models import Organisation
from tenants.organisations.selectors import active_houses, house_url


@dataclass(frozen=True)
class Door:
    """An organisation that can be entered, and its address."""

    name: str
    host: str
    url: str


def doors(*, kind: str, named: str = "") -> list[Door]:
    """The open organisations of a kind, by name; `named` keeps those with these letters in their name."""
    return [
        _door(house) for house in active_houses(kind=kind).filter(name__icontains=named).prefetch_related("domains")
    ]


def _door(house: Organisation) -> Door:
    url = house_url(house)
    return Door(name=house.name, host=url.split("://", 1)[1].strip("/"), url=url)
