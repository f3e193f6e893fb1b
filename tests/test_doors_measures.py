"""Nothing is kept, taken or drawn past its condition: the door beside the services."""

from contextlib import nullcontext
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.disposal import held_items
from gongjian.cases.goods import goods_of
from gongjian.cases.measures import seizure_open
from gongjian.cases.models import GoodsDisposal, Handover
from gongjian.cases.queries import case_of
from gongjian.cases.recorded import lacking, unrecorded
from gongjian.cases.runs import MADE_UP
from gongjian.cases.services.measures import unlifted
from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.common.clock import HOME_ZONE, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.exante.testing import draw_check, objects_of, plan_check, publish_list
from gongjian.matters.limits import reckoned_anew
from gongjian.matters.models import LimitExtension, Matter, Step
from gongjian.payments.testing import register

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_beside import refused

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.tampers,
    pytest.mark.usefixtures("home"),
]


GOODS = (
    {
        "kind": "confiscate_goods",
        "detail": "废机油桶12只",
        "value_fen": 60_000,
        "value_basis": "发票",
    },
)
HANDED: dict[str, Any] = {
    "receiver": "邻市生态环境局",
    "facts": "已现场检查。",
    "reasons": "违法行为发生地在邻市。",
    "materials": "现场检查笔录",
}
CRIME: dict[str, Any] = {
    "suspected": "污染环境罪",
    "reasons": "排放有毒物质超过标准三倍以上。",
    "materials": "调查报告",
    "receiver": "青川市公安局",
}
WANTED: dict[str, Any] = {"items": "台账2册", "reason": "正在更换记录。"}


def made(cast: Cast, matter: Matter, kind: str, who: str, **values: Any) -> Document:
    if kind == "seizure-approval":
        values = story.made_up_for(matter) | values
    given = vars(typed_command(kind, cast.now)) | values
    if "party_name" in given:
        given["party_name"] = matter.party_name
    paper: Document = cast.do(who, act_code(kind), matter, **given)
    return paper


def allowed(cast: Cast, matter: Matter) -> None:
    cast.do("handler", "cases.propose_preservation", matter, **WANTED)
    cast.do("agency_head", "cases.approve_preservation", matter, opinion="同意。", **WANTED)


def after(matter: Matter, code: str) -> Step:
    last = Step.objects.filter(matter=matter).latest("seq")
    step: Step = copied(last, seq=last.seq + 1, code=code)
    return step


def assert_shut_to_the_handler(cast: Cast, matter: Matter, wrong: dict[str, Any]) -> None:
    """What the head approved, who asked for it does not take away."""
    with pytest.raises(RuleBroken, match="有权制作"):
        cast.do("handler", "documents.void_document", matter, **wrong)


def ended(matter: Matter) -> Step:
    return after(matter, "end_investigation")


def test_the_database_keeps_no_evidence_that_the_head_did_not_allow() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    allowed(cast, matter)
    notice = made(cast, matter, "preservation-notice", "handler")
    forged = copied(notice, token="forged", number="第9号", serial=9)

    assert "guarded table documents_document" in refused(forged)
    allowed(cast, matter)
    assert refused(forged) == ""


def test_the_database_lets_nobody_allow_what_nobody_asked_for() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    allowed(cast, matter)

    assert "guarded table matters_step" in refused(after(matter, "approve_preservation"))
    cast.do("handler", "cases.propose_preservation", matter, **WANTED)
    assert refused(after(matter, "approve_preservation")) == ""


def test_the_database_ends_no_investigation_over_a_seizure_that_nobody_allowed() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "urgent-seizure-decision", "handler")

    story.record_seizures(cast, matter)
    assert "guarded table matters_step" in refused(ended(matter))
    approval = made(cast, matter, "seizure-approval", "agency_head")
    assert refused(ended(matter)) == ""
    wrong: dict[str, Any] = {"document": approval.uid, "reason": "物品写错"}
    assert_shut_to_the_handler(cast, matter, wrong)
    cast.do("agency_head", "documents.void_document", matter, **wrong)
    assert "guarded table matters_step" in refused(ended(matter))


