"""Who asks for a page: found once for the view and for the frame around it."""

from typing import cast

from django.http import HttpRequest

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.orgs.queries import actor_of


def person(request: HttpRequest) -> Actor:
    """Return the signed-in person as who acts today; asks the database once per request."""
    known = getattr(request, "workbench_person", None)
    if known is None:
        known = actor_of(request.user, "page", clocks.current().today())
        request.workbench_person = known  # type: ignore[attr-defined]  # lives with the request
    return cast(Actor, known)
