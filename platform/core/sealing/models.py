"""The wrapped key of the house, and the fields that use it."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.functions import Now

from tenants.walls.tripwires import HouseModel


class HouseKey(HouseModel):
    """The key of this house, wrapped under the secret of the installation. There is one."""

    only = models.BooleanField(default=True, unique=True)
    wrapped = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta(HouseModel.Meta):
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="house_key_is_one"),)

    def __str__(self) -> str:
        return "the key of the house"


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A text for the program, ciphertext for the database. Empty text is NULL. It cannot be searched or sorted by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["null"] = True
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    @property
    def purpose(self) -> str:
        """The name of the column, which is authenticated together with its content."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        from core.sealing.selectors import seal  # the key is a row; models stand below

        return "" if value is None else seal().open(bytes(value), purpose=self.purpose)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        from core.sealing.selectors import seal  # the key is a row; models stand below

        sealed = seal().close(value, purpose=self.purpose) if value else None
        return super().get_db_prep_value(sealed, connection, prepared)

    def to_python(self, value: Any) -> Any:
        return value

    def _check_str_default_value(self) -> list[Any]:
        return []  # to the program it is a text

    def get_default(self) -> Any:
        return self.default() if callable(self.default) else self.default

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: look for its fingerprint, not for the text")
        return super().get_lookup(lookup_name)


class SealedJSONField(SealedField):
    """The same for anything that JSON can hold."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else self.get_default()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""
        return super().get_db_prep_value(text, connection, prepared)


class SealedBytesField(SealedField):
    """The same for bytes, such as a file."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        from core.sealing.selectors import seal  # the key is a row; models stand below

        return b"" if value is None else seal().open_bytes(bytes(value), purpose=self.purpose)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        from core.sealing.selectors import seal  # the key is a row; models stand below

        sealed = seal().close_bytes(value, purpose=self.purpose) if value else None
        return models.BinaryField.get_db_prep_value(self, sealed, connection, prepared)
