"""Start-up of the app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "gongjian.review"
    label = "review"
    verbose_name = "法制审核"

    def ready(self) -> None:
        from . import options, services  # noqa: F401 -- registers the acts and options
