"""An application for review handed to the agency that decided: clocked, passed on, or settled."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases.queries import case_number
from gongjian.cases.testing import Cast
from gongjian.cases.testing_monitoring import monitored
from gongjian.common import clock as clocks
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.remedies.models import Remedy
from gongjian.remedies.queries import How, limits_of, still_with_us
from gongjian.remedies.testing import changed_to

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_beside import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PROOF: dict[str, Any] = {"note": "专人送达，王示例签收"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    with at_its_time(story.make_scene_cast()) as made:
        yield made


@contextmanager
def at_its_time(made: Cast) -> Iterator[Cast]:
    """Let pages live on the day of a story."""
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    try:
        yield made
    finally:
        clocks.use_offset(lambda: timedelta(0))


def ordinary(cast: Cast, *, camera: bool) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    if camera:
        monitored(cast, matter)
    else:
        by_an_officer(cast, matter)
    story.investigate(cast, matter)
    story.let_time_run(cast, story.inform(cast, matter))
    return story.deliver(cast, story.decide(cast, matter))


def by_an_officer(cast: Cast, matter: Matter) -> None:
    """Enter a recording of the officers' own camera: 行政复议法 第三十二条 does not mean it."""
    words = {"kind": "audiovisual", "name": "执法记录仪录像", "proves": "现场情况"}
    words |= {"obtained_from": "执法人员现场录制", "self_recorded": "no"}
    cast.do("handler", "cases.add_evidence", matter, obtained_on=cast.today, **words)


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.penalize(cast)


def lodged(cast: Cast, matter: Matter, **values: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "against": story.penalty_paper(matter),
        "kind": "review",
        "applicant": "party",
        "applicant_name": matter.party_name,
        "body": "青川市人民政府",
        "lodged_on": cast.today,
        "claim": "请求撤销。",
        "through_us": True,
    }
    return known | values


def lodge(cast: Cast, matter: Matter, **values: Any) -> Remedy:
    row: Remedy = cast.do("handler", "remedies.register", matter, **lodged(cast, matter, **values))
    return row


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def desk_of(cast: Cast, matter: Matter) -> str:
    code = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    client = Client()
    client.post("/my/enter", {"number": case_number(matter), "code": code.__dict__["plain"]})
    return client.get("/my/").content.decode()


def waiting(matter: Matter) -> dict[str, str]:
    return dict(matter.todos.values_list("role", "step"))


@pytest.mark.requirement("Q5")
def test_it_waits_five_working_days_in_the_inbox_until_it_is_passed_on(
    cast: Cast, matter: Matter
) -> None:
    cast.do("handler", "cases.report_on_spot", matter, copy_kept=True)  # due sooner
    row = lodge(cast, matter)

    limit = matter.deadlines.get(code="remedy.pass_on")
    due = profile(matter.profile).due("remedy.pass_on", cast.today, matter.domain)
    assert (limit.duty, limit.due_on, limit.starts_on) == ("authority", due.due_on, cast.today)
    assert waiting(matter)["handler"] == "转送复议申请"
    done = cast.do(
        "handler", "remedies.pass_on", matter, remedy=row.uid, passed_on=cast.today, **PROOF
    )

    assert (done.passed_on, done.pass_note) == (cast.today, PROOF["note"])
    assert matter.deadlines.get(code="remedy.pass_on").state == "met"
    assert waiting(matter).get("handler") != "转送复议申请"
    with pytest.raises(RuleBroken, match="尚未转送"):
        cast.do(
            "handler", "remedies.pass_on", matter, remedy=row.uid, passed_on=cast.today, **PROOF
        )


def test_nothing_is_heard_of_what_still_lies_here(cast: Cast, matter: Matter) -> None:
    row = lodge(cast, matter)
    taken: dict[str, Any] = {"remedy": row.uid, "answer": "accepted", "answered_on": cast.today}
    with pytest.raises(RuleBroken, match="先登记转送"):
        cast.do("handler", "remedies.answer", matter, **taken)
    result: dict[str, Any] = {
        "remedy": row.uid,
        "paper": "某府复决〔2026〕1号",
        "effective_on": cast.today,
        "note": "维持。",
    }
    with pytest.raises(InvalidInput, match="还在本机关"):
        cast.do("unit_head", "remedies.record_result", matter, outcome="upheld", **result)
    early = cast.today - timedelta(1)
    with pytest.raises(InvalidInput, match="收到申请之日"):
        cast.do("handler", "remedies.pass_on", matter, remedy=row.uid, passed_on=early, **PROOF)

    cast.do("unit_head", "remedies.record_result", matter, outcome="withdrawn", **result)

    assert matter.deadlines.get(code="remedy.pass_on").state == "replaced"


