"""Start-up of the app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "gongjian.parties"
    label = "parties"
    verbose_name = "当事人"

    def ready(self) -> None:
        from . import options, services  # noqa: F401  # registers acts and choices
