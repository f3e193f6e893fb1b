"""Nothing is kept, taken or drawn past its condition: the door beside the services."""

from typing import Any

import pytest

from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.exante.testing import draw_check, objects_of, plan_check, publish_list
from gongjian.matters.models import Matter, Step

from .test_doors import copied
from .test_doors_beside import refused

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.tampers,
    pytest.mark.usefixtures("home"),
]


def made(cast: Cast, matter: Matter, kind: str, who: str) -> Document:
    paper: Document = cast.do(who, act_code(kind), matter, **vars(typed_command(kind, cast.now)))
    return paper


def ended(matter: Matter) -> Step:
    last = Step.objects.filter(matter=matter).latest("seq")
    step: Step = copied(last, seq=last.seq + 1, code="end_investigation")
    return step


def test_the_database_keeps_no_evidence_that_the_head_did_not_allow() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    said: dict[str, Any] = {"items": "台账2册", "reason": "正在更换记录。", "opinion": "同意。"}
    cast.do("agency_head", "cases.approve_preservation", matter, **said)
    notice = made(cast, matter, "preservation-notice", "handler")
    forged = copied(notice, token="forged", number="第9号", serial=9)

    assert "guarded table documents_document" in refused(forged)
    cast.do("agency_head", "cases.approve_preservation", matter, **said)
    assert refused(forged) == ""


def test_the_database_ends_no_investigation_over_a_seizure_that_nobody_allowed() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    made(cast, matter, "urgent-seizure-decision", "handler")

    assert "guarded table matters_step" in refused(ended(matter))
    made(cast, matter, "seizure-approval", "agency_head")
    assert refused(ended(matter)) == ""


def test_the_database_draws_from_no_pool_that_is_not_public() -> None:
    cast = make_cast()
    plan = plan_check(cast)
    publish_list(cast, "check-plans")
    hidden = plan_check(cast, objects="\n".join(objects_of(12)))
    drawn = draw_check(cast, plan)

    assert "guarded table exante_checkdraw" in refused(copied(drawn, plan_id=hidden.pk))
    publish_list(cast, "check-plans")
    assert refused(copied(drawn, plan_id=hidden.pk)) == ""
