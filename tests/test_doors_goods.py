"""Goods of great or unknown value escape neither review nor discussion, at any door."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from gongjian.cases import testing as story
from gongjian.cases.models import Decision, Draft, Notice, OnSpot, Review
from gongjian.cases.queries import balance_of, case_of, latest_draft
from gongjian.cases.rules import weight_columns
from gongjian.cases.scopes import discussion_scope
from gongjian.cases.services.notice import hearing_right
from gongjian.cases.testing import Cast
from gongjian.cases.testing_correcting import refused_copy
from gongjian.channels.credit.rows import _goods_without_amount
from gongjian.common.db import triggers
from gongjian.documents.models import Document
from gongjian.insight.tallying import closed
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.matters.ports import facts_of
from gongjian.parties.testing import make_credit_code
from gongjian.publicity.rendition import render

from .doors import DONE, DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import (
    OPINION,
    application_role,
    attempt,
    copied,
    decision_for,
    filed,
    fine,
    hash_of,
    refused_by_the_database,
    taken_and_undone,
)
from .test_doors_beside import refused

__all__ = ["application_role"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE = {"kind": "fine", "amount_fen": 300_000, "detail": ""}
GAIN = {"kind": "confiscate_gain", "amount_fen": 6_000_000, "detail": ""}


def goods(
    fen: int | None, basis: str = "价格认定结论书", detail: str = "原料2吨"
) -> dict[str, Any]:
    return {
        "kind": "confiscate_goods",
        "amount_fen": None,
        "detail": detail,
        "value_fen": fen,
        "value_basis": basis,
    }


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


# What the proposal says of goods, and whether it may.
DRAFTS: Mapping[str, tuple[tuple[dict[str, Any], ...], bool]] = {
    "valued": ((goods(100),), True),
    "of unknown value, with the reason": ((goods(None, "已经销毁，没有同类产品"),), True),
    "no value and no reason": ((goods(None, ""),), False),
    "a blank reason": ((goods(None, " "),), False),
    "a value without its basis": ((goods(100, ""),), False),
    "no value at all": ((goods(0),), False),
    "goods without a name": ((goods(100, detail=""),), False),
    "one of two not valued": ((goods(100), goods(None, "")), False),
    "a sum in place of the value": ((goods(100) | {"amount_fen": 100},), False),
    "a fine with a value": ((FINE | {"value_fen": 100},), False),
    "a fine with a basis": ((FINE | {"value_basis": "发票"},), False),
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
@pytest.mark.parametrize("name", DRAFTS)
def test_every_door_asks_what_goods_are_worth(
    cast: Cast, name: str, door: Callable[[Attempt], int]
) -> None:
    items, lawful = DRAFTS[name]
    matter = filed(cast)
    story.inspect(cast, matter)
    said = {
        "facts": story.FACTS,
        "evidence_summary": "1．现场检查笔录",
        "discretion": "从轻处罚。",
        **story.provisions(matter, cast.today),
        "items": items,
    }
    before = Entry.objects.count()

    status = door(Attempt(cast.people["handler"], "cases.draft_decision", as_json(said), matter))

    assert status == (DONE if lawful else 422)
    assert Draft.objects.exists() == lawful
    if not lawful:
        assert Entry.objects.count() == before


def great(cast: Cast, *items: dict[str, Any], party: Mapping[str, Any] = story.COMPANY) -> Matter:
    """Return a case whose party was heard on such goods: nothing else asks for review."""
    matter = story.file_case(cast, story.open_case(cast, dict(party)))
    story.inform(cast, story.investigate(cast, matter, items=items))
    return story.let_time_run(cast, matter)


GREAT: Mapping[str, tuple[dict[str, Any], ...]] = {
    "of great value": (goods(10_000_000),),
    "in two items": (goods(5_000_000), goods(5_000_000, detail="原料1吨")),
    "beside a fine": (FINE, goods(9_700_000)),
    "of unknown value": (goods(None, "已经销毁，没有同类产品"),),
}


@pytest.mark.requirement("V2")
@pytest.mark.parametrize("name", GREAT)
def test_no_door_leads_great_goods_past_review(cast: Cast, name: str) -> None:
    matter = great(cast, *GREAT[name])

    assert_shut(attempt(cast, "unit_head", "cases.go_to_decision", matter, **OPINION), 409)
    values = {"draft_hash": hash_of(matter), **OPINION}
    assert_shut(attempt(cast, "agency_head", "cases.issue_decision", matter, **values), 409)


@pytest.mark.parametrize("door", DOORS)
def test_goods_just_below_the_amount_go_to_the_head(cast: Cast, door: str) -> None:
    matter = great(cast, goods(4_999_999), goods(4_999_999, detail="原料1吨"))

    assert (
        DOORS[door](attempt(cast, "unit_head", "cases.go_to_decision", matter, **OPINION)) == DONE
    )


def test_a_sole_trader_is_a_citizen_for_the_amounts(cast: Cast) -> None:
    trader = {
        **story.COMPANY,
        "party_kind": "sole_trader",
        "party_name": "青川市城南百货店",
        "uscc": make_credit_code(trader=True),
    }
    matter = great(cast, goods(1_000_000), party=trader)

    assert_shut(attempt(cast, "unit_head", "cases.go_to_decision", matter, **OPINION), 409)


# --- the database itself --------------------------------------------------------------------------


def forged(draft: Draft, *items: dict[str, Any], **changes: Any) -> Draft:
    """Return a later version of a draft with other items, as a forger would insert it."""
    said: dict[str, Any] = {"version": draft.version + 1, "items": list(items)}
    made: Draft = copied(draft, **(said | weight_columns(items) | changes))
    return made


@pytest.mark.tampers
@pytest.mark.requirement("V2")
def test_the_database_takes_no_draft_of_great_goods_outside_review(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    matter = filed(cast)
    story.inspect(cast, matter)
    draft = story.propose(cast, matter, items=(FINE,))
    free = partial(forged, draft, review_required=False)
    wrongs = {name: free(*items) for name, items in GREAT.items()} | {
        "told to be worth nothing": free(goods(100), goods_fen=0),
        "worth less than nothing": free(goods(100), goods_fen=-1),
        "columns left out": free(goods(100), goods_fen=None),
        "kept back from the kinds": free(goods(100), kinds=1),
        "unknown, and said to be known": free(goods(None, "x"), goods_unvalued=False),
        "no amount from which it is reviewed": free(goods(100), review_from_fen=None),
        "goods in the columns alone": free(FINE, goods_fen=100),
    }
    application_role()

    taken = [name for name, row in wrongs.items() if not refused(row)]

    assert taken == []
    assert refused(free(goods(100))) == ""


@pytest.mark.tampers
@pytest.mark.requirement("V2")
def test_the_database_takes_no_decision_on_great_goods_past_review_or_discussion(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    story.decided_case(cast)
    genuine = Decision.objects.get()
    matter = great(cast, *GREAT["of unknown value"])
    told = latest_draft(case_of(matter))
    assert told is not None
    kept = copied(told, version=9, review_required=True, **weight_columns(told.items))
    cheap = forged(told, goods(100), version=10, review_required=False, review_source="x")
    Draft.objects.bulk_create([kept, cheap])
    made = partial(decision_for, matter, genuine)
    application_role()

    def taken(draft: Draft, **changes: Any) -> bool:
        row = made(draft_id=draft.pk, **({"review_required": False} | changes))
        return not refused_by_the_database(partial(taken_and_undone, row))

    assert not taken(kept)
    assert not taken(kept, discussion_required=True)
    assert taken(cheap)


# The items decided on, and whether the leaders discuss them: environment, 500,000 yuan in all.
DISCUSSED: Mapping[str, tuple[tuple[dict[str, Any], ...], bool]] = {
    "just below": ((goods(49_999_999),), False),
    "of great value": ((goods(50_000_000),), True),
    "in two items": ((goods(25_000_000), goods(25_000_000, detail="又")), True),
    "beside a fine": ((FINE, goods(49_700_000)), True),
}


@pytest.mark.tampers
@pytest.mark.requirement("V2")
def test_the_database_takes_no_decision_on_great_goods_past_the_discussion(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    other = filed(cast)
    story.inform(cast, story.investigate(cast, other, items=(fine(20_000_000),)))
    story.decide(cast, story.let_time_run(cast, other))
    genuine = Decision.objects.get()
    matter = great(cast, goods(60_000_000))
    told = latest_draft(case_of(matter))
    assert told is not None
    assert (told.discussion_from_fen, genuine.discussion_required) == (50_000_000, False)
    drafts = {
        name: forged(told, *items, version=number, review_required=True)
        for number, (name, (items, _)) in enumerate(DISCUSSED.items(), told.version + 1)
    }
    old = genuine.review
    assert old is not None
    own = {"case_id": told.case_id, "draft_id": told.pk, "draft_hash": told.draft_hash}
    passed = copied(old, **own)
    Review.objects.bulk_create([passed])
    reviewed = {"review_required": True, "review_id": passed.pk}
    reviewed |= {"review_outcome": "passed", "reviewed_hash": told.draft_hash}
    application_role()

    for name, (_, asked) in DISCUSSED.items():
        drafts[name].pk = Draft.objects.bulk_create([drafts[name]])[0].pk
        row = decision_for(matter, genuine, draft_id=drafts[name].pk, **reviewed)
        assert bool(refused_copy(row)) is asked, (name, refused_copy(row))


# The items told of, and whether they open a hearing: environment, an organisation, 50,000 yuan.
HEARD: Mapping[str, tuple[tuple[dict[str, Any], ...], bool]] = {
    "just below": ((goods(4_999_999),), False),
    "of great value": ((goods(5_000_000),), True),
    "in two items": ((goods(2_500_000), goods(2_500_000, detail="又")), True),
    "beside a fine": ((FINE, goods(4_999_999)), False),
    "with a gain": ((goods(4_000_000), GAIN), True),
}


@pytest.mark.tampers
def test_the_database_takes_no_notice_of_great_goods_that_keeps_the_hearing_back(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    matter = great(cast, goods(6_000_000))
    notice = Notice.objects.get()
    paper = Document.objects.filter(matter=matter).exclude(kind="penalty-notice")[0]
    told = notice.draft
    assert (told.hearing_goods_from_fen, told.hearing_from_fen) == (5_000_000, 10_000_000)
    drafts = {
        name: forged(told, *items, version=number, review_required=True)
        for number, (name, (items, _)) in enumerate(HEARD.items(), told.version + 1)
    }
    Draft.objects.bulk_create(drafts.values())
    application_role()

    for name, (_, asked) in HEARD.items():
        own = {"draft_id": drafts[name].pk, "document_id": paper.pk, "hearing_right": False}
        assert bool(refused_copy(notice, **own)) is asked, name


@pytest.mark.tampers
@pytest.mark.parametrize(
    "column", ["discussion_from_fen", "hearing_goods_from_fen", "hearing_from_fen"]
)
def test_the_database_takes_no_goods_without_the_amounts_of_the_place(
    cast: Cast, column: str, application_role: Callable[[], None]
) -> None:
    matter = filed(cast)
    story.inspect(cast, matter)
    draft = story.propose(cast, matter, items=(goods(100),))
    application_role()

    assert "guarded table cases_draft" in refused(forged(draft, goods(100), **{column: None}))
    assert refused(forged(draft, FINE, **{column: None})) == ""


@pytest.mark.requirement("V2")
def test_what_a_place_asked_as_goods_were_drafted_stays_asked() -> None:
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast))
    story.inspect(cast, matter)
    draft = story.propose(cast, matter, items=(goods(1_000_000),))
    case = case_of(matter)
    asked = partial(discussion_scope, matter, case, draft, hearing_held=False)
    assert not asked().required
    assert not hearing_right(matter, case, draft)

    draft.discussion_from_fen = draft.hearing_goods_from_fen = 1_000_000

    assert asked().required
    assert hearing_right(matter, case, draft)


@pytest.mark.tampers
@pytest.mark.requirement("V2")
def test_goods_of_an_open_draft_from_before_values_were_kept_must_be_reviewed(cast: Cast) -> None:
    story.decided_case(cast)
    genuine = Decision.objects.get()
    matter = great(cast, goods(100))
    assert not facts_of(matter, cast.clock)["review_required"]
    triggers.uninstall(connection)
    bare = [{"kind": "confiscate_goods", "amount_fen": None, "detail": "原料2吨"}]
    before = {"items": bare, "goods_fen": None, "review_from_fen": None}
    Draft.objects.filter(case=case_of(matter)).update(**before)
    triggers.install(connection)
    matter = Matter.objects.get(pk=matter.pk)

    facts = facts_of(matter, cast.clock)
    assert (facts["review_required"], facts["discussion_required"]) == (True, True)
    assert_shut(attempt(cast, "unit_head", "cases.go_to_decision", matter, **OPINION), 409)
    row = decision_for(matter, genuine, review_required=False)
    assert refused_by_the_database(partial(taken_and_undone, row))


@pytest.mark.tampers
def test_the_database_takes_no_decision_on_goods_worth_more_than_was_told(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    story.decided_case(cast)
    genuine = Decision.objects.get()
    matter = great(cast, goods(1_000_000))
    told = latest_draft(case_of(matter))
    assert told is not None
    heavier = [[goods(1_000_001)], [goods(1_000_000), goods(1, detail="又")]]
    lighter = [[goods(1_000_000)], [goods(400_000), goods(600_000, detail="又")], [goods(1)]]
    drafts = [
        forged(told, *items, version=number)
        for number, items in enumerate([*heavier, *lighter], told.version + 1)
    ]
    application_role()

    for number, draft in enumerate(drafts):
        draft.pk = Draft.objects.bulk_create([draft])[0].pk
        row = decision_for(matter, genuine, draft_id=draft.pk, review_required=False)
        assert refused_by_the_database(partial(taken_and_undone, row)) is (number < 2), draft.items


@pytest.mark.tampers
def test_the_database_takes_no_notice_that_keeps_the_hearing_back(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    matter = great(cast, *GREAT["of unknown value"])
    notice = Notice.objects.get()
    paper = Document.objects.filter(matter=matter).exclude(kind="penalty-notice")[0]
    assert notice.hearing_right
    application_role()

    assert refused(copied(notice, hearing_right=False, document_id=paper.pk))
    assert refused(copied(notice, document_id=paper.pk)) == ""


@pytest.mark.tampers
def test_the_database_confiscates_nothing_on_the_spot(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    scene = story.make_scene_cast("dazhou", "market", name="青川市市场监督管理局")
    story.penalize(scene)
    spot = OnSpot.objects.get()
    other = filed(cast)
    story.inspect(cast, other)
    draft = story.propose(cast, other, items=(goods(100),))
    application_role()

    own = {"case_id": draft.case_id, "draft_id": draft.pk, "scene": uuid4()}
    assert refused(copied(spot, **own))
    draft.refresh_from_db()
    cheap = forged(draft, FINE)
    Draft.objects.bulk_create([cheap])
    assert refused(copied(spot, **(own | {"draft_id": cheap.pk}))) == ""


# --- what papers, portal and figures say of them --------------------------------------------------


def test_goods_and_their_value_stand_in_every_paper_and_are_owed_by_nobody() -> None:
    cast = story.make_cast()
    unknown = goods(None, "已经变质。", detail="没收半成品3桶")
    matter = filed(cast)
    items = (FINE, goods(1_234_500), unknown)
    story.inform(cast, story.investigate(cast, matter, items=items))
    story.deliver(cast, story.decide(cast, story.let_time_run(cast, matter)))

    lines = [
        "没收非法财物：原料2吨，价值人民币壹万贰仟叁佰肆拾伍元整（12,345.00元），依据：价格认定结论书。",
        "没收半成品3桶，价值无法确定：已经变质。",
    ]
    for kind in ("penalty-notice", "penalty-decision"):
        paper = Document.objects.get(matter=matter, kind=kind)
        assert json.loads(paper.data)["fields"]["penalties"][1:] == lines
    opinion = Document.objects.get(matter=matter, kind="legal-review-opinion")
    assert "".join(lines) in opinion.data
    decision = Decision.objects.get()
    assert balance_of(decision).owed_fen == FINE["amount_fen"]
    data = render(decision).data
    assert data["penalties"][1:] == [
        "没收非法财物 价值12,345元（原料2吨）",
        "没收非法财物 价值无法确定（没收半成品3桶）",
    ]
    assert (data["confiscated_fen"], data["goods_unvalued"]) == (1_234_500, True)
    counted = closed(decision, decision.draft.items)
    assert counted is not None
    assert counted.fen == 300_000 + 1_234_500


def test_of_goods_in_a_public_text_the_credit_platform_gets_the_value() -> None:
    valued = {"kinds": ["confiscate_goods"], "confiscated_fen": 100, "goods_unvalued": False}

    assert not _goods_without_amount(valued)
    assert _goods_without_amount(valued | {"goods_unvalued": True})
    assert _goods_without_amount({"kinds": ["confiscate_goods"], "confiscated_fen": 0})
    assert not _goods_without_amount({"kinds": ["fine"]})
