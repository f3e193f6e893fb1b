"""Start-up of the app."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "gongjian.workbench"
    label = "workbench"
    verbose_name = "工作台"

    def ready(self) -> None:
        from gongjian.cases.events import CommonLeft
        from gongjian.common.events import subscribe
        from gongjian.matters.events import ActDone, SeatPassedOn
        from gongjian.publicity.leaks.scanning import tell_of_leaks

        from . import clock, head, tasks  # noqa: F401 -- registers the jobs
        from .notifying import of_act, of_leak, of_succession
        from .telling_others import of_act_in_common, of_leaving, of_new_handler

        clock.install()
        head.install()
        subscribe(ActDone, of_act)
        subscribe(SeatPassedOn, of_succession)
        subscribe(ActDone, of_act_in_common)
        subscribe(SeatPassedOn, of_new_handler)
        subscribe(CommonLeft, of_leaving)
        tell_of_leaks(of_leak)
