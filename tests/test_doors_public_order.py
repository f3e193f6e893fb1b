"""Each gate of 治安管理处罚法, tried through every door and past all of them at the database."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision, Inspection
from gongjian.cases.public_order.asking import at_odds
from gongjian.cases.public_order.families import FamilyWord
from gongjian.cases.public_order.models import (
    DetentionExecution,
    DetentionOrder,
    DetentionSuspension,
    Offender,
    PublicOrderDecision,
    Questioning,
    VictimCopy,
)
from gongjian.cases.public_order.queries import usable_evidence
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.discussing import leaders_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import interpreter, state_needs
from gongjian.common import acts
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters import sweeping
from gongjian.matters.models import Matter
from gongjian.payments.testing import perform
from gongjian.publicity import testing as publishing
from gongjian.review import testing as reviewing
from gongjian.workbench import notifying
from gongjian.workbench.models import Notification

from .commands.standing import NOBODY
from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
HEAVY = ({"kind": "fine", "amount_fen": 100_100},)


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


@pytest.fixture
def station() -> Iterator[Cast]:
    made = police.police_cast(accounts=True, station=True)
    with told_by(made):
        yield made


def filed(cast: Cast, party: dict[str, Any] = police.ADULT, **values: Any) -> Matter:
    return police.file_case(cast, police.opened(cast, party, **values))


def told(cast: Cast, matter: Matter, items: Any = police.FINE_500, **person: Any) -> Matter:
    """Carry a case to where its decision is made."""
    police.investigated(cast, matter, items=items, **person)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    draft = latest_draft(case_of(matter))
    assert draft is not None
    if draft.review_required:
        cast.do("handler", "review.submit", matter, summary="请予审核。")
        words = {**story.findings("lufeng"), "reasons": "同意。"}
        cast.do("legal_reviewer", "review.pass_review", matter, **words)
    else:
        cast.do("unit_head", "cases.go_to_decision", matter, opinion="报请决定。")
    return matter


def decided(cast: Cast, matter: Matter, items: Any = police.FINE_500, **person: Any) -> Matter:
    """Carry a case to where its decision is executed."""
    story.decide(cast, prepared(cast, matter, items, **person))
    return story.deliver(cast, matter)


def prepared(cast: Cast, matter: Matter, items: Any, **person: Any) -> Matter:
    police.investigated(cast, matter, items=items, **person)
    story.inform(cast, matter)
    return story.let_time_run(cast, matter)


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), matter)


def questioned(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    known = police.asked(cast) | values
    return attempt(cast, "handler", "cases.record_questioning", matter, **known)


# --- the gates ----------------------------------------------------------------------------------


def questioning_over_time(cast: Cast) -> Attempt:
    matter = filed(cast)
    cast.wait(hours=12)
    long_ago = cast.now - timedelta(hours=11)
    return questioned(cast, matter, arrived_at=long_ago, began_at=long_ago)


def one_officer_outside_the_centre(cast: Cast) -> Attempt:
    return questioned(cast, filed(cast), alone=True, place_kind="scene")


def minor_without_guardian(cast: Cast) -> Attempt:
    return questioned(cast, filed(cast, police.FIFTEEN), person="小示例", guardian_present=True)


def guardian_not_there(cast: Cast) -> Attempt:
    matter = filed(cast, police.FIFTEEN)
    police.guardian(cast, matter)
    return questioned(cast, matter, person="小示例")


def deaf_without_interpreter(cast: Cast) -> Attempt:
    matter = filed(cast)
    state_needs(cast, matter, sign=True)
    return questioned(cast, matter, interpreter_present=True)


def interpreter_not_there(cast: Cast) -> Attempt:
    matter = filed(cast)
    interpreter(cast, matter, kind="language", language="彝语")
    return questioned(cast, matter, role="witness", person="证示例", language=True)


def home_at_once(cast: Cast) -> Attempt:
    return inspected(cast, filed(cast), "cases.inspect_at_once", subject="home", recording="AV")


def home_without_a_warrant(cast: Cast) -> Attempt:
    matter = filed(cast)
    return inspected(cast, matter, "cases.inspect_by_warrant", subject="home", warrant=NOBODY)


def place_at_once_off_the_record(cast: Cast) -> Attempt:
    matter = filed(cast)
    words = {"subject": "place", "at_once": "现场可能灭失。"}
    return inspected(cast, matter, "cases.inspect_at_once", **words)


def by_a_warrant_of_another_case(cast: Cast) -> Attempt:
    other = police.warrant(cast, filed(cast))
    matter = filed(cast)
    police.warrant(cast, matter)
    words = {"subject": "home", "warrant": other.uid}
    return inspected(cast, matter, "cases.inspect_by_warrant", **words)


def by_a_warrant_that_is_over(cast: Cast) -> Attempt:
    matter = filed(cast)
    warrant = police.warrant(cast, matter)
    cast.wait(days=3)
    words = {"subject": "home", "warrant": warrant.uid}
    return inspected(cast, matter, "cases.inspect_by_warrant", **words)


def inspected(cast: Cast, matter: Matter, code: str, **values: Any) -> Attempt:
    cast.wait(hours=3)
    return attempt(cast, "handler", code, matter, **(story.inspected(cast) | values))


def a_woman_by_nobody(cast: Cast) -> Attempt:
    words = {"subject": "person", "woman": True, "recording": "AV"}
    return inspected(cast, filed(cast), "cases.inspect_at_once", **words)


def a_known_woman_unsaid(cast: Cast) -> Attempt:
    matter = filed(cast)
    police.establish(cast, matter, sex="female")
    return inspected(cast, matter, "cases.inspect_at_once", subject="person", recording="AV")


def a_woman_by_her_number(cast: Cast) -> Attempt:
    woman = police.ADULT | {"party_name": "贺女示例", "id_number": "110105198801010022"}
    matter = filed(cast, woman)
    return inspected(cast, matter, "cases.inspect_at_once", subject="person", recording="AV")


def by_a_warrant(cast: Cast, warranted: dict[str, Any], **values: Any) -> Attempt:
    matter = filed(cast)
    values["warrant"] = police.warrant(cast, matter, **warranted).uid
    return inspected(cast, matter, "cases.inspect_by_warrant", **values)


def home_by_a_warrant_for_none(cast: Cast) -> Attempt:
    return by_a_warrant(cast, {"place_kind": "其他场所"}, subject="home")


def elsewhere_by_a_warrant(cast: Cast) -> Attempt:
    return by_a_warrant(cast, {"place": "城东路1号"}, subject="place")


def himself_as_a_witness(cast: Cast) -> Attempt:
    return questioned(cast, filed(cast), role="witness", came_by="voluntary")


def a_witness_summoned(cast: Cast) -> Attempt:
    return questioned(cast, filed(cast), role="witness", person="证示例")


def a_young_victim_as_of_age(cast: Cast) -> Attempt:
    matter = filed(cast)
    cast.do("handler", "cases.register_victim", matter, name="幼示例", harm="轻微伤", minor=True)
    return questioned(cast, matter, role="victim", person="幼示例", came_by="voluntary")


def two_at_once(cast: Cast) -> Attempt:
    matter = filed(cast)
    police.testimony(cast, matter)
    last = Questioning.objects.get()
    hours = {"arrived_at": last.arrived_at, "began_at": last.began_at, "ended_at": last.ended_at}
    return questioned(cast, matter, **hours)


def one_stay_told_as_two(cast: Cast) -> Attempt:
    matter = filed(cast)
    since = police.question(cast, matter).ended_at
    return questioned(cast, matter, arrived_at=since, began_at=since, came_by="voluntary")


def own_words_as_testimony(cast: Cast) -> Attempt:
    said = {"name": "自述材料", "proves": "经过", "obtained_on": cast.today, "kind": "testimony"}
    matter, his = filed(cast), police.ADULT["party_name"]
    return attempt(cast, "handler", "cases.add_evidence", matter, **said, obtained_from=his)


def summoned_without_a_summons(cast: Cast) -> Attempt:
    return questioned(cast, filed(cast), came_by="summons")


def family_not_told(cast: Cast) -> Attempt:
    return questioned(cast, filed(cast), family_told="")


def station_above_its_limit(cast: Cast) -> Attempt:
    matter = told(cast, filed(cast), HEAVY)
    return decision(cast, "unit_head", "cases.decide_at_station", matter)


def bureau_deciding_as_a_station(cast: Cast) -> Attempt:
    matter = told(cast, filed(cast))
    return decision(cast, "unit_head", "cases.decide_at_station", matter)


def decision(cast: Cast, office: str, code: str, matter: Matter) -> Attempt:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    return attempt(cast, office, code, matter, draft_hash=draft.draft_hash, opinion="同意。")


def own_statement_only(cast: Cast) -> Attempt:
    matter = filed(cast)
    police.establish(cast, matter)
    police.question(cast, matter)
    story.propose(cast, matter, items=police.FINE_500)
    cast.do("handler", "cases.end_investigation", matter, summary="本人承认。")
    return attempt(cast, "handler", "cases.inform_offender", matter, contact="李示例")


def the_other_evidence_excluded(cast: Cast) -> Attempt:
    matter = told(cast, filed(cast))
    case = case_of(matter)
    values = {"evidence": usable_evidence(case)[0].uid, "reason": "录像损毁。"}
    cast.do("agency_head", "cases.exclude_evidence", matter, ground="lost_recording", **values)
    return decision(cast, "agency_head", "cases.decide_public_order", matter)


def child_punished(cast: Cast) -> Attempt:
    matter = filed(cast, police.CHILD)
    police.investigated(cast, matter)
    return attempt(cast, "handler", "cases.inform_offender", matter, contact="李示例")


def detention_of_a_fifteen_year_old(cast: Cast) -> Attempt:
    matter = decided(cast, filed(cast, police.FIFTEEN), police.DETENTION)
    return execution(cast, matter)


def execution(cast: Cast, matter: Matter, **more: Any) -> Attempt:
    values = {"house": "禄安市拘留所", "receipt_number": "拘执1", "family_told": "监示例"}
    today = {"taken_in_on": cast.today, "family_told_on": cast.today}
    return attempt(cast, "handler", "cases.execute_detention", matter, **values | today | more)


def more_credited_than_decided(cast: Cast) -> Attempt:
    return execution(cast, decided(cast, filed(cast), police.DETENTION), credited_days=6)


def taken_in_with_nothing_left(cast: Cast) -> Attempt:
    return execution(cast, decided(cast, filed(cast), police.DETENTION), credited_days=5)


def detention_while_suspended(cast: Cast) -> Attempt:
    matter = decided(cast, filed(cast), police.DETENTION)
    suspended(cast, matter)
    return execution(cast, matter)


def suspended(cast: Cast, matter: Matter) -> None:
    deposit = {"guarantee": "deposit", "deposit_fen": 100_000}
    cast.do("handler", "cases.ask_suspension", matter, ground="exam", **deposit)
    police.take_deposit(cast, matter)
    cast.do("agency_head", "cases.grant_suspension", matter, reason="不致发生社会危险。")


def too_small_a_deposit(cast: Cast) -> Attempt:
    matter = decided(cast, filed(cast), police.DETENTION)
    return asked_to_wait(cast, matter, deposit_fen=99_999)


def asked_to_wait(cast: Cast, matter: Matter, **more: Any) -> Attempt:
    values = {"ground": "exam", "guarantee": "deposit", "deposit_fen": 100_000}
    return attempt(cast, "handler", "cases.ask_suspension", matter, **values | more)


def waits_though_nothing_was_lodged(cast: Cast) -> Attempt:
    return asked_to_wait(cast, decided(cast, filed(cast), police.DETENTION), ground="appeal")


def waits_for_the_review_of_another(cast: Cast) -> Attempt:
    matter = decided(cast, filed(cast), police.DETENTION)
    police.challenge(cast, matter, applicant="other", applicant_name="被示例")
    return asked_to_wait(cast, matter, ground="appeal")


def more_than_fifteen_days_for_one_act(cast: Cast) -> Attempt:
    items = [{"kind": "detention", "days": 10}, {"kind": "detention", "days": 6}]
    known = {"facts": "多次扰乱秩序。", "evidence_summary": "1．笔录", "violated": "第二十六条"}
    known |= {"basis": "第二十六条", "discretion": "从重处罚。"}
    return attempt(cast, "handler", "cases.draft_decision", filed(cast), items=items, **known)


def filed_too_late(cast: Cast) -> Attempt:
    matter = police.opened(cast, act_ended_on=cast.today - timedelta(days=190))
    values = {"facts": "半年前的事。", "basis": "第二十六条"}
    return attempt(cast, "handler", "cases.file_public_order", matter, **values)


def published(cast: Cast) -> Attempt:
    matter = decided(cast, filed(cast))
    values = {"summary": "罚款", **publishing.READ}
    return attempt(cast, "publisher", "publicity.draft_release", matter, **values)


def closed_before_the_victim_knows(cast: Cast) -> Attempt:
    matter = filed(cast)
    cast.do("handler", "cases.register_victim", matter, name="被示例", harm="轻微伤")
    decided(cast, matter)
    perform(cast, matter)
    cast.do("publication_checker", "publicity.withhold", matter)
    return attempt(cast, "agency_head", "cases.close_case", matter, opinion="结案。")


def over_what_review_found(cast: Cast) -> Attempt:
    """Signed by the head while the reviewer's opinion waits to be dealt with."""
    return decision(cast, "agency_head", "cases.decide_public_order", returned(cast))


