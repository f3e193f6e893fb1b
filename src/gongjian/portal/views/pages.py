"""Home, agencies, procedures, and what cannot be seen."""

from collections.abc import Hashable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound
from gongjian.jurisdiction.profiles import profile
from gongjian.ledger.keys import verifier_key
from gongjian.ledger.queries import newest_checkpoint
from gongjian.portal.queries import home_figures, newest_announcements
from gongjian.portal.reading import dated, public_tables_only
from gongjian.portal.remembering import answered
from gongjian.portal.unfinished import NOT_YET
from gongjian.process.charts import fits_a_page, flowchart_sheets, flowchart_svg, step_table
from gongjian.process.ways import main_line
from gongjian.publicity.queries import latest_rows, live_items
from gongjian.publicity.showing import (
    agencies_of_the_house,
    procedure_hash,
    procedure_in_force,
    procedures_running,
    profiles_of_the_house,
)
from gongjian.review.naming import Wording, wordings
from gongjian.ui.figures import bars

LATEST = 6
ORDINARY = "penalty-ordinary"


@dated
@public_tables_only
@require_safe
def home(request: HttpRequest, today: date) -> HttpResponse:
    """Show search, what there is, the newest decisions and the way a case goes."""
    figures, news = home_figures(today), newest_announcements(today)

    def page() -> HttpResponse:
        shown = procedure_in_force(ORDINARY)
        context = {
            "section": "home",
            "latest": list(live_items()[:LATEST]),
            "figures": figures,
            "news": news,
            "chart": bars(figures.months),
            "procedure": shown,
            "main_line": main_line(shown.process) if shown else [],
        }
        return render(request, "portal/home.html", context)

    def rows() -> Hashable:
        return figures, news, tuple(latest_rows(LATEST)), procedure_hash(ORDINARY)

    return answered(request, rows, page)


@dated
@public_tables_only
@require_safe
def agencies(request: HttpRequest, today: date) -> HttpResponse:
    """List the agencies of this installation with what each has published."""
    figures = home_figures(today)
    counts = {uid: items for uid, _, items in figures.agencies}
    rows = [(agency, counts.get(agency.uid, 0)) for agency in agencies_of_the_house()]
    return render(request, "portal/agencies.html", {"section": "agencies", "rows": rows})


@public_tables_only
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the flowchart and the step table of a procedure from the version that runs.

    In the words of the place; where the places of the house differ, of the one asked for.
    """
    running = procedures_running()
    shown = next((one for one in running if one.process.code == code), None)
    if shown is None:
        raise NotFound("没有公布这个办案程序。请从“办案流程”进入")
    drawn = wordings(shown.process, profiles_of_the_house()) or [Wording(shown.process, ("",))]
    asked = request.GET.get("place", "")
    wording = next((one for one in drawn if asked in one.places), drawn[0])
    process = wording.process
    paper = flowchart_svg(process, width="paper", named=True)
    context = {
        "section": "procedures",
        "procedure": shown,
        "procedures": [(one.process.code, one.process.name) for one in running],
        "place": wording.places[0],
        "places": [
            (one.places[0], "、".join(profile(code).name for code in one.places))
            for one in (drawn if len(drawn) > 1 else ())
        ],
        "main_line": main_line(process),
        "paper": paper,
        "fits": fits_a_page(paper),
        "phone": flowchart_svg(process, width="phone"),
        "sheets": flowchart_sheets(process),
        "steps": step_table(process),
        "invariants": shown.process.invariants,
    }
    return render(request, "portal/procedure.html", context)


@public_tables_only
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what is shown here, what is not and by which rule, and how to check."""
    context = {
        "section": "about",
        "key": verifier_key(),
        "checkpoint": newest_checkpoint(),
    }
    return render(request, "portal/about.html", context)


@public_tables_only
@require_safe
def not_yet(request: HttpRequest) -> HttpResponse:
    """Say what the platform cannot do yet."""
    return render(request, "portal/not_yet.html", {"section": "about", "areas": NOT_YET})


@public_tables_only
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the portal is used without mouse, eyes or script, and what is known to be lacking."""
    return render(request, "portal/accessibility.html", {"section": "about"})
