"""The test client: a browser in one house that fails any response in which another house shows."""

import re
from typing import Any

from django.test import Client

from tenants.organisations.models import Organisation
from tenants.walls.context import _restored

CANARY = "Kanarek-Zlocisty-8861"
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)[^>]*>|\son[a-z]+=[\"']|<style|\sstyle=[\"']", re.I
)

TEMPLATE_SYNTAX = re.compile(rb"{{|{%")


class HouseClient(Client):
    """A browser that knows only the address of its house (`house=None`: the public site)."""

    def __init__(self, *, house: Organisation | None = None, **options: Any) -> None:
        self.house = house
        host = f"{house.slug}.localhost" if house else "localhost"
        super().__init__(HTTP_HOST=host, **options)

    def request(self, **request: Any) -> Any:
        with _restored():
            response = super().request(**request)
            self._examine(response)
        return response

    def _examine(self, response: Any) -> None:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if response.streaming:
            response.streaming_content = [body]
        if not self.house or self.house.slug != "klobuck":
            shown = body + repr(response.headers).encode()
            assert CANARY.encode() not in shown, "the canary of Kłobuck was seen in another house"
        if "html" in response.headers.get("Content-Type", ""):
            assert not INLINE.search(body), f"inline script or style: {INLINE.search(body)}"
            assert not TEMPLATE_SYNTAX.search(body), "template syntax left in the page"
