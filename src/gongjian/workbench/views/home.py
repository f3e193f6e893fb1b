"""The inbox: what waits for this person, sorted by due date."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gongjian.cases.queries import case_numbers
from gongjian.common import acts, reads
from gongjian.common import clock as clocks
from gongjian.exante.announcements.queries import to_announce, to_check, to_redraw
from gongjian.exante.queries import owed_by
from gongjian.orgs.choices import ADMINISTRATORS, Role
from gongjian.workbench.archiving import may_archive
from gongjian.workbench.inbox import headline, todo_rows, todos_page, watched_rows
from gongjian.workbench.notices import alerts_told
from gongjian.workbench.overview import overview
from gongjian.workbench.person import person
from gongjian.workbench.publicly import waiting_for
from gongjian.workbench.street import carried, may_penalize

ALERTS = 8


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the figures, the inbox, nearest deadline first, and how the work goes."""
    actor = person(request)
    if actor.roles and actor.roles <= ADMINISTRATORS:
        return redirect("workbench:people")
    today = clocks.current().today()
    todos = todos_page(actor, request.GET.get("after", ""))
    with reads.shared():
        figures, seen = headline(actor, today), overview(actor, today)
    context = {
        "actor": actor,
        "figures": figures,
        "seen": seen,
        "todos": todo_rows(actor, todos.rows, today),
        "numbers": case_numbers(todo.matter for todo in todos.rows),
        "page": todos,
        "today": today,
        "watched": watched_rows(actor, today),
        "adjustments": owed_by(actor),
        "may_answer": acts.may(actor, acts.service("exante.answer_list_urge")),
        "announcements": to_check(actor),
        "redraw": to_redraw(actor),
        "hearings": to_announce(actor, today),
        "public": waiting_for(actor, today),
        "alerts": alerts_told(actor, ALERTS),
        "keeps_accounts": Role.FINANCE in actor.roles,
        "may_register": acts.may(actor, acts.service("intake.register_clue")),
        "may_archive": may_archive(actor),
        "may_penalize": may_penalize(actor, clocks.current()),
        "carries": carried(actor, today) is not None,
    }
    return render(request, "workbench/home.html", context)
