"""For machines: is the house well, and what may search engines read."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gongjian.channels.queries import troubles
from gongjian.common import clock as clocks
from gongjian.jobs import queries as jobs
from gongjian.ledger import queries as ledger

JOBS_MAY_WAIT = timedelta(minutes=5)
SEALING_MAY_WAIT = timedelta(minutes=1)
# Several machines never tell quite the same time.
CLOCK_MAY_LAG = timedelta(minutes=1)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, worker, sealing and clock are well, 503 with what is not."""
    now = clocks.current().now()
    try:
        waiting = jobs.lag(clocks.Clock().now())
        sealing = ledger.sealing_lag(now)
        behind = ledger.clock_behind(now)
        dead = jobs.dead()
        failing = troubles()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    checks = {
        "database": True,
        "jobs": waiting <= JOBS_MAY_WAIT,
        "sealing": sealing <= SEALING_MAY_WAIT,
        "clock": behind <= CLOCK_MAY_LAG,
    }
    figures = {
        "job_lag_seconds": int(waiting.total_seconds()),
        "sealing_lag_seconds": int(sealing.total_seconds()),
        "clock_behind_seconds": int(behind.total_seconds()),
        "dead_jobs": dead,
        # Told, no reason for 503: those outside could otherwise take the house from the net.
        "channels_failing": failing["channels"],
        "witnesses_failing": failing["witnesses"],
        "witness_alarms": failing["alarms"],
    }
    well = all(checks.values())
    return JsonResponse({"ok": well, **checks, **figures}, status=200 if well else 503)


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200 while a portal of its own reaches its database; it sees no jobs and no outbox."""
    try:
        size = ledger.newest_checkpoint()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    return JsonResponse({"ok": True, "database": True, "checkpoint": size.size if size else 0})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the portal, not the workbench, the log's tiles or proofs."""
    lines = [
        "User-agent: *",
        "Disallow: /staff/",
        "Disallow: /log/",
        "Disallow: /d/",
        "Disallow: /o/",
    ]
    lines += ["Disallow: /verify/", "Disallow: /api/"]
    lines += ["Disallow: /data/decisions", "Disallow: /data/rulings"]
    lines += [f"Sitemap: {settings.GONGJIAN_PUBLIC_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
