"""What the head of a case page names as next, and what it says stands in the way."""

import tomllib
from itertools import chain

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.data import data_folder
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.choices import Warning
from gongjian.matters.models import Matter
from gongjian.process import load_process
from gongjian.process.guards import FactDef, parse_guard
from gongjian.workbench.ahead import BRINGS, may_come, pressing
from gongjian.workbench.queries import matter_context
from gongjian.workbench.testing import signed_in_as

YES_NO = (True, False)
FACTS = {
    "given": FactDef("given", "是", "否", YES_NO, {}, "table:x"),
    "coming": FactDef("coming", "有", "无", YES_NO, {}, "rows:x", awaited=True),
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("given", False),
        ("not given", True),
        ("coming", None),
        ("not coming", None),
        ("happened('s')", None),
        ("given and coming", False),
        ("not given and coming", None),
        ("not given or coming", True),
        ("given or coming", None),
    ],
)
def test_only_what_may_still_change_keeps_a_step_open(words: str, expected: bool | None) -> None:
    guard = parse_guard(words, FACTS, {"s": "送审"})

    assert may_come(guard, {"given": False, "coming": False}) is expected


def test_every_fact_and_every_act_that_brings_it_about_stands_in_a_procedure() -> None:
    facts: set[str] = set()
    acts: set[str] = set()
    for file in data_folder("processes").glob("*.toml"):
        process = tomllib.loads(file.read_text())
        facts |= {fact["code"] for fact in process["fact"]}
        acts |= {step["code"] for step in process.get("side_step", [])}

    assert set(BRINGS) <= facts
    assert set(chain.from_iterable(BRINGS.values())) <= acts


def head_of(cast: Cast, who: str, matter: Matter) -> str:
    page = signed_in_as(cast.people[who]).get(f"/staff/matters/{matter.uid}/").content.decode()
    return page.partition('<div class="matter-grid">')[0]


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_the_leader_is_led_to_the_discussion_that_the_decision_waits_for() -> None:
    cast = story.make_cast(accounts=True)
    matter = story.file_case(cast, story.open_case(cast))
    fine = ({"kind": "fine", "amount_fen": 52_120_000},)
    story.investigate(cast, matter, items=fine)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.sign_papers(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    checked = story.findings(matter.profile)
    cast.do("legal_reviewer", "review.pass_review", matter, **checked, reasons="同意。")

    shown = head_of(cast, "agency_head", matter)

    assert 'class="button primary" href="/staff/matters/' in shown
    first = shown.partition('class="button primary"')[2].partition("</a>")[0]
    assert first.endswith("记录集体讨论")
    assert "还不能“签发决定书”" in shown
    assert "签发不予处罚决定书" not in shown
    assert "签署并以共同名义作出决定" not in shown


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_after_a_seizure_its_papers_come_first_and_its_release_last() -> None:
    cast = story.make_cast(accounts=True)
    matter = story.file_case(cast, story.open_case(cast))
    for kind, who in (("seizure-approval", "agency_head"), ("seizure-decision", "handler")):
        said = vars(typed_command(kind, cast.now)) | {"party_name": matter.party_name}
        cast.do(who, act_code(kind), matter, **said)

    told = matter_context(cast.actor("handler"), matter, cast.clock)

    buttons = [offer.step.code for offer in told["main_acts"]]
    folded = [offer.step.code for offer in told["side_acts"]]
    assert buttons == ["list_seized", "record_seizure"]
    assert folded.index("draft_decision") < folded.index("release_seizure")


def test_lifting_a_seizure_is_urged_only_when_its_days_run_out() -> None:
    text = (data_folder("processes") / "penalty-ordinary.toml").read_text(encoding="utf-8")
    lift = load_process(text).steps["release_seizure"]
    limit = lift.stops[0]

    assert not pressing(lift, {limit: Warning.NONE})
    assert pressing(lift, {limit: Warning.NEAR})
    assert pressing(lift, {limit: Warning.LATE})
    assert pressing(lift, {})
