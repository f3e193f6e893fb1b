"""What grows with the number of cases: the same reads and acts, on few and on many.

The few are seeded with their ledger entries; the many are copies of them (`volume`), so that both
have the same shape: five agencies, in each of which one handler leads every case, which is far
more than one person ever has.
"""

import itertools
import shutil
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from django.db.models import Model
from django.test import Client
from django.test.utils import override_settings

from gongjian.accounts.models import User
from gongjian.cases import testing as story
from gongjian.cases.models import Case, Decision, Review
from gongjian.cases.testing import Cast, decided_case
from gongjian.common.indexes import forget
from gongjian.insight.building import build
from gongjian.insight.models import CountedAct, CountedDecision
from gongjian.insight.tables import report_def
from gongjian.ledger.models import Stream
from gongjian.matters.models import Deadline, Matter, Step, Todo
from gongjian.orgs.testing import PASSWORD, make_officer
from gongjian.parties.models import Party
from gongjian.publicity.testing import publish
from gongjian.workbench.finding import WORK, keep_up

from .meter import Figure, cpu, per_call
from .volume import highest, multiply

MODELS: tuple[type[Model], ...] = (Stream, Party, Matter, Case, Step, Deadline, Todo)
BOUND = 1.5
# Kinds of penalty in three parts, so that the report has more than one line.
KINDS = (
    "CASE n.x %% 3 WHEN 0 THEN 'fine' WHEN 1 THEN 'warning,fine' ELSE 'fine,confiscate_gain' END"
)
Work = Callable[[], Any]


def growth(cast: Cast, count: int) -> Iterator[Figure]:
    """Measure on what is there, copy it until there are `count` cases, and measure again."""
    few = Matter.objects.count()
    if count < 2 * few:
        return
    rows = {model: _ends(model) for model in MODELS}
    with override_settings(GONGJIAN_SEARCH=True):
        yield from _grown(cast, few, count, rows)