def returned(cast: Cast) -> Matter:
    matter = prepared(cast, filed(cast), police.FINE_500)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    reviewing.opine(cast, matter, "return_for_supplement", facts="problem")
    return matter


def resolved_by_a_minority(cast: Cast) -> Attempt:
    matter = returned(cast)
    reviewing.consulted(cast, matter)
    return resolution(cast, matter, "against")


def resolved_without_a_consultation(cast: Cast) -> Attempt:
    return resolution(cast, returned(cast), "for")


def resolution(cast: Cast, matter: Matter, vote: str) -> Attempt:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    signed = {"vote": vote, "opinion": "意见。", "signed": True}
    votes = [{"officer": o.uid, **signed} for o in leaders_of(matter, cast.today)]
    held = {"held_at": cast.now - timedelta(hours=1), "ended_at": cast.now}
    words = {"place": "会议室", "recorder": "记示例", "conclusion": "见表决。"}
    known = {"draft_hash": draft.draft_hash, "votes": votes, **held, **words}
    return attempt(cast, "agency_head", "review.pass_by_resolution", matter, **known)


def filing_approved_by_the_head(cast: Cast) -> Attempt:
    return attempt(cast, "agency_head", "cases.approve_filing", police.opened(cast), opinion="同意")


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "questioning over time": (questioning_over_time, 422),
    "one officer outside the centre": (one_officer_outside_the_centre, 422),
    "minor without guardian": (minor_without_guardian, 409),
    "guardian not there": (guardian_not_there, 422),
    "no home at once": (home_at_once, 422),
    "a woman by a woman": (a_woman_by_nobody, 422),
    "a woman known as one": (a_known_woman_unsaid, 422),
    "a woman by her number": (a_woman_by_her_number, 422),
    "no home by a warrant for none": (home_by_a_warrant_for_none, 422),
    "nowhere else by a warrant": (elsewhere_by_a_warrant, 422),
    "nobody his own witness": (himself_as_a_witness, 422),
    "no witness is summoned": (a_witness_summoned, 422),
    "a young victim by its age": (a_young_victim_as_of_age, 422),
    "one at a time": (two_at_once, 422),
    "one stay, one arrival": (one_stay_told_as_two, 422),
    "own words are no testimony": (own_words_as_testimony, 422),
    "no place at once off the record": (place_at_once_off_the_record, 422),
    "no warrant of another case": (by_a_warrant_of_another_case, 422),
    "no warrant that is over": (by_a_warrant_that_is_over, 409),
    "deaf without interpreter": (deaf_without_interpreter, 409),
    "interpreter not there": (interpreter_not_there, 422),
    "summons before questioning": (summoned_without_a_summons, 422),
    "family not told": (family_not_told, 422),
    "bureau decides as a station": (bureau_deciding_as_a_station, 409),
    "own statement only": (own_statement_only, 409),
    "other evidence excluded": (the_other_evidence_excluded, 409),
    "no child is punished": (child_punished, 409),
    "detention of a fifteen-year-old": (detention_of_a_fifteen_year_old, 409),
    "detention while suspended": (detention_while_suspended, 409),
    "no more credited than decided": (more_credited_than_decided, 422),
    "nobody taken in with nothing left": (taken_in_with_nothing_left, 422),
    "no waiting for a remedy that is not there": (waits_though_nothing_was_lodged, 422),
    "no waiting for another's remedy": (waits_for_the_review_of_another, 422),
    "deposit of the law": (too_small_a_deposit, 422),
    "twenty days at most": (more_than_fifteen_days_for_one_act, 422),
    "no decision over an open opinion": (over_what_review_found, 409),
    "resolution after consultation": (resolved_without_a_consultation, 409),
    "resolution by more than half": (resolved_by_a_minority, 422),
    "six months at filing": (filed_too_late, 409),
    "sealed never public": (published, 409),
    "victim gets the decision": (closed_before_the_victim_knows, 409),
    "no head approves the filing": (filing_approved_by_the_head, 409),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


