"""Who asks? A key in the header `Authorization`, and nothing else: no session, no cookie, no address."""

from dataclasses import replace
from typing import Any

from django.utils import timezone, translation
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from core.accounts.services import token_in_use, why_refused
from core.api.rules import ApiProblem, Trouble
from core.api.selectors import KEY_SENTENCES
from core.audit.services import origin

SCHEME = "bearer"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="ogniwo"'}


class KeyAuthentication(BaseAuthentication):
    """The account that made the key, limited to the key's scopes; the key itself is `request.auth`."""

    def authenticate(self, request: Request) -> tuple[Any, Any]:
        """Who asks. From here on every line of the history names the key, and sentences are in its maker's language.

        Raises:
            ApiProblem: there is no key, or none that opens anything here (401).
        """
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME or not secret.strip():
            raise ApiProblem(Trouble.NO_KEY, headers=CHALLENGE)
        ip, now = origin.get().ip, timezone.now()
        token = token_in_use(secret=secret.strip(), ip=ip, now=now)
        if token is None:
            problem = why_refused(secret=secret.strip(), ip=ip, now=now)
            raise ApiProblem(Trouble.NO_KEY, KEY_SENTENCES[problem], headers=CHALLENGE)
        origin.set(replace(origin.get(), key_id=str(token.pk), key=token.name))
        translation.activate(token.created_by.language)
        return token.created_by, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE["WWW-Authenticate"]
