"""Start-up of the app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "gongjian.payments"
    label = "payments"
    verbose_name = "缴款"

    def ready(self) -> None:
        from gongjian.cases.events import AccountChanged, DecisionDelivered
        from gongjian.cases.executing import ask_also
        from gongjian.cases.services.failing import also_delivers
        from gongjian.cases.taken import keep_register
        from gongjian.common.events import subscribe
        from gongjian.matters.ports import await_also, await_day, await_limit

        from . import locks, options, services  # noqa: F401 -- registers the acts and options
        from .asked import court_waits
        from .proxy import AGAIN, COST, DEMANDED, TELL, proxy_over
        from .queries import accounted, goods_wait
        from .services.demands import undelivered
        from .services.notices import follow, notify
        from .unclaimed import owners_near, owners_wait

        also_delivers(lambda matter: [row.document for row in undelivered(matter)])
        keep_register(accounted)
        ask_also(proxy_over)
        await_also(court_waits)
        await_also(goods_wait)
        await_limit(DEMANDED, "agency_head", "决定是否代履行")
        await_limit(AGAIN, "handler", "实施代履行")
        await_limit(TELL, "handler", "告知当事人已立即代履行")
        await_limit(COST, "agency_head", "确定代履行费用")
        await_also(owners_wait)
        await_day(owners_near)
        locks.declare()
        subscribe(DecisionDelivered, notify)
        subscribe(AccountChanged, follow)
