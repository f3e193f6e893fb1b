"""The lists that are public beforehand, for those who look after them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed, NotFound
from gongjian.exante.choices import ListKind
from gongjian.exante.comparing import difference
from gongjian.exante.confirming import confirmable
from gongjian.exante.content.prescribed import lacking, wanted
from gongjian.exante.queries import (
    NOTHING,
    ListNow,
    confirmations_of,
    list_now,
    lists_now,
    may_read,
)
from gongjian.orgs.models import Agency
from gongjian.ui.long_tables import Row, told_once
from gongjian.workbench.importing import KINDS
from gongjian.workbench.person import person

STATING = {
    ListKind.POWERS: ("exante.state_power", "exante.drop_item"),
    ListKind.BODY_REVIEW: ("exante.order_body_review", "exante.verify_body"),
    ListKind.GUIDES: ("exante.state_guide", "exante.drop_item"),
    ListKind.SPOT_CHECKS: ("exante.state_spot_check", "exante.drop_item"),
}
CONFIRM = "exante.confirm_unchanged"
AT_MOST = 20
PROTECTION = ("exante.withhold_officer", "exante.end_withholding")


@login_required
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show which lists of the person's agency are current, changed, waiting or overdue."""
    actor, agency = _reader(request)
    today = clocks.current().today()
    protection = [acts.service(code) for code in PROTECTION]
    now = lists_now(agency, today)
    asked, source = wanted(agency, today)
    public = {one.kind for one in now if one.newest}
    context = {
        "actor": actor,
        "agency": agency,
        "lists": now,
        "missing": [one for one in asked if one.kind not in public],
        "missing_source": source,
        "today": today,
        "protection": [service for service in protection if acts.may(actor, service)],
    }
    return render(request, "workbench/lists.html", context)


@login_required
@require_safe
def one_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what a new version of one list would change, or what the waiting one changes."""
    actor, agency = _reader(request)
    if kind not in ListKind.values:
        raise NotFound("没有这种清单。请从清单页面进入")
    now = list_now(agency, kind, clocks.current().today())
    published = now.newest.content if now.newest else NOTHING
    content = now.waiting.content if now.waiting else now.content
    stating = STATING.get(now.kind, ())
    labels, rows, same = _table(content)
    context = {
        "actor": actor,
        "agency": agency,
        "now": now,
        "content": content,
        "labels": labels,
        "items": [list(zip(labels, cells, strict=True)) for _, cells in rows],
        "same": same,
        "in_cards": _in_cards(now.kind),
        "sheet": _sheet(actor, now.kind),
        "stating": [s for s in map(acts.service, stating) if acts.may(actor, s)],
        "change": difference(published, content),
        "lacking": lacking(now.kind, agency, now.content, clocks.current().today()),
        "may_draft": acts.may(actor, acts.service("exante.draft_list")),
        "may_check": acts.may(actor, acts.service("exante.publish_list")),
        "may_confirm": _may_confirm(actor, now),
        "confirmations": confirmations_of(agency, kind)[:AT_MOST],
        "today": clocks.current().today(),
    }
    return render(request, "workbench/list.html", context)


def _sheet(actor: Actor, kind: ListKind) -> str:
    """Return the kind of spreadsheet whose rows this person may bring into the list, or ""."""
    may = kind == ListKind.POWERS and KINDS["powers"].may(actor)
    return "powers" if may else ""


def _may_confirm(actor: Actor, now: ListNow) -> bool:
    """Tell whether this person may confirm the published version today."""
    if now.newest is None or now.differs or now.checked_on == clocks.current().today():
        return False
    own = confirmable(actor).filter(pk=now.newest.pk)
    return acts.may(actor, acts.service(CONFIRM)) and own.exists()


def _in_cards(kind: ListKind) -> bool:
    return kind in STATING and kind != ListKind.POWERS


def _table(content: dict[str, Any]) -> tuple[list[str], list[Row], list[tuple[str, str]]]:
    """Return labels and rows; what all rows say alike is told once, as the public page does."""
    columns = content["columns"]
    rows = [(row["key"], [row["cells"][c["code"]] for c in columns]) for row in content["rows"]]
    return told_once([column["label"] for column in columns], rows)


def _reader(request: HttpRequest) -> tuple[Actor, Agency]:
    """Return the person and the agency whose lists they look after.

    Raises:
        NotAllowed: another office.
    """
    actor = person(request)
    if not may_read(actor):
        raise NotAllowed("事前公开清单由公示员、公示复核人、法制机构、机关负责人和监督员查看")
    return actor, Agency.objects.get(pk=actor.agency or 0)
