"""Start-up of the app."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "gongjian.workbench"
    label = "workbench"
    verbose_name = "工作台"

    def ready(self) -> None:
        from . import clock, head

        clock.install()
        head.install()
