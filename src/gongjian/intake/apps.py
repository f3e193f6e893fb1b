"""Start-up of the app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "gongjian.intake"
    label = "intake"
    verbose_name = "案源"
