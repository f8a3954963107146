"""What is read and what is told: strict in one direction, lean in the other."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers


class Asked(serializers.Serializer):  # type: ignore[type-arg]
    """What a request may hold. A name that is not here is a mistake, not something to be passed over."""

    def to_internal_value(self, data: Any) -> Any:
        names = sorted(map(str, set(data) - set(self.fields))) if isinstance(data, Mapping) else []
        unknown: dict[str, Any] = {name: [_("There is no field of this name.")] for name in names}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as wrong:
            raise serializers.ValidationError({**wrong.detail, **unknown}) from None  # type: ignore[dict-item]
        if unknown:
            raise serializers.ValidationError(unknown)
        return value


class Told(serializers.Serializer):  # type: ignore[type-arg]
    """What an answer holds: fields describe it, values are read from the object as they are.

    Nothing is converted field by field, so a page of people costs little more than reading them.
    """

    @classmethod
    def of(cls, row: Any, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The object as JSON; fields named in `without` are left out."""
        return {name: getattr(row, name) for name in cls.names() if name not in without}

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)


class Receipt(Told):
    """That something was saved, and as which version. It repeats nothing: a key may write and yet not read."""

    id = serializers.UUIDField()
    version = serializers.IntegerField(help_text=gettext_lazy("Send it as If-Match with the next change."))


class MistakeTold(Told):
    """A mistake and the field that it belongs to."""

    field = serializers.CharField(
        help_text=gettext_lazy("A path such as marks.3.hours; empty: the request as a whole.")
    )
    message = serializers.CharField()


class Problem(Told):
    """What went wrong, as RFC 9457 writes it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(
        help_text=gettext_lazy("The number of the request; we find it in the log by that.")
    )
    errors = MistakeTold(many=True, required=False)  # type: ignore[assignment]  # a field, as RFC 9457 has it
