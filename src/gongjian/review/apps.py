"""Start-up of the app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "gongjian.review"
    label = "review"
    verbose_name = "法制审核"

    def ready(self) -> None:
        from django.db.models import Q

        from gongjian.matters.choices import Seat
        from gongjian.matters.succession import provide_seat

        from . import options, services  # noqa: F401 -- registers the acts and options
        from .queries import reviewer_unfit

        waiting = Q(closed_at__isnull=True, todos__role="legal_reviewer")
        provide_seat(Seat.REVIEWER, reviewer_unfit, working=waiting)
