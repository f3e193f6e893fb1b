"""The pages of the party: enter by number and code, see the case, hand something in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjian.accounts.demo import shown_code, shown_people
from gongjian.accounts.queries import address_of
from gongjian.cases.models import PartyFiling, QueryCode
from gongjian.cases.services.party import holder_of
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.common.errors import DomainError, NotFound
from gongjian.documents.paper.qr import svg
from gongjian.documents.services import open_file
from gongjian.fileroom import showing
from gongjian.fileroom.models import ReadingPart
from gongjian.fileroom.queries import may_read, page_of, readable_part, stage_of
from gongjian.ui import burden
from gongjian.ui.forms import form_for

from . import entering, reading
from .identity import IdentityUnavailable, provider
from .packet import packet as made_packet

ABSENT = "没有这份材料，或者查阅期限已过。请从“查阅案卷”页面打开。"
View = Callable[..., HttpResponse]
WRONG = (
    "案号或者查询码不正确，或者查询码已经换过。请对照查询凭条上的案号和查询码重新输入；"
    "连续输错的，请15分钟后再试，或者联系承办人员。"
)

UNKNOWN = (
    "没有通过认证：姓名、身份证号码或者口令不正确。请核对后重新输入；"
    "连续输错的，请15分钟后再试，或者凭案号和查询码进入。"
)
DOWN = "认证服务暂时没有回应，请稍后再试，或者凭案号和查询码进入。"


def for_the_party(view: View) -> View:
    """Hand a view the code of who entered; everybody else is asked for number and code."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = entering.entered(request)
        if code is None:
            return redirect("desk:enter")
        return view(request, code, *args, **kwargs)

    return guarded


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; one answer for every kind of failure."""
    context: dict[str, Any] = {
        "number": request.POST.get("number", "")[:80],
        "demo": shown_code(),
        "provider": provider(),
    }
    if request.method == "POST":
        now = Clock().now()
        code = entering.try_code(
            number=request.POST.get("number", ""),
            code=request.POST.get("code", "")[:100],
            address=address_of(request),
            now=now,
        )
        if code is not None:
            entering.begin(request, code, now)
            return redirect("desk:case")
        context["problem"] = WRONG
    status = 422 if "problem" in context else 200
    return render(request, "desk/enter.html", context, status=status)


@never_cache
@sensitive_post_parameters("id_number", "proof")
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """Ask who it is, where an identity service is there; one answer for every refusal."""
    asked = provider()
    if asked is None:
        raise NotFound("本平台没有接入实名认证，请凭案号和查询码进入")
    typed = {name: request.POST.get(name, "").strip()[:100] for name in ("name", "id_number")}
    context: dict[str, Any] = {"provider": asked, "name": typed["name"]}
    context["people"] = shown_people() if asked.demo else ()
    if request.method == "POST":
        proof, now = request.POST.get("proof", "").strip()[:100], Clock().now()
        who = {**typed, "id_number": typed["id_number"].upper()}
        try:
            address = address_of(request)
            known = entering.try_identity(asked, **who, proof=proof, address=address, now=now)
        except IdentityUnavailable:
            context["problem"] = DOWN
        else:
            if known:
                entering.begin_person(request, entering.codes_of(**who), now)
                return redirect("desk:cases")
            context["problem"] = UNKNOWN
    status = 422 if "problem" in context else 200
    return render(request, "desk/identity.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def cases(request: HttpRequest) -> HttpResponse:
    """List the own cases of who entered by name; open one as its code would."""
    own = entering.own_cases(request)
    if own is None:
        return redirect("desk:enter")
    if request.method == "POST":
        chosen = next((c for c in own if str(c.uid) == request.POST.get("case", "")), None)
        if chosen is None:
            raise NotFound("没有这个案件。请从列表中重新选择")
        entering.begin(request, chosen, Clock().now())
        return redirect("desk:case")
    return render(request, "desk/cases.html", {"codes": own})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the visit."""
    entering.leave(request)
    messages.info(request, _("您已退出查询。"))
    return redirect("desk:enter")


@require_safe
@for_the_party
def case(request: HttpRequest, code: QueryCode) -> HttpResponse:
    """Show where the case stands, what may be done until when, and what was served."""
    clock = clocks.current()
    told = reading.told(code, clock)
    context = {"told": told, "code": code, "today": clock.today()}
    if told.money and told.money.notice.outstanding_fen:
        context["pay_code"] = svg(told.money.notice.code, scales=True)
    context["others"] = entering.CASES in request.session
    return render(request, "desk/case.html", context)


@require_safe
@for_the_party
def paper(request: HttpRequest, code: QueryCode, uid: UUID) -> HttpResponse:
    """Send a document that was served to this person; the opening is noted."""
    document = reading.paper(code, uid)
    if document is None:
        raise NotFound("没有这份文书，或者还没有送达给您。请从案件页面打开。")
    opened = open_file(holder_of(code), document.uid, "pdf", clocks.current())
    return _download(opened.content, "application/pdf", opened.name, inline=True)


