"""Start-up of the app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gongjian.desk"
    label = "desk"
    verbose_name = "当事人查询"

    def ready(self) -> None:
        from django.core.checks import register

        from .identity import adapter_fits

        register(adapter_fits)
