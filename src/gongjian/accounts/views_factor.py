"""Pages of the second factor: the code at sign-in, and setting it up, renewing, turning it off."""

import io
from collections.abc import Callable
from typing import Any, cast

import segno
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken

from . import codes, factors, middleware
from .entering import begin_session, next_page, waiting_for_code
from .forms import BeginForm, CodeForm, FirstCodeForm
from .models import SecondFactor, User
from .queries import address_of, demo_allowed


@never_cache
@sensitive_post_parameters("code")
@login_not_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of an account whose password was right."""
    user = waiting_for_code(request)
    if user is None:
        messages.info(request, _("登录没有在5分钟内完成，请重新输入用户名和密码。"))
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        typed, address = form.cleaned_data["code"], address_of(request)
        if factors.try_code(user=user, typed=typed, address=address, clock=Clock()):
            target = next_page(request)
            begin_session(request, user)
            return redirect(target)
        wrong = _(
            "动态口令或恢复码不正确，或者账号暂时不能登录。连续输错5次将锁定15分钟；"
            "每个口令只能用一次，刚用过的请等下一个。"
        )
        form.add_error("code", wrong)
    context = {"form": form, "next": next_page(request)}
    return render(request, "accounts/code.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Show how the account's second factor stands, and set it up step by step."""
    if middleware.FACTOR_DUE in request.session and not factors.duty_of(cast(User, request.user)):
        del request.session[middleware.FACTOR_DUE]  # the duty, or the office, ended meanwhile
    step = _STEPS.get(request.POST.get("step", "")) if request.method == "POST" else None
    return step(request) if step else _page(request)


factor.before_factor = True  # type: ignore[attr-defined]  # read by SessionRules


def _begin(request: HttpRequest) -> HttpResponse:
    form = BeginForm(request.POST)
    if form.is_valid():
        try:
            user, typed = cast(User, request.user), form.cleaned_data["password"]
            begun = factors.begin(user=user, password=typed, clock=Clock())
        except RuleBroken as error:
            form.add_error("password", error.message)
        else:
            return _page(request, begun=begun, code_form=FirstCodeForm())
    return _page(request, begin_form=form)


def _confirm(request: HttpRequest) -> HttpResponse:
    user, form = cast(User, request.user), FirstCodeForm(request.POST)
    if form.is_valid():
        try:
            fresh = factors.confirm(user=user, **_typed(request, form))
        except RuleBroken as error:
            form.add_error("code", error.message)
        else:
            auth.update_session_auth_hash(request, user)
            request.session.pop(middleware.FACTOR_DUE, None)
            messages.success(request, _("动态口令已启用，其他设备上的登录已全部退出。"))
            return _recovery(request, fresh)
    return _page(request, begun=factors.pending(user, Clock().now()), code_form=form)


def _renew(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            user = cast(User, request.user)
            fresh = factors.renew_recovery(user=user, **_typed(request, form))
        except RuleBroken as error:
            form.add_error("code", error.message)
        else:
            messages.success(request, _("恢复码已更换，原来的全部作废。"))
            return _recovery(request, fresh)
    return _page(request, code_form=form)


def _turn_off(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            user = cast(User, request.user)
            factors.turn_off(user=user, **_typed(request, form))
        except RuleBroken as error:
            form.add_error("code", error.message)
        else:
            auth.update_session_auth_hash(request, user)
            messages.success(request, _("动态口令已停用，其他设备上的登录已全部退出。"))
            return redirect("accounts:factor")
    return _page(request, code_form=form)


_STEPS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "begin": _begin,
    "confirm": _confirm,
    "renew": _renew,
    "turn-off": _turn_off,
}


def _typed(request: HttpRequest, form: CodeForm) -> dict[str, Any]:
    return {
        "typed": form.cleaned_data["code"],
        "address": address_of(request),
        "clock": Clock(),
    }


def _page(
    request: HttpRequest,
    *,
    begun: SecondFactor | None = None,
    begin_form: BeginForm | None = None,
    code_form: CodeForm | None = None,
) -> HttpResponse:
    user = cast(User, request.user)
    form = code_form or begin_form
    context: dict[str, Any] = {
        "form": form or (CodeForm() if user.second_factor else BeginForm()),
        "begun": begun is not None,
        "on": user.second_factor,
        "duty": factors.duty_of(user),
        "left": factors.recovery_left(user),
        "no_password": demo_allowed(),
        "next": next_page(request),
    }
    if begun is not None:
        context |= {"secret": codes.grouped(begun.secret), "qr": _qr(user, begun.secret)}
    status = 422 if form is not None and form.errors else 200
    return render(request, "accounts/factor.html", context, status=status)


def _recovery(request: HttpRequest, fresh: list[str]) -> HttpResponse:
    context = {"codes": fresh, "next": next_page(request)}
    return render(request, "accounts/recovery.html", context)


def _qr(user: User, secret: str) -> str:
    """Draw what an authenticator's camera reads; it leaves the house with this page only."""
    host = settings.GONGJIAN_PUBLIC_URL.rpartition("//")[2]
    said = codes.provisioning(secret, username=user.username, issuer=f"公鉴 {host}".strip())
    out = io.BytesIO()
    segno.make(said, error="m", micro=False).save(
        out, kind="svg", border=2, scale=4, xmldecl=False, svgns=True
    )
    return out.getvalue().decode()
