"""The page of help: for the offices of who asks, and for them only."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.workbench.head import head
from gongjian.workbench.helping import common_questions, menu_told, offices_of
from gongjian.workbench.person import person


@login_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show what this person's offices do, where things are, and what everybody asks."""
    frame = head(request)
    context = {
        "offices": offices_of(person(request)),
        "menu": menu_told(frame.menu) if frame else [],
        "questions": common_questions().items(),
    }
    return render(request, "workbench/help.html", context)
