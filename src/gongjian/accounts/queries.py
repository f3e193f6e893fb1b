"""Reads about accounts."""

from django.conf import settings
from django.db.models import QuerySet

from .models import SignIn, User


def demo_allowed() -> bool:
    """Tell whether signing in without a password is part of this installation (demo only)."""
    return bool(settings.GONGJIAN_MODE == "demo")


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Return the attempts on one account, newest first."""
    return SignIn.objects.filter(user=user).order_by("-at", "-id")
