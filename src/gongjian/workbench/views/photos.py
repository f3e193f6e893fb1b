"""The photo of one officer: seen by who looks after people, set by who keeps the register."""

import base64
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.orgs.models import Officer
from gongjian.orgs.photos import SetPhoto, photo_of, set_photo
from gongjian.orgs.portraits import MOST_BYTES
from gongjian.vault.store import store
from gongjian.workbench.people import officers_in_reach
from gongjian.workbench.person import person

SET = "orgs.set_photo"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show an officer's photo with the form of a new one; with `?bytes` the picture itself."""
    actor = person(request)
    officer = officers_in_reach(actor).filter(uid=uid).first()
    if officer is None:
        raise NotFound("没有这名执法人员，或者不在您的管理范围内")
    if "bytes" in request.GET:
        return _picture(officer)
    if not acts.may(actor, acts.service(SET)):
        raise NotAllowed("执法人员照片由系统管理员登记")
    problem = ""
    if request.method == "POST":
        problem = _keep(request, actor, officer)
        if not problem:
            messages.success(request, _("照片已登记"))
            return redirect("workbench:people")
    context = {"officer": officer, "kept": photo_of(officer), "problem": problem}
    return render(request, "workbench/photo.html", context, status=422 if problem else 200)


def _picture(officer: Officer) -> HttpResponse:
    kept = photo_of(officer)
    if kept is None:
        raise NotFound("还没有登记照片")
    with store().open(kept.sha256) as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


def _keep(request: HttpRequest, actor: Actor, officer: Officer) -> str:
    """Set the photo that was sent; return what is wrong with it, "" when nothing is."""
    sent = request.FILES.get("file")
    if sent is None:
        return _("请先选择照片文件")
    # One byte more than is allowed tells that it is too large; no more is read into memory.
    picture = base64.b64encode(sent.read(MOST_BYTES + 1)).decode()
    try:
        set_photo(actor=actor, cmd=SetPhoto(officer.uid, picture), clock=clocks.current())
    except InvalidInput as error:
        return "；".join(str(told) for told in error.fields.values())
    except RuleBroken as error:
        return str(error)
    return ""