@require_safe
@for_the_party
def packet(request: HttpRequest, code: QueryCode) -> HttpResponse:
    """Send the papers with their proofs as one file."""
    content = made_packet(code, clocks.current())
    return _download(content, "application/zip", f"我的案件-{code.number}.zip")


@require_http_methods(["GET", "POST"])
@for_the_party
def statement(request: HttpRequest, code: QueryCode) -> HttpResponse:
    """Take a statement."""
    return _hand_in(request, code, reading.STATEMENT, "提交陈述申辩")


@require_http_methods(["GET", "POST"])
@for_the_party
def hearing(request: HttpRequest, code: QueryCode) -> HttpResponse:
    """Take the demand for a hearing."""
    return _hand_in(request, code, reading.HEARING, "要求举行听证")


@require_http_methods(["GET", "POST"])
@for_the_party
def recusal(request: HttpRequest, code: QueryCode) -> HttpResponse:
    """Take an application that an officer keep away."""
    return _hand_in(request, code, reading.RECUSAL, "申请回避")


@require_http_methods(["GET", "POST"])
@for_the_party
def claim(request: HttpRequest, code: QueryCode) -> HttpResponse:
    """Take the demand that goods be released."""
    return _hand_in(request, code, reading.CLAIM, "要求解除、退还财物")


@require_safe
@for_the_party
def file(request: HttpRequest, code: QueryCode) -> HttpResponse:
    """List what of the file may be read, until when, and how to ask for more."""
    clock = clocks.current()
    context = {
        "code": code,
        "granted": reading.granted(code, clock.today()),
        "may_apply": reading.APPLY in reading.offered(code, clock),
        "stage": stage_of(code.matter) if may_read(code) else None,
        "asked": reading.requests(code),
    }
    return render(request, "desk/file.html", context)


@require_http_methods(["GET", "POST"])
@for_the_party
def apply(request: HttpRequest, code: QueryCode) -> HttpResponse:
    """Take the request to read the file."""
    return _hand_in(request, code, reading.APPLY, "申请查阅案卷")


@require_safe
@for_the_party
def part(request: HttpRequest, code: QueryCode, uid: UUID) -> HttpResponse:
    """Show one granted part: a page of a paper at a time, or the words of a piece of evidence."""
    clock = clocks.current()
    found = _readable(code, uid, clock)
    context: dict[str, Any] = {"code": code, "part": found}
    if found.evidence is not None:
        context["entry"] = showing.entry(code, found, clock)
        return render(request, "desk/part.html", context)
    pages = {page.number: page for page in found.pages.order_by("number")}
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    if number not in pages:
        raise NotFound(ABSENT)
    context |= {"page": pages[number], "pages": len(pages)}
    context |= {"before": number - 1, "after": number + 1 if number < len(pages) else 0}
    return render(request, "desk/part.html", context)


@require_safe
@for_the_party
def sheet(request: HttpRequest, code: QueryCode, uid: UUID, number: int) -> HttpResponse:
    """Send the picture of one page with the reader's mark; the opening is noted."""
    clock = clocks.current()
    found = _readable(code, uid, clock)
    page = page_of(found, number)
    if page is None:
        raise NotFound(ABSENT)
    return HttpResponse(showing.picture(code, found, page, clock), content_type="image/jpeg")


def _readable(code: QueryCode, uid: UUID, clock: Clock) -> ReadingPart:
    found = readable_part(code, uid, clock.today())
    if found is None:
        raise NotFound(ABSENT)
    return found


def _hand_in(request: HttpRequest, code: QueryCode, name: str, title: str) -> HttpResponse:
    """Show the form of an act; on POST perform it and show its receipt.

    The receipt stands on the page of the case: to send the form again would hand it in twice.
    """
    clock, actor, matter = clocks.current(), holder_of(code), code.matter
    service = acts.service(name)
    if name not in reading.offered(code, clock):
        return render(request, "desk/closed.html", {"title": title, "code": code}, status=409)
    posted = request.POST.copy() if request.method == "POST" else None
    if posted is not None and name == reading.HEARING:
        posted["asked_on"], posted["way"] = clock.today().isoformat(), "desk"
    form = form_for(service, actor, matter, data=posted, initial={})
    if form.is_valid():
        try:
            service(actor=actor, matter=matter.uid, cmd=form.command(), clock=clock)
        except DomainError as error:
            form.take(error)
        else:
            burden.accepted(form, name)
            filing = PartyFiling.objects.filter(code=code).latest("id")
            messages.success(request, _("已收到。回执号：%(number)s") % {"number": filing.receipt})
            return redirect("desk:case")
    if posted is not None and form.problems:
        burden.refused(form, name)
    asked = [f for f in form.shown if f.name not in {"asked_on", "way"}]
    context = {"title": title, "form": form, "asked": asked, "code": code, "service": service}
    context["began"] = burden.first_shown(form)
    status = 422 if form.problems else 200
    return render(request, "desk/hand_in.html", context, status=status)


def _download(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    place = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f"{place}; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(content, content_type=kind, headers=headers)
