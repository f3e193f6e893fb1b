"""Start-up of the app."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "gongjian.publicity"
    label = "publicity"
    verbose_name = "公示"

    def ready(self) -> None:
        from . import options, services

        assert options.live_item
        assert services.publish_decision.code
