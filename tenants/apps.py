"""The ground: houses and what keeps them apart."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Houses and the border between them"

    def ready(self) -> None:
        from tenants.walls import checks  # noqa: F401  (registers the system checks)
