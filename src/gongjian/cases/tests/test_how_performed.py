"""What a decision says of how and by when each of its penalties is performed."""

import json
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Decision, Draft
from gongjian.cases.public_order.papers import decision as public_order_decision
from gongjian.cases.public_order.rules import Execution
from gongjian.cases.queries import case_of, latest_draft, latest_notice
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE: dict[str, Any] = {"kind": "fine", "amount_fen": 300_000}
GAIN: dict[str, Any] = {"kind": "confiscate_gain", "amount_fen": 120_000}
WARNING: dict[str, Any] = {"kind": "warning"}


def told(*items: dict[str, Any]) -> str:
    """Return what the decision of a case with just these penalties says of performing them."""
    cast: Cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=items)
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))
    paper = Decision.objects.get(case=case_of(matter)).document
    words: str = json.loads(paper.data)["fields"].get("performance") or ""
    return words


def test_what_was_gained_is_paid_where_and_by_when() -> None:
    words = told(FINE, GAIN)

    assert words.startswith("没收的违法所得人民币壹仟贰佰元整（1,200.00元），应当自收到")
    assert "之日起15日内缴至青川银行营业部（收款账号" in words
    assert "其他处罚" not in words


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ((FINE,), ""),
        ((FINE, WARNING), "其他处罚自收到本决定书之日起履行。"),
        ((WARNING,), "上述处罚自收到本决定书之日起履行。"),
    ],
)
def test_no_kind_of_penalty_is_left_without_its_way(items: tuple[Any, ...], words: str) -> None:
    assert told(*items) == words


@pytest.mark.parametrize("executed", [True, False])
def test_a_stay_is_offered_only_where_detention_is_executed(executed: bool) -> None:
    cast = story.make_cast()
    matter: Matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter)
    story.inform(cast, matter)
    case = case_of(matter)
    notice, made = latest_notice(case), latest_draft(case)
    assert notice is not None
    assert made is not None
    draft = Draft(items=[{"kind": "detention", "days": 5, "amount_fen": None, "detail": ""}])
    execution = Execution(executed, "七十周岁以上", "治安管理处罚法 第二十三条")

    fields = public_order_decision(matter, cast.today, case, draft, notice, None, execution)

    assert bool(fields["suspension"]) is executed
    assert ("不执行行政拘留" in fields["performance"]) is not executed
