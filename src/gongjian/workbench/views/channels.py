"""Pages of the channels: how each stands, what did not arrive, what was receipted."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.channels.choices import DispatchState
from gongjian.channels.outbox import counts, differences
from gongjian.channels.queries import (
    channels_of,
    may_read,
    may_read_channels,
    prescribed_ways,
    receivers_of,
    visible_channel,
    witnesses_of,
)
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed
from gongjian.orgs.models import Agency
from gongjian.ui.pager import page
from gongjian.workbench.person import person
from gongjian.workbench.publishing import SUPERVISING

SECTIONS = (
    ("credit", "双公示"),
    ("numbers", "文号公示"),
    ("publication_register", "公示登记册"),
    ("leaks", "泄露扫描"),
    ("annual", "统计年报"),
    ("supervision", "公示监督"),
    ("channels", "推送渠道"),
)
RECEIPTS_SHOWN = 10
RECEIVERS_SHOWN = 20


def sections(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the pages of what goes out that this person may open."""
    if not may_read(actor):
        return tuple(s for s in SECTIONS if s[0] in _also(actor))
    return tuple(s for s in SECTIONS if s[0] != "supervision" or actor.roles & SUPERVISING)


def _also(actor: Actor) -> set[str]:
    supervises = {"supervision"} if actor.roles & SUPERVISING else set()
    return supervises | ({"channels"} if may_read_channels(actor) else set())


def _reader(request: HttpRequest) -> Actor:
    actor = person(request)
    if not may_read_channels(actor):
        raise NotAllowed("推送渠道由公示员、公示复核人、机关负责人、监督员和系统管理员查看")
    return actor


@login_required
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """List the channels of the agency with what waits, what came back, what arrived."""
    actor, now = _reader(request), clocks.current().now()
    agency = Agency.objects.filter(pk=actor.agency or 0).first()
    ways, source = prescribed_ways(agency, clocks.current().today()) if agency else ((), "")
    context = {
        "ways": ways,
        "ways_source": source,
        "sections": sections(actor),
        "here": "channels",
        "channels": [(channel, counts(channel)) for channel in channels_of(actor)],
        "receivers": [(r, r.holds(now)) for r in receivers_of(actor)[:RECEIVERS_SHOWN]],
        "witnesses": witnesses_of(actor)[:RECEIVERS_SHOWN],
        "may_open": acts.may(actor, acts.service("channels.open_channel")),
        "now": now,
    }
    return render(request, "workbench/channels/channels.html", context)


@login_required
@require_safe
def channel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a channel: its state, what portal and receiver do not hold alike, newest receipts."""
    actor = _reader(request)
    found = visible_channel(actor, uid)
    rows = page(differences(found), order=("id",), after=request.GET.get("after", ""))
    states = dict(DispatchState.choices)
    offered = ("channels.retry_channel", "channels.change_channel", "channels.close_channel")
    services = [acts.service(code) for code in offered]
    context = {
        "sections": sections(actor),
        "here": "channels",
        "channel": found,
        "counts": [(states[code], n) for code, n in counts(found).items()],
        "page": rows,
        "rows": rows.rows,
        "receipts": found.receipts.order_by("-id")[:RECEIPTS_SHOWN],
        "acts": [s for s in services if found.open and acts.may(actor, s)],
    }
    return render(request, "workbench/channels/channel.html", context)