def _grown(
    cast: Cast, few: int, count: int, rows: dict[type[Model], tuple[int, int]]
) -> Iterator[Figure]:
    keep_up()
    works = dict(_works(cast))
    before = {name: per_call(work, times=times)[0] for name, (work, times) in works.items()}
    began = perf_counter()
    multiply(rows, count // few - 1)
    took, many = perf_counter() - began, Matter.objects.count()
    yield Figure("growth_copying", took, "s", None, note=f"{few:,} 件复制到 {many:,} 件")
    yield Figure("growth_indexing", _indexed_anew(many), "per s", None, note="案件检索的索引")
    for name, (work, times) in works.items():
        spent, sent = per_call(work, times=times)
        note = f"{few:,} 件 {before[name]:.2f} ms；{many:,} 件 {spent:.2f} ms"
        yield Figure(
            f"growth_{name}", spent / before[name], "times", BOUND, statements=sent, note=note
        )


def _indexed_anew(many: int) -> float:
    """Make the index of the workbench anew, as copies have no entries; return cases per second."""
    shutil.rmtree(WORK.home())
    forget()
    began = perf_counter()
    keep_up()
    return many / (perf_counter() - began)


def _ends(model: Any) -> tuple[int, int]:
    """Return the first and last id of what belongs to cases: agencies have streams too."""
    if model is not Stream:
        return 1, highest(model)
    first = Party.objects.order_by("stream").values_list("stream", flat=True).first()
    last = Matter.objects.order_by("-stream").values_list("stream", flat=True).first()
    assert first is not None
    assert last is not None
    return first, last


def _works(cast: Cast) -> Iterator[tuple[str, tuple[Work, int]]]:
    """Yield what is measured, with how often: reads of pages by several offices, then acts."""
    head, handler = _signed_in(cast.people["agency_head"]), _signed_in(cast.people["handler"])
    unit_head = _signed_in(cast.people["unit_head"])
    reviewer = _signed_in(cast.people["legal_reviewer"])
    supervisor = _signed_in(make_officer(cast.agency, roles=("supervisor",), account=True))
    open_ = Matter.objects.filter(agency=cast.agency, marking=["investigating"]).order_by("id")
    matter = open_.first()
    assert matter is not None
    for name, client, path in (
        ("list_head", head, "/staff/matters/"),
        ("list_handler", handler, "/staff/matters/"),
        ("list_unit_head", unit_head, "/staff/matters/"),
        ("list_reviewer", reviewer, "/staff/matters/"),
        ("list_supervisor", supervisor, "/staff/matters/"),
        ("list_open", head, "/staff/matters/?state=open"),
        ("list_near", head, "/staff/matters/?state=near"),
        ("list_late", head, "/staff/matters/?state=late"),
        ("list_found", head, "/staff/matters/?q=基准企业0007"),
        ("list_not_found", head, "/staff/matters/?q=没有这样的词"),
        ("list_json", head, "/api/v1/matters"),
        ("inbox_head", head, "/staff/"),
        ("inbox_handler", handler, "/staff/"),
        ("inbox_unit_head", unit_head, "/staff/"),
        ("inbox_reviewer", reviewer, "/staff/"),
        ("inbox_supervisor", supervisor, "/staff/"),
        ("case_page", handler, f"/staff/matters/{matter.uid}/"),
        ("case_json", handler, f"/api/v1/matters/{matter.uid}"),
    ):
        yield name, (_reading(client, path), 15)
    yield "create", (_creating(cast), 12)
    yield "step", (_stepping(cast), 12)


def _signed_in(officer: Any) -> Client:
    user = officer.user
    assert isinstance(user, User)
    client = Client(headers={"host": "127.0.0.1"})
    answer = client.post("/staff/sign-in", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.status_code
    return client


def _reading(client: Client, path: str) -> Work:
    def read() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    return read


def _creating(cast: Cast) -> Work:
    return lambda: story.open_case(cast)


def _stepping(cast: Cast) -> Work:
    matter = story.file_case(cast, story.open_case(cast))
    number = itertools.count(1)

    def step() -> None:
        cast.do(
            "handler",
            "cases.add_evidence",
            matter,
            kind="documentary",
            self_recorded="no",
            name=f"单据{next(number)}",
            proves="数量",
            obtained_on=cast.today,
            obtained_from="当事人",
        )

    return step


def annual(cast: Cast, count: int) -> Iterator[Figure]:
    """Put the yearly report together over `count` decisions of one agency in one year.

    One decision is made and published by the acts, then copied with its case, its review and what
    else the report counts of it.
    """
    matter = decided_case(cast)
    publish(cast, matter)
    decision = Decision.objects.get(case__matter=matter)
    rows: dict[Any, int] = {
        Stream: matter.stream_id,
        Matter: matter.pk,
        Case: decision.case_id,
        Decision: decision.pk,
        CountedDecision: CountedDecision.objects.get(decision=decision).pk,
    }
    if decision.review_id is not None:
        rows[Review] = decision.review_id
    own = {
        CountedAct: {"row_id": f"{10**9} + n.x"},
        CountedDecision: {"kinds": KINDS},
        Decision: {"document_id": f"{10**12} + n.x", "number": "p.number || '-' || n.x"},
        Matter: {"number": "p.number || '-' || n.x"},
    }
    spans = {model: (pk, pk) for model, pk in rows.items()}
    done = CountedAct.objects.filter(matter=matter).order_by("pk").values_list("pk", flat=True)
    spans[CountedAct] = (min(done), max(done))
    multiply(spans, count, own)
    with cpu() as used:
        began = perf_counter()
        built = build(cast.agency, decision.decided_on.year, {}, report_def())
        wall, spent = perf_counter() - began, used()
    total = next(t for t in built.tables if t["code"] == "T2")["rows"][0]["cells"]["T2.total"]["n"]
    assert total > count, total
    note = f"{total:,} 件决定，一机关一年，四张表和文字说明；CPU {spent:.2f} 秒"
    yield Figure("annual_report", wall, "s", 5, note=note)
