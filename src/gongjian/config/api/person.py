"""Who calls the API, and when."""

from django.http import HttpRequest

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.orgs.queries import actor_of

DOOR = "api"


def caller(request: HttpRequest) -> tuple[Actor, Clock]:
    """Return the signed-in person as an actor of today, and the clock."""
    clock = clocks.current()
    return actor_of(request.user, DOOR, clock.today()), clock
