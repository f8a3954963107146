"""The API described by itself: OpenAPI for machines, a handbook for people, from the same operations."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator


def described(kind: str) -> dict[str, Any]:
    """OpenAPI 3.1 of everything that this kind of house offers to keys, in the language of the reader."""
    return _described(kind, get_language() or settings.LANGUAGE_CODE)


@cache
def _described(kind: str, language: str) -> dict[str, Any]:
    generator = SchemaGenerator(urlconf=settings.TENANT_TYPES[kind]["URLCONF"])  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


def handbook(kind: str) -> Any:
    return described(kind)
