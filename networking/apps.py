"""Where houses meet, and the public site."""

from django.apps import AppConfig


class NetworkingConfig(AppConfig):
    name = "networking"

    def ready(self) -> None:
        from networking.registrations import register_all  # registries import models, which need this registry

        register_all()
