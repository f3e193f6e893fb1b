"""Start-up of the app."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    name = "gongjian.remedies"
    label = "remedies"
    verbose_name = "复议诉讼"

    def ready(self) -> None:
        from gongjian.cases.public_order.challenging import also_challenged
        from gongjian.cases.retention import also_remedied
        from gongjian.common.events import subscribe
        from gongjian.matters.events import ActDone
        from gongjian.matters.ports import await_limit
        from gongjian.payments.proxy import stayed_by

        from . import locks, options, services  # noqa: F401 -- registers the acts and options
        from .queries import (
            COURT_ANSWER,
            GIVE_BACK,
            HAND_ON,
            REVIEW_ANSWER,
            SIMPLE_ANSWER,
            challenge_by_the_party,
            order_stayed,
            remedies_of,
        )
        from .services.giving_back import seizure_lifted

        for code in (REVIEW_ANSWER, SIMPLE_ANSWER):
            await_limit(code, "handler", "提交行政复议答复")
        await_limit(HAND_ON, "handler", "转送复议申请")
        await_limit(COURT_ANSWER, "handler", "提交答辩状和证据")
        await_limit(GIVE_BACK, "handler", "解除查封、扣押、登记保存，退还财物")
        subscribe(ActDone, seizure_lifted)
        locks.declare()
        also_challenged(challenge_by_the_party)
        stayed_by(order_stayed)
        also_remedied(lambda matter: remedies_of(matter).exists())