def test_a_home_is_inspected_by_no_door_without_a_warrant(cast: Cast) -> None:
    """The page offers no warrant to choose, and says so at the field."""
    assert_shut(home_without_a_warrant(cast), 409, page=422)


def test_a_station_above_its_limit_is_refused_at_every_door(station: Cast) -> None:
    assert_shut(station_above_its_limit(station), 409)


def test_a_station_decides_a_fine_of_a_thousand(station: Cast) -> None:
    matter = told(station, filed(station), ({"kind": "fine", "amount_fen": 100_000},))

    station.do(
        "unit_head",
        "cases.decide_at_station",
        matter,
        draft_hash=latest_draft(case_of(matter)).draft_hash,  # type: ignore[union-attr]
        opinion="同意。",
    )

    made = PublicOrderDecision.objects.get()
    assert (made.level, made.fine_fen, made.station_most_fen) == ("station", 100_000, 100_000)


# --- what is accepted, with its consequence ------------------------------------------------------


def test_one_officer_in_the_centre_without_a_recording_makes_no_evidence(cast: Cast) -> None:
    matter = filed(cast)

    made = police.testimony(cast, matter, alone=True, full_recording=False, recording_at="")

    assert not made.usable
    assert made.evidence.exclusion.ground == "no_recording"
    assert not usable_evidence(case_of(matter)).exists()


