"""What is public beforehand: every list, as of any day, version by version."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound
from gongjian.exante import queries
from gongjian.exante.boards import open_boards
from gongjian.exante.choices import ListKind
from gongjian.exante.comparing import Difference, difference
from gongjian.exante.files import csv_of, json_of
from gongjian.exante.models import PublicList
from gongjian.exante.portraits import portrait_shown
from gongjian.orgs.models import Agency
from gongjian.portal.reading import dated, public_tables_only
from gongjian.process.charts import fits_a_page
from gongjian.publicity.showing import agency_by_code
from gongjian.ui.long_tables import Row, grouped, told_once
from gongjian.ui.pager import page

NONE_SUCH = "没有公布这份清单，或者没有这个版本。请从“事前公开”进入"
NOT_THEN = "这一天还没有公布这份清单。请选择较晚的日期"
SECTION = "lists"
# Lists whose items have a page each; their table shows these columns.
BRIEF = {
    ListKind.GUIDES: ("name", "accepting", "term", "fee"),
    ListKind.CHECK_PLANS: ("name", "item", "period", "share"),
    ListKind.CHECK_DRAWS: ("plan", "turn", "drawn", "outcome"),
}


@public_tables_only
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Let one choose an agency; of a single agency show what it has published beforehand."""
    found = page(Agency.objects.all(), order=("path",), after=request.GET.get("after", ""))
    if len(found.rows) == 1 and found.alone:
        return _of_agency(request, found.rows[0], alone=True)
    counts = queries.lists_published(found.rows)
    context = {
        "section": SECTION,
        "page": found,
        "agencies": [(a, counts.get(a.pk)) for a in found.rows],
    }
    return render(request, "portal/lists.html", context)


@public_tables_only
@require_safe
def agency_lists(request: HttpRequest, agency: str) -> HttpResponse:
    """List what one agency has published beforehand, and its boards."""
    found = agency_by_code(agency)
    if found is None:
        raise NotFound("没有这个执法机关。请从“事前公开”进入")
    return _of_agency(request, found, alone=False)


def _of_agency(request: HttpRequest, agency: Agency, *, alone: bool) -> HttpResponse:
    context = {
        "section": SECTION,
        "agency": agency,
        "alone": alone,
        "lists": queries.newest_lists(agency),
        "boards": open_boards(agency),
    }
    return render(request, "portal/agency_lists.html", context)


@dated
@public_tables_only
@require_safe
def open_list(request: HttpRequest, today: date, agency: str, kind: str) -> HttpResponse:
    """Show a list as it was valid on a day, by default today."""
    versions = list(queries.versions_of(agency, kind))
    if not versions:
        raise NotFound(NONE_SUCH)
    asked = _day(request.GET.get("on", ""))
    found = queries.valid_on(versions, asked or today)
    if found is None:
        raise NotFound(NOT_THEN)
    return _page(request, versions, found, asked=asked)


@public_tables_only
@require_safe
def list_version(request: HttpRequest, agency: str, kind: str, version: int) -> HttpResponse:
    """Show one version for good, with what it changed."""
    versions = list(queries.versions_of(agency, kind))
    return _page(request, versions, _found(agency, kind, version))


@public_tables_only
@require_safe
def list_json(request: HttpRequest, agency: str, kind: str, version: int) -> HttpResponse:
    """Hand out a version as it was hashed: canonical JSON."""
    body = json_of(_found(agency, kind, version).content)
    return _file(body, "application/json", f"{agency}-{kind}-{version}.json")


@public_tables_only
@require_safe
def list_csv(request: HttpRequest, agency: str, kind: str, version: int) -> HttpResponse:
    """Hand out a version as CSV (UTF-8 with BOM); no cell begins like a formula."""
    body = csv_of(_found(agency, kind, version).content)
    return _file(body, "text/csv", f"{agency}-{kind}-{version}.csv")


