"""From an `Operation` to OpenAPI 3.1: nothing is said a second time for machines."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from core.api.api.serializers import Asked, Problem
from core.api.rules import STATUS, Trouble
from core.api.selectors import MEANINGS, TITLES

EVERYWHERE = (Trouble.NO_KEY, Trouble.NOT_ALLOWED, Trouble.INVALID, Trouble.TOO_MANY, Trouble.AWAY)
WITH_A_BODY = (Trouble.MALFORMED, Trouble.TOO_LARGE, Trouble.MEDIA_TYPE)
PROBLEM_JSON = "application/problem+json"

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description=_("The ETag of the object as you have read it."),  # type: ignore[arg-type]
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description=_(  # type: ignore[arg-type]
        "A text of your own for this one act. The same request with the same text is answered again, not done again; "
        "it is remembered for 48 hours."
    ),
)


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a key is sent."""

    target_class = "core.api.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "ogn_…"}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [auto_schema.view.access[auto_schema.method].value]}


class OperationSchema(AutoSchema):
    """Describes each method by the `Operation` that it was declared with."""

    view: Any

    @property
    def said(self) -> Any:
        return getattr(self.view, self.method.lower()).operation

    def get_operation_id(self) -> str:
        return str(self.said.name)

    def get_summary(self) -> str:
        return str(self.said.summary)

    def get_description(self) -> str:  # type: ignore[override]
        return str(self.said.description)

    def get_tags(self) -> list[str]:
        return [str(self.view.tag)]

    def get_extensions(self) -> dict[str, Any]:
        """The scope once more, for people: security requirements are easily overlooked. And the examples."""
        return {
            "x-scope": self.view.access[self.method].value,
            "x-examples": [vars(each) for each in self.said.examples],
        }

    def get_request_serializer(self) -> Any:
        return self.said.body

    def get_response_serializers(self) -> Any:
        """A success, and every trouble that can be met here."""
        success = self.said.answer or {"type": "string"}
        told = {(str(self.said.status), *self.said.files): OpenApiResponse(success, str(_("It worked.")))}
        return told | {(str(STATUS[each]), PROBLEM_JSON): _trouble(each) for each in self._troubles()}

    def _troubles(self) -> list[Trouble]:
        body = WITH_A_BODY if self.method in {"POST", "PUT", "PATCH"} else ()
        missing = (Trouble.NOT_FOUND,) if "{" in self.path else ()
        versions = (Trouble.NO_VERSION, Trouble.STALE) if self.said.is_versioned else ()
        keyed = (Trouble.CONFLICT,) if self.said.is_keyed else ()
        all_of_them = {*EVERYWHERE, *body, *missing, *versions, *keyed, *self.said.troubles}
        return [each for each in Trouble if each in all_of_them]

    def get_override_parameters(self) -> list[Any]:
        return [
            *([self.said.query] if self.said.query else []),
            *([IF_MATCH] if self.said.is_versioned else []),
            *([IDEMPOTENCY_KEY] if self.said.is_keyed else []),
            *(OpenApiParameter(name, of_type, OpenApiParameter.PATH) for name, of_type in self.said.path.items()),
            *(_header(name, meaning, self.said.status) for name, meaning in self.said.headers.items()),
        ]

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """What is asked for is closed: further fields are refused, and the description says so."""
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        return schema | {"additionalProperties": False} if isinstance(serializer, Asked) else schema


def _trouble(trouble: Trouble) -> OpenApiResponse:
    return OpenApiResponse(Problem, str(MEANINGS.get(trouble, TITLES[trouble])))


def _header(name: str, meaning: Any, status: int) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=str(meaning), response=[status]
    )
