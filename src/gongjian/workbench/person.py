"""Who asks for a page: found once for the view and for the frame around it."""

from typing import cast

from django.http import HttpRequest

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import acting, officer_of


def person(request: HttpRequest) -> Actor:
    """Return the signed-in person as who acts today; asks the database once per request."""
    known = getattr(request, "workbench_person", None)
    if known is None:
        today = clocks.current().today()
        known = acting(request.user, officer(request), "page", today)
        request.workbench_person = known  # type: ignore[attr-defined]  # lives with the request
    return cast(Actor, known)


def officer(request: HttpRequest) -> Officer | None:
    """Return the officer the signed-in person is, with agency and unit; asked once per request."""
    if not hasattr(request, "workbench_officer"):
        found = officer_of(request.user, clocks.current().today())
        request.workbench_officer = found  # type: ignore[attr-defined]  # lives with the request
    return cast("Officer | None", request.workbench_officer)  # type: ignore[attr-defined]
