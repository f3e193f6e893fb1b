"""Start-up of the app."""

from django.apps import AppConfig


class RecordingConfig(AppConfig):
    name = "gongjian.recording"
    label = "recording"
    verbose_name = "音像记录"

    def ready(self) -> None:
        from . import locks, options, services  # noqa: F401 -- registers acts and options

        locks.declare()