@pytest.mark.parametrize("code", ["suspend_case", "hand_over", "propose_crime_transfer", "mediate"])
def test_the_database_lets_no_case_go_on_over_a_seizure_that_nobody_allowed(code: str) -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "urgent-seizure-decision", "handler")

    assert "guarded table matters_step" in refused(after(matter, code))
    made(cast, matter, "seizure-approval", "agency_head")
    assert refused(after(matter, code)) == ""


@pytest.mark.parametrize(
    "code", ["terminate", "merge_case", "fulfil_mediation", "end_unpunished", "close"]
)
def test_the_database_ends_no_case_over_goods_that_are_held(code: str) -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "seizure-approval", "agency_head")
    made(cast, matter, "seizure-decision", "handler")

    assert "guarded table matters_step" in refused(after(matter, code))
    made(cast, matter, "seizure-release", "handler")
    allowed(cast, matter)
    made(cast, matter, "preservation-notice", "handler")
    assert "guarded table matters_step" in refused(after(matter, code))
    made(cast, matter, "preservation-disposal", "handler")
    assert refused(after(matter, code)) == ""


def runs(matter: Matter, code: str = "seize-limit") -> list[tuple[date, date]]:
    """Return since when and until when goods may be held, measure by measure."""
    rows = matter.deadlines.filter(code=code, state="open").order_by("starts_on")
    return list(rows.values_list("starts_on", "due_on"))


def test_each_seizure_has_its_own_approval_its_own_days_and_its_own_end() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "seizure-approval", "agency_head")
    early = cast.today - timedelta(1)
    with pytest.raises(InvalidInput, match="早于批准之日"):
        made(cast, matter, "seizure-decision", "handler", from_on=early)
    one = made(cast, matter, "seizure-decision", "handler", goods="废机油桶12只")
    first = cast.today
    # One approval allows one seizure.
    with pytest.raises(RuleBroken, match="批准"):
        made(cast, matter, "seizure-decision", "handler", goods="电机一台")
    forged = copied(one, token="forged", number="第9号", serial=9)
    assert "guarded table documents_document" in refused(forged)
    cast.wait(days=5)
    made(cast, matter, "seizure-approval", "agency_head")
    two = made(cast, matter, "seizure-decision", "handler", goods="电机一台")
    second = cast.today
    month = timedelta(30)
    assert runs(matter) == [(first, first + month), (second, second + month)]

    # What is lengthened is the one that the paper names, once.
    for number, told in (("第99号", InvalidInput), (one.number, None), (one.number, RuleBroken)):
        with pytest.raises(told) if told else nullcontext():
            made(cast, matter, "seizure-extension", "agency_head", seizure_number=number)
    assert runs(matter) == [(first, first + 2 * month), (second, second + month)]

    # One is given back, the other is still held.
    with pytest.raises(InvalidInput, match=two.number):
        made(cast, matter, "seizure-release", "handler", seizure_number="第99号")
    release = made(cast, matter, "seizure-release", "handler", seizure_number=one.number)
    assert runs(matter) == [(second, second + month)]
    assert unlifted(matter)
    assert "guarded table matters_step" in refused(after(matter, "close"))
    assert list(held_items(matter).values()) == ["电机一台"]
    # What is seized at once waits for its approval, whatever else is given back.
    urgent = made(cast, matter, "urgent-seizure-decision", "handler", goods="台账2册")
    both = copied(release, token="both", number="第8号", serial=8, data="{}")
    assert "guarded table documents_document" in refused(both)
    made(cast, matter, "seizure-release", "handler", seizure_number=two.number)
    assert "guarded table matters_step" in refused(ended(matter))
    assert matter.deadlines.filter(code="coercion.urgent_report", state="open").exists()
    made(cast, matter, "seizure-release", "handler", seizure_number=urgent.number)

    # Of each a record and a list are in the file before all goes on, be it given back or not.
    last = urgent
    for _ in range(6):
        assert "guarded table matters_step" in refused(ended(matter))
        assert last.number in unrecorded(matter)
        paper, (kind, *_rest) = lacking(matter)[0]
        with pytest.raises(InvalidInput, match=paper.number):
            made(cast, matter, kind, "handler", seizure_number="第99号")
        made(cast, matter, kind, "handler", seizure_number=paper.number)
    assert unrecorded(matter) == ""
    assert (runs(matter), unlifted(matter), refused(ended(matter))) == ([], "", "")
    assert refused(after(matter, "close")) == ""


