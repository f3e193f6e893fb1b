"""The file room of a case: what the party asked to read, what is prepared, who opened what."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.errors import NotFound
from gongjian.documents.services.reading import note_opening, whole
from gongjian.fileroom.models import ReadingPage
from gongjian.fileroom.queries import openings_of, readings_of, requests_waiting, stage_of
from gongjian.fileroom.rules import rules
from gongjian.matters.queries import may_see, visible_matter
from gongjian.workbench.person import person

ACTS = (
    *("grant_reading", "refuse_reading", "open_reading"),
    *("lift_masks", "add_mask", "end_reading"),
)


@login_required
@require_safe
def reading_room(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the requests, the leaves with their pages, and the acts that this person may do."""
    actor, clock = person(request), clocks.current()
    matter = visible_matter(actor, uid)
    services = [acts.service(f"fileroom.{name}") for name in ACTS]
    readings = list(readings_of(matter))
    times = openings_of(part for one in readings for part in one.parts.all())
    rows: list[dict[str, Any]] = [
        {"reading": one, "parts": [(part, times[part.pk]) for part in one.parts.all()]}
        for one in readings
    ]
    context = {
        "matter": matter,
        "waiting": list(requests_waiting(matter).filter(reading__isnull=True)),
        "rows": rows,
        "stage": stage_of(matter),
        "classes": [one for one in rules().classes if not one.offered],
        "acts": [
            s for s in services if acts.may(actor, s, matter) and not s.unmet(actor, matter, clock)
        ],
        "today": clock.today(),
    }
    return render(request, "workbench/reading_room.html", context)


@login_required
@require_safe
def reading_sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send a masked page as the party will see it; who of the house saw it is written down."""
    actor = person(request)
    found = ReadingPage.objects.filter(may_see(actor, "part__reading__matter"), uid=uid)
    related = ("part__document_file__document", "part__scan__document")
    sheet = found.select_related(*related).first()
    if sheet is None:
        raise NotFound("没有这一页，或者您无权查看。请从案件的“阅卷”页打开")
    source = sheet.part.document_file or sheet.part.scan
    assert source is not None
    note_opening(actor, source, clocks.current())
    return HttpResponse(whole(sheet.sha256, "查阅的页"), content_type="image/jpeg")
