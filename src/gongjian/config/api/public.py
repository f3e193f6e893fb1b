"""What is public, for programs: no sign-in, renditions only."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import NinjaAPI, Query

from gongjian.common.errors import NotFound
from gongjian.publicity import queries
from gongjian.publicity.models import PublicItem
from gongjian.ui.pager import page

Json = dict[str, Any]


def add_routes(api: NinjaAPI) -> None:
    """Open the list of public decisions and the single one."""
    api.get(
        "/public/decisions",
        url_name="public-decisions",
        auth=None,
        tags=["public"],
        summary="已公示的行政处罚决定",
    )(decision_list)
    api.get(
        "/public/decisions/{token}",
        url_name="public-decision",
        auth=None,
        tags=["public"],
        summary="一份已公示的行政处罚决定",
    )(decision_detail)


def decision_list(
    request: HttpRequest,
    q: str = Query("", max_length=100),  # type: ignore[type-arg]  # a function at run time
    agency: UUID | None = None,
    year: int | None = Query(None, ge=1990, le=2200),  # type: ignore[type-arg]  # a function at run time
    after: str = "",
    size: int = Query(20, ge=1, le=100),  # type: ignore[type-arg]  # a function at run time
) -> Json:
    """List live publications, newest decision first; `next` is the `after` of the next page."""
    found = queries.live_items(agency=agency, year=year, words=q)
    shown = page(found, order=("-decided_on", "-id"), after=after, size=size)
    return {"items": [_row(item) for item in shown.rows], "next": shown.next}


def decision_detail(request: HttpRequest, token: str) -> Json:
    """Return one live publication with its rendition.

    Raises:
        NotFound: absent, withdrawn or never public; the three are not told apart.
    """
    item = queries.item(token)
    if item is None:
        raise NotFound("没有这份公示信息，或者已经撤回")
    return _row(item) | {"data": item.data}


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
        "due_on": item.due_on,
    }
