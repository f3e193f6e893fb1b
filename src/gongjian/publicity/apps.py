"""Start-up of the app."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "gongjian.publicity"
    label = "publicity"
    verbose_name = "公示"

    def ready(self) -> None:
        from gongjian.common.events import subscribe
        from gongjian.matters.events import ActDone
        from gongjian.matters.ports import await_also, await_limit
        from gongjian.remedies.events import ResultTookEffect

        from . import copying, options, services, sweeping, tasks  # noqa: F401 -- registers acts, options and jobs
        from .locks import declare
        from .numbers.keeping import follow
        from .rulings import LIMIT as RULING
        from .rulings import rulings_wait
        from .services import WITHDRAWAL, close_rulings, fall_due, fall_with_penalty, follow_rulings
        from .services.objecting import LIMIT as OBJECTION
        from .services.urging import LIMIT as URGE

        declare()
        subscribe(ResultTookEffect, fall_due)
        subscribe(ResultTookEffect, fall_with_penalty)
        subscribe(ActDone, follow_rulings)
        subscribe(ActDone, close_rulings)
        subscribe(ActDone, follow)
        await_limit(WITHDRAWAL, "publication_checker", "撤回公示")
        await_limit(RULING, "publisher", "公示其他执法决定")
        await_also(rulings_wait)
        await_limit(OBJECTION, "publication_checker", "答复公示异议")
        await_limit(URGE, "publisher", "办理公示催办")
