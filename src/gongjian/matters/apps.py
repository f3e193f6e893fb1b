"""Start-up of the app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "gongjian.matters"
    label = "matters"
    verbose_name = "事项"

    def ready(self) -> None:
        from . import correcting, services, sweeping, tasks  # noqa: F401  # registers acts and jobs

        services.install()
