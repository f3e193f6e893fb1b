"""Start-up of the app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "gongjian.channels"
    label = "channels"
    verbose_name = "渠道"

    def ready(self) -> None:
        from . import options, services, tasks  # noqa: F401 -- registers acts, options and jobs
        from .locks import declare
        from .models import declare_guards

        declare()
        declare_guards()
