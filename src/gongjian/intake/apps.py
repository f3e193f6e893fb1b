"""Start-up of the app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "gongjian.intake"
    label = "intake"
    verbose_name = "案源"

    def ready(self) -> None:
        from . import options, services  # noqa: F401 -- registers acts and choices
