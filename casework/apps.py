"""A centre's own schema."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
