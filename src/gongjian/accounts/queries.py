"""Reads about accounts."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import rules
from .choices import Change, Outcome
from .models import AccountChange, SignIn, User


def demo_allowed() -> bool:
    """Tell whether signing in without a password is part of this installation (demo only)."""
    return bool(settings.GONGJIAN_MODE == "demo")


def first_password_ended(user: User, now: datetime) -> bool:
    """Tell whether an administrator set this password so long ago that it opens nothing more."""
    return rules.first_password_ended(
        must_change=user.must_change,
        set_at=user.password_changed_at,
        days=settings.GONGJIAN_FIRST_PASSWORD_DAYS,
        now=now,
    )


def first_password_told() -> str:
    """Return what to do about a first password that was not replaced in time."""
    return _(
        "管理员设置的密码须在%(days)s天内登录并更换，现已过期，不能再用于登录。"
        "请联系安全管理员重置密码；安全管理员本人的，由另一名安全管理员重置，"
        "或者由运维人员在服务器上运行 gongjian new_password。"
    ) % {"days": settings.GONGJIAN_FIRST_PASSWORD_DAYS}


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


def factor_reset_unread(user: User) -> AccountChange | None:
    """Return that an administrator reset the second factor since the last sign-in but this one."""
    before = _sign_in_before(user)
    resets = AccountChange.objects.filter(user=user, kind=Change.FACTOR_RESET)
    return (resets.filter(at__gt=before) if before else resets).order_by("-id").first()


def wrong_codes_since_last(user: User) -> int:
    """Return how many wrong codes followed a right password since the last sign-in but this one."""
    wrong = SignIn.objects.filter(user=user, outcome=Outcome.FACTOR_WRONG)
    before = _sign_in_before(user)
    return (wrong.filter(at__gt=before) if before else wrong).count()


def _sign_in_before(user: User) -> datetime | None:
    """Return when the person signed in before this time, which is noted already."""
    done = SignIn.objects.filter(user=user, outcome=Outcome.OK).order_by("-id")
    return done.values_list("at", flat=True)[1:2].first()
