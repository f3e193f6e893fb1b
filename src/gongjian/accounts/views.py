"""Pages of sign-in, sign-out, password, and the demo's list of people."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken

from . import demo
from .entering import begin_session, next_page, wait_for_code
from .forms import PasswordForm, SignInForm
from .models import User
from .queries import address_of, demo_allowed
from .services import change_own_password, try_password


@never_cache
@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password; one answer for every kind of failure."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(next_page(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            user = try_password(address=address_of(request), clock=Clock(), **form.cleaned_data)
        except RuleBroken as error:
            user, problem = None, error.message
        else:
            problem = _(
                "用户名或密码不正确，或者账号暂时不能登录。连续输错5次将锁定15分钟；请核对，或联系管理员。"
            )
        if user is not None:
            return _enter(request, user)
        form.add_error(None, problem)
    context = {"form": form, "next": next_page(request), "demo": demo_allowed()}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    messages.info(request, _("您已退出登录。"))
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"storage"'  # pages themselves are never kept (`no-store`)
    return response


# Read by SessionRules.
sign_out.before_password = sign_out.before_factor = True  # type: ignore[attr-defined]


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; all other sessions of the account end."""
    user = cast(User, request.user)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            change_own_password(user=user, old=old, new=new, clock=Clock())
        except InvalidInput as error:
            for name, message in error.fields.items():
                form.add_error(name, message)
        else:
            auth.update_session_auth_hash(request, user)
            messages.success(request, _("密码已更换，其他设备上的登录已全部退出。"))
            return redirect(next_page(request))
    context = {"form": form, "next": next_page(request), "must_change": user.must_change}
    return render(request, "accounts/password.html", context, status=422 if form.errors else 200)


password.before_password = password.before_factor = True  # type: ignore[attr-defined]


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def demo_people(request: HttpRequest) -> HttpResponse:
    """Offer the demo's invented people, one button each; absent outside the demo."""
    if not demo_allowed():
        raise Http404
    if request.method == "POST":
        user = User.objects.filter(username=request.POST.get("username", ""), is_active=True)
        found = user.first()
        if found is None:
            raise Http404
        return _enter(request, found)
    context = {"groups": demo.people(), "next": next_page(request)}
    return render(request, "accounts/demo_people.html", context)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """Let a person in, or ask for the second factor where the account has one."""
    target = next_page(request)
    if user.second_factor:
        wait_for_code(request, user)
        return redirect(f"{reverse('accounts:code')}?{urlencode({'next': target})}")
    begin_session(request, user)
    return redirect(target)