@public_tables_only
@require_safe
def list_chart(
    request: HttpRequest, agency: str, kind: str, version: int, key: str
) -> HttpResponse:
    """Show one drawing of a version, or one of its items that have a page each."""
    found = _found(agency, kind, version)
    if kind in BRIEF:
        return _item(request, found, key)
    drawn = found.content["charts"].get(key)
    cells = next((c for k, c in _rows(found.content) if k == key), None)
    if drawn is None or cells is None:
        raise NotFound("这个版本没有这张图。请从流程图清单进入")
    fits = fits_a_page(drawn["paper"])
    context = {"section": SECTION, "list": found, "name": cells[0], "drawn": drawn, "fits": fits}
    return render(request, "portal/list_chart.html", context)


@public_tables_only
@require_safe
def officer_photo(request: HttpRequest, agency: str, sha256: str) -> HttpResponse:
    """Hand out the photo of who stands on the register now; nobody else's."""
    content = portrait_shown(agency, sha256)
    if content is None:
        raise NotFound("名册上没有这张照片。请从执法人员名册进入")
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _page(
    request: HttpRequest,
    versions: list[PublicList],
    found: PublicList,
    asked: date | None = None,
) -> HttpResponse:
    content = found.content
    labels = [column["label"] for column in _columns(content)]
    columns, rows, same = told_once(labels, _brief(content))
    groups = grouped(rows)
    by_matter = bool(groups and groups[0][0])
    if by_matter:
        columns = columns[1:]
    before = next((one for one in versions if one.version == (found.version or 0) - 1), None)
    context = {
        "section": SECTION,
        "list": found,
        "content": content,
        "columns": columns,
        "groups": [
            (name, [(key, list(zip(columns, cells, strict=True))) for key, cells in rows])
            for name, rows in groups
        ],
        "grouped": by_matter,
        "same": same,
        "itemised": found.kind in BRIEF,
        # An older version shows no face: its person may have lost the right to enforce since.
        "photos": content.get("photos", {}) if found.version == versions[0].version else {},
        "versions": versions,
        "newest": versions[0],
        "asked": asked,
        "change": _change(before, found),
        "before": before,
    }
    return render(request, "portal/list.html", context)


def _item(request: HttpRequest, found: PublicList, key: str) -> HttpResponse:
    """Show one service guide with its sample forms, one plan or draw of random checks."""
    content = found.content
    row = next((row for row in content["rows"] if row["key"] == key), None)
    if row is None:
        raise NotFound("这个版本没有这个事项。请从清单进入")
    cells = row["cells"]
    shown = [c for c in content["columns"] if c["code"] != "samples"]
    told = [(c["label"], cells[c["code"]]) for c in shown if c["code"] in cells]
    context = {
        "section": SECTION,
        "list": found,
        "name": told[0][1],
        "told": [pair for pair in told[1:] if pair[1]],
        "notes": content["notes"],
        "samples": _samples(cells.get("samples", "")),
    }
    return render(request, "portal/guide.html", context)


def _samples(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Read sample forms: a line 【name】, then a line "label：example" for each box."""
    samples: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if line.startswith("【") and line.endswith("】"):
            samples.append((line[1:-1], []))
        elif samples:
            label, _, example = line.partition("：")
            samples[-1][1].append((label, example))
    return samples


def _columns(content: dict[str, Any]) -> list[dict[str, str]]:
    shown = BRIEF.get(content["kind"])
    return [c for c in content["columns"] if shown is None or c["code"] in shown]


def _brief(content: dict[str, Any]) -> list[Row]:
    codes = [column["code"] for column in _columns(content)]
    return [(row["key"], [row["cells"][code] for code in codes]) for row in content["rows"]]


def _change(before: PublicList | None, found: PublicList) -> Difference | None:
    return difference(before.content, found.content) if before else None


def _rows(content: dict[str, Any]) -> list[Row]:
    codes = [column["code"] for column in content["columns"]]
    return [(row["key"], [row["cells"][code] for code in codes]) for row in content["rows"]]


def _found(agency: str, kind: str, version: int) -> PublicList:
    found = queries.version_of(agency, kind, version)
    if found is None:
        raise NotFound(NONE_SUCH)
    return found


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise NotFound("日期请写成 2026-03-01 的样子") from None


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8", headers=headers)
