"""A 治安 case that is handled fast: each gate at every door, and in the tables themselves.

Source: 公安机关办理行政案件程序规定 第四十条至第四十八条.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision
from gongjian.cases.public_order.fast_handling import FastHandling, FastReview
from gongjian.cases.public_order.models import Questioning
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast, make_cast
from gongjian.cases.testing_beside import state_needs
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter
from gongjian.matters.ports import facts_of
from gongjian.matters.queries import open_deadlines

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_deposit import takes
from .test_doors_public_order import filed, questioned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
LONG: tuple[dict[str, Any], ...] = ({"kind": "detention", "days": 10},)
HEARD: tuple[dict[str, Any], ...] = ({"kind": "fine", "amount_fen": 500_000},)


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), matter)


def agreed(cast: Cast, **changes: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"arrived_at": cast.now - timedelta(hours=2)}
    known |= dict.fromkeys(("admits", "consented"), True)
    return known | dict.fromkeys(("impaired", "ill", "unsuited"), "no") | changes


def known(cast: Cast, party: Any = police.ADULT, **person: Any) -> Matter:
    """Return a filed case whose offender is established, and admits."""
    matter = filed(cast, party)
    police.establish(cast, matter, **({"pleaded": True} | person))
    return matter


def start(cast: Cast, matter: Matter, **changes: Any) -> Attempt:
    return attempt(cast, "handler", "cases.start_fast_handling", matter, **agreed(cast, **changes))


def started(cast: Cast) -> Matter:
    matter = known(cast)
    cast.do("handler", "cases.start_fast_handling", matter, **agreed(cast))
    return matter


def turned(cast: Cast, matter: Matter) -> Matter:
    cast.do("handler", "cases.end_fast_handling", matter, reason="对事实有异议。")
    return matter


def deaf(cast: Cast) -> Matter:
    matter = known(cast)
    state_needs(cast, matter, sign=True)
    return matter


def tell(cast: Cast, items: Any, **person: Any) -> Attempt:
    matter = police.investigated(cast, started(cast), items, **({"pleaded": True} | person))
    return attempt(cast, "handler", "cases.inform_offender", matter, contact="李示例")


def orally(cast: Cast, matter: Matter, **changes: Any) -> Attempt:
    said = {"told_at": cast.now, "answer": "不陈述、不申辩。", "waives": True, "signed": True}
    return attempt(cast, "handler", "cases.inform_orally", matter, **(said | changes))


def told_orally(cast: Cast, items: Any = police.DETENTION, **changes: Any) -> Matter:
    """Return a fast case whose person was told by word of mouth, and signed that."""
    matter = police.investigated(cast, started(cast), items, pleaded=True)
    assert DOORS["page"](orally(cast, matter, **changes)) == 200
    return matter


def review(cast: Cast, office: str, matter: Matter) -> Attempt:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    opinion = "事实清楚，证据充分，程序合法，同意。"
    known = {"draft_hash": draft.draft_hash, "opinion": opinion}
    return attempt(cast, office, "cases.review_fast", matter, **known)


def to_sign(cast: Cast) -> Matter:
    """Return a fast case before the head, who was told and waived on the day of the arrival."""
    matter = told_orally(cast)
    story.before_the_head(cast, matter)
    return matter


def decide(cast: Cast, matter: Matter) -> Attempt:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    signed = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    return attempt(cast, "agency_head", "cases.decide_public_order", matter, **signed)


def too_late(cast: Cast) -> Attempt:
    matter = to_sign(cast)
    cast.wait(hours=48)
    return decide(cast, matter)


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "not of who denies": (lambda cast: start(cast, known(cast), admits=False), 422),
    "not without consent": (lambda cast: start(cast, known(cast), consented=False), 422),
    "not of the blind": (lambda cast: start(cast, known(cast), impaired="yes"), 422),
    "not of who may be ill": (lambda cast: start(cast, known(cast), ill="yes"), 422),
    "not otherwise unfit": (lambda cast: start(cast, known(cast), unsuited="yes"), 422),
    "not unlooked at": (lambda cast: start(cast, known(cast), ill=""), 422),
    "not of a person unknown": (lambda cast: start(cast, filed(cast)), 409),
    "not after the hours": (
        lambda cast: start(cast, known(cast), arrived_at=cast.now - timedelta(hours=49)),
        422,
    ),
    "not of a minor": (lambda cast: start(cast, known(cast, police.FIFTEEN)), 409),
    "not of the deaf": (lambda cast: start(cast, deaf(cast)), 409),
    "not twice": (lambda cast: start(cast, started(cast)), 409),
    "no turn without it": (
        lambda cast: attempt(
            cast, "handler", "cases.end_fast_handling", filed(cast), reason="无。"
        ),
        409,
    ),
    "no long detention is told": (lambda cast: tell(cast, LONG), 409),
    "no hearing is told": (lambda cast: tell(cast, HEARD), 409),
    "nobody is told who does not admit": (
        lambda cast: tell(cast, police.FINE_500, pleaded=False),
        409,
    ),
    "no decision after the hours": (too_late, 409),
    "nobody is told by word of mouth in an ordinary case": (
        lambda cast: orally(cast, police.investigated(cast, filed(cast), pleaded=True)),
        409,
    ),
    "nobody is told by word of mouth who does not sign": (
        lambda cast: orally(
            cast, police.investigated(cast, started(cast), pleaded=True), signed=False
        ),
        422,
    ),
    "nobody is told what is not proposed yet": (
        lambda cast: orally(
            cast,
            police.investigated(cast, started(cast), pleaded=True),
            told_at=cast.now - timedelta(hours=9),
        ),
        422,
    ),
    "the head of a unit reviews nothing that the place has reviewed": (
        lambda cast: review(cast, "unit_head", told_orally(cast)),
        409,
    ),
    "no recording instead in an ordinary case": (
        lambda cast: questioned(cast, filed(cast), by_recording=True),
        422,
    ),
    "no recording instead that is not whole": (
        lambda cast: questioned(cast, started(cast), by_recording=True, full_recording=False),
        422,
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_starts_it_from_the_arrival(cast: Cast, door: str) -> None:
    matter = known(cast)

    assert DOORS[door](start(cast, matter)) == 200

    row = FastHandling.objects.get()
    assert row.due_at - row.arrived_at == timedelta(hours=48)
    running = {one.code: one for one in open_deadlines(matter)}
    assert running["police.fast_handling"].due_at == row.due_at
    assert "第四十五条" in row.consent.data


@pytest.mark.tampers
def test_a_fast_case_is_questioned_on_record_decided_in_its_hours_and_in_no_other_way(
    cast: Cast,
) -> None:
    matter = started(cast)
    spans = "十时五分至十二分：承认在门诊大厅吵闹。"
    police.question(cast, matter, by_recording=True, content=spans)
    said = Questioning.objects.get()
    assert "替代书面询问笔录" in said.document.data
    police.investigated(cast, matter, police.DETENTION, pleaded=True)
    story.inform(cast, matter)
    waived = {"given_on": cast.today, "content": "不陈述、不申辩。"}
    cast.do("handler", "cases.waive_statement", matter, **waived)

    story.decide(cast, matter)

    made, fast = Decision.objects.get(), FastHandling.objects.get()
    assert made.decided_on <= fast.due_on
    assert "police.fast_handling" not in {one.code for one in open_deadlines(matter)}
    Decision.objects.update(void=True)
    late = fast.due_on + timedelta(days=1)
    # The paper of another decision: each has its own.
    own: dict[str, Any] = {"document_id": fast.consent_id, "number": "乙", "void": False}
    assert takes(copied(made, **own))
    assert not takes(copied(made, **own, decided_on=late))
    other = known(cast)
    unknown = {"case_id": case_of(filed(cast)).pk, "consent_id": made.document_id}
    assert not takes(copied(fast, **unknown))
    assert takes(copied(fast, case_id=case_of(other).pk, consent_id=made.document_id))
    assert not takes(copied(fast, case_id=case_of(deaf(cast)).pk, consent_id=made.document_id))
    assert not takes(copied(fast, consent_id=made.document_id))
    for word in ("admits", "none_excluded", "consented", "natural"):
        values = {"case_id": case_of(other).pk, "consent_id": made.document_id, word: False}
        assert not takes(copied(fast, **values))
    for word in ("impaired", "ill", "unsuited"):
        values = {"case_id": case_of(other).pk, "consent_id": made.document_id, word: True}
        assert not takes(copied(fast, **values))
    heard = copied(said.evidence)
    heard.save()
    alone: dict[str, Any] = {"document_id": fast.consent_id, "evidence_id": heard.pk}
    assert takes(copied(said, **alone))
    assert not takes(copied(said, **alone, case_id=case_of(other).pk))
    assert not takes(copied(said, **alone, full_recording=False, second_id=said.lead_id))


@pytest.mark.tampers
def test_the_database_tells_and_decides_no_long_detention_and_no_hearing_in_a_fast_case(
    cast: Cast,
) -> None:
    matter = police.investigated(cast, started(cast), LONG, pleaded=True)
    with pytest.raises(RuleBroken, match="10日以上"):
        cast.do("handler", "cases.inform_offender", matter, contact="李示例")
    assert not facts_of(matter, cast.clock)["fast_fits"]
    turned(cast, matter)
    assert facts_of(matter, cast.clock)["fast_fits"]
    assert "police.fast_handling" not in {one.code for one in open_deadlines(matter)}
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    made, fast = Decision.objects.get(), FastHandling.objects.get()
    Decision.objects.update(void=True)
    own: dict[str, Any] = {"document_id": fast.consent_id, "number": "乙", "void": False}
    assert takes(copied(made, **own))
    paper = made.notice.document_id

    again = copied(fast, consent_id=paper, ended_at=None, ended_by_id=None, ended_because="")
    again.due_on = made.decided_on + timedelta(days=9)
    again.save()

    assert not takes(copied(made, **own))
    told = {"document_id": fast.consent_id}
    assert not takes(copied(made.notice, **told))
    again.ended_at, again.ended_by_id, again.ended_because = cast.now, fast.started_by_id, "无。"
    again.save()
    assert takes(copied(made.notice, **told))
    again.ended_because = "改。"
    assert not takes(again)


@pytest.fixture
def elsewhere() -> Iterator[Cast]:
    """Return the police of a place whose scope leaves a small fine out of legal review."""
    made = make_cast("huainan", "public-security", accounts=True)
    with told_by(made):
        yield made


@pytest.mark.tampers
@pytest.mark.parametrize("office", ["unit_head", "legal_reviewer"])
def test_outside_the_scope_a_head_of_unit_or_a_lawyer_reviews_and_another_decides(
    elsewhere: Cast, office: str
) -> None:
    cast = elsewhere
    matter = told_orally(cast, police.FINE_500, waives=False)
    assert_shut(review(cast, office, matter), 409)  # what he may say in time is not over
    waived = {"given_on": cast.today, "content": "不陈述、不申辩。"}
    cast.do("handler", "cases.waive_statement", matter, **waived)
    assert_shut(attempt(cast, "unit_head", "cases.go_to_decision", matter, opinion="同意。"), 409)
    assert_shut(review(cast, "handler", matter), 403)

    assert DOORS["page"](review(cast, office, matter)) == 200

    row = FastReview.objects.get()
    assert row.capacity == ("lawyer" if office == "legal_reviewer" else office)
    facts = facts_of(matter, cast.clock)
    assert facts["fast_reviewed"]
    assert not facts["review_required"]
    assert DOORS["page"](decide(cast, matter)) == 200
    made = Decision.objects.get()
    assert "口头告知当事人" in made.document.data
    assert "拟作出治安管理处罚" in made.notice.document.data
    Decision.objects.update(void=True)
    own: dict[str, Any] = {"document_id": row.fast.consent_id, "number": "乙", "void": False}
    assert takes(copied(made, **own))
    assert not takes(copied(made, **own, decided_by_id=row.reviewed_by_id))
    assert not takes(copied(made, **own, draft_hash="0" * 64))
    assert takes(copied(row))
    assert not takes(copied(row, reviewed_by_id=matter.lead_id))
    assert not takes(copied(row, draft_hash="0" * 64))
    told = copied(made.notice, document_id=row.fast.consent_id)
    assert takes(told)
    assert not takes(copied(made.notice, document_id=None))
    assert not takes(copied(told, case_id=case_of(filed(cast)).pk))


def test_who_is_spared_fast_is_reviewed_before_the_head_decides(elsewhere: Cast) -> None:
    cast = elsewhere
    matter = police.investigated(cast, started(cast), ground="slight", pleaded=True)
    draft = latest_draft(case_of(matter))
    assert draft is not None
    spare = {
        "draft_hash": draft.draft_hash,
        "basis": "《治安管理处罚法》第二十条",
        "reason": "轻微。",
    }
    at_once = attempt(cast, "agency_head", "cases.decide_not_to_punish", matter, **spare)
    assert_shut(at_once, 409)

    assert DOORS["page"](review(cast, "unit_head", matter)) == 200

    police.spare(cast, matter, **spare, discipline="")
    assert FastReview.objects.get().draft_hash == draft.draft_hash
