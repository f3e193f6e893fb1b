"""Start-up of the app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongjian.cases"
    label = "cases"
    verbose_name = "办案"

    def ready(self) -> None:
        from gongjian.matters import ports

        from . import options, services
        from .facts import penalty_facts

        assert services.issue_decision.code
        assert options.handlers
        ports.provide_facts("penalty", penalty_facts)