def test_time_at_the_laboratory_belongs_to_the_seizure_whose_goods_are_tested() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    papers = []
    for _ in range(2):
        made(cast, matter, "seizure-approval", "agency_head")
        papers.append(made(cast, matter, "seizure-decision", "handler"))
        cast.wait(days=1)
    one, two = (paper.number for paper in papers)
    (first, second), month = runs(matter), timedelta(30)

    def told(kind: str, number: str) -> Document:
        return made(cast, matter, f"appraisal-{kind}-notice", "handler", seizure_number=number)

    made(cast, matter, "appraisal-commission", "handler")
    for wrong in ("", "第99号"):
        with pytest.raises(InvalidInput, match=one):
            told("period", wrong)
    told("period", "无")
    assert runs(matter) == [first, second]
    notice = told("period", one)
    # The older stands still, the newer runs on; both end their own way.
    assert runs(matter) == [second]
    silent = notice.data.replace(f'"seizure_number":"{one}"', '"seizure_number":""')
    forged = copied(notice, token="forged", number="第9号", serial=9, data=silent)
    assert "guarded table documents_document" in refused(forged)
    pause = matter.pauses.get(code="seize-limit")
    assert pause.starts_on == first[0]
    assert "guarded table matters_limitpause" in refused(
        copied(pause, starts_on=None, ground="other")
    )
    cast.wait(days=3)
    told("period", two)
    cast.wait(days=2)
    told("result", one)
    assert runs(matter) == [(first[0], first[0] + month + timedelta(5))]
    told("result", two)
    assert runs(matter)[1] == (second[0], second[0] + month + timedelta(2))


def test_seizures_of_one_day_have_days_an_extension_and_testing_time_of_their_own() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    papers = []
    for _ in range(2):
        made(cast, matter, "seizure-approval", "agency_head")
        papers.append(made(cast, matter, "seizure-decision", "handler"))
    one, two = (paper.number for paper in papers)
    day, month = cast.today, timedelta(30)

    def until(state: str = "open") -> dict[str, date]:
        rows = matter.deadlines.filter(code="seize-limit", state=state)
        return dict(rows.values_list("of_paper", "due_on"))

    assert until() == {one: day + month, two: day + month}
    # Neither without its paper, nor by another's, nor lengthened or tested for both at once.
    limit = matter.deadlines.get(code="seize-limit", of_paper=one)
    for wrong in ("", "第99号"):
        forged = copied(limit, starts_on=day + timedelta(1), of_paper=wrong)
        assert "guarded table matters_deadline" in refused(forged)
    made(cast, matter, "seizure-extension", "agency_head", seizure_number=one)
    granted = LimitExtension.objects.get(matter=matter)
    assert until() == {one: day + 2 * month, two: day + month}
    for wrong in ("", "第99号"):
        forged = copied(granted, number=2, of_paper=wrong)
        assert "guarded table matters_limitextension" in refused(forged)

    cast.wait(days=1)
    made(cast, matter, "appraisal-commission", "handler")
    made(cast, matter, "appraisal-period-notice", "handler", seizure_number=two)
    assert (until(), until("paused")) == ({one: day + 2 * month}, {two: day + month})
    pause = matter.pauses.get(code="seize-limit")
    assert "guarded table matters_limitpause" in refused(copied(pause, of_paper="", ground="x"))
    cast.wait(days=4)
    made(cast, matter, "appraisal-result-notice", "handler", seizure_number=two)
    spent = timedelta(4)
    assert until() == {one: day + 2 * month, two: day + month + spent}

    # Pages, inbox and reckoning tell whose days they are; what is told can be reckoned again.
    for running in matter.deadlines.filter(code="seize-limit", state="open"):
        assert running.of_paper in running.label
        assert running.of_paper in running.explanation[0]
        anew = reckoned_anew(matter, running)
        told = (anew.label, anew.due_on, anew.explanation)
        assert told == (running.label, running.due_on, running.explanation)
    assert [(held.paper.number, held.until) for held in goods_of(matter)] == []
    story.sign_papers(cast, matter)
    assert {held.paper.number: held.until for held in goods_of(matter)} == until()
    made(cast, matter, "seizure-release", "handler", seizure_number=one)
    assert until() == {two: day + month + spent}


