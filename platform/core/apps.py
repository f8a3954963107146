"""What every house has."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "What every house has"

    def ready(self) -> None:
        from core import registrations
        from core.access import checks  # noqa: F401  (registers the system check)

        registrations.register_all()
