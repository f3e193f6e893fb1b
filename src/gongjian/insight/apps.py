"""Start-up of the app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "gongjian.insight"
    label = "insight"
    verbose_name = "统计"

    def ready(self) -> None:
        from gongjian.common.events import subscribe
        from gongjian.matters.events import ActDone
        from gongjian.publicity.events import TextLeaks
        from gongjian.publicity.leaks.scanning import also_public

        from . import keeping, options, services  # noqa: F401 -- registers acts and options
        from .queries import public_texts
        from .tallying import follow

        also_public(public_texts)
        subscribe(TextLeaks, services.close_leaking)
        subscribe(ActDone, follow)
        subscribe(ActDone, keeping.follow)
