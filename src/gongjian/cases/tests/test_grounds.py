"""What a decision may rest on: each way in which draft, notice, review and hearing fall apart."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.errors import (
    HearingNotHeld,
    HeavierThanNoticed,
    NotAsReviewed,
    NotDiscussed,
    ToldAlone,
)
from gongjian.cases.models import Case, Draft, FurtherParty, Hearing, Notice, Review
from gongjian.cases.queries import case_of, latest_draft, latest_notice
from gongjian.cases.services import grounds
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import state_needs
from gongjian.common import acts
from gongjian.common.acts import Act
from gongjian.common.errors import InvalidInput
from gongjian.documents.checking import Finding, Severity
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home"), pytest.mark.tampers]
MAJOR: dict[str, Any] = {"major_rights": True, "findings_reason": "关系当事人重大权益。"}
MORE = ({"kind": "fine", "amount_fen": 5_300_000},)
LESS = ({"kind": "fine", "amount_fen": 300_000},)


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def filed(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


@pytest.fixture
def told(cast: Cast, filed: Matter) -> Matter:
    story.inform(cast, story.investigate(cast, filed))
    return story.let_time_run(cast, filed)


@pytest.fixture
def reviewed(cast: Cast, filed: Matter) -> Matter:
    """A major case whose draft passed review."""
    story.inform(cast, story.investigate(cast, filed, **MAJOR))
    story.let_time_run(cast, filed)
    story.sign_papers(cast, filed)
    cast.do("handler", "review.submit", filed, summary="请予审核。")
    found = story.findings(filed.profile)
    cast.do("legal_reviewer", "review.pass_review", filed, **found, reasons="合法。")
    return filed


def case(matter: Matter) -> Case:
    return case_of(Matter.objects.select_related("agency").get(pk=matter.pk))


def bound(matter: Matter, hash_: str = "") -> tuple[Draft, Notice, Review | None]:
    own = case(matter)
    return grounds.binding(own, hash_ or grounds.own_hash(own.matter), story.START.date())


def begun(cast: Cast, matter: Matter) -> Act:
    running = Act(acts.service("cases.issue_decision"), cast.actor("agency_head"), cast.clock, None)
    running.matter = case(matter).matter
    return running


def rested(cast: Cast, matter: Matter) -> dict[str, Any]:
    return grounds.rests_on(begun(cast, matter), case(matter), *bound(matter))


# --- draft, notice, review -----------------------------------------------------------------------


def test_a_decision_rests_on_the_very_draft_that_was_noticed(told: Matter) -> None:
    draft, notice, review = bound(told)

    assert (draft, notice) == (latest_draft(case(told)), latest_notice(case(told)))
    assert review is None  # no scope of review is met
    assert grounds.own_hash(told) == draft.draft_hash
    with pytest.raises(NotAsReviewed, match="已被修改"):
        bound(told, "0" * 64)


def test_without_a_draft_there_is_nothing_to_decide(filed: Matter) -> None:
    assert grounds.own_hash(filed) == ""
    with pytest.raises(NotAsReviewed, match="已被修改"):
        grounds.binding(case(filed), "", story.START.date())


def test_a_party_of_another_name_is_told_anew(told: Matter) -> None:
    own = case(told)
    own.party.name = "另一公司"

    with pytest.raises(NotAsReviewed, match="名称"):
        grounds.binding(own, grounds.own_hash(told), story.START.date())


def test_before_the_notice_is_served_nothing_is_decided(cast: Cast, filed: Matter) -> None:
    story.investigate(cast, filed)
    with pytest.raises(HeavierThanNoticed, match="不一致"):
        bound(filed)
    cast.do("handler", "cases.inform_party", filed, contact="李示例")
    with pytest.raises(HeavierThanNoticed, match="不一致"):
        bound(filed)


def test_other_facts_are_told_anew(cast: Cast, told: Matter) -> None:
    story.propose(cast, told, facts="另查明的事实。")

    with pytest.raises(HeavierThanNoticed, match="不一致"):
        bound(told)


def test_a_heavier_penalty_is_told_anew_and_a_lighter_one_is_not(cast: Cast, told: Matter) -> None:
    story.propose(cast, told, items=MORE)
    with pytest.raises(HeavierThanNoticed, match="重于"):
        bound(told)

    story.propose(cast, told, items=LESS)

    assert bound(told)[0].items[0]["amount_fen"] == 300_000


def test_the_mildest_of_several_notices_bounds_the_decision(cast: Cast, told: Matter) -> None:
    first = latest_draft(case(told))
    assert first is not None
    story.propose(cast, told, items=LESS)
    story.let_time_run(cast, story.inform(cast, told))
    assert bound(told)[2] is None

    story.propose(cast, told, items=tuple(first.items))

    with pytest.raises(HeavierThanNoticed, match="重于"):
        bound(told)


def test_who_was_told_without_the_help_he_needs_is_told_anew(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast, story.PERSON))
    story.investigate(cast, matter, items=LESS)
    story.let_time_run(cast, story.inform(cast, matter))
    before = bound(matter)
    state_needs(cast, matter, limited=True)

    assert before[2] is None
    with pytest.raises(ToldAlone, match="监护人或者翻译"):
        bound(matter)


def test_what_must_pass_review_rests_on_the_review_of_this_draft(
    cast: Cast, reviewed: Matter
) -> None:
    draft, _, review = bound(reviewed)
    tied = grounds.binding(case(reviewed), draft.draft_hash, story.START.date())[2]

    assert review == tied == Review.objects.get()
    assert review.draft_hash == draft.draft_hash
    own = case(reviewed)
    newer = Draft.objects.get(pk=draft.pk)
    newer.pk, newer.version, newer.draft_hash = None, draft.version + 1, "1" * 64
    newer.uid = own.uid
    newer.save()
    with pytest.raises(NotAsReviewed, match="未经法制审核"):
        bound(reviewed)


def test_without_review_or_with_another_opinion_nothing_is_decided(
    cast: Cast, filed: Matter
) -> None:
    story.inform(cast, story.investigate(cast, filed, **MAJOR))
    story.let_time_run(cast, filed)
    with pytest.raises(NotAsReviewed, match="未经法制审核"):
        bound(filed)
    story.sign_papers(cast, filed)
    cast.do("handler", "review.submit", filed, summary="请予审核。")
    found = story.findings(filed.profile, facts="problem")
    cast.do("legal_reviewer", "review.return_for_supplement", filed, **found, reasons="不清。")

    with pytest.raises(NotAsReviewed, match="未经法制审核"):
        bound(filed)


# --- hearing, discussion, the columns of a decision ----------------------------------------------


def test_a_plain_decision_says_what_it_rests_on(cast: Cast, told: Matter) -> None:
    found = rested(cast, told)

    draft, notice, _ = bound(told)
    assert found == {
        "case": case(told),
        "draft": draft,
        "draft_hash": draft.draft_hash,
        "facts_hash": draft.facts_hash,
        "notice": notice,
        "noticed_facts_hash": notice.facts_hash,
        "notice_served_on": notice.served_on,
        "review_required": False,
        "review": None,
        "reviewed_hash": "",
        "review_outcome": "",
        "further_parties": 0,
        "exclusions": 0,
        "drafted_exclusions": 0,
        "hearing_asked": False,
        "hearing": None,
        "hearing_outcome": "",
        "discussion_required": False,
        "discussion": None,
        "discussed_hash": "",
    }


def test_a_reviewed_decision_names_its_review(cast: Cast, reviewed: Matter) -> None:
    found = rested(cast, reviewed)
    draft, _, review = bound(reviewed)

    assert review is not None
    names = ("review_required", "review", "reviewed_hash", "review_outcome")
    assert [found[name] for name in names] == [True, review, draft.draft_hash, "passed"]


def test_who_asked_for_a_hearing_must_have_had_it(cast: Cast, filed: Matter) -> None:
    story.ask_hearing(cast, story.inform(cast, story.investigate(cast, filed)))
    with pytest.raises(HearingNotHeld, match="没有举行完毕"):
        rested(cast, filed)
    story.hold_hearing(cast, story.call_hearing(cast, filed))

    hearing = Hearing.objects.get()
    own, notice = case(filed), latest_notice(case(filed))
    draft = latest_draft(own)
    assert notice is not None
    assert draft is not None
    assert grounds.heard_as_asked(begun(cast, filed), own, notice) == hearing
    with pytest.raises(NotDiscussed):  # what was heard is discussed by the leaders
        grounds.discussed_as_required(own.matter, own, draft, hearing)
    hearing.outcome = "absent"
    assert grounds.discussed_as_required(own.matter, own, draft, hearing) == (False, None)
    assert grounds.discussed_as_required(own.matter, own, draft, None) == (False, None)
    with pytest.raises(NotAsReviewed, match="未经法制审核"):  # and passes review
        bound(filed)


def test_what_was_heard_is_reviewed_discussed_and_tied_to_its_hearing(
    cast: Cast, filed: Matter
) -> None:
    story.ask_hearing(cast, story.inform(cast, story.investigate(cast, filed)))
    story.hold_hearing(cast, story.call_hearing(cast, filed))
    story.let_time_run(cast, filed)
    story.sign_papers(cast, filed)
    cast.do("handler", "review.submit", filed, summary="请予审核。")
    found = story.findings(filed.profile)
    cast.do("legal_reviewer", "review.pass_review", filed, **found, reasons="合法。")
    with pytest.raises(NotDiscussed, match="集体讨论"):
        rested(cast, filed)
    discussion = story.discuss(cast, filed)

    said, hearing = rested(cast, filed), Hearing.objects.get()
    names = ("discussion_required", "discussion", "discussed_hash")
    assert [said[name] for name in names] == [True, discussion, bound(filed)[0].draft_hash]
    names = ("hearing_asked", "hearing", "hearing_outcome")
    assert [said[name] for name in names] == [True, hearing, "held"]


def test_further_parties_still_in_the_case_are_counted(cast: Cast, told: Matter) -> None:
    own, (draft, notice, _) = case(told), bound(told)
    own.__dict__["_further"] = [FurtherParty(state=s) for s in ("beside", "split", "beside")]

    assert grounds.rests_on(begun(cast, told), own, draft, notice, None)["further_parties"] == 2


# --- who signs, and what he is warned of ---------------------------------------------------------


def test_nobody_signs_what_he_drafted(cast: Cast, told: Matter, filed: Matter) -> None:
    known = case(told).matter
    head, handler = cast.actor("agency_head"), cast.actor("handler")

    assert grounds.not_own_draft(head, known, cast.clock) == ""
    assert "您拟定了" in grounds.not_own_draft(handler, known, cast.clock)
    fresh = story.open_case(cast)
    assert grounds.not_own_draft(handler, fresh, cast.clock) == ""
    assert grounds.within_power(head, fresh, cast.clock) == ""
    assert grounds.within_power(head, known, cast.clock) == ""


def test_a_penalty_beyond_the_agency_is_not_signed(cast: Cast, told: Matter) -> None:
    last = latest_draft(case(told))
    assert last is not None
    items = [{"kind": "detention", "days": 5}]
    known = {f.attname: getattr(last, f.attname) for f in Draft._meta.concrete_fields}
    forged = known | {"version": last.version + 1, "items": items}
    Draft.objects.create(**{k: v for k, v in forged.items() if k not in {"id", "uid"}})

    told_ = grounds.within_power(cast.actor("agency_head"), case(told).matter, cast.clock)
    assert "本机关无权" in told_


def test_faults_of_the_paper_are_told_before_it_is_signed(cast: Cast, told: Matter) -> None:
    head, known = cast.actor("agency_head"), case(told).matter
    before = grounds.faultless(head, known, cast.clock)
    told_of = case(told).matter
    told_of.agency.court_name = ""

    assert before == ""
    assert "请补充后再签发" in grounds.faultless(head, told_of, cast.clock)


def finding(severity: Severity, place: str) -> Finding:
    return Finding("规则", severity, place, "有出入", "请核对")


def test_every_warning_is_answered_and_kept(cast: Cast, told: Matter) -> None:
    fault, one, two = (
        finding(s, p)
        for s, p in ((Severity.ERROR, "甲"), (Severity.WARNING, "乙"), (Severity.WARNING, "丙"))
    )
    running = begun(cast, told)
    grounds.answered(running, [fault], "")
    quiet = dict(running.notes)
    with pytest.raises(InvalidInput, match="逐条说明：乙：有出入。请核对；丙：") as refused:
        grounds.answered(running, [fault, one, two], "")
    grounds.answered(running, [fault, one, two], "均已核对。")

    assert "check_answers" in str(refused.value.details)
    assert quiet == {}
    assert running.notes == {"check_warnings": ["乙：有出入。请核对", "丙：有出入。请核对"]}