def test_an_admitted_overrun_is_kept_and_is_no_evidence(cast: Cast) -> None:
    matter = filed(cast)
    cast.wait(hours=12)
    began = cast.now - timedelta(hours=11)

    made = police.testimony(
        cast, matter, arrived_at=began, began_at=began, over_time_reason="核对身份耽误。"
    )

    assert made.over_time
    assert made.evidence.exclusion.ground == "over_time"


@pytest.mark.parametrize(("ground", "hours"), [("normal", 8), ("many", 12), ("complex", 24)])
def test_the_limit_of_questioning_goes_by_its_ground(cast: Cast, ground: str, hours: int) -> None:
    made = police.testimony(cast, filed(cast), ground=ground)

    assert made.due_at - made.arrived_at == timedelta(hours=hours)


def test_a_minors_detention_that_is_executed_opens_a_closed_hearing(cast: Cast) -> None:
    matter = filed(cast, police.FIFTEEN)
    police.investigated(
        cast, matter, police.DETENTION, grave=True, grave_reason="持械，造成严重后果。"
    )
    cast.do("handler", "cases.inform_offender", matter, contact="李示例")

    notice = case_of(matter).notices.get()

    assert notice.hearing_right
    assert "听证不公开举行" in notice.document.data
    assert "监示例" in notice.document.data


