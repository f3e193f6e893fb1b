"""The form of an act and its performance: one view for every act of the registry."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.cases.errors import OrdinaryProcedure
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor, Service
from gongjian.common.errors import DomainError, InvalidInput, NotAllowed, NotFound, Stale
from gongjian.intake.models import Clue
from gongjian.intake.queries import visible_clue
from gongjian.matters.models import Matter
from gongjian.matters.queries import refusals, visible_matter
from gongjian.orgs.authority import rights
from gongjian.ui import burden
from gongjian.ui.drafts import drop_draft
from gongjian.ui.forms import ActForm, form_for
from gongjian.workbench.beside import QUESTIONS, beside, other_answers, question_of
from gongjian.workbench.changing import hold, present
from gongjian.workbench.discretion import verdict_bar
from gongjian.workbench.landing import place_of
from gongjian.workbench.person import person
from gongjian.workbench.street import (
    PENALIZE,
    TURN,
    agency_of,
    articles_of,
    limits_of,
    parts_of,
    recap,
    weighed_on_scene,
)
from gongjian.workbench.writing import guides_for


@login_required
@require_http_methods(["GET", "POST"])
def matter_act(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Show the form of an act on a matter, filled with what the case knows; on POST perform it."""
    actor = person(request)
    matter = visible_matter(actor, uid)
    service = _service(code, on_matter=True)
    return _act(request, actor, service, matter)


@login_required
@require_http_methods(["GET", "POST"])
def other_act(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form of an act on no matter (a clue, an agency); on POST perform it."""
    actor = person(request)
    service = _service(code, on_matter=False)
    if not acts.may(actor, service):
        raise NotAllowed(f"您的岗位没有“{service.title}”的权限。需要办理的，请联系管理员")
    return _act(request, actor, service, None)


def _service(code: str, *, on_matter: bool) -> Service[Any]:
    """Return an act that people do; what the installation alone does has no form."""
    service = acts.services().get(code)
    if service is None or service.on_matter != on_matter or not rights()[code].who:
        raise NotFound("没有这项操作，请从案件页面进入")
    return service


def _act(
    request: HttpRequest, actor: Actor, service: Service[Any], matter: Matter | None
) -> HttpResponse:
    initial = {k: v for k, v in request.GET.items() if k not in {"after", "tab"}}
    key, code = _draft_key(request, service, matter, initial), service.code
    form = form_for(
        service,
        actor,
        matter,
        data=request.POST if request.method == "POST" else None,
        initial=present(actor, code, initial) | initial,
        draft_key=key,
        user=request.user,
    )
    hold(form, code, initial)
    status, ask, refused_by = 200, False, ""
    if request.method == "POST" and not form.resized:
        status = 422
        valid = form.is_valid()
        ask = valid and service.final and "confirmed" not in request.POST
        if ask:
            status = 200
        elif valid:
            try:
                result = _perform(request, actor, service, matter, form.command())
            except InvalidInput as error:
                form.take(error)
            except DomainError as error:
                form.take(error)
                status, refused_by = error.status, error.code
            else:
                form.drop_draft()
                burden.accepted(form, service.code)
                if service.code == TURN:
                    drop_draft(request.user, f"{PENALIZE}:")
                messages.success(request, _("已完成：%(act)s") % {"act": service.title_in(matter)})
                return redirect(place_of(actor, result, matter))
    if request.method == "POST" and form.problems:
        burden.refused(form, service.code)
    clue = _clue(request, actor, service)
    others = other_answers(service.code, actor, matter)
    title = service.title_in(matter)
    context = {
        "actor": actor,
        "service": service,
        "title": title,
        "heading": QUESTIONS[question_of(code)] if others and not ask else title,
        "matter": matter,
        "form": form,
        "draft_key": key,
        "began": burden.first_shown(form),
        "seq": _seq(request, matter, status),
        "ask": ask,
        "stale": status == Stale.status,
        "unmet": _unmet(actor, service, matter) if request.method == "GET" else (),
        "others": [(one, one.title_in(matter)) for one in others],
        "beside": _beside(actor, service, matter, clue, form),
        "clue": clue,
        "drafts": service.suggest is not None,
        "writing": guides_for(service.code, matter),
    }
    template = "workbench/act.html"
    if service.code == PENALIZE:
        template = "workbench/on_spot_form.html"
        context |= _street(actor, form, refused_by)
    return render(request, template, context, status=status)


def _unmet(actor: Actor, service: Service[Any], matter: Matter | None) -> list[str]:
    """Return why this act cannot be done now, each reason once: by procedure, then by person."""
    clock = clocks.current()
    reasons = refusals(service, matter, clock) if matter else []
    return list(dict.fromkeys([*reasons, *service.unmet(actor, matter, clock)]))


def _street(actor: Actor, form: ActForm, refused_by: str) -> dict[str, Any]:
    """Return what the form of a penalty on the spot shows besides."""
    agency, today = agency_of(actor), clocks.current().today()
    told = weighed_on_scene(agency, form, today)
    return {
        "told": told,
        "bar": verdict_bar(told) if told else "",
        "articles": articles_of(told) if told else [],
        "parts": parts_of(form, agency),
        "limits": limits_of(agency, today),
        "turn": OrdinaryProcedure.code == refused_by,
        "recap": recap(form),
    }


def _clue(request: HttpRequest, actor: Actor, service: Service[Any]) -> Clue | None:
    """Return the clue that the link names, for acts that make something of a clue."""
    try:
        uid = UUID(request.GET.get("clue", ""))
    except ValueError:
        return None
    return visible_clue(actor, uid) if service.about == "clue" else None


def _beside(
    actor: Actor,
    service: Service[Any],
    matter: Matter | None,
    clue: Clue | None,
    form: ActForm,
) -> dict[str, Any] | None:
    if clue is not None:
        return {"template": "workbench/beside/clue.html", "clue": clue}
    return beside(service.code, actor, matter, form)


def _draft_key(
    request: HttpRequest,
    service: Service[Any],
    matter: Matter | None,
    initial: Mapping[str, object],
) -> str:
    """Return where drafts of this form are kept; "" for forms that carry a password or secret.

    What the link names is part of it: words typed about one row are not put before another's.
    """
    if service.about in {"account", "channel"}:
        return ""
    asked = question_of(service.code) or service.code
    about = matter.uid if matter else request.GET.get("clue", "")
    if not about and initial:
        named = "&".join(f"{name}={initial[name]}" for name in sorted(initial))
        about = sha256(named.encode()).hexdigest()[:32]
    return f"{asked}:{about}"


def _seq(request: HttpRequest, matter: Matter | None, status: int) -> str | int:
    """Return the version the next press vouches for: the new one once the page told of it."""
    if matter is None:
        return ""
    seen = request.POST.get("expect_seq", "")
    return seen if seen.isascii() and seen.isdigit() and status != Stale.status else matter.seq


def _perform(
    request: HttpRequest, actor: Actor, service: Service[Any], matter: Matter | None, cmd: Any
) -> Any:
    if matter is None:
        return service(actor=actor, cmd=cmd)
    seen = request.POST.get("expect_seq", "")
    expect = int(seen) if seen.isascii() and seen.isdigit() else None
    return service(actor=actor, matter=matter.uid, expect_seq=expect, cmd=cmd)
