"""Start-up of the app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "gongjian.payments"
    label = "payments"
    verbose_name = "缴款"

    def ready(self) -> None:
        from gongjian.cases.events import AccountChanged, DecisionDelivered
        from gongjian.common.events import subscribe

        from . import options, services  # noqa: F401 -- registers the acts and options
        from .services.notices import follow, notify

        subscribe(DecisionDelivered, notify)
        subscribe(AccountChanged, follow)
