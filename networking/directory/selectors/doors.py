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
    """The open organisations of a kind, by name; `named` keeps those with these letters in their name.

    Nobody looks for a sandbox; who works there has its address.
    """
    found = active_houses(kind=kind).filter(name__icontains=named, is_sandbox=False)
    return [_door(house) for house in found.prefetch_related("domains")]


def _door(house: Organisation) -> Door:
    url = house_url(house)
    return Door(name=house.name, host=url.split("://", 1)[1].strip("/"), url=url)
