"""The hall boards of an agency and who is on duty before them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.errors import NotAllowed
from gongjian.exante.boards import on_duty, open_boards, rosters_ahead
from gongjian.exante.queries import may_read
from gongjian.workbench.person import person

ACTS = ("exante.plan_duty", "exante.set_board", "exante.close_board")


@login_required
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """Show each board with who is on duty today, and the rosters of the days to come."""
    actor = person(request)
    if not may_read(actor) or actor.agency is None:
        raise NotAllowed("大厅公示屏由公示员、公示复核人、法制机构、机关负责人和监督员查看")
    today = clocks.current().today()
    mine = [service for service in map(acts.service, ACTS) if acts.may(actor, service)]
    context = {
        "actor": actor,
        "today": today,
        "boards": [(board, on_duty(board, today)) for board in open_boards(actor.agency)],
        "rosters": rosters_ahead(actor.agency, today),
        "services": mine,
    }
    return render(request, "workbench/boards.html", context)
