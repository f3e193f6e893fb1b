"""The published decisions other than penalties: list, page, the published text, open data."""

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound
from gongjian.portal.reading import only_public, public_tables_only
from gongjian.publicity.choices import ItemKind, ItemState, WithdrawalGround
from gongjian.publicity.models import PublicRuling
from gongjian.publicity.rendition import canonical
from gongjian.publicity.showing import ruling_json, ruling_of, rulings_shown
from gongjian.ui.pager import page

GONE = "没有这条公示信息。它可能从未公示，或者链接不完整。请从“其他执法决定”列表查找"
NO_KIND = "没有这一类决定。请从页面上选择"
KINDS = tuple(kind for kind in ItemKind if kind is not ItemKind.PENALTY_DECISION)
PERSONS = frozenset({"natural", "sole_trader"})
BATCH = 500


@public_tables_only
@require_safe
def rulings(request: HttpRequest) -> HttpResponse:
    """List what is shown, newest decision first; one kind where the address names it."""
    kind = request.GET.get("kind", "")
    if kind and kind not in {str(one) for one in KINDS}:
        raise NotFound(NO_KIND)
    after = request.GET.get("after", "")
    found = page(rulings_shown(kind), order=("-decided_on", "-id"), after=after)
    context = {"section": "rulings", "page": found, "kinds": KINDS, "kind": kind}
    return render(request, "portal/rulings.html", context)


@public_tables_only
@require_safe
def ruling(request: HttpRequest, token: str) -> HttpResponse:
    """Show one; a withdrawn one answers 410 with number, reason and date."""
    item = _found(token)
    if item.state != ItemState.LIVE:
        return _tombstone(request, item)
    context = {"section": "rulings", "item": item, "data": item.data, "late": item.days_late}
    response = render(request, "portal/ruling.html", context)
    if item.data["party"]["kind"] in PERSONS:
        # Pages about persons stay out of search engines. Source: LAW.md 11.3.
        response["X-Robots-Tag"] = "noindex, noarchive"
    return response


@public_tables_only
@require_safe
def ruling_rendition(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the published text: canonical JSON."""
    item = _found(token)
    if item.state != ItemState.LIVE:
        return _tombstone(request, item)
    headers = {"Content-Disposition": f'attachment; filename="ruling-{item.token}.json"'}
    body = canonical(item.data)
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


@require_safe
def data_rulings(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out every live one as JSON Lines: the whole rendition."""

    def pieces() -> Iterator[str]:
        after = 0
        while True:
            with only_public():
                rows = list(rulings_shown().filter(pk__gt=after).order_by("pk")[:BATCH])
            if not rows:
                return
            after = rows[-1].pk
            told = (json.dumps(ruling_json(r), ensure_ascii=False, sort_keys=True) for r in rows)
            yield "".join(f"{line}\n" for line in told)

    answer = StreamingHttpResponse(pieces(), content_type="application/x-ndjson; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rulings.jsonl"'
    answer["X-Robots-Tag"] = "noindex, noarchive"
    return answer


def _found(token: str) -> PublicRuling:
    item = ruling_of(token)
    if item is None:
        raise NotFound(GONE)
    return item


def _tombstone(request: HttpRequest, item: PublicRuling) -> HttpResponse:
    """Answer 410 with what remains: number, agency, reason, dates.

    Of what must not be public nothing remains.
    """
    if item.withdrawal_ground == WithdrawalGround.NOT_PUBLIC:
        raise NotFound(GONE)
    context = {"section": "rulings", "item": item, "others": True}
    response = render(request, "portal/withdrawn.html", context, status=410)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
