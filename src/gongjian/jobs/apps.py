"""Start-up of the app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "gongjian.jobs"
    label = "jobs"
    verbose_name = "任务"
