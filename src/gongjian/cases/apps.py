"""Start-up of the app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongjian.cases"
    label = "cases"
    verbose_name = "办案"

    def ready(self) -> None:
        from gongjian.matters import ports

        from . import options, services  # noqa: F401 -- registers the acts and options
        from .facts import penalty_facts

        ports.provide_facts("penalty", penalty_facts)