def test_only_what_the_law_names_may_come_this_way(cast: Cast, matter: Matter) -> None:
    with pytest.raises(InvalidInput, match="不通过本机关提交"):
        lodge(cast, matter, kind="litigation")
    lodge(cast, matter)


@pytest.mark.parametrize("camera", [False, True])
def test_an_ordinary_decision_comes_this_way_only_on_recorded_facts(camera: bool) -> None:
    cast = story.make_cast()
    matter = ordinary(cast, camera=camera)

    assert next(u for u in limits_of(matter) if u.kind == "review").handed_here is camera
    if not camera:
        with pytest.raises(InvalidInput, match="没有电子技术监控设备记录的证据"):
            lodge(cast, matter)
    assert lodge(cast, matter, through_us=camera).with_us is camera


def test_revoked_by_the_agency_itself_it_need_not_be_passed_on(cast: Cast, matter: Matter) -> None:
    row = lodge(cast, matter)
    said = vars(typed_command("correction-decision", cast.now))
    paper = cast.do("agency_head", act_code("correction-decision"), fresh(matter), **said)
    story.sign_papers(cast, matter)

    cast.do(
        "agency_head",
        "remedies.correct_decision",
        fresh(matter),
        document=paper.uid,
        kind="revoked",
        effective_on=cast.today,
        reason="认定事实有误。",
    )

    row.refresh_from_db()
    assert (row.state, row.outcome, row.paper) == ("ended", "settled", paper.number)
    assert still_with_us(matter) is None
    assert matter.deadlines.get(code="remedy.pass_on").state == "met"


def test_lessened_it_stands_for_the_rest_and_is_passed_on(cast: Cast, matter: Matter) -> None:
    lodge(cast, matter)
    said = vars(typed_command("correction-decision", cast.now))
    paper = cast.do("agency_head", act_code("correction-decision"), fresh(matter), **said)
    story.sign_papers(cast, matter)

    cast.do(
        "agency_head",
        "remedies.correct_decision",
        fresh(matter),
        document=paper.uid,
        kind="changed",
        items=changed_to(matter, 100),
        effective_on=cast.today,
        reason="裁量过重。",
    )

    assert still_with_us(matter) is not None
    assert matter.deadlines.get(code="remedy.pass_on").state == "open"


def test_review_comes_first_on_the_spot_and_the_desk_says_no_lawsuit(
    cast: Cast, matter: Matter
) -> None:
    (first,) = limits_of(matter)
    assert (first.how, first.handed_here) == (How.REVIEW_FIRST, True)


@pytest.mark.tampers
def test_no_door_lets_it_in_or_past_the_passing_on() -> None:
    cast = story.make_cast(accounts=True)
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter)
    story.let_time_run(cast, story.inform(cast, matter))
    story.deliver(cast, story.decide(cast, matter))
    row = lodge(cast, matter, through_us=False)

    ended = {"outcome": "withdrawn", "paper": "无", "effective_on": cast.today}
    cast.do("unit_head", "remedies.record_result", matter, remedy=row.uid, note="撤回。", **ended)
    assert "guarded table remedies_remedy" in refused(copied(row, through_us=True))
    with pytest.raises(IntegrityError, match="remedy_passed_on"), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(passed_on=cast.today, pass_note="已转送")
    with told_by(cast):
        values = as_json(lodged(cast, matter))
        assert_shut(Attempt(cast.people["handler"], "remedies.register", values, matter), 422)


@pytest.mark.tampers
def test_no_row_is_heard_that_was_not_passed_on(cast: Cast, matter: Matter) -> None:
    row = lodge(cast, matter)

    with pytest.raises(IntegrityError, match="remedy_is_passed_on"), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(state="accepted")


def test_the_desk_offers_no_lawsuit_before_the_review_of_a_penalty_on_the_spot(
    cast: Cast, matter: Matter
) -> None:
    page = desk_of(cast, matter)

    assert "应当先申请行政复议" in page
    assert "也可以把申请书交给作出处罚决定的机关" in page
    assert "提起行政诉讼" not in page


@pytest.mark.parametrize("camera", [False, True])
def test_the_desk_says_when_a_recorded_case_may_be_handed_to_the_agency(camera: bool) -> None:
    with at_its_time(story.make_cast()) as cast:
        page = desk_of(cast, ordinary(cast, camera=camera))

    told = "本案的违法事实由电子技术监控设备记录，也可以把申请书交给作出处罚决定的机关"
    assert "申请行政复议" in page
    assert (told in page) is camera
    assert ("可在本机关网站凭案号查询" in page) is camera
