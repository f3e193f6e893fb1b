"""Start-up of the app."""

from django.apps import AppConfig


class ExanteConfig(AppConfig):
    name = "gongjian.exante"
    label = "exante"
    verbose_name = "事前公开"

    def ready(self) -> None:
        from gongjian.cases.events import HearingCalledOff
        from gongjian.common.events import subscribe
        from gongjian.documents.events import DocumentVoided
        from gongjian.orgs.events import MayNoLongerEnforce, PhotoTaken
        from gongjian.orgs.ports import hide
        from gongjian.publicity.events import TextLeaks
        from gongjian.publicity.leaks.scanning import also_public

        from . import boarding, confirming, options, stating, tasks, urging, verifying  # noqa: F401 -- registers acts, jobs
        from .announcements.doing import take_down_leaking
        from .announcements.drawing import end_with_hearing, end_with_paper
        from .announcements.queries import public_texts as announced
        from .checks import doing, locks, planning  # noqa: F401 -- registers acts
        from .locks import declare as declare_lists
        from .portraits import is_withheld
        from .queries import public_texts
        from .services import close_leaking, strike_from_register

        locks.declare()
        declare_lists()
        also_public(public_texts)
        also_public(announced)
        subscribe(TextLeaks, close_leaking)
        subscribe(TextLeaks, take_down_leaking)
        subscribe(HearingCalledOff, end_with_hearing)
        subscribe(DocumentVoided, end_with_paper)
        subscribe(MayNoLongerEnforce, strike_from_register)
        subscribe(PhotoTaken, strike_from_register)
        hide(is_withheld)
