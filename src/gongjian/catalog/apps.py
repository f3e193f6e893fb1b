"""Start-up of the app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "gongjian.catalog"
    label = "catalog"
    verbose_name = "案由与裁量基准"