def test_the_database_counts_the_days_at_home_of_a_late_extension() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "seizure-approval", "agency_head")
    one = made(cast, matter, "seizure-decision", "handler")
    due = runs(matter)[0][1]
    made(cast, matter, "seizure-extension", "agency_head", seizure_number=one.number)
    granted = LimitExtension.objects.get(matter=matter)
    later = runs(matter)[0][1]
    assert later > due
    night = datetime.combine(later, time(23, 59, 59), HOME_ZONE)

    assert refused(copied(granted, number=2, at=night)) == ""
    over = copied(granted, number=2, at=night + timedelta(seconds=1))
    assert "guarded table matters_limitextension" in refused(over)


def test_what_was_seized_at_once_is_approved_by_its_own_paper_and_in_its_own_hours() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    hours = matter.deadlines.filter(code="coercion.urgent_report", state="open")
    one = made(cast, matter, "urgent-seizure-decision", "handler")
    first = hours.get().due_at
    cast.wait(hours=3)
    two = made(cast, matter, "urgent-seizure-decision", "handler")
    assert hours.get().due_at == first
    prior = {"urgent": "事先报批", "seizure_number": ""}

    for wrong, told in (
        ({"seizure_number": ""}, one.number),
        ({"seizure_number": "第99号"}, two.number),
        (prior | {"seizure_number": one.number}, "事先报批的不填"),
    ):
        with pytest.raises(InvalidInput, match=told):
            made(cast, matter, "seizure-approval", "agency_head", **wrong)
    approval = made(cast, matter, "seizure-approval", "agency_head")
    # The second waits for its own, within hours of its own.
    assert hours.get().due_at == two.made_at + timedelta(hours=24)
    assert seizure_open(matter)
    other = approval.data.replace(one.number, "第99号")
    forged = copied(approval, token="forged", data=other)
    assert "guarded table documents_document" in refused(forged)
    made(cast, matter, "seizure-approval", "agency_head")
    assert not hours.exists()
    with pytest.raises(InvalidInput, match="没有等待补办"):
        made(cast, matter, "seizure-approval", "agency_head", urgent=MADE_UP)

    # Neither allows another seizure; one given before does.
    with pytest.raises(RuleBroken, match="补办的批准只对当场实施的那一份有效"):
        made(cast, matter, "seizure-decision", "handler")
    made(cast, matter, "seizure-approval", "agency_head", **prior)
    taken = made(cast, matter, "seizure-decision", "handler")
    forged = copied(taken, token="forged", number="第9号", serial=9)
    assert "guarded table documents_document" in refused(forged)


def test_one_disposal_deals_with_the_evidence_of_one_notice() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    papers = []
    for _ in range(2):
        allowed(cast, matter)
        papers.append(made(cast, matter, "preservation-notice", "handler"))
        cast.wait(days=1)
    given = {"preservation_number": papers[1].number}
    assert len(runs(matter, "preserve-limit")) == 2

    made(cast, matter, "preservation-disposal", "handler", **given)

    ((began, _),) = runs(matter, "preserve-limit")
    assert began == local_date(papers[0].made_at)
    assert unlifted(matter)
    assert "guarded table matters_step" in refused(after(matter, "terminate"))
    made(cast, matter, "preservation-disposal", "handler")
    assert (runs(matter, "preserve-limit"), unlifted(matter)) == ([], "")
    assert refused(after(matter, "terminate")) == ""


def confiscating(cast: Cast) -> Matter:
    """Return a case whose decision takes some of the goods that are held."""
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "seizure-approval", "agency_head")
    made(cast, matter, "seizure-decision", "handler", goods="废机油桶 12只\n台账 2册")
    story.investigate(cast, matter, items=GOODS)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    return matter


