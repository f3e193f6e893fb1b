"""The yearly report: drafted, approved by another, public; recomputed from the open data."""

import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases.models import Decision
from gongjian.cases.testing import Cast, make_cast
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.insight import tallying
from gongjian.insight.counting import penalties
from gongjian.insight.models import AnnualReport, CountedDecision, PublicReport
from gongjian.insight.queries import duties
from gongjian.insight.services import SamePerson, StatedFigure, StatedSum, WholeFigure
from gongjian.insight.tables import report_def
from gongjian.jurisdiction.profiles import profiles
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_agency
from gongjian.publicity.models import PublicItem
from gongjian.publicity.testing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
# The reader's own rule, written again from the note under table 2.
ORDER = ["warning", "criticism", "fine", "confiscate_gain", "confiscate_goods"]
COLUMN = {
    "warning": "T2.warning",
    "criticism": "T2.criticism",
    "fine": "T2.fine",
    "confiscate_gain": "T2.confiscation",
    "confiscate_goods": "T2.confiscation",
}
BOTH = (
    {"kind": "confiscate_gain", "amount_fen": 40_000},
    {"kind": "fine", "amount_fen": 100_000},
)


def decided(cast: Cast, items: Any = story.FINE, **values: Any) -> Matter:
    matter = story.open_case(cast, **values)
    story.file_case(cast, matter)
    story.investigate(cast, matter, items=items)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    return story.deliver(cast, matter)


def recomputed(text: str, agency: str) -> Counter[str]:
    """Count what the exported lines tell, as a reader of the note would."""
    cells: Counter[str] = Counter()
    for line in map(json.loads, text.splitlines()):
        if line["agency"] != agency or line["decided_on"][:4] != "2026" or not line["kinds"]:
            continue
        cells[COLUMN[max(line["kinds"], key=ORDER.index)]] += 1
        cells["T2.total"] += 1
        cells[f"T2.{line['procedure']}"] += 1
        cells["T2.money"] += line["fine_fen"] + line["confiscated_fen"]
    return cells


def exported() -> str:
    return b"".join(Client().get("/data/decisions.jsonl")).decode()


def withdraw(cast: Cast, item: PublicItem) -> None:
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        item.decision.case.matter,
        item=item.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="处罚决定已被依法撤销。",
    )


def taken_back(cast: Cast) -> None:
    """Issue a decision and take it back before it reaches anybody."""
    matter = story.file_case(cast, story.open_case(cast))
    story.inform(cast, story.investigate(cast, matter))
    story.decide(cast, story.let_time_run(cast, matter))
    assert CountedDecision.objects.filter(decision__case__matter=matter).exists()
    cast.do("agency_head", "cases.void_decision", matter, reason="日期写错。")


def counted_slowly(cast: Cast) -> dict[str, Counter[str]]:
    """Count the year by walking through every decision: drafts for what is closed, else texts."""
    cells: dict[str, Counter[str]] = defaultdict(Counter)
    for decision in Decision.objects.filter(void=False, draft__proposal="penalty"):
        items = PublicItem.objects.filter(decision=decision)
        live = items.filter(state="live").first()
        share = "public" if live else "gone" if items else "closed"
        kinds = [i["kind"] for i in decision.draft.items]
        fen = sum(i["amount_fen"] or 0 for i in decision.draft.items)
        if live:
            kinds = live.data["kinds"]
            fen = live.data["fine_fen"] + live.data["confiscated_fen"]
        cells[COLUMN[max(kinds, key=ORDER.index)]][share] += 1
        cells["T2.total"][share] += 1
        cells["T2.ordinary" if decision.on_spot_id is None else "T2.summary"][share] += 1
        cells["T2.money"][share] += fen
    return cells


def assert_counted_as_counting_slowly_does(cast: Cast) -> None:
    """Compare what the acts kept with a walk; then lose it, spoil it, and put it right again."""
    slowly = counted_slowly(cast)
    counted = partial(penalties, [cast.agency], 2026, report_def())
    assert slowly["T2.total"] == Counter(public=2, gone=1, closed=1)
    assert counted() == {cast.agency.uid: slowly}
    assert tallying.recount() == 0

    CountedDecision.objects.filter(share="public").delete()
    CountedDecision.objects.filter(share="gone").update(share="closed", fen=1)
    assert tallying.recount() == 3
    assert counted() == {cast.agency.uid: slowly}

    CountedDecision.objects.all().delete()
    import_module("gongjian.insight.migrations.0003_counted_decision").fill(apps, None)
    assert counted() == {cast.agency.uid: slowly}
    assert tallying.recount() == 0