def test_a_minors_detention_that_is_not_executed_opens_none(cast: Cast) -> None:
    matter = filed(cast, police.FIFTEEN)
    police.investigated(cast, matter, police.DETENTION)
    cast.do("handler", "cases.inform_offender", matter, contact="李示例")

    notice = case_of(matter).notices.get()

    assert not notice.hearing_right
    assert "不执行行政拘留" in notice.document.data


def test_a_child_gets_a_decision_not_to_punish_and_the_case_ends(cast: Cast) -> None:
    matter = filed(cast, police.CHILD)
    police.investigated(cast, matter, ground="under_14")

    police.not_punished(cast, matter)
    cast.do("agency_head", "cases.end_unpunished", matter, opinion="同意办结。")

    assert matter.marking == ["not_punished"]


def test_detention_is_suspended_goes_on_and_the_case_is_closed(cast: Cast) -> None:
    matter = decided(cast, filed(cast), police.DETENTION)
    suspended(cast, matter)
    cast.do("agency_head", "cases.end_suspension", matter, outcome="ended", reason="考试结束。")
    cast.do(
        "handler",
        "cases.execute_detention",
        matter,
        taken_in_on=cast.today,
        house="禄安市拘留所",
        receipt_number="拘执2026001",
        family_told="配偶示例",
        family_told_on=cast.today,
    )
    refund = {"refunded_on": cast.today, "receipt": "退1"}
    cast.do("finance", "cases.refund_deposit", matter, **refund)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("publication_checker", "publicity.withhold", matter)
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")

    taken = DetentionExecution.objects.get()
    assert matter.marking == ["closed"]
    assert (taken.until_on - taken.taken_in_on).days == 5


def tell_family(cast: Cast, matter: Matter, **changes: Any) -> Attempt:
    said = {"told": "监示例（父亲），当面告知", "told_on": cast.today}
    return attempt(cast, "handler", "cases.tell_family", matter, **(said | changes))


@pytest.mark.tampers
def test_the_family_knows_of_a_detention_that_is_not_executed_before_the_case_is_closed(
    cast: Cast,
) -> None:
    assert_shut(tell_family(cast, decided(cast, filed(cast), police.DETENTION)), 409)
    matter = decided(cast, filed(cast, police.FIFTEEN), police.DETENTION)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("publication_checker", "publicity.withhold", matter)
    waits = matter.todos.filter(step="通知家属不执行拘留")
    assert waits.exists()
    end = attempt(cast, "agency_head", "cases.close_case", matter, opinion="结案。")
    assert_shut(end, 409)
    assert_shut(tell_family(cast, matter, told=""), 422)
    assert_shut(tell_family(cast, matter, not_told="无法联系。"), 422)
    assert_shut(tell_family(cast, matter, told_on=None), 422)

    assert DOORS["page"](tell_family(cast, matter)) == 200

    row = FamilyWord.objects.get()
    assert row.notice is not None
    assert "不执行行政拘留" in row.notice.data
    assert not waits.exists()
    assert_shut(tell_family(cast, matter), 409)
    served = DetentionOrder.objects.exclude(pk=row.order_id).get()
    with pytest.raises(DatabaseError), transaction.atomic():
        copied(row, order_id=served.pk, notice_id=row.order.decision.document_id).save()
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")
    assert "closed" in matter.marking


def test_a_victims_copy_after_two_days_counts_as_late(cast: Cast) -> None:
    matter = filed(cast)
    victim = cast.do("handler", "cases.register_victim", matter, name="被示例", harm="轻微伤")
    decided(cast, matter)
    cast.wait(days=3)

    cast.do(
        "handler",
        "cases.give_victim_copy",
        matter,
        victim=victim.uid,
        given_on=cast.today,
        receiver="被示例",
    )

    copy = VictimCopy.objects.get()
    assert copy.late
    assert (copy.due_on - copy.decided_on).days == 2


def test_a_victim_may_have_the_copy_before_the_offender_and_then_it_is_not_taken_back(
    cast: Cast,
) -> None:
    matter = filed(cast)
    victim = cast.do("handler", "cases.register_victim", matter, name="被示例", harm="轻微伤")
    story.decide(cast, prepared(cast, matter, police.FINE_500))

    give_copy(cast, matter, victim)

    assert matter.marking == ["to_deliver"]
    with pytest.raises(RuleBroken):
        cast.do("agency_head", "cases.void_decision", matter, reason="日期写错。")
    with pytest.raises(IntegrityError, match="guarded"), transaction.atomic():
        Decision.objects.update(void=True)


