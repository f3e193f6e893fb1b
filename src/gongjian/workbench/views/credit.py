"""Pages of the credit platform's files: what waits, the batches, a file held against its batch."""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.channels.choices import FileKind
from gongjian.channels.credit.collecting import collect, rows_of
from gongjian.channels.credit.comparing import compared
from gongjian.channels.credit.enveloping import MEDIA, enveloped
from gongjian.channels.credit.fields import format_of
from gongjian.channels.credit.files import MOST_BYTES, read_file, write_csv, write_xlsx
from gongjian.channels.credit.persons import person_rows, persons_of
from gongjian.channels.models import CreditBatch
from gongjian.channels.queries import TAKEN_FOR, batches_of, may_read, visible_batch, visible_taking
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed, NotFound
from gongjian.orgs.models import Agency
from gongjian.ui.pager import page
from gongjian.vault.store import store
from gongjian.workbench.person import person
from gongjian.workbench.views.channels import sections

ON_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    FileKind.CSV: ("csv_sha256", "text/csv; charset=utf-8", "csv"),
    FileKind.XLSX: ("xlsx_sha256", XLSX, "xlsx"),
    FileKind.GONE: ("gone_sha256", "text/csv; charset=utf-8", "gone.csv"),
}


def reader(request: HttpRequest) -> Actor:
    """Return the person, who must look after what goes out.

    Raises:
        NotAllowed: another office.
    """
    actor = person(request)
    if not may_read(actor):
        raise NotAllowed("对外报送由公示员、公示复核人、机关负责人和监督员查看")
    return actor


@login_required
@require_safe
def credit(request: HttpRequest) -> HttpResponse:
    """Show what waits for the next file, what cannot go into it and why, and the batches."""
    actor, today = reader(request), clocks.current().today()
    assert actor.agency is not None
    agency = Agency.objects.get(pk=actor.agency)
    found = page(batches_of(actor), order=("-number", "-id"), after=request.GET.get("after", ""))
    context = {
        "sections": sections(actor),
        "here": "credit",
        "agency": agency,
        "waiting": collect(agency, today, today, most=ON_PAGE),
        "may_make": acts.may(actor, acts.service("channels.make_credit_batch")),
        "page": found,
        "rows": found.rows,
        "today": today,
    }
    return render(request, "workbench/channels/credit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def credit_batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a batch; on POST hold a file against it. Nothing is written."""
    actor = reader(request)
    batch, form = visible_batch(actor, uid), format_of()
    rows, persons = rows_of(batch, form), persons_of(batch) if batch.persons else []
    context: dict[str, Any] = {
        "sections": sections(actor),
        "here": "credit",
        "batch": batch,
        "fields": form.fields,
        "rows": [(r["CF_WSH"], r["CF_XDR_MC"], r["CF_CFLB"], r["CF_GSJZQ"]) for r in rows],
        "persons": persons,
        **_handing_over(actor, batch),
        "gone": batch.lines.filter(kind="withdraw").select_related("item"),
        "may_record": not batch.receipt
        and acts.may(actor, acts.service("channels.record_credit_receipt")),
    }
    status = 200
    if request.method == "POST":
        told = _checked(request, rows, [item.number for item in persons])
        context |= told
        status = 200 if "compared" in told and told["compared"].sound else 422
    return render(request, "workbench/channels/credit_batch.html", context, status=status)


def _handing_over(actor: Actor, batch: CreditBatch) -> dict[str, Any]:
    """Tell what this person may do about the natural persons of a batch, and who did what."""
    if not batch.persons:
        return {}
    takings = list(batch.takings.select_related("taken_by", "receiver").order_by("-id")[:ON_PAGE])
    since = clocks.current().now() - TAKEN_FOR
    release, take = acts.service("channels.release_persons"), acts.service("channels.take_persons")
    holds = batch.released_to is not None and batch.released_to.holds(clocks.current().now())
    return {
        "unsealable": bool(batch.released_at) and not holds,
        "takings": takings,
        "taken": next(
            (t for t in takings if t.taken_by_id == actor.officer and t.taken_at > since), None
        )
        if holds
        else None,
        "may_release": not holds and batch.made_by_id != actor.officer and acts.may(actor, release),
        "may_take": holds and batch.released_by_id != actor.officer and acts.may(actor, take),
    }


def _checked(
    request: HttpRequest, ours: list[dict[str, str]], persons: list[str]
) -> dict[str, Any]:
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return {"file_problems": [_("请选择要核对的文件（CSV 或者 XLSX）。")]}
    form = format_of()
    found = read_file(uploaded.read(MOST_BYTES + 1), form)
    if found.problems:
        return {"file_problems": found.problems}
    return {"compared": compared(found.rows, ours, form, clocks.current().today(), persons)}


@login_required
@require_safe
def credit_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send the file of a batch as CSV."""
    return _file(visible_batch(reader(request), uid), FileKind.CSV)


@login_required
@require_safe
def credit_xlsx(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send the file of a batch as a workbook."""
    return _file(visible_batch(reader(request), uid), FileKind.XLSX)


@login_required
@require_safe
def credit_gone(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send the list of those that a batch takes back."""
    return _file(visible_batch(reader(request), uid), FileKind.GONE)


@login_required
@require_safe
def credit_persons(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Send the natural persons of a batch to who took them just now; drawn here, kept nowhere.

    Encrypted to the receiver: who takes them cannot read the numbers in the file.
    """
    now = clocks.current().now()
    taking = visible_taking(reader(request), uid, now)
    batch, form = taking.batch, format_of()
    if not (taking.receiver and taking.receiver.holds(now)):
        raise NotFound(_("接收单位的证书已经停用或者过期，请在批次页面查看"))
    rows = person_rows(batch, batch.agency, form)
    content = write_csv(rows, form)
    if hashlib.sha256(content).hexdigest() != taking.sha256:
        raise NotFound(_("取出以后有变动，请在批次页面重新取出"))
    if kind == FileKind.XLSX:
        content = write_xlsx(rows, form)
    sealed = enveloped(content, taking.receiver.certificate)
    return _sent(batch, sealed, MEDIA, f"persons.{kind}.p7m")


def _file(batch: CreditBatch, kind: FileKind) -> HttpResponse:
    column, media, ending = FILES[kind]
    sha256 = getattr(batch, column)
    if not sha256:
        raise NotFound("这一批没有这种文件")
    with store().open(sha256) as kept:
        return _sent(batch, kept.read(), media, ending)


def _sent(batch: CreditBatch, content: bytes, media: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    name = f"credit-{batch.agency.code}-{batch.number:04d}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
