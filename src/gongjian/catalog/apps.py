"""Start-up of the app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "gongjian.catalog"
    label = "catalog"
    verbose_name = "案由与裁量基准"

    def ready(self) -> None:
        from gongjian.orgs.ports import list_domains

        from . import options  # noqa: F401 -- registers the options
        from .queries import own_domains

        list_domains(own_domains())
