"""Start-up of the app."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "gongjian.orgs"
    label = "orgs"
    verbose_name = "机关与人员"

    def ready(self) -> None:
        from django.core.checks import register

        from gongjian.accounts.demo import provide_people
        from gongjian.accounts.factors import provide_duty

        from . import (  # noqa: F401  # registers acts
            authority,
            checks,
            deputies,
            locks,
            options,
            photos,
            queries,
            review_register,
            second_factor,
            services,
            tasks,
        )

        register(checks.check_rights)

        authority.install()
        locks.declare()
        provide_people(queries.demo_people)
        provide_duty(second_factor.due_for)
