"""Start-up of the app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "gongjian.ui"
    label = "ui"
    verbose_name = "界面"
