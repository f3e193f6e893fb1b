"""People, parties or powers from a spreadsheet: checked first, then entered, all rows or none."""

import base64
import binascii
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed
from gongjian.workbench.importing import (
    KINDS,
    BadSheet,
    Kind,
    import_rows,
    read_sheet,
    template,
)
from gongjian.workbench.person import person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a sheet would enter; enter it when the same sheet is confirmed.

    The checked file travels in the confirming form, so that no server keeps it.
    """
    kind, actor = _allowed(request, code)
    context: dict[str, Any] = {"kind": kind, "actor": actor}
    if request.method != "POST":
        return render(request, "workbench/import.html", context)
    preview = "keep" not in request.POST
    try:
        content = _content(request)
        lines = read_sheet(content, kind)
    except BadSheet as error:
        return render(request, "workbench/import.html", context | {"bad": str(error)}, status=422)
    clock = clocks.current()
    result = import_rows(kind, lines, actor=actor, clock=clock, preview=preview)
    context |= {"result": result, "content": base64.b64encode(content).decode()}
    status = 422 if result.errors else 200
    return render(request, "workbench/import.html", context, status=status)


@login_required
@require_safe
def import_template(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the empty sheet of a kind."""
    kind, _ = _allowed(request, code)
    answer = HttpResponse(template(kind), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{kind.code}.xlsx"'
    return answer


def _allowed(request: HttpRequest, code: str) -> tuple[Kind, Actor]:
    kind, actor = KINDS.get(code), person(request)
    if kind is None:
        raise Http404
    if not kind.may(actor):
        raise NotAllowed(f"您没有导入{kind.title}的权限，请由有权登记的人员办理")
    return kind, actor


def _content(request: HttpRequest) -> bytes:
    """Return the uploaded file, or the one that was checked before.

    Raises:
        BadSheet: there is none.
    """
    file = request.FILES.get("file")
    if file is not None and not isinstance(file, list):
        content: bytes = file.read()
        return content
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        raise BadSheet("请选择填写好的 .xlsx 文件")
    return content
