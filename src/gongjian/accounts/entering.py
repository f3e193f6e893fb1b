"""From a right password into the house: half a sign-in that waits for its code, or a session."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from gongjian.common.clock import Clock

from . import middleware
from .codes import HALF_FOR
from .models import User
from .queries import factor_reset_unread, wrong_codes_since_last

BACKEND = "gongjian.accounts.backend.Accounts"
HALF, HALF_AT, HALF_HASH = "half_user", "half_at", "half_hash"
WRONG_CODES_TOLD = 3


def wait_for_code(request: HttpRequest, user: User) -> None:
    """Note in a fresh session, which is nobody's yet, whose password was right."""
    auth.logout(request)
    request.session[HALF], request.session[HALF_AT] = user.pk, Clock().now().timestamp()
    request.session[HALF_HASH] = user.get_session_auth_hash()


def waiting_for_code(request: HttpRequest) -> User | None:
    """Return whose password was right a short while ago; None once it is old or was changed."""
    began = datetime.fromtimestamp(request.session.get(HALF_AT, 0), UTC)
    if Clock().now() - began > HALF_FOR:
        return None
    user = User.objects.filter(pk=request.session.get(HALF, 0), second_factor=True).first()
    known = str(request.session.get(HALF_HASH, ""))
    same = user is not None and constant_time_compare(known, user.get_session_auth_hash())
    return user if same else None


def begin_session(request: HttpRequest, user: User) -> None:
    """Begin a fresh session: its key changes, so that no key known before is worth anything."""
    told = _told(user)
    auth.logout(request)
    auth.login(request, user, backend=BACKEND)
    middleware.begin(request.session, Clock().now())
    middleware.ask_for_factor(request, user)
    for words in told:
        messages.warning(request, words)


def _told(user: User) -> list[str]:
    """Return what the person must learn of the account at this sign-in."""
    told = []
    if (reset := factor_reset_unread(user)) is not None:
        told.append(
            f"您的动态口令已由{reset.by_name}重置（理由：{reset.reason}）。"
            "不是您要求的，请立即更换密码并报告安全管理员。"
        )
    if (wrong := wrong_codes_since_last(user)) >= WRONG_CODES_TOLD:
        told.append(
            f"上次登录以后，有{wrong}次尝试输对了密码而动态口令不对。"
            "不是您本人的，请立即更换密码并报告安全管理员。"
        )
    return told


def next_page(request: HttpRequest) -> str:
    """Return where to go afterwards: a page of this house, or the workbench."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if here and target.startswith("/staff/") else settings.LOGIN_REDIRECT_URL
