"""Start-up of the app."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "gongjian.common"
    label = "common"
    verbose_name = "公共"
