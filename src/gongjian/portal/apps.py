"""Start-up of the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongjian.portal"
    label = "portal"
    verbose_name = "公众门户"

    def ready(self) -> None:
        from gongjian.common.db import roles

        from .reading import grants

        roles.portal_reads(grants)
