"""Nothing is kept, taken or drawn past its condition: the door beside the services."""

from dataclasses import asdict
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.exante.testing import draw_check, objects_of, plan_check, publish_list
from gongjian.matters.models import Matter, Step

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_beside import refused

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.tampers,
    pytest.mark.usefixtures("home"),
]


WANTED: dict[str, Any] = {"items": "台账2册", "reason": "正在更换记录。"}


def made(cast: Cast, matter: Matter, kind: str, who: str) -> Document:
    paper: Document = cast.do(who, act_code(kind), matter, **vars(typed_command(kind, cast.now)))
    return paper


def allowed(cast: Cast, matter: Matter) -> None:
    cast.do("handler", "cases.propose_preservation", matter, **WANTED)
    cast.do("agency_head", "cases.approve_preservation", matter, opinion="同意。", **WANTED)


def after(matter: Matter, code: str) -> Step:
    last = Step.objects.filter(matter=matter).latest("seq")
    step: Step = copied(last, seq=last.seq + 1, code=code)
    return step


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

    assert "guarded table matters_step" in refused(ended(matter))
    approval = made(cast, matter, "seizure-approval", "agency_head")
    assert refused(ended(matter)) == ""
    wrong: dict[str, Any] = {"document": approval.uid, "reason": "物品写错"}
    cast.do("handler", "documents.void_document", matter, **wrong)
    assert "guarded table matters_step" in refused(ended(matter))


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
