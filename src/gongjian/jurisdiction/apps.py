"""Start-up of the app."""

from django.apps import AppConfig


class JurisdictionConfig(AppConfig):
    name = "gongjian.jurisdiction"
    label = "jurisdiction"
    verbose_name = "法域规则"
