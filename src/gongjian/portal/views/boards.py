"""The board of a service hall or a police reception, and the same as a public terminal."""

import io
from datetime import datetime

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongjian.common import clock as clocks
from gongjian.common.errors import NotFound
from gongjian.exante.boards import Standing, board_of, on_duty
from gongjian.exante.choices import ListKind
from gongjian.exante.models import Board, PublicList
from gongjian.exante.queries import newest_shown
from gongjian.portal.kiosk import COOKIE
from gongjian.portal.reading import only_public

# What a screen shows at most; more stands on the page that its code opens.
MOST_SERVICES = 5


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is on duty, what is done here and where to complain; the page renews itself.

    Who is on duty is read through a view of the register: a suspended officer is gone at once.
    """
    response = _page(request, code, kiosk=False)
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE)
    return response


@require_safe
def board_kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """Show the board on a public terminal: whoever was signed in or had a case open is out.

    From here every page leads back by itself after a while (`portal.kiosk`).
    """
    response = _page(request, code, kiosk=True)
    request.session.flush()
    response.set_cookie(COOKIE, code, httponly=True, samesite="Lax", secure=request.is_secure())
    response["Clear-Site-Data"] = '"storage"'
    return response


def _page(request: HttpRequest, code: str, *, kiosk: bool) -> HttpResponse:
    clock = clocks.current()
    today, now = clock.today(), clock.now()
    with only_public():
        found = board_of(code)
        if found is None:
            raise NotFound("没有这个公示屏，或者已经撤除")
        context = _told(found, on_duty(found, today), now) | {"kiosk": kiosk}
        response = render(request, "portal/board.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _told(found: Board, standing: list[Standing], now: datetime) -> dict[str, object]:
    guides = _published(found, ListKind.GUIDES)
    charts = _published(found, ListKind.FLOWCHARTS)
    remedies = _published(found, ListKind.REMEDIES)
    services = guides.content["rows"] if guides else []
    return {
        "board": found,
        "agency": found.agency,
        "standing": standing,
        "now": now,
        "guides": guides,
        "services": services[:MOST_SERVICES],
        "more": max(len(services) - MOST_SERVICES, 0),
        "charts": charts,
        "drawings": charts.content["rows"] if charts else [],
        "channels": remedies.content["rows"] if remedies else [],
        "notice": found.notice.splitlines(),
        "codes": _codes(found, guides),
    }


def _published(found: Board, kind: ListKind) -> PublicList | None:
    return newest_shown(found.agency, kind)


def _codes(found: Board, guides: PublicList | None) -> list[tuple[str, str]]:
    """Return what a phone can open from the screen: drawings of QR codes with their words."""
    places = [("查办件进度", reverse("desk:enter"))]
    if guides is not None:
        places.append(
            ("服务指南和样表", reverse("portal:list", args=[found.agency.code, "guides"]))
        )
    return [(words, _qr(f"{settings.GONGJIAN_PUBLIC_URL}{place}")) for words, place in places]


def _qr(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=1, scale=4, xmldecl=False, svgns=True, omitsize=True
    )
    return out.getvalue().decode()
