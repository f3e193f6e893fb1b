"""What forms cost those who fill them in, for those who make forms; nothing of any person."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.channels.credit.files import lines_csv
from gongjian.common import clock as clocks
from gongjian.common.errors import NotAllowed
from gongjian.ui.burden import FEWEST, MONTHS_KEPT
from gongjian.workbench.burden.clicks import MOST
from gongjian.workbench.burden.reading import COLUMNS, lines, may_read, procedures
from gongjian.workbench.person import person

SPANS = ((3, "近三个月"), (12, "近一年"), (0, "全部"))


def _since(request: HttpRequest) -> tuple[int, date | None]:
    """Return how many months are asked for (0: all), and the first day of them."""
    if not may_read(person(request)):
        raise NotAllowed("表单负担由系统管理员和监督员查看")
    asked = request.GET.get("months", "")
    span = int(asked) if asked in {str(n) for n, _ in SPANS} else SPANS[0][0]
    if not span:
        return 0, None
    today = clocks.Clock().today()
    months = today.year * 12 + today.month - span
    return span, date(months // 12, months % 12 + 1, 1)


@login_required
@require_safe
def burden(request: HttpRequest) -> HttpResponse:
    """Show what procedures ask twice, how far their tasks are, and the minutes of each form."""
    span, since = _since(request)
    context = {
        "procedures": procedures(),
        "lines": lines(since),
        "spans": [(str(n), label) for n, label in SPANS],
        "span": str(span),
        "goal": MOST,
        "fewest": FEWEST,
        "kept": MONTHS_KEPT,
    }
    return render(request, "workbench/burden.html", context)


@login_required
@require_safe
def burden_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the table of forms as CSV."""
    _, since = _since(request)
    rows = [[_cell(line[code]) for code, _ in COLUMNS] for line in lines(since)]
    answer = HttpResponse(
        lines_csv([label for _, label in COLUMNS], rows), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="form-burden.csv"'
    return answer


@login_required
@require_safe
def burden_json(request: HttpRequest) -> HttpResponse:
    """Hand out all of the page as JSON."""
    span, since = _since(request)
    told: dict[str, Any] = {
        "months": span,
        "goal_clicks": MOST,
        "fewest": FEWEST,
        "procedures": [
            {
                "name": one.name,
                "version": one.version,
                "forms": one.forms,
                "fields": one.asked,
                "asked_twice": [
                    {"label": twice.label, "forms": [row.title for row in twice.where]}
                    for twice in one.twice
                ],
                "clicks": dict(one.clicks),
            }
            for one in procedures()
        ],
        "forms": lines(since),
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
