"""Grounds of 治安管理处罚法 2025, tried at the service, by the procedure and at the database."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Draft
from gongjian.cases.public_order.choices import UNPUNISHED_FOR, UNPUNISHED_SOURCES
from gongjian.cases.public_order.facts import facts_of_case
from gongjian.cases.public_order.models import Offender, PublicOrderDecision, Unpunished
from gongjian.cases.queries import case_of, latest_review
from gongjian.cases.testing import Cast
from gongjian.cases.weighing import grounds_of_case, sparing_grounds
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .test_doors import copied, decision_for
from .test_doors_deposit import takes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

# Of the catalogue's 扰乱单位秩序, weighed to its lightest step.
CAUSE = "unit-disorder"
FOUND = (("times", "first"), ("length", "short"), ("stopped", "at_once"), ("harm", "none"))


@pytest.fixture
def cast() -> Cast:
    return police.police_cast()


def filed(cast: Cast, party: dict[str, Any] = police.ADULT, **values: Any) -> Matter:
    return police.file_case(cast, police.opened(cast, party, **values))


def victim(cast: Cast, matter: Matter) -> None:
    cast.do("handler", "cases.register_victim", matter, name="被示例", harm="轻微伤")


def spared(cast: Cast, matter: Matter, ground: str) -> Draft:
    draft: Draft = story.propose(cast, matter, items=(), no_penalty_ground=ground)
    return draft


def stands(cast: Cast, matter: Matter) -> bool:
    fresh = Matter.objects.select_related("agency", "lead", "second", "unit").get(pk=matter.pk)
    return bool(facts_of_case(fresh, cast.clock)["grounds_stand"])


def lost(offender: Offender, **values: Any) -> None:
    """Establish otherwise past every service, as a later row would."""
    copied(offender, **values).save()


def test_nothing_is_confiscated_by_a_decision_of_a_police_case(cast: Cast) -> None:
    """Source: 治安管理处罚法 第十条、第十一条."""
    matter = filed(cast)
    police.establish(cast, matter)
    draft = story.propose(cast, matter, items=police.WARNING)
    gain = {"kind": "confiscate_gain", "amount_fen": 20_000}
    goods = {
        "kind": "confiscate_goods",
        "detail": "刀一把",
        "value_fen": 900,
        "value_basis": "自述",
    }

    for item in (gain, goods):
        with pytest.raises(InvalidInput, match="治安管理处罚没有没收"):
            story.propose(cast, matter, items=(*police.WARNING, item))
        stored = [{"kind": "warning"}, {"detail": "", "days": None} | item]
        assert not takes(copied(draft, version=draft.version + 1, items=stored))
    forged = copied(draft, version=draft.version + 1, items=[{"kind": "warning"}])
    assert takes(forged)


@pytest.mark.parametrize("ground", ["forgiven", "settled"])
def test_nobody_is_spared_for_a_victim_whom_nobody_registered(cast: Cast, ground: str) -> None:
    matter = filed(cast)
    police.establish(cast, matter)

    with pytest.raises(InvalidInput) as refused:
        spared(cast, matter, ground)
    victim(cast, matter)
    spared(cast, matter, ground)

    assert "没有登记被侵害人" in refused.value.fields["no_penalty_ground"]
    assert stands(cast, matter)


def test_a_grown_person_is_not_spared_as_a_child(cast: Cast) -> None:
    matter = filed(cast)
    police.establish(cast, matter)

    with pytest.raises(InvalidInput, match="不满14周岁"):
        spared(cast, matter, "under_14")


@pytest.mark.tampers
def test_who_is_found_older_later_is_not_spared_by_procedure_or_database(cast: Cast) -> None:
    matter = filed(cast, police.CHILD)
    police.investigated(cast, matter, ground="under_14")
    lost(Offender.objects.get(), age=15)
    draft = Draft.objects.latest("id")

    with pytest.raises(RuleBroken, match="选用的法定情形"):
        police.spare(cast, matter, draft_hash=draft.draft_hash)
    assert not stands(cast, matter)


@pytest.mark.tampers
def test_the_database_refuses_a_child_who_is_none_and_a_settlement_with_nobody(
    cast: Cast,
) -> None:
    matter = filed(cast, police.CHILD)
    police.investigated(cast, matter, ground="under_14")
    police.not_punished(cast, matter)
    made = Unpunished.objects.get()

    papers = Document.objects.filter(matter=matter).exclude(pk=made.document_id)
    first, second = papers.order_by("id")[:2]
    again = {"void": True, "document_id": first.pk}

    for ground in ("settled", "forgiven"):
        with pytest.raises(DatabaseError, match="guarded table"), transaction.atomic():
            copied(made, ground=ground, **again).save()
    copied(made, void=True, document_id=second.pk).save()  # nothing else is wrong with it
    lost(Offender.objects.get(), age=15)
    with pytest.raises(DatabaseError, match="guarded table"), transaction.atomic():
        copied(made, **again).save()


PLEADED: dict[str, Any] = {
    "circumstances": tuple(
        {"item": item, "value": value, "proof": "笔录"} for item, value in FOUND
    ),
    "grounds": ("order-plea",),
    "grounds_proof": "询问笔录。",
}


def pleading(cast: Cast, party: dict[str, Any] = police.ADULT, *, pleaded: bool = True) -> Matter:
    """Return a case of the catalogue whose draft leans on what the person owned up to."""
    matter = filed(cast, party, cause_code=CAUSE)
    police.establish(cast, matter, pleaded=pleaded)
    police.testimony(cast, matter)
    story.propose(cast, matter, items=police.WARNING, **PLEADED)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    return matter


def test_who_did_not_own_up_is_not_treated_as_if_he_had(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="没有查明当事人如实陈述"):
        pleading(cast, pleaded=False)


@pytest.mark.tampers
def test_a_ground_that_fell_stops_the_procedure(cast: Cast) -> None:
    matter = pleading(cast)
    lost(Offender.objects.get(), pleaded=False)

    with pytest.raises(RuleBroken, match="选用的法定情形"):
        cast.do("handler", "cases.inform_offender", matter, contact="李示例")


@pytest.mark.tampers
def test_the_database_asks_for_what_a_ground_of_the_decision_rests_on(cast: Cast) -> None:
    first, matter = pleading(cast), pleading(cast, police.ANOTHER)
    for one in (first, matter):
        story.inform(cast, one)
        story.let_time_run(cast, one)
    story.decide(cast, first)
    own = PublicOrderDecision.objects.get()
    draft, passed = story.before_the_head(cast, matter), latest_review(case_of(matter))
    assert passed is not None
    reviewed = {"review_id": passed.pk, "reviewed_hash": draft.draft_hash}
    forged = decision_for(matter, own.decision, **reviewed)
    forged.save()
    offender = Offender.objects.get(case=case_of(matter))

    lost(offender, pleaded=False)
    with pytest.raises(DatabaseError, match="guarded table"), transaction.atomic():
        copied(own, decision_id=forged.pk).save()
    lost(offender, pleaded=True)
    copied(own, decision_id=forged.pk).save()


@pytest.mark.parametrize("ground", list(UNPUNISHED_FOR))
def test_every_ground_not_to_punish_has_its_article(ground: Any) -> None:
    assert UNPUNISHED_SOURCES[UNPUNISHED_FOR[ground]].startswith(
        "《中华人民共和国治安管理处罚法》第"
    )


def test_an_attack_turned_away_is_no_violation_and_its_decision_says_so(cast: Cast) -> None:
    matter = filed(cast)
    police.investigated(cast, matter, ground="defence")
    draft = story.before_the_head(cast, matter)

    source = UNPUNISHED_SOURCES[UNPUNISHED_FOR["defence"]]  # type: ignore[index]
    police.spare(cast, matter, draft_hash=draft.draft_hash, basis=source, discipline="")

    told = Unpunished.objects.get().document.data
    assert "不属于违反治安管理行为" in told
    assert "第十九条" in told


def test_the_grounds_of_the_act_are_offered_from_2026_on(cast: Cast) -> None:
    known = filed(cast, cause_code=CAUSE)
    case = case_of(known)

    offered = {g.code: g for g in grounds_of_case(case, cast.today)}
    sparing = {g.code for g in sparing_grounds(case, cast.today)}

    assert {"order-plea", "order-repeat", "order-over-defence", "order-instigated"} <= set(offered)
    assert offered["order-plea"].effects == ("lenient",)
    assert {"order-defence", "order-blind-deaf", "order-no-control"} <= sparing
    assert all(g.effective_from is not None for g in offered.values())
