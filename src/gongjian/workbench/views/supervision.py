"""Pages of the supervision of publication: what fails, what was urged, the year evaluated."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.channels.credit.files import lines_csv
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed, NotFound
from gongjian.exante.queries import owed_below
from gongjian.orgs.models import Agency
from gongjian.publicity.evaluation import COLUMNS, evaluated
from gongjian.publicity.models import PublicationYear
from gongjian.publicity.supervising import improper, overdue, units_now, urges
from gongjian.ui.pager import page
from gongjian.workbench.person import person
from gongjian.workbench.publishing import SUPERVISING
from gongjian.workbench.views.channels import sections

URGE, CONFIRM = "publicity.urge_publication", "publicity.confirm_year"
URGE_LIST = "exante.urge_list"
AT_MOST = 50


def _reader(request: HttpRequest) -> Actor:
    actor = person(request)
    if actor.agency is None or not actor.roles & SUPERVISING:
        raise NotAllowed("公示监督由监督员、法制机构负责人和机关负责人查看")
    return actor


@login_required
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Show the units with their figures, what is late or improper with its act, what was urged."""
    actor, today = _reader(request), clocks.current().today()
    late = page(overdue(actor, today), order=("due_on", "id"), after=request.GET.get("after", ""))
    context = {
        "sections": sections(actor),
        "here": "supervision",
        "units": units_now(actor, today),
        "page": late,
        "rows": late.rows,
        "improper": list(improper(actor)[:AT_MOST]),
        "lists": list(owed_below(actor)[:AT_MOST]),
        "own": actor.agency,
        "urges": list(urges(actor).order_by("-id")[:AT_MOST]),
        "may_urge": acts.may(actor, acts.service(URGE)),
        "urge": URGE,
        "may_urge_list": acts.may(actor, acts.service(URGE_LIST)),
        "urge_list": URGE_LIST,
        "today": today,
    }
    return render(request, "workbench/channels/supervision.html", context)


@login_required
@require_safe
def evaluation(request: HttpRequest) -> HttpResponse:
    """Show how the agency published in a year, counted now, and the conclusions confirmed."""
    actor, today = _reader(request), clocks.current().today()
    agency, year = _agency(actor), _year(request, today.year)
    service = acts.service(CONFIRM)
    context = {
        "sections": sections(actor),
        "here": "supervision",
        "year": year,
        "years": range(today.year, today.year - 3, -1),
        "columns": COLUMNS,
        "lines": [_labelled(line.as_json()) for line in evaluated(agency, year, today)],
        "confirmed": _confirmed(agency, year),
        "act": service if acts.may(actor, service) else None,
    }
    return render(request, "workbench/channels/evaluation.html", context)


@login_required
@require_safe
def evaluation_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the table as CSV: as counted now, or as frozen in a confirmed round."""
    actor, today = _reader(request), clocks.current().today()
    agency, year = _agency(actor), _year(request, today.year)
    asked = request.GET.get("round", "")
    if asked:
        row = PublicationYear.objects.filter(
            agency=agency, year=year, round=int(asked) if asked.isdecimal() else 0
        ).first()
        if row is None:
            raise NotFound("没有这一次评估，请从评估页面进入")
        lines = row.figures
    else:
        lines = [line.as_json() for line in evaluated(agency, year, today)]
    content = lines_csv([label for _, label in COLUMNS], [_cells(line) for line in lines])
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="publication-{year}.csv"'
    return answer


def _agency(actor: Actor) -> Agency:
    assert actor.agency is not None
    return Agency.objects.get(pk=actor.agency)


def _cells(line: dict[str, object]) -> list[str]:
    return [str(line[code]) or "—" for code, _ in COLUMNS]


def _labelled(line: dict[str, object]) -> list[tuple[str, str]]:
    """Return each cell with its heading, which a telephone shows beside it."""
    return list(zip((label for _, label in COLUMNS), _cells(line), strict=True))


def _confirmed(
    agency: Agency, year: int
) -> list[tuple[PublicationYear, list[list[tuple[str, str]]]]]:
    rows = PublicationYear.objects.filter(agency=agency, year=year).select_related("confirmed_by")
    return [(row, [_labelled(line) for line in row.figures]) for row in rows.order_by("-round")]


def _year(request: HttpRequest, otherwise: int) -> int:
    asked = request.GET.get("year", "")
    if not asked:
        return otherwise
    if not asked.isdecimal() or not 2019 <= int(asked) <= otherwise:
        raise NotFound("没有这一年的评估，请从页面上选择年度")
    return int(asked)