@pytest.mark.requirement("P16")
def test_figures_are_frozen_and_anyone_recomputes_them_from_the_open_data() -> None:
    cast = make_cast()
    publish(cast, decided(cast))
    publish(cast, decided(cast, BOTH, party=story.PERSON))
    withdraw(cast, publish(cast, decided(cast)))
    decided(cast)
    taken_back(cast)
    assert_counted_as_counting_slowly_does(cast)

    report = cast.do(
        "publisher",
        "insight.draft_report",
        year=2026,
        stated=(StatedFigure(item="T4.confirmations", count=7),),
        whole=(WholeFigure(column="T4.inspections", count=12, reason="乡镇的检查记在纸上。"),),
        sums=(StatedSum(item="T4.rewards", amount_fen=300_000),),
    )

    cells = cell_table(report, "T2")
    mine = recomputed(exported(), cast.agency.name)
    public = {code: cell["public"] for code, cell in cells.items() if "public" in cell}
    assert +mine == Counter({code: n for code, n in public.items() if n})
    assert mine["T2.money"] == 5_212_000 + 140_000
    assert cells["T2.total"] == {"n": 4, "public": 2, "gone": 1, "closed": 1}
    assert cells["T2.confiscation"]["n"] == 1
    assert cells["T2.fine"]["n"] == 3
    assert cell_table(report, "T4")["T4.confirmations"] == {"n": 7}
    added = {"counted": 1, "beyond": 11, "reason": "乡镇的检查记在纸上。"}
    assert cell_table(report, "T4")["T4.inspections"] == {"n": 12} | added
    assert cell_table(report, "T4")["T4.rewards"] == {"n": None, "fen": 300_000}
    assert "行政处罚决定4件" in report.analysis

    assert_goes_its_way(cast, report)


def cell_table(report: AnnualReport, code: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = next(
        t["rows"][0]["cells"] for t in report.tables if t["code"] == code
    )
    return found


def assert_goes_its_way(cast: Cast, report: AnnualReport) -> None:
    """Approve by another person, publish after the year, read on the portal."""
    with pytest.raises(RuleBroken, match="已有一稿"):
        cast.do("publisher", "insight.draft_report", year=2026)
    with pytest.raises(NotAllowed):
        cast.do("publisher", "insight.approve_report", report=report.uid, opinion="同意")
    cast.people["agency_head"], head = cast.people["publisher"], cast.people["agency_head"]
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).update(checked_by=report.drafted_by)
    cast.people["agency_head"] = head
    cast.do("agency_head", "insight.approve_report", report=report.uid, opinion="同意公开。")
    with pytest.raises(RuleBroken, match="还没有结束"):
        cast.do("publication_checker", "insight.publish_report", report=report.uid)
    cast.now = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
    cast.do("publication_checker", "insight.publish_report", report=report.uid)
    public, client = PublicReport.objects.get(), Client()

    assert (public.due_on, public.digest) == (date(2027, 1, 31), report.digest)
    page = client.get(f"/annual/{public.uid}").content.decode()
    assert "没收违法所得、没收非法财物" in page
    assert report.digest in page
    assert str(public) in client.get("/annual/").content.decode()
    rows = client.get(f"/annual/{public.uid}.csv").content.decode().splitlines()
    name = cast.agency.name
    assert f"T2,T2.total,合计,{name},4,2,1,1,,,," in rows
    told = client.get(f"/annual/{public.uid}.json").json()
    assert (told["sha256"], told["tables"]) == (report.digest, report.tables)
    assert client.get(f"/annual/{report.uid}").status_code == 404


def test_who_drafted_cannot_approve_even_as_head_and_a_returned_round_is_drafted_anew() -> None:
    cast = make_cast()
    first = cast.do("publisher", "insight.draft_report", year=2025)
    assert "没有作出行政处罚决定" in first.analysis
    cast.do("agency_head", "insight.return_report", report=first.uid, opinion="补填检查次数")
    second = cast.do("publisher", "insight.draft_report", year=2025, analysis="自拟说明。")
    assert (second.round, second.analysis) == (2, "自拟说明。")
    actor = cast.actor("agency_head")
    cast.actors["agency_head"] = type(actor)(
        **{f: getattr(actor, f) for f in actor.__dataclass_fields__ if f != "officer"},
        officer=cast.people["publisher"].pk,
    )
    with pytest.raises(SamePerson):
        cast.do("agency_head", "insight.approve_report", report=second.uid, opinion="同意")
    wrong: tuple[dict[str, Any], ...] = (
        {"stated": (StatedFigure(item="T2.fine", count=1),)},
        {"stated": (StatedFigure(item="T1.applied", count=1),) * 2},
        {"sums": (StatedSum(item="T1.applied", amount_fen=5),)},
        {"stated": (StatedFigure(item="T1.granted", count=1),)},
    )
    for values in wrong:
        with pytest.raises(InvalidInput) as told:
            cast.do("publisher", "insight.draft_report", year=2024, **values)
        assert set(told.value.fields) <= {"stated", "sums"}


@pytest.mark.parametrize(
    ("profile", "days"),
    [
        ("national", ["2027-01-31", "2027-01-31", "2027-01-31"]),
        ("dazhou", ["2027-01-31", "2027-01-10", "2027-01-31"]),
        ("huainan", ["2027-01-31", "2027-01-20", "2027-01-20"]),
        ("kunming", ["2026-12-15", "2026-12-15", "2027-01-31"]),
    ],
)
def test_the_days_on_which_it_is_due_are_those_of_the_place(profile: str, days: list[str]) -> None:
    assert profile in {known.code for known in profiles()}

    found = duties(make_agency(profile=profile), 2026, date(2027, 1, 15))

    assert [duty.due_on.isoformat() for duty in found] == days
    assert [duty.late for duty in found] == [day < "2027-01-15" for day in days]
