"""What is public beside the decisions, for programs: lists, announcements, reports, numbers.

The files of the portal hand out the same; here they are described and come in pages.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI, Query

from gongjian.common import clock as clocks
from gongjian.common.errors import NotFound
from gongjian.exante import queries as lists
from gongjian.exante.announcements.models import PublicAnnouncement
from gongjian.exante.announcements.queries import NEWEST_FIRST, shown_on
from gongjian.exante.models import PublicList
from gongjian.insight.models import PublicReport
from gongjian.insight.queries import public_report, public_reports
from gongjian.orgs.models import Agency
from gongjian.publicity.models import PublicSeries
from gongjian.publicity.numbers.reading import (
    all_series,
    block,
    blocks_of,
    number_json,
    series_json,
    series_of,
)
from gongjian.publicity.showing import agency_by_code
from gongjian.ui.pager import Page, page

from .answers import many, pages, row, told
from .opened_answers import (
    AGENCY,
    ANNOUNCED,
    LIST,
    ONE_LIST,
    ONE_REPORT,
    ONE_SERIES,
    REPORT,
    SERIES,
)

Json = dict[str, Any]
SIZE: Any = Query(20, ge=1, le=100)  # type: ignore[type-arg]  # a function at run time


def add_routes(api: NinjaAPI) -> None:
    """Open every read that needs no sign-in, beside those of the decisions."""
    for path, name, summary, read, answer in READS:
        api.get(
            f"/public/{path}",
            url_name=f"public-{name}",
            auth=None,
            tags=["public"],
            summary=summary,
            openapi_extra=told(answer, 404, 422),
        )(read)


def agency_list(request: HttpRequest, after: str = "", size: int = SIZE) -> Json:
    """List the agencies, those above before those below."""
    return _pages(page(Agency.objects.all(), order=("path",), after=after, size=size), _agency)


def list_index(request: HttpRequest, agency: str) -> Json:
    """Name the lists that an agency has published, each in its newest version.

    Raises:
        NotFound: no agency has this code.
    """
    found = agency_by_code(agency)
    if found is None:
        raise NotFound("没有这个执法机关，请先查询机关列表")
    return {"items": [_list(one) for one in lists.newest_lists(found)]}


def one_list(request: HttpRequest, agency: str, kind: str, on: date | None = None) -> Json:
    """Return a list with its content as it was valid `on` a day, by default today.

    Raises:
        NotFound: never published, or not yet on that day.
    """
    versions = list(lists.versions_of(agency, kind))
    found = lists.valid_on(versions, on or clocks.current().today())
    whole = lists.version_of(agency, kind, found.version) if found else None
    if whole is None:
        raise NotFound("没有公布这份清单，或者这一天还没有公布")
    return _list(whole) | {"content": whole.content, "versions": [_list(v) for v in versions]}


def announcement_list(request: HttpRequest, after: str = "", size: int = SIZE) -> Json:
    """List what is announced today, newest first."""
    today = clocks.current().today()
    return _pages(page(shown_on(today), order=NEWEST_FIRST, after=after, size=size), _announced)


def report_list(request: HttpRequest, after: str = "", size: int = SIZE) -> Json:
    """List the published yearly reports, newest year first."""
    found = page(public_reports().order_by(), order=("-year", "-id"), after=after, size=size)
    return _pages(found, _report)


def one_report(request: HttpRequest, uid: UUID) -> Json:
    """Return the frozen tables of a yearly report with their query.

    Raises:
        NotFound: no such report is public.
    """
    report = public_report(uid)
    if report is None:
        raise NotFound("没有这份年报，请先查询年报列表")
    return _report(report) | {"query": report.query, "tables": report.tables}


def series_list(request: HttpRequest, after: str = "", size: int = SIZE) -> Json:
    """List the series of numbers with what became of their numbers."""
    return _pages(page(all_series(), order=("-year", "title", "id"), after=after, size=size), _sums)


def one_series(request: HttpRequest, uid: UUID, at: int = 0) -> Json:
    """Return a series and one block of its numbers, by default the newest; `blocks` says how many.

    Raises:
        NotFound: no such series, or no such block.
    """
    series = series_of(uid)
    last = blocks_of(series) if series else 0
    if series is None or at < 0 or at > last:
        raise NotFound("没有这个文号系列，或者没有这一页")
    shown = block(series, at or last)
    return _sums(series) | {
        "blocks": last,
        "at": at or last,
        "numbers": [number_json(number) for number in shown],
    }


READS: tuple[tuple[str, str, str, Callable[..., Json], Json], ...] = (
    ("agencies", "agencies", "执法机关", agency_list, pages(AGENCY)),
    ("agencies/{agency}/lists", "lists", "一个机关已公布的清单", list_index, row(items=many(LIST))),
    ("agencies/{agency}/lists/{kind}", "list", "一份清单的内容", one_list, ONE_LIST),
    ("announcements", "announcements", "展示中的公告", announcement_list, pages(ANNOUNCED)),
    ("reports", "reports", "已公开的统计年报", report_list, pages(REPORT)),
    ("reports/{uid}", "report", "一份统计年报的各表", one_report, ONE_REPORT),
    ("numbers", "series", "各文号系列的公示情况", series_list, pages(SERIES)),
    ("numbers/{uid}", "numbers", "一个文号系列的逐号情况", one_series, ONE_SERIES),
)


def _pages(found: Page[Any], row: Callable[[Any], Json]) -> Json:
    return {"items": [row(one) for one in found.rows], "next": found.next}


def _agency(agency: Agency) -> Json:
    return {
        "uid": str(agency.uid),
        "code": agency.code,
        "name": agency.name,
        "address": agency.address,
        "area": agency.area,
        "phone": agency.phone,
        "review_by": agency.government_name,
        "court": agency.court_name,
    }


def _list(version: PublicList) -> Json:
    return {
        "agency": version.agency.code,
        "kind": version.kind,
        "name": version.get_kind_display(),
        "version": version.version,
        "valid_from": version.valid_from,
        "checked_on": version.checked_on,
    }


def _announced(row: PublicAnnouncement) -> Json:
    return {
        "agency": row.agency.code,
        "kind": row.kind,
        "kind_name": row.kind_name,
        "title": row.title,
        "body": row.body,
        "published_on": row.published_on,
        "until": row.until,
        "url": f"{settings.GONGJIAN_PUBLIC_URL}/announcements/{row.token}",
    }


def _report(report: PublicReport) -> Json:
    return {
        "uid": str(report.uid),
        "agency": report.agency_name,
        "year": report.year,
        "version": report.version,
        "published_on": report.published_on,
        "sha256": report.digest,
    }


def _sums(series: PublicSeries) -> Json:
    return {"uid": str(series.uid), **series_json(series)}
