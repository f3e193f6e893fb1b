"""Start-up of the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongjian.portal"
    label = "portal"
    verbose_name = "公众门户"

    def ready(self) -> None:
        from django.conf import settings
        from django.db.backends.signals import connection_created

        from gongjian.common.db import roles

        from . import tasks  # noqa: F401 -- registers the jobs
        from .reading import grants, hold

        roles.portal_reads(grants)
        if settings.GONGJIAN_APART:
            connection_created.connect(hold, dispatch_uid="portal-apart")
