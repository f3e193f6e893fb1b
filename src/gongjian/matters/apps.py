"""Start-up of the app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "gongjian.matters"
    label = "matters"
    verbose_name = "事项"

    def ready(self) -> None:
        from gongjian.orgs.ports import hold

        from . import correcting, locks, services, sweeping, tasks  # noqa: F401  # registers acts and jobs
        from .succession import desk_of

        locks.declare()
        services.install()
        hold(lambda officer: len(desk_of(officer)))
