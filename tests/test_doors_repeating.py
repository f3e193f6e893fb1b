"""Who broke the peace before, tried at the service, by the procedure and at the database."""

from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision, Draft, Overturn
from gongjian.cases.public_order.models import Offender, PublicOrderDecision
from gongjian.cases.public_order.repeating import acted_on
from gongjian.cases.queries import case_of, latest_review
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter

from .test_doors import copied, decision_for
from .test_doors_deposit import takes
from .test_doors_grounds import CAUSE, FOUND, filed, lost

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

BORN = police.born_on("2010-06-01")
REASON = "上次的决定系冒用其身份所作，已另案查明，正在办理撤销。"
REPEATED: dict[str, Any] = {
    "circumstances": tuple({"item": i, "value": v, "proof": "笔录"} for i, v in FOUND),
    "grounds": ("order-repeat",),
    "grounds_proof": "上次的处罚决定书。",
}


@pytest.fixture
def cast() -> Cast:
    return police.police_cast()


def again(cast: Cast, days: int, **party: Any) -> Matter:
    """Return a case whose person was punished elsewhere so many days before the act."""
    matter = filed(cast, police.ADULT | party, cause_code=CAUSE)
    punished_on = acted_on(case_of(matter), cast.today) - timedelta(days)
    known = {"punished_before": True, "punished_number": "邻县公安局〔2025〕7号"}
    police.establish(cast, matter, punished_on=punished_on, **known)
    police.testimony(cast, matter)
    return matter


def decided(cast: Cast, party: dict[str, Any] = police.ADULT, at: Matter | None = None) -> Decision:
    """Return a decision of the agency that stands."""
    matter = at or filed(cast, party)
    police.investigated(cast, matter, police.WARNING)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    return Decision.objects.get(case=case_of(matter))


def signs(cast: Cast, matter: Matter, draft: Draft) -> None:
    known = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    cast.do("agency_head", "cases.decide_public_order", matter, **known)


def established(cast: Cast, matter: Matter, **values: Any) -> Offender:
    known = {"sex": "male", "born_on": police.born_on("1988-01-01"), "verified_by": "居民身份证"}
    row: Offender = cast.do("handler", "cases.establish_offender", matter, **(known | values))
    return row


def test_a_penalty_of_a_year_and_a_day_ago_makes_nothing_heavier(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="一年以内受过治安管理处罚"):
        story.propose(cast, again(cast, 366), items=police.WARNING, **REPEATED)
    within = again(cast, 365, party_name="另示例", id_number=police.ANOTHER["id_number"])
    story.propose(cast, within, items=police.WARNING, **REPEATED)


def test_who_was_punished_before_has_day_and_number(cast: Cast) -> None:
    matter = filed(cast)

    with pytest.raises(InvalidInput) as refused:
        established(cast, matter, punished_before=True)
    cast.wait(days=2)
    later = {"punished_on": cast.today, "punished_number": "1号"}
    with pytest.raises(InvalidInput, match="以后，不是曾受过处罚"):
        established(cast, matter, punished_before=True, **later)

    assert set(refused.value.fields) == {"punished_on", "punished_number"}


@pytest.mark.tampers
def test_no_penalty_of_long_ago_makes_a_decision_heavier(cast: Cast) -> None:
    matter = again(cast, 300)
    story.propose(cast, matter, items=police.WARNING, **REPEATED)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    first = decided(cast, police.ANOTHER)
    draft, passed = story.before_the_head(cast, matter), latest_review(case_of(matter))
    assert passed is not None
    forged = decision_for(matter, first, review_id=passed.pk, reviewed_hash=draft.draft_hash)
    forged.save()
    own = copied(PublicOrderDecision.objects.get(), decision_id=forged.pk)
    known = Offender.objects.get(case=case_of(matter))
    assert known.punished_on is not None
    assert known.year_from is not None

    assert takes(own)
    lost(known, punished_on=known.year_from)
    assert takes(own)
    lost(known, punished_on=known.year_from - timedelta(1))
    assert not takes(own)
    with pytest.raises(RuleBroken, match="选用的法定情形"):
        signs(cast, matter, draft)


def test_the_agency_remembers_whom_it_punished(cast: Cast) -> None:
    first = decided(cast)
    matter = filed(cast)
    said = {"punished_on": first.decided_on, "punished_number": first.number}

    with pytest.raises(InvalidInput) as refused:
        established(cast, matter)
    kept = established(cast, matter, punished_before=True, twice_in_a_year=True, **said)
    same = {"punished_before": True, "twice_in_a_year": True, "record_reason": REASON}
    with pytest.raises(InvalidInput, match="没有不一致"):
        established(cast, matter, **same, **said)
    otherwise = established(cast, matter, record_reason=REASON)

    assert set(refused.value.fields) == {"punished_before", "twice_in_a_year"}
    assert kept.own_record == otherwise.own_record == f"{first.number}（{first.decided_on}）"
    assert otherwise.record_reason == REASON


@pytest.mark.tampers
def test_what_was_revoked_is_not_remembered(cast: Cast) -> None:
    first = decided(cast)
    Overturn(
        decision=first,
        ground="revoked",
        paper="行政复议决定书〔2026〕1号",
        effective_on=cast.today,
        at=cast.clock.now(),
    ).save()

    assert established(cast, filed(cast)).own_record == ""
    assert established(cast, filed(cast, police.FIFTEEN), born_on=BORN).own_record == ""


@pytest.mark.tampers
def test_a_decision_made_meanwhile_is_looked_at_before_the_next(cast: Cast) -> None:
    other, matter = filed(cast), filed(cast)
    police.investigated(cast, matter, police.WARNING)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    first = decided(cast, at=other)
    draft, passed = story.before_the_head(cast, matter), latest_review(case_of(matter))
    reviewed = {"review_id": passed.pk, "reviewed_hash": draft.draft_hash} if passed else {}
    forged = decision_for(matter, first, **reviewed)
    forged.save()
    own = copied(PublicOrderDecision.objects.get(), decision_id=forged.pk)
    known = Offender.objects.get(case=case_of(matter))

    assert not takes(own)
    with pytest.raises(RuleBroken, match="选用的法定情形"):
        signs(cast, matter, draft)
    lost(known, record_reason=REASON)
    assert takes(own)
    lost(known, punished_before=True, twice_in_a_year=True)
    assert takes(own)
