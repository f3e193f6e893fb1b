"""The inbox: what waits for this person, sorted by due date."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.matters.queries import inbox
from gongjian.orgs.queries import actor_of
from gongjian.ui.pager import page
from gongjian.workbench.queries import headline, todo_rows


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show four figures and the inbox, nearest deadline first."""
    actor = actor_of(request.user, "page", clocks.current().today())
    today = clocks.current().today()
    todos = page(inbox(actor), order=("due_on", "id"), after=request.GET.get("after", ""))
    context = {
        "actor": actor,
        "figures": headline(actor, today),
        "todos": todo_rows(todos.rows, today),
        "page": todos,
        "today": today,
        "may_register": acts.may(actor, acts.service("intake.register_clue")),
    }
    return render(request, "workbench/home.html", context)
