"""Start-up of the app."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "gongjian.workbench"
    label = "workbench"
    verbose_name = "工作台"

    def ready(self) -> None:
        from gongjian.common.events import subscribe
        from gongjian.matters.events import ActDone, SeatPassedOn
        from gongjian.publicity.leaks.scanning import tell_of_leaks

        from . import clock, head, tasks  # noqa: F401 -- registers the jobs
        from .notifying import of_act, of_leak, of_succession

        clock.install()
        head.install()
        subscribe(ActDone, of_act)
        subscribe(SeatPassedOn, of_succession)
        tell_of_leaks(of_leak)
