"""Start-up of the app."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    name = "gongjian.ledger"
    label = "ledger"
    verbose_name = "存证链"

    def ready(self) -> None:
        from . import models, services, tasks  # noqa: F401  # registers the periodic job

        models.declare_guards()
        services.install()
        pre_migrate.connect(_take_triggers_away, sender=self)
        post_migrate.connect(_put_triggers_in_place, sender=self)


def _take_triggers_away(using: str, plan: list[Any], **_: Any) -> None:
    from gongjian.common.db import triggers, views

    if not plan:
        return
    views.uninstall(connections[using])
    if connections[using].vendor == "sqlite":
        triggers.uninstall(connections[using])


def _put_triggers_in_place(using: str, **_: Any) -> None:
    from gongjian.common.db import roles, triggers, views

    views.install(connections[using])
    triggers.install(connections[using])
    roles.renew_grants(connections[using])
