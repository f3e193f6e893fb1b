"""What the steps of a case say of property: asked for, allowed, held, waiting to be confirmed.

The steps are written past the acts: which of them a procedure allows is held elsewhere.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gongjian.cases import goods, measures
from gongjian.cases import testing as story
from gongjian.cases.runs import REPORT
from gongjian.cases.testing import Cast
from gongjian.documents.models import Document
from gongjian.matters.models import Deadline, Matter, Step

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]
AT = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)  # the third of March at home
NEXT = (AT + timedelta(hours=8)).date()
WANTED = {"items": "台账2册", "reason": "正在更换记录。"}


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    matter = story.open_case(cast)
    matter.marking = ["investigating"]
    return matter


@pytest.fixture
def other(cast: Cast) -> Matter:
    """Another case, in which everything happened that has no place in the first."""
    matter = story.open_case(cast)
    matter.marking = ["investigating"]
    happened(matter, "propose_preservation", "approve_preservation", "preserve", "seize_at_once")
    return matter


def happened(matter: Matter, *codes: str) -> None:
    first = matter.steps.count()
    for seq, code in enumerate(codes, first):
        known: dict[str, Any] = {"matter": matter, "name": code, "door": "test", "data": WANTED}
        at = AT + timedelta(minutes=seq)
        Step.objects.create(seq=seq, code=code, by_name="何示例", at=at, **known)


def paper(matter: Matter, minutes: int, state: str = "issued") -> None:
    Document.objects.create(
        matter=matter,
        agency=matter.agency,
        kind="seizure-approval",
        title="审批表",
        outward=False,
        data='{"fields":{}}',
        token=f"{matter.pk}-{minutes}",
        state=state,
        void_reason="作废" if state == "void" else "",
        made_at=AT + timedelta(minutes=minutes),
    )


def limit(matter: Matter, code: str, state: str = "open", **values: Any) -> Deadline:
    ended = None if state == "open" else NEXT
    known: dict[str, Any] = {"label": code, "duty": "authority", "starts_on": NEXT, "due_on": NEXT}
    known |= {"state": state, "ended_on": ended, "source": "条"}
    return Deadline.objects.create(matter=matter, code=code, **(known | values))


ASK, ALLOW, REFUSE = "propose_preservation", "approve_preservation", "refuse_preservation"


@pytest.mark.parametrize(
    ("steps", "asked", "allowed"),
    [
        ([], False, False),
        ([ASK], True, False),
        ([ASK, REFUSE], False, False),
        ([ASK, ALLOW], False, True),
        ([ASK, ALLOW, "preserve"], False, False),
        ([ASK, ALLOW, "preserve", ASK], True, False),
        ([ASK, ALLOW, "preserve", ASK, ALLOW], False, True),
        ([ASK, ALLOW, ASK], True, True),  # the first approval is still to be used
    ],
)
def test_the_last_step_tells_what_was_asked_and_what_allowed(
    matter: Matter, other: Matter, steps: list[str], asked: bool, allowed: bool
) -> None:
    happened(matter, *steps)

    last = matter.steps.last()
    found = measures.preservation_asked(matter), measures.approval_open(matter)
    assert [step is not None for step in found] == [asked, allowed]
    assert not asked or found[0] == last
    told = {**WANTED, "approved_by": "何示例", "approved_on": NEXT} if allowed else {}
    assert measures.approved(matter) == told


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], ""),
        (["seize"], "查封、扣押"),
        (["seize_at_once"], "查封、扣押"),
        (["seize", "release_seizure"], ""),
        (["seize", "dispose_goods"], ""),
        ([ASK, ALLOW, "preserve"], "先行登记保存"),
        ([ASK, ALLOW, "preserve", "dispose_preserved"], ""),
        (["seize", ASK, ALLOW, "preserve"], "查封、扣押和先行登记保存"),
        ([ASK, ALLOW, "preserve", "seize", "release_seizure"], "先行登记保存"),
        ([ASK, ALLOW, "preserve", "seize", "dispose_goods"], ""),
    ],
)
def test_what_is_held_is_told_until_it_was_given_back_or_disposed_of(
    matter: Matter, other: Matter, steps: list[str], words: str
) -> None:
    happened(matter, *steps)

    assert measures.held(matter) == words


def test_the_ends_wait_only_where_something_is_held_in_time(matter: Matter) -> None:
    happened(matter, "seize")
    before = measures.lifted(matter)
    limit(matter, "decision-limit")
    beside = measures.lifted(matter)
    limit(matter, "seize-limit")
    held = measures.lifted(matter)
    matter.marking = ["registered"]
    elsewhere = measures.lifted(matter)
    matter.marking = ["investigating"]
    happened(matter, "release_seizure")

    assert (before, beside, held, elsewhere) == (True, True, False, True)
    assert measures.lifted(matter)


@pytest.mark.parametrize(
    ("steps", "papers", "waits"),
    [
        ([], [], False),
        (["seize"], [], False),
        (["seize_at_once"], [], True),
        (["seize_at_once", "release_seizure"], [], False),
        (["seize_at_once", "approve_seizure"], [], True),  # no paper
        (["seize_at_once", "approve_seizure"], [(0, "issued")], False),
        (["seize_at_once", "approve_seizure"], [(1, "void")], True),
        (["seize_at_once", "approve_seizure"], [(-1, "issued")], True),
        (["approve_seizure"], [], False),
    ],
)
def test_a_seizure_at_once_waits_for_an_approval_that_stands(
    matter: Matter,
    other: Matter,
    steps: list[str],
    papers: list[tuple[int, str]],
    waits: bool,
) -> None:
    first = matter.steps.count()
    happened(matter, *steps)
    for minutes, state in papers:
        paper(matter, first + minutes, state)

    assert measures.seizure_open(matter) == waits
    assert measures.confirmed(matter) == (not waits)
    matter.marking = ["registered"]
    assert measures.confirmed(matter)  # where an investigation cannot end, nothing asks


def test_the_head_is_told_what_to_answer_and_until_when_to_confirm(matter: Matter) -> None:
    happened(matter, ASK)
    asked = ("agency_head", "审批先行登记保存", NEXT)
    first = list(measures.measures_wait(matter))
    happened(matter, "seize_at_once")
    until: dict[str, Any] = {"due_at": AT, "due_on": NEXT + timedelta(1)}
    limit(matter, REPORT, "met", due_at=AT)
    limit(matter, "filing-limit-x", due_at=AT)
    untimed = list(measures.measures_wait(matter))
    limit(matter, REPORT, **until)
    both = list(measures.measures_wait(matter))
    matter.marking = ["registered"]
    elsewhere = list(measures.measures_wait(matter))
    matter.marking = ["investigating"]
    happened(matter, REFUSE, "release_seizure")

    words = "补办当场查封、扣押的批准（3月3日1时30分前）"
    assert first == untimed == [asked]
    assert both == [asked, ("agency_head", words, until["due_on"])]
    assert elsewhere == list(measures.measures_wait(matter)) == []


FINE: dict[str, Any] = {"kind": "fine", "amount_fen": 300_000}
GOODS: dict[str, Any] = {
    "kind": "confiscate_goods",
    "detail": "废机油桶12只",
    "value_fen": 60_000,
    "value_basis": "发票",
}


@pytest.mark.parametrize(("items", "takes"), [((FINE,), False), ((FINE, GOODS), True)])
def test_only_a_decision_that_takes_goods_confiscates(
    cast: Cast, matter: Matter, items: tuple[dict[str, Any], ...], takes: bool
) -> None:
    decided = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, decided, items=items)
    story.inform(cast, decided)
    story.decide(cast, story.let_time_run(cast, decided))

    assert goods.confiscated(Matter.objects.get(pk=decided.pk)) == takes
    assert not goods.confiscated(matter)