def fates(matter: Matter, *ways: tuple[str, str]) -> dict[str, Any]:
    things = held_items(matter)
    rows = [{"item": i, "way": w, "note": n} for i, (w, n) in zip(things, ways, strict=False)]
    return {"goods": tuple(rows), "opinion": "依法处理。"}


def test_what_is_confiscated_closes_no_case_while_other_things_are_held() -> None:
    cast = make_cast()
    matter = confiscating(cast)
    every = fates(matter, ("confiscate", ""), ("return", "吴示例"))
    assert unlifted(matter)
    assert "guarded table matters_step" in refused(after(matter, "close"))

    with pytest.raises(InvalidInput, match="台账 2册"):
        cast.do("agency_head", "cases.dispose_goods", matter, **fates(matter, ("confiscate", "")))
    cast.do("agency_head", "cases.dispose_goods", matter, **every)
    story.sign_papers(cast, matter)
    register(cast, matter)

    assert unlifted(matter) == ""
    assert refused(after(matter, "close")) == ""
    (told,) = goods_of(matter)
    assert not told.held
    assert [(item.name, item.more) for item in told.items] == [
        ("废机油桶 12只", "没收（按处罚决定）"),
        ("台账 2册", "发还，吴示例"),
    ]


def test_a_part_goes_back_and_the_rest_stays_held_with_its_days() -> None:
    cast = make_cast()
    matter = confiscating(cast)
    held = runs(matter)
    drums, books = ({"name": "废机油桶 12只"},), ({"name": "台账 2册"},)
    part: dict[str, Any] = {"extent": "部分解除，其余继续查封（扣押）", "goods": books}

    def release(**said: Any) -> Document:
        return made(cast, matter, "seizure-release", "handler", **said)

    for wrong, told in (
        (part, "继续查封、扣押的财物"),
        (part | {"rest": ({"name": "铁桶"},)}, "废机油桶 12只没有写明"),
        (part | {"rest": (*drums, {"name": "铁桶"})}, "铁桶不在清单上"),
        ({"goods": books}, "废机油桶 12只没有写明"),
        ({"goods": books, "rest": drums}, "全部解除的不填"),
    ):
        with pytest.raises(InvalidInput, match=told):
            release(**wrong)
    paper = release(**part, rest=drums)

    assert (runs(matter), list(held_items(matter).values())) == (held, ["废机油桶 12只"])
    assert unlifted(matter)
    assert "guarded table matters_step" in refused(after(matter, "terminate"))
    silent = paper.data.replace('"rest":[', '"rests":[')
    forged = copied(paper, token="forged", number="第9号", serial=9, data=silent)
    assert "guarded table documents_document" in refused(forged)
    story.sign_papers(cast, matter)
    (told_of,) = goods_of(matter)
    assert [item.name for item in told_of.back] == ["台账 2册"]
    assert told_of.end is None

    release(goods=drums)
    assert (runs(matter), unlifted(matter), refused(after(matter, "terminate"))) == ([], "", "")


def test_the_database_confiscates_by_decision_only_and_collects_for_the_police_only() -> None:
    cast = make_cast()
    matter = confiscating(cast)
    every = fates(matter, ("confiscate", ""), ("return", "吴示例"))
    cast.do("agency_head", "cases.dispose_goods", matter, **every)
    taken = GoodsDisposal.objects.get(way="confiscate")
    other = file_case(cast, open_case(cast))

    told = {
        "no decision": refused(copied(taken, case_id=case_of(other).pk)),
        "collected": refused(copied(taken, way="collect", note="第十一条")),
        "to nobody": refused(copied(taken, way="return")),
    }

    assert [name for name, said in told.items() if not said] == []
    assert "goods_disposal_says_to_whom_or_why" in told["to nobody"]
    assert refused(copied(taken)) == ""


