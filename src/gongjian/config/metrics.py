"""Figures for the machine's keepers: `/metrics` in the text of Prometheus. Names of nobody in it.

Requests are counted as they are answered, in files that the processes of `gongjian serve` share;
the other figures are asked of the database when somebody looks.
"""

import hmac
import ipaddress
import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from gongjian.channels.queries import outbox_depth, troubles
from gongjian.common import clock as clocks
from gongjian.jobs import queries as jobs
from gongjian.ledger import queries as ledger
from gongjian.matters.queries import deadline_counts

SHARED = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10)
# Behind a proxy everybody comes from the loopback address: then only the token opens.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO")
_own = CollectorRegistry()
ANSWERS = Counter(
    "gongjian_answers",
    "Answers by route, method and status",
    ["route", "method", "status"],
    registry=_own,
)
SECONDS = Histogram(
    "gongjian_answer_seconds",
    "Time until the answer was made, by part of the house",
    ["part"],
    buckets=BUCKETS,
    registry=_own,
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Counted:
    """Counts every answer by the name of its route, never by its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and count what came of it."""
        began = time.perf_counter()
        response = self.get_response(request)
        known = request.resolver_match
        route = (known.view_name if known else "") or "none"
        method = request.method if request.method in METHODS else "other"
        ANSWERS.labels(route, method, str(response.status_code)).inc()
        SECONDS.labels(route.partition(":")[0]).observe(time.perf_counter() - began)
        return response


class House(Collector):
    """What the database knows of the state of the house; ten queries."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures of this moment."""
        machine, now = clocks.Clock().now(), clocks.current().now()
        open_, overdue = deadline_counts(clocks.local_date(now))
        newest, failing = ledger.newest_checkpoint(), troubles()
        figures = (
            ("jobs_waiting", "Jobs that are due", jobs.depth(machine)),
            ("jobs_oldest_seconds", "Wait of the oldest due job", _seconds(jobs.lag(machine))),
            ("jobs_dead", "Jobs that were given up", jobs.dead()),
            ("outbox_waiting", "Published items not yet acknowledged", outbox_depth()),
            ("channels_failing", "Channels whose last push failed", failing["channels"]),
            ("witnesses_failing", "Witnesses not reached at the last try", failing["witnesses"]),
            ("witness_alarms", "Witnesses who hold another log than ours", failing["alarms"]),
            ("deadlines_open", "Open deadlines of the authority", open_),
            ("deadlines_overdue", "Open deadlines of the authority run out", overdue),
            (
                "checkpoint_size",
                "Entries under the newest checkpoint",
                newest.size if newest else 0,
            ),
            (
                "checkpoint_lag_seconds",
                "Wait of the oldest entry that no checkpoint covers",
                _seconds(ledger.sealing_lag(now)),
            ),
            (
                "clock_behind_seconds",
                "By how much the clock lags behind the newest entries of the log",
                _seconds(ledger.clock_behind(now)),
            ),
        )
        for name, told, value in figures:
            yield GaugeMetricFamily(f"gongjian_{name}", told, value=value)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Hand out the figures to this machine itself or to who has the token; 404 to others."""
    if not _admitted(request):
        raise Http404
    registry = CollectorRegistry()
    if not settings.GONGJIAN_APART:  # a portal of its own sees none of these tables
        registry.register(House())
    if os.environ.get(SHARED):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        said = generate_latest(registry)
    else:
        said = generate_latest(registry) + generate_latest(_own)
    return HttpResponse(
        said, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


def _admitted(request: HttpRequest) -> bool:
    token = settings.GONGJIAN_METRICS_TOKEN
    sent = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
        return True
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _seconds(passed: timedelta) -> float:
    return passed.total_seconds()
