"""Start-up of the app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongjian.cases"
    label = "cases"
    verbose_name = "办案"