def test_no_door_disposes_of_goods_wrongly() -> None:
    cast = make_cast(accounts=True)
    matter = confiscating(cast)
    whole = as_json(fates(matter, ("confiscate", ""), ("return", "吴示例")))
    part = as_json(fates(matter, ("confiscate", "")))
    nobody = as_json(fates(matter, ("confiscate", ""), ("return", "")))
    police = as_json(fates(matter, ("confiscate", ""), ("collect", "第十一条")))

    with told_by(cast):
        for office, values, status in (
            ("handler", whole, 403),
            ("agency_head", part, 422),
            ("agency_head", nobody, 422),
            ("agency_head", police, 422),
        ):
            tried = Attempt(cast.people[office], "cases.dispose_goods", values, matter)
            assert_shut(tried, status)


def test_the_database_hands_no_case_over_without_what_is_held_in_it() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    allowed(cast, matter)
    made(cast, matter, "preservation-notice", "handler")
    cast.do("agency_head", "cases.hand_over", matter, goods="台账2册", **HANDED)

    row = Handover.objects.get()

    assert "guarded table cases_handover" in refused(copied(row, goods=""))


def test_the_database_takes_no_answer_of_the_police_before_their_receipt() -> None:
    cast = make_cast()
    matter = story.investigate(cast, file_case(cast, open_case(cast)))
    cast.do("handler", "cases.propose_crime_transfer", matter, **CRIME)
    cast.do("agency_head", "cases.approve_crime_transfer", matter, opinion="同意。")

    for code in ("police_accepts", "police_returns", "record_police_refusal"):
        assert "guarded table matters_step" in refused(after(matter, code))
    got: dict[str, Any] = {"received_on": cast.today, "received_by": "警示例"}
    cast.do("handler", "cases.record_crime_receipt", matter, **got)
    assert refused(after(matter, "police_accepts")) == ""


def test_no_door_leaves_anything_held_or_answers_before_the_receipt() -> None:
    cast = make_cast(accounts=True)
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "seizure-approval", "agency_head")
    made(cast, matter, "seizure-decision", "handler")
    other = story.investigate(cast, file_case(cast, open_case(cast)))
    cast.do("handler", "cases.propose_crime_transfer", other, **CRIME)
    cast.do("agency_head", "cases.approve_crime_transfer", other, opinion="同意。")
    ended = {"ground": "party_gone", "progress": "已调查。", "reasons": "当事人死亡。"}
    beside = file_case(cast, open_case(cast))
    merged = {"target": str(beside.uid), "reason": "同一行为。"}
    said = {"answered_on": cast.today, "number": "1号", "note": "已审查。"}

    with told_by(cast):
        for office, code, values, one, status in (
            ("agency_head", "cases.terminate", ended, matter, 409),
            ("agency_head", "cases.merge_case", merged, matter, 409),
            ("agency_head", "cases.hand_over", HANDED, matter, 422),
            ("handler", "cases.police_accepts", said, other, 409),
        ):
            assert_shut(Attempt(cast.people[office], code, as_json(values), one), status)


def test_the_database_draws_from_no_pool_that_is_not_public() -> None:
    cast = make_cast()
    plan = plan_check(cast)
    publish_list(cast, "check-plans")
    hidden = plan_check(cast, objects="\n".join(objects_of(12)))
    drawn = draw_check(cast, plan)

    assert "guarded table exante_checkdraw" in refused(copied(drawn, plan_id=hidden.pk))
    publish_list(cast, "check-plans")
    assert refused(copied(drawn, plan_id=hidden.pk)) == ""


def test_no_door_keeps_or_ends_what_the_head_did_not_allow() -> None:
    cast = make_cast(accounts=True)
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "urgent-seizure-decision", "handler")
    story.inspect(cast, matter)
    story.propose(cast, matter)
    notice = asdict(typed_command("preservation-notice", cast.now))
    tried = [
        ("handler", act_code("preservation-notice"), notice),
        ("agency_head", "cases.approve_preservation", WANTED | {"opinion": "同意。"}),
        ("handler", "cases.end_investigation", {"summary": "事实清楚。"}),
    ]

    with told_by(cast):
        for office, code, values in tried:
            assert_shut(Attempt(cast.people[office], code, as_json(values), matter), 409)
