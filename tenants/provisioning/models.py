"""Snapshots of the template schemas."""

from django.db import models
from django.db.models.functions import Now


class Snapshot(models.Model):
    """The SQL that makes a house of a kind, for one state of the migration files (`migrations_hash`)."""

    kind = models.CharField(max_length=10, primary_key=True)
    migrations_hash = models.CharField(max_length=64)
    sql = models.TextField()
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.kind} {self.migrations_hash[:8]}"
