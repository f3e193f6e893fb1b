"""An ordinary case stands on a record: of an inspection, a questioning, or checked equipment."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import NoPenalty, Notice
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.cases.testing_monitoring import checked, enter, told
from gongjian.common.errors import RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import application_role, copied, refused_by_the_database, taken_and_undone

__all__ = ["application_role"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
END: dict[str, Any] = {"summary": "事实清楚。"}
SPARED: dict[str, Any] = {"items": (), "no_penalty_ground": "minor_corrected"}
NONE_YET = "还没有现场检查（勘验）笔录或者询问笔录，也没有审核过的监控记录"
PAPER: dict[str, Any] = {
    "kind": "documentary",
    "name": "生产台账",
    "proves": "使用的原材料",
    "obtained_from": "当事人提供",
    "self_recorded": "no",
}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


@pytest.fixture
def matter(cast: Cast) -> Matter:
    """A case on papers that somebody handed in, with a proposal, and nothing on record."""
    filed = story.file_case(cast, story.open_case(cast))
    cast.do("handler", "cases.add_evidence", filed, **PAPER, obtained_on=cast.today)
    story.propose(cast, filed, evidence_summary="1．生产台账：证明使用的原材料")
    return filed


def make(cast: Cast, matter: Matter, kind: str) -> Document:
    cmd = typed_command(kind, cast.now)
    made: Document = cast.do("handler", act_code(kind), matter, **vars(cmd))
    return made


def end(cast: Cast, matter: Matter) -> None:
    cast.do("handler", "cases.end_investigation", matter, **END)


def monitored(cast: Cast, matter: Matter) -> None:
    told(cast, checked(cast, enter(cast, matter)))


def questioned(cast: Cast, matter: Matter) -> None:
    make(cast, matter, "questioning-record")


def surveyed(cast: Cast, matter: Matter) -> None:
    make(cast, matter, "scene-survey-record")


def test_no_door_ends_an_investigation_of_which_nothing_is_on_record(
    cast: Cast, matter: Matter
) -> None:
    attempt = Attempt(cast.people["handler"], "cases.end_investigation", as_json(END), matter)

    assert_shut(attempt, 409)
    with pytest.raises(RuleBroken, match=NONE_YET):
        end(cast, matter)


@pytest.mark.parametrize("record", [questioned, surveyed, monitored, story.inspect])
def test_any_record_carries_a_case_to_its_decision(
    cast: Cast, matter: Matter, record: Callable[[Cast, Matter], None]
) -> None:
    record(cast, matter)

    end(cast, matter)
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))

    assert case_of(matter).decisions.exists()


def test_what_equipment_recorded_stands_for_a_record_once_it_is_checked(
    cast: Cast, matter: Matter
) -> None:
    row = enter(cast, matter)
    with pytest.raises(RuleBroken, match="未经审核不得作为"):
        end(cast, matter)

    checked(cast, row, sound=False)
    with pytest.raises(RuleBroken, match=NONE_YET):
        end(cast, matter)

    monitored(cast, matter)
    end(cast, matter)


def test_a_void_record_is_none(cast: Cast, matter: Matter) -> None:
    paper = make(cast, matter, "questioning-record")
    wrong = {"document": paper.uid, "reason": "姓名写错。"}
    cast.do("handler", "documents.void_document", matter, **wrong)

    with pytest.raises(RuleBroken, match=NONE_YET):
        end(cast, matter)


def spare(cast: Cast, matter: Matter) -> None:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    cast.do("unit_head", "cases.propose_no_penalty", matter, opinion="同意。")
    said = {"draft_hash": draft.draft_hash, "education": "当面教育。", "opinion": "同意。"}
    cast.do("agency_head", "cases.issue_no_penalty", matter, **said)


@pytest.mark.tampers
@pytest.mark.parametrize("model", [Notice, NoPenalty])
def test_the_database_takes_no_notice_and_spares_nobody_without_a_record(
    cast: Cast, matter: Matter, application_role: Callable[[], None], model: type[Any]
) -> None:
    """The same row stands once a record does."""
    other = story.file_case(cast, story.open_case(cast))
    if model is Notice:
        story.inform(cast, story.investigate(cast, other))
    else:
        spare(cast, story.investigate(cast, other, **SPARED))
        story.propose(cast, matter, **SPARED, evidence_summary="1．生产台账：证明使用的原材料")
    draft = latest_draft(case_of(matter))
    assert draft is not None
    known: dict[str, Any] = {"case_id": draft.case_id, "draft_id": draft.pk}
    known["document_id"] = Document.objects.filter(matter=matter)[0].pk
    if model is NoPenalty:
        known |= {"draft_hash": draft.draft_hash}
    insert = partial(taken_and_undone, copied(model.objects.get(), **known))

    before = refused_by_the_database(insert)
    questioned(cast, matter)
    application_role()

    assert before
    assert not refused_by_the_database(insert)
