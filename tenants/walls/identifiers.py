"""Identifiers, made by the database."""

from django.db import models


class UUID7(models.Func):
    """PostgreSQL's `uuidv7()`: identifiers that sort by the time they were made."""

    function = "uuidv7"
    arity = 0
    output_field = models.UUIDField()
