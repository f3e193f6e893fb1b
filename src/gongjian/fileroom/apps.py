"""Start-up of the app."""

from django.apps import AppConfig


class FileroomConfig(AppConfig):
    name = "gongjian.fileroom"
    label = "fileroom"
    verbose_name = "阅卷"

    def ready(self) -> None:
        from . import locks, options, services, tasks  # noqa: F401 -- registers acts, options, jobs

        locks.declare()