def copy_limit(matter: Matter) -> list[tuple[str, int]]:
    rows = matter.deadlines.filter(code="police.victim_copy")
    return [(row.state, (row.due_on - row.starts_on).days) for row in rows]


def give_copy(cast: Cast, matter: Matter, victim: Any) -> None:
    said = {"victim": victim.uid, "given_on": cast.today, "receiver": victim.name}
    cast.do("handler", "cases.give_victim_copy", matter, **said)


def test_the_copies_have_a_limit_that_the_last_of_them_meets(cast: Cast) -> None:
    matter = filed(cast)
    first, last = (
        cast.do("handler", "cases.register_victim", matter, name=name, harm="轻微伤")
        for name in ("被示例", "害示例")
    )
    decided(cast, matter)
    made = copy_limit(matter)
    cast.wait(days=3)
    sweeping.sweep(cast.today)
    notifying.of_alerts(cast.now)
    late = Notification.objects.filter(matter=matter, kind="late", officer=cast.people["handler"])
    told = set(late.values_list("words", flat=True))
    give_copy(cast, matter, first)
    between = copy_limit(matter)
    give_copy(cast, matter, last)

    assert made == between == [("open", 2)]
    assert "处罚决定书副本送交被侵害人的期限" in told
    assert copy_limit(matter) == [("met", 2)]


def test_without_a_victim_no_copy_is_due(cast: Cast) -> None:
    assert copy_limit(decided(cast, filed(cast))) == []


# --- the database itself --------------------------------------------------------------------------


def refusal(row: Any) -> str:
    """Return what the database says to a row that somebody inserts by hand; "" if nothing."""
    try:
        with transaction.atomic():
            row.save()
    except DatabaseError as error:
        return str(error)
    return ""


def fresh(row: Any, matter: Matter) -> Any:
    """Return an unsaved copy of a row about what belongs to another case."""
    case = case_of(matter)
    if isinstance(row, Questioning):
        paper = Document.objects.filter(matter=matter)[0].pk
        return copied(row, document_id=paper, evidence_id=case.evidence.all()[0].pk)
    return copied(row, decision_id=Decision.objects.get(case=case).pk)


@pytest.mark.tampers
def test_the_database_refuses_what_the_law_forbids(cast: Cast) -> None:
    matter = decided(cast, filed(cast, police.FIFTEEN), police.DETENTION)
    free = story.decided_case(cast)  # whose rows no 治安 row speaks of yet
    asked, offender = fresh(Questioning.objects.get(), free), Offender.objects.get()
    made = fresh(PublicOrderDecision.objects.get(), free)
    order = fresh(DetentionOrder.objects.get(), free)
    guardian = case_of(matter).guardians.get()
    suspension = DetentionSuspension(
        order=DetentionOrder.objects.get(decision__case=case_of(matter)),
        ground="exam",
        asked_on=cast.today,
        answer_due_at=cast.now,
        guarantee="deposit",
        days=5,
        deposit_fen=99_999,
        deposit_per_day_fen=20_000,
    )
    executed = DetentionExecution(
        order=DetentionOrder.objects.get(),
        executable=False,
        credited_days=0,
        taken_in_on=cast.today,
        until_on=cast.today + timedelta(days=5),
        house="禄安市拘留所",
        receipt_number="1",
        family_notice_id=asked.document_id,
        family_told="监示例",
        family_told_on=cast.today,
    )
    late = asked.due_at + timedelta(hours=1)
    over = {"over_time": True, "over_time_reason": "忙"}
    station = {"level": "station", "warning_or_fine_only": True}
    forgeries = {
        "questioning_over_time_is_no_evidence": [
            copied(asked, ended_at=late),
            copied(asked, ended_at=late, **over),
        ],
        "guarded table cases_questioning": [copied(asked, came_by="forced")],
        "questioning_in_order": [copied(asked, began_at=asked.arrived_at - timedelta(hours=1))],
        "questioning_minor_has_guardian": [copied(asked, minor=True, guardian_id=None)],
        "questioning_has_its_interpreter": [copied(asked, needs_interpreter=True)],
        "questioning_alone_only_in_a_centre": [copied(asked, second_id=None, place_kind="scene")],
        "questioning_unrecorded_is_no_evidence": [
            copied(asked, full_recording=False),
            copied(asked, full_recording=False, place_kind="video"),
        ],
        "questioning_two_different_officers": [copied(asked, second_id=asked.lead_id)],
        "public_order_station_within_its_power": [
            copied(made, **station, fine_fen=made.station_most_fen + 1),
            copied(made, **station | {"warning_or_fine_only": False}, fine_fen=0),
        ],
        "public_order_no_child_is_punished": [copied(made, age=made.punishable_from - 1)],
        "public_order_minor_has_guardian": [copied(made, guardian_id=None)],
        "public_order_not_own_statement_only": [copied(made, other_evidence=0)],
        "detention_within_the_most_days": [copied(order, days=order.most_days + 1, decided_days=0)],
        "guarded table cases_detentionexecution": [executed],
        "suspension_is_guaranteed": [suspension],
        "offender_grave_has_reason": [copied(offender, grave=True, grave_reason="")],
        "offender_minor_by_age": [copied(offender, minor=False)],
        "guardian_suitable_adult_has_reason": [copied(guardian, kind="suitable_adult")],
    }

    told = {n: [refusal(row) for row in rows] for n, rows in forgeries.items()}

    assert {n: said for n, said in told.items() if not all(n in one for one in said)} == {}


