"""Start-up of the app."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "gongjian.publicity"
    label = "publicity"
    verbose_name = "公示"

    def ready(self) -> None:
        from . import options, services  # noqa: F401 -- registers the acts and options
