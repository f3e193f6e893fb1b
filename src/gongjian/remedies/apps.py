"""Start-up of the app."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    name = "gongjian.remedies"
    label = "remedies"
    verbose_name = "复议诉讼"

    def ready(self) -> None:
        from gongjian.cases.retention import also_remedied

        from . import options, services  # noqa: F401 -- registers the acts and options
        from .queries import remedies_of

        also_remedied(lambda matter: remedies_of(matter).exists())
