"""Agents act for the party within their letter of authority, and papers name them."""

import json
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Delivery, HearingAgent, Statement
from gongjian.cases.testing import Cast, make_cast
from gongjian.cases.testing_beside import agent
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db


def printed(matter: Matter, kind: str) -> str:
    paper = Document.objects.filter(matter=matter, kind=kind).latest("id")
    return json.dumps(json.loads(paper.data)["blocks"], ensure_ascii=False)


def spoke(cast: Cast, matter: Matter, **values: Any) -> Any:
    known: dict[str, Any] = {
        "given_on": cast.today,
        "content": "金额过重。",
        "checked": "已复核，裁量适当。",
    }
    return cast.do("handler", "cases.record_statement", matter, **(known | values))


def test_an_agent_speaks_attends_and_receives_by_letter_and_the_papers_say_so() -> None:
    cast = make_cast()
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    lawyer = agent(cast, matter)
    story.inform(cast, matter)

    spoke(cast, matter, agent=lawyer.uid)
    waiver: dict[str, Any] = {"given_on": cast.today, "content": "放弃。", "agent": lawyer.uid}
    with pytest.raises(InvalidInput, match="特别授权"):
        cast.do("handler", "cases.waive_statement", matter, **waiver)
    story.call_hearing(cast, story.ask_hearing(cast, matter))
    story.hold_hearing(cast, matter, agents=(lawyer.uid,))
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    received = story.handed_over(cast) | {"receiver": "郑示例", "agent": lawyer.uid}
    cast.do("handler", "cases.deliver_decision", matter, **received)

    assert Statement.objects.get().agent == lawyer
    assert HearingAgent.objects.get().agent == lawyer
    assert Delivery.objects.latest("id").agent == lawyer
    assert "郑示例，四川示例律师事务所，一般授权" in printed(matter, "penalty-notice")
    assert "郑示例（一般授权）" in printed(matter, "hearing-record")
    assert "当事人的委托代理人郑示例提出陈述、申辩" in printed(matter, "penalty-decision")
    assert "委托代理人" in printed(matter, "delivery-receipt")


def test_nobody_acts_beyond_the_letter_or_after_it_ended() -> None:
    cast = make_cast()
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    until = cast.today + timedelta(days=1)
    clerk = agent(cast, matter, name="王示例", may_state=False, valid_to=until)
    lawyer = agent(cast, matter, may_receive=False)
    story.inform(cast, matter)

    with pytest.raises(InvalidInput, match="没有写明“代为陈述、申辩”"):
        spoke(cast, matter, agent=clerk.uid)
    cast.do("handler", "cases.end_agency", matter, agent=lawyer.uid, reason="解除委托。")
    cast.wait(days=2)
    for who in (clerk, lawyer):
        with pytest.raises(InvalidInput, match="当日没有代理本案"):
            spoke(cast, matter, agent=who.uid)
    with pytest.raises(RuleBroken, match="没有正在代理"):
        cast.do("handler", "cases.end_agency", matter, agent=clerk.uid, reason="期满。")

    assert not Statement.objects.exists()


def test_a_letter_says_what_the_agent_is_to_do_and_is_not_taken_back_as_a_paper() -> None:
    cast = make_cast()
    matter = story.file_case(cast, story.open_case(cast))

    nothing = dict.fromkeys(("may_state", "may_attend", "may_receive"), False)
    with pytest.raises(InvalidInput) as refusal:
        agent(cast, matter, authority="special", **nothing)
    lawyer = agent(cast, matter)
    voided = {"document": lawyer.letter.uid, "reason": "写错。"}
    with pytest.raises((NotFound, RuleBroken)):
        cast.do("handler", "documents.void_document", matter, **voided)

    assert sorted(refusal.value.fields) == ["may_state", "special"]
