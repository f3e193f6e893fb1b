"""What is public, for programs: no sign-in, renditions only."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import NinjaAPI, Query

from gongjian.common.errors import DomainError, Gone, NotFound
from gongjian.publicity import opendata, queries
from gongjian.publicity.index import Asked
from gongjian.publicity.models import PublicItem
from gongjian.publicity.searching import list_items

from .answers import DAY, TEXT, THING, pages, row, told

Json = dict[str, Any]
DECISION = {
    "token": TEXT,
    "kind": TEXT,
    "agency": TEXT,
    "number": TEXT,
    "title": TEXT,
    "party": TEXT,
    "penalty": TEXT,
    "summary": TEXT,
    "decided_on": DAY,
    "published_on": DAY,
    "first_published_on": DAY,
    "due_on": DAY,
}


def add_routes(api: NinjaAPI) -> None:
    """Open the list of public decisions and the single one."""
    api.get(
        "/public/decisions",
        url_name="public-decisions",
        auth=None,
        tags=["public"],
        summary="已公示的行政处罚决定",
        openapi_extra=told(pages(row(**DECISION)), 404, 422),
    )(decision_list)
    api.get(
        "/public/decisions/{token}",
        url_name="public-decision",
        auth=None,
        tags=["public"],
        summary="一份已公示的行政处罚决定",
        openapi_extra=told(row(**DECISION, data=THING), 404, 410, 422),
    )(decision_detail)
    api.get(
        "/public/schema",
        url_name="public-schema",
        auth=None,
        tags=["public"],
        summary="开放数据一行的 JSON Schema",
        openapi_extra=told(THING),
    )(row_schema)


def decision_list(
    request: HttpRequest,
    q: str = Query("", max_length=100),  # type: ignore[type-arg]  # a function at run time
    agency: UUID | None = None,
    kind: str = Query("", max_length=24),  # type: ignore[type-arg]  # a function at run time
    cause: str = Query("", max_length=300),  # type: ignore[type-arg]  # a function at run time
    domain: str = Query("", max_length=32),  # type: ignore[type-arg]  # a function at run time
    year: int | None = Query(None, ge=1990, le=2200),  # type: ignore[type-arg]  # a function at run time
    decided_from: date | None = None,
    decided_to: date | None = None,
    after: str = "",
    size: int = Query(20, ge=1, le=100),  # type: ignore[type-arg]  # a function at run time
) -> Json:
    """List live publications, newest decision first; `next` is the `after` of the next page."""
    facets = {"agency": agency, "kind": kind, "cause": cause, "domain": domain, "year": year}
    chosen = {name: str(value) for name, value in facets.items() if value}
    asked = Asked(q, chosen, decided_from, decided_to)
    shown = list_items(asked, after=after, size=size, counted=False)
    return {"items": [_row(item) for item in shown.rows], "next": shown.next}


def decision_detail(request: HttpRequest, token: str) -> Json:
    """Return one live publication with its rendition.

    Raises:
        NotFound: absent, or never public.
        Gone: was public and is no more.
    """
    item = queries.item(token)
    if item is None:
        raise _why_absent(token)
    return _row(item) | {"data": item.data}


def _why_absent(token: str) -> DomainError:
    gone = queries.gone_items().filter(token=token).first()
    if gone is None:
        return NotFound("没有这份公示信息，请核对地址")
    return Gone("这份公示信息不再展示，原因和日期见 gone", **opendata.gone_json(gone))


def row_schema(request: HttpRequest) -> Json:
    """Return the JSON Schema of one row of the open data."""
    return opendata.schema()


def _row(item: PublicItem) -> Json:
    return {
        "token": item.token,
        "kind": item.kind,
        "agency": item.agency_name,
        "number": item.number,
        "title": item.title,
        "party": item.party_name,
        "penalty": item.penalty,
        "summary": item.summary,
        "decided_on": item.decided_on,
        "published_on": item.published_on,
        "first_published_on": item.first_published_on,
        "due_on": item.due_on,
    }
