"""Start-up of the app."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "gongjian.publicity"
    label = "publicity"
    verbose_name = "公示"
