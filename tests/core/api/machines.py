"""A machine: a program with a key, and nothing else."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.accounts.rules import Scope
from core.accounts.services import create_token
from tenants.walls.context import house_context
from tests.clients import HouseClient


class Machine(HouseClient):
    """Calls the API of a house with a key; `key=""`: without one."""

    def __init__(self, *, house: Any, key: str, token: Any = None) -> None:
        super().__init__(house=house)
        self.key, self.token = key, token
        self.raise_request_exception = False

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON. Headers are written `If_Match="…"`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            named.setdefault("Authorization", f"Bearer {self.key}")
        address = path if path.startswith("/") else f"/api/v1/{path}"
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self, method.lower())(address, headers=named, **sent)


def machine_of(maker: Any, house: Any, *scopes: Scope, **values: Any) -> Machine:
    """A machine with a new key of this maker; every scope that the maker can give, unless some are named."""
    now = values.pop("now", timezone.now())
    values.setdefault("expires_at", now + timedelta(days=30))
    with house_context(house):
        new = create_token(by=maker, name="Program kadrowy", scopes=scopes, now=now, **values)
    return Machine(house=house, key=new.secret, token=new.token)