@pytest.mark.tampers
def test_the_database_takes_nobody_in_of_whose_detention_nothing_is_left(cast: Cast) -> None:
    matter = decided(cast, filed(cast), police.DETENTION)
    paper = Document.objects.filter(matter=matter)[0].pk
    at_home: dict[str, Any] = {
        "taken_in_on": None,
        "until_on": None,
        "house": "",
        "receipt_number": "",
    }
    genuine = DetentionExecution(
        order=DetentionOrder.objects.get(),
        executable=True,
        credited_days=5,
        **at_home,
        family_notice_id=paper,
        family_told="配偶示例",
        family_told_on=cast.today,
    )
    inside: dict[str, Any] = {
        "taken_in_on": cast.today,
        "until_on": cast.today + timedelta(days=1),
        "house": "禄安市拘留所",
        "receipt_number": "1",
    }
    forgeries = {
        "guarded table cases_detentionexecution": [
            copied(genuine, credited_days=4),
            copied(genuine, credited_days=6),
            copied(genuine, credited_days=None),
            copied(genuine, **inside),
        ],
        "detention_served_in_a_house_or_credited_in_full": [
            copied(genuine, house="禄安市拘留所"),
            copied(genuine, credited_days=0, **inside | {"receipt_number": ""}),
            copied(genuine, credited_days=0, **inside | {"until_on": None}),
        ],
    }

    told = {n: [refusal(row) for row in rows] for n, rows in forgeries.items()}

    assert {n: said for n, said in told.items() if not all(n in one for one in said)} == {}
    assert refusal(genuine) == ""


@pytest.mark.tampers
def test_the_database_lets_no_detention_wait_without_a_ground_of_the_article(cast: Cast) -> None:
    matter = decided(cast, filed(cast), police.DETENTION)
    genuine = DetentionSuspension(
        order=DetentionOrder.objects.get(),
        challenge="申请行政复议",
        ground="appeal",
        asked_on=cast.today,
        answer_due_at=cast.now,
        guarantee="deposit",
        days=5,
        deposit_fen=100_000,
        deposit_per_day_fen=20_000,
    )
    police.challenge(cast, matter, applicant="other", applicant_name="被示例")
    of_another = refusal(copied(genuine))
    lawsuit = police.challenge(cast, matter, kind="litigation", body="禄安市人民法院")
    forgeries = (
        {"challenge": ""},
        {"ground": "other"},
        {"ground": "whim", "ground_words": "想回家"},
    )

    told = [of_another, *(refusal(copied(genuine, **values)) for values in forgeries)]
    accepted = refusal(copied(genuine))
    no = {"remedy": lawsuit.uid, "answer": "refused", "answered_on": cast.today}
    cast.do("handler", "remedies.answer", matter, **no)
    told.append(refusal(copied(genuine)))

    assert accepted == ""
    assert all("guarded table cases_detentionsuspension" in one for one in told), told


@pytest.mark.tampers
def test_the_database_takes_no_inspection_without_what_the_law_asks(cast: Cast) -> None:
    matter, other = filed(cast), filed(cast)
    paper, wrong = police.warrant(cast, matter), police.warrant(cast, other)
    cast.wait(hours=3)
    values = story.inspected(cast) | {"subject": "home", "warrant": paper.uid}
    made: Inspection = cast.do("handler", "cases.inspect_by_warrant", matter, **values)
    genuine = copied(made, document_id=paper.pk)
    forgeries = {
        "inspection_of_a_home_by_warrant": copied(genuine, warrant_id=None),
        "inspection_of_a_place_by_warrant_or_at_once": copied(
            genuine, subject="place", warrant_id=None, at_once="现场可能灭失。"
        ),
        "inspection_of_a_woman_by_a_woman": copied(
            genuine, subject="person", warrant_id=None, woman=True
        ),
        "guarded table cases_inspection": copied(genuine, subject="", warrant_id=None),
        "guarded table": copied(genuine, warrant_id=wrong.pk),
    }

    told = {name: refusal(row) for name, row in forgeries.items()}

    assert {name: said for name, said in told.items() if name not in said} == {}
    assert refusal(genuine) == ""
    office = police.warrant(cast, matter, place_kind="其他场所").pk
    assert "guarded table" in refusal(copied(genuine, warrant_id=office))


