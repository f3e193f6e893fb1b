"""Reads about accounts."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from .models import SignIn, User


def demo_allowed() -> bool:
    """Tell whether signing in without a password is part of this installation (demo only)."""
    return bool(settings.GONGJIAN_MODE == "demo")


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Return the attempts on one account, newest first."""
    return SignIn.objects.filter(user=user).order_by("-at", "-id")


def address_of(request: HttpRequest) -> str:
    """Return where the request comes from: behind a proxy on this machine, what the proxy saw.

    Only the last forwarded address counts: all others are the client's own words.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded if forwarded and address in {"127.0.0.1", "::1", ""} else address
