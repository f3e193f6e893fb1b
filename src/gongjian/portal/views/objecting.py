"""The public form of an objection to a publication: no sign-in, a limit per address."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongjian.accounts.queries import address_of
from gongjian.common import clock as clocks
from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.common.crypto import blind_index
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.publicity import queries
from gongjian.publicity.choices import ObjectionGround
from gongjian.publicity.models import ObjectionAttempt, PublicItem
from gongjian.publicity.services import FileObjection, file_objection

from .decisions import GONE

# The figures are ours: who is stopped is told to come to the counter or to write.
MOST, WINDOW = 5, timedelta(days=1)
ANYONE = replace(SYSTEM, name="公众", door="portal")
TOO_OFTEN = "从您的网络地址提交的异议过多，请明天再试，或者到窗口、以书面方式提出"
TYPED = ("ground", "content", "name", "contact")


# No CSRF token, hence no cookie: the form carries nobody's authority.
@csrf_exempt
@never_cache
@sensitive_post_parameters("name", "contact", "content")
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what is wrong with a publication; on POST take it and say until when it is answered."""
    item = queries.item(token)
    if item is None:
        raise NotFound(GONE)
    typed = {name: request.POST.get(name, "") for name in TYPED}
    context: dict[str, Any] = {
        "section": "decisions",
        "item": item,
        "grounds": ObjectionGround.choices,
        "typed": typed,
        "problems": {},
    }
    status = 200
    if request.method == "POST":
        if _too_often(address_of(request)):
            context["problems"], status = {"form": TOO_OFTEN}, 429
        else:
            try:
                context["taken"] = _take(item, typed)
            except InvalidInput as error:
                context["problems"], status = error.fields, 422
    response = render(request, "portal/objection.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _take(item: PublicItem, typed: dict[str, str]) -> Any:
    matter = queries.matter_behind(item)
    cmd = FileObjection(item=item.uid, **typed)
    return file_objection(actor=ANYONE, matter=matter, cmd=cmd, clock=clocks.current())


def _too_often(address: str) -> bool:
    """Count this use of the form first, so that many at once are no way around the limit."""
    now, hashed = Clock().now(), blind_index("objection-address", address or "-")
    ObjectionAttempt.objects.create(address_hash=hashed, at=now)
    lately = ObjectionAttempt.objects.filter(address_hash=hashed, at__gt=now - WINDOW)
    return lately.count() > MOST