def test_who_is_asked_in_another_case_at_that_time_is_not_told(cast: Cast) -> None:
    here, elsewhere = filed(cast), filed(cast)
    made: Questioning = police.testimony(cast, elsewhere)
    asked: Any = copied(made, person="旁示例")
    asked.alone = False

    told = at_odds(here, asked)["began_at"]

    assert "另一案件的人" in told
    assert made.person not in told
    assert made.person in at_odds(elsewhere, asked)["began_at"]


@pytest.mark.tampers
def test_the_database_knows_who_is_questioned_as_what(cast: Cast) -> None:
    matter = filed(cast)
    cast.do("handler", "cases.register_victim", matter, name="幼示例", harm="轻微伤", minor=True)
    made: Questioning = police.testimony(cast, matter)
    genuine, himself = fresh(made, story.decided_case(cast)), police.ADULT["party_name"]
    genuine.case_id = made.case_id
    forgeries: list[dict[str, Any]] = [
        {"person": himself},
        {"came_by": "oral", "family_told": "其妻"},
        {"role": "victim", "person": "幼示例"},
        {"arrived_at": made.ended_at, "began_at": made.ended_at, "ended_at": made.due_at},
    ]

    told = [refusal(copied(genuine, **values)) for values in forgeries]

    assert all("guarded table cases_questioning" in one for one in told), told
    assert refusal(genuine) == ""
    own = copied(made.evidence, obtained_from=himself)
    assert "guarded table cases_evidence" in refusal(own)


def test_the_body_of_a_woman_is_inspected_by_a_woman(cast: Cast) -> None:
    matter = filed(cast)
    said = {"subject": "person", "woman": True, "by_woman": "女警示例"}
    cast.wait(hours=3)
    made = cast.do("handler", "cases.inspect_at_once", matter, **(story.inspected(cast) | said))

    assert "女警示例" in made.present


def test_a_woman_found_with_child_before_the_house_is_not_taken_in(cast: Cast) -> None:
    matter = decided(cast, filed(cast), police.DETENTION, sex="female")
    plain = {k: v for k, v in execution(cast, matter).command.items() if k != "no_child"}
    unasked = attempt(cast, "handler", "cases.execute_detention", matter, **plain)
    assert_shut(unasked, 422)
    said = {"found": "县医院诊断证明。", "opinion": "不执行拘留。"}
    assert_shut(attempt(cast, "handler", "cases.note_with_child", matter, **said), 403)
    order = DetentionOrder.objects.get()
    order.executable = False
    assert "guarded table cases_detentionorder" in changed(order)

    head = attempt(cast, "agency_head", "cases.note_with_child", matter, **said)
    assert DOORS["page"](head) == 200

    order.refresh_from_db()
    assert not order.executable
    assert "怀孕" in order.rule
    assert_shut(attempt(cast, "handler", "cases.execute_detention", matter, **plain), 409)
    assert_shut(head, 409)
    assert DOORS["api"](tell_family(cast, matter)) == 200


def test_nobody_but_a_woman_is_spared_as_one_with_child(cast: Cast) -> None:
    matter = decided(cast, filed(cast), police.DETENTION)
    said = {"found": "证明。", "opinion": "不执行。"}

    assert_shut(attempt(cast, "agency_head", "cases.note_with_child", matter, **said), 409)


def changed(row: Any) -> str:
    """Return how the database answers a change of a row that somebody makes by hand."""
    try:
        with transaction.atomic():
            row.save()
    except DatabaseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("warranted", "typed", "same"),
    [
        ("罗家镇金塘村1号", "罗家镇金塘村１号", True),
        ("罗家镇金塘村1号", "罗家镇 金塘村1号", True),
        ("罗家镇金塘村1号", "罗家镇金塘村", False),
        ("罗家镇金塘村1号", "罗家镇", False),
        ("罗家镇金塘村1", "罗家镇金塘村11号", False),
        ("1号", "罗家镇金塘村1号", False),
    ],
)
def test_a_warrant_is_for_the_place_that_it_names_and_no_part_or_neighbour_of_it(
    cast: Cast, warranted: str, typed: str, same: bool
) -> None:
    matter = filed(cast)
    paper = police.warrant(cast, matter, place=warranted, place_kind="其他场所")
    cast.wait(hours=3)
    words = {"subject": "place", "warrant": paper.uid, "place": typed}
    values = story.inspected(cast) | words

    if same:
        cast.do("handler", "cases.inspect_by_warrant", matter, **values)
        return
    with pytest.raises(InvalidInput) as error:
        cast.do("handler", "cases.inspect_by_warrant", matter, **values)
    assert warranted in error.value.fields["place"]


def test_the_form_is_filled_from_the_newest_warrant(cast: Cast) -> None:
    matter = filed(cast)
    paper = police.warrant(cast, matter, place="城东路1号")
    service = acts.service("cases.inspect_by_warrant")
    assert service.prefill is not None

    known = service.prefill(cast.actor("handler"), matter)

    assert (known["warrant"], known["place"]) == (paper.uid, "城东路1号")
    assert known["subject"] == "home"
