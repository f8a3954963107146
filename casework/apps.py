"""The casework of a centre."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        from casework.registrations import register_all  # registries import models, which need this registry

        register_all()
