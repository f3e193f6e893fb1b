"""Start-up of the app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gongjian.desk"
    label = "desk"
    verbose_name = "当事人查询"
