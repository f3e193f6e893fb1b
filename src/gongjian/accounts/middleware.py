"""The rules of every session: who must sign in, and how long a session lives."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import auth, messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongjian.common import clock as clocks
from gongjian.common.clock import Clock

from . import factors
from .models import User
from .queries import demo_allowed, first_password_ended, first_password_told
from .rules import SEEN_EVERY, session_problem

SIGNED_IN = "signed_in_at"
SEEN = "seen_at"
FACTOR_DUE = "factor_due"
FACTOR_ASKED = "factor_asked_on"


def begin(session: SessionBase, now: datetime) -> None:
    """Start the session's two clocks and its day (at sign-in)."""
    session[SIGNED_IN] = session[SEEN] = now.timestamp()
    session[FACTOR_ASKED] = _day()


def ask_for_factor(request: HttpRequest, user: User) -> None:
    """Hold up who must set up the second factor first: at sign-in, and on each new day.

    An office may begin, or be lent, with the day.
    """
    request.session[FACTOR_ASKED] = _day()
    if not user.second_factor and not demo_allowed() and factors.duty_of(user):
        request.session[FACTOR_DUE] = True


def _day() -> str:
    return clocks.current().today().isoformat()


class SessionRules:
    """Ends idle and old sessions; below `/staff/` every page needs a signed-in person.

    A page open to everyone there says so with `login_not_required`. Sessions are measured by the
    system's time: the demo's clock, which jumps days, would throw everybody out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the session before the page, and note that the person was here."""
        if request.user.is_authenticated:
            self._check(request, Clock().now())
        if request.path.startswith("/api/") and _unfinished(request):
            request.user = AnonymousUser()  # half a sign-in opens nothing but its own page
        response = self.get_response(request)
        if request.path.startswith("/staff/") and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    def _check(self, request: HttpRequest, now: datetime) -> None:
        session = request.session
        signed_in, seen = (
            datetime.fromtimestamp(session.get(key, 0), UTC) for key in (SIGNED_IN, SEEN)
        )
        problem = session_problem(signed_in=signed_in, seen=seen, now=now)
        if not problem and first_password_ended(cast(User, request.user), now):
            problem = first_password_told()
        if problem:
            auth.logout(request)
            messages.info(request, problem)
        elif now - seen >= SEEN_EVERY:
            session[SEEN] = now.timestamp()
        if not problem and session.get(FACTOR_ASKED) != _day():
            ask_for_factor(request, cast(User, request.user))

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send to the sign-in page who is not signed in; to password and factor who must first."""
        if not request.path.startswith("/staff/") or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return _elsewhere(request, "accounts:sign_in")
        if request.user.must_change and not getattr(view, "before_password", False):
            return _elsewhere(request, "accounts:password")
        if request.session.get(FACTOR_DUE) and not getattr(view, "before_factor", False):
            return _elsewhere(request, "accounts:factor")
        return None


def _unfinished(request: HttpRequest) -> bool:
    """Tell whether a person must first replace a password or set up the second factor."""
    if not request.user.is_authenticated:
        return False
    return request.user.must_change or bool(request.session.get(FACTOR_DUE))


def _elsewhere(request: HttpRequest, name: str) -> HttpResponse:
    """Redirect the whole page, also when only a part of it was asked for."""
    back = request.get_full_path() if request.method == "GET" else request.path
    target = f"{reverse(name)}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
