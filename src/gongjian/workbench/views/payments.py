"""Pages of money: arrears, the bank's list with its preview, what nobody claims, daily accounts."""

import base64
import binascii
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import DomainError, InvalidInput, NotAllowed
from gongjian.payments import importing
from gongjian.payments.accounts import day_of_money, signed
from gongjian.payments.bankfile import MOST_BYTES
from gongjian.payments.choices import ReceiptState
from gongjian.payments.queries import (
    AGES,
    arrears,
    may_read,
    receipts_of_agency,
    unmatched_of,
    with_late_debts,
)
from gongjian.ui.pager import capped_count, page
from gongjian.workbench.person import person

SECTIONS = (
    ("payments", "欠缴"),
    ("receipts", "银行到账"),
    ("unmatched", "待认领"),
    ("reconciliation", "每日对账"),
)


def sections(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the pages of money this person may open."""
    own = receipts_readable(actor)
    return tuple((name, label) for name, label in SECTIONS if own or name == "payments")


def receipts_readable(actor: Actor) -> bool:
    """Tell whether this person looks after the money of the agency."""
    return actor.agency is not None and bool(
        actor.offices & {"finance", "agency_head", "supervisor"}
    )


def _reader(request: HttpRequest, *, receipts: bool) -> Actor:
    actor = person(request)
    if not (receipts_readable(actor) if receipts else may_read(actor)):
        raise NotAllowed("您的岗位不查看缴款情况。如有需要，请联系本机关管理员。")
    return actor


def _context(actor: Actor, here: str, **more: Any) -> dict[str, Any]:
    may_import = acts.may(actor, acts.service("payments.take_receipt"))
    return {
        "actor": actor,
        "sections": sections(actor),
        "here": here,
        "may_import": may_import,
        "waiting": capped_count(unmatched_of(actor.agency)) if actor.agency and may_import else "",
        **more,
    }


@login_required
@require_safe
def arrears_list(request: HttpRequest) -> HttpResponse:
    """List what is owed after its last day, the longest first, by age."""
    actor = _reader(request, receipts=False)
    today = clocks.current().today()
    age = request.GET.get("age", "all")
    age = age if age in dict(AGES) else "all"
    found = page(
        arrears(actor, today, age), order=("due_on", "id"), after=request.GET.get("after", "")
    )
    rows = with_late_debts(found.rows, today)
    context = _context(actor, "payments", page=found, rows=rows, age=age, ages=AGES)
    return render(request, "workbench/payments/arrears.html", context | {"today": today})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest) -> HttpResponse:
    """Show the bank's receipts; take a file in two steps: look at it first, then book it."""
    actor = _reader(request, receipts=True)
    if request.method == "POST":
        return _import(request, actor)
    return _receipts(request, actor)


def _receipts(request: HttpRequest, actor: Actor, status: int = 200, **more: Any) -> HttpResponse:
    state = request.GET.get("state", "")
    found = page(
        receipts_of_agency(actor, state).select_related(
            "notice__decision", "notice__matter", "purpose"
        ),
        order=("-paid_on", "-id"),
        after=request.GET.get("after", ""),
    )
    context = _context(
        actor,
        "receipts",
        page=found,
        rows=found.rows,
        may_name=acts.may(actor, acts.service("payments.name_purpose")),
        state=state,
        states=ReceiptState.choices,
        **more,
    )
    return render(request, "workbench/payments/receipts.html", context, status=status)


def _import(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not acts.may(actor, acts.service("payments.take_receipt")):
        raise NotAllowed("导入银行到账须由财务办理。如有需要，请联系本机关管理员。")
    uploaded = request.FILES.get("file")
    if uploaded is not None:
        content = uploaded.read(MOST_BYTES + 1)
    else:
        try:
            content = base64.b64decode(request.POST.get("content", ""), validate=True)
        except (binascii.Error, ValueError):
            content = b""
    if not content:
        return _receipts(request, actor, 422, problem=_("请选择银行流水文件（CSV）。"))
    seen = importing.preview(actor, content)
    if "confirmed" in request.POST and seen.file.sound:
        try:
            done = importing.import_file(actor, content)
        except InvalidInput as error:
            return _preview(request, actor, seen, content, 422, error.message)
        except DomainError as error:
            return _preview(request, actor, seen, content, error.status, error.message)
        told = _("已登记%(taken)s笔到账，其中入账%(matched)s笔；%(known)s笔此前已经登记。")
        counts = {"taken": done.taken, "matched": done.matched, "known": done.known}
        messages.success(request, told % counts)
        return redirect("workbench:receipts")
    return _preview(request, actor, seen, content, 200 if seen.file.sound else 422)


def _preview(
    request: HttpRequest,
    actor: Actor,
    seen: importing.Preview,
    content: bytes,
    status: int,
    problem: str = "",
) -> HttpResponse:
    packed = base64.b64encode(content).decode() if seen.file.sound else ""
    context = _context(actor, "receipts", preview=seen, content=packed, problem=problem)
    return render(request, "workbench/payments/preview.html", context, status=status)


@login_required
@require_safe
def unmatched(request: HttpRequest) -> HttpResponse:
    """List the money that belongs to nobody yet, newest first."""
    actor = _reader(request, receipts=True)
    found = page(
        receipts_of_agency(actor, ReceiptState.UNMATCHED),
        order=("-paid_on", "-id"),
        after=request.GET.get("after", ""),
    )
    context = _context(actor, "unmatched", page=found, rows=found.rows)
    return render(request, "workbench/payments/unmatched.html", context)


@login_required
@require_safe
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Show one bank day of the agency: decided, noticed, received, every difference, who signed."""
    actor = _reader(request, receipts=True)
    assert actor.agency is not None
    today = clocks.current().today()
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = today
    day = min(day, today)
    context = _context(
        actor,
        "reconciliation",
        day=day,
        figures=day_of_money(actor.agency, day),
        signed=signed(actor.agency, day),
        may_sign=acts.may(actor, acts.service("payments.sign_off_day")),
    )
    return render(request, "workbench/payments/reconciliation.html", context)
