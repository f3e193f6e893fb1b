"""Everybody with a part in a case can be kept away from it, and then has none, by no door.

Source: 行政处罚法 第四十三条、第六十四条第四项; 治安管理处罚法 第九十五条.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.choices import FilingKind
from gongjian.cases.models import DiscussionVote, PartyFiling, Review
from gongjian.cases.queries import case_of
from gongjian.cases.services.discussing import leaders_of
from gongjian.cases.services.hearing import hosts_of, kept_from_hearing
from gongjian.cases.services.party import holder_of
from gongjian.cases.testing import Cast
from gongjian.common.acts import service
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter, Recusal
from gongjian.matters.queries import visible_matters
from gongjian.orgs.models import Assignment
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_officer
from gongjian.ui.options import choices

from .doors import Attempt, assert_shut, told_by
from .test_doors import copied
from .test_doors_public_order import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
BY_TWO = "2026年9月1日，机关负责人集体决定。"


@pytest.fixture
def cast() -> Iterator[Cast]:
    cast = story.make_cast(accounts=True)
    with told_by(cast):
        yield cast


@pytest.fixture
def matter(cast: Cast) -> Matter:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    story.inform(cast, matter)
    return story.call_hearing(cast, story.ask_hearing(cast, matter))


def keep_away(
    cast: Cast, matter: Matter, officer: Any, by: str = "agency_head", **said: Any
) -> None:
    cast.do(by, "cases.recuse_officer", matter, officer=officer.uid, reason="近亲属。", **said)


def listed(cast: Cast, matter: Matter, name: str) -> str:
    actor = actor_for(cast.people["agency_head"], "test", cast.today)
    return " ".join(label for _, label in choices(name, actor, matter))


def apply(cast: Cast, matter: Matter, officer: Any) -> PartyFiling:
    row = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    act = service("cases.apply_recusal")
    cmd = act.cmd(officer=officer.uid, reason="近亲属。")
    filing: PartyFiling = act(actor=holder_of(row), matter=matter.uid, cmd=cmd, clock=cast.clock)
    return filing


def test_the_party_may_ask_whoever_hears_or_heads_but_not_anybody(
    cast: Cast, matter: Matter
) -> None:
    names = listed(cast, matter, "cases.known_to_party")
    for office, part in (
        ("handler", "主办"),
        ("hearing_host", "听证主持人"),
        ("publisher", "听证记录员"),
        ("agency_head", "机关负责人"),
    ):
        assert f"{cast.people[office].name}（{part}）" in names

    assert apply(cast, matter, cast.people["hearing_host"]).kind == FilingKind.RECUSAL
    with pytest.raises(InvalidInput, match="听证人员或者机关负责人"):
        apply(cast, matter, cast.people["legal_reviewer"])


def test_nobody_answers_about_himself(cast: Cast, matter: Matter) -> None:
    head = cast.people["agency_head"]
    filing = apply(cast, matter, head)
    values = {"filing": str(filing.uid), "granted": False, "answer": "理由不成立。"}

    assert_shut(Attempt(head, "cases.answer_recusal", values, matter), 422)
    own = {"officer": str(head.uid), "reason": "近亲属。", "decision": BY_TWO}
    assert_shut(Attempt(head, "cases.recuse_officer", own, matter), 422)

    other = cast.people["second_head"] = make_officer(cast.agency, roles=("agency_head",))
    keep_away(cast, matter, head, by="second_head", decision=BY_TWO)
    said: dict[str, Any] = {"filing": filing.uid, "granted": True, "answer": "同意回避。"}
    said["decision"] = BY_TWO
    cast.do("second_head", "cases.answer_recusal", matter, **said)
    assert Recusal.objects.get(officer=head).decided_by_id == other.pk


def test_a_head_keeps_away_by_a_decision_above_him(cast: Cast, matter: Matter) -> None:
    other = make_officer(cast.agency, roles=("agency_head",), account=True)
    said = {"officer": str(other.uid), "reason": "近亲属。"}

    assert_shut(Attempt(cast.people["agency_head"], "cases.recuse_officer", said, matter), 422)
    row = Recusal(
        matter=matter, officer=other, reason="近亲属。", decided_by=matter.lead, at=cast.now
    )
    assert "guarded table matters_recusal" in refusal(row)

    keep_away(cast, matter, other, decision=BY_TWO)
    assert other not in leaders_of(matter, cast.today)
    assert not visible_matters(actor_for(other, "test", cast.today)).filter(pk=matter.pk).exists()


def test_where_one_heads_the_agency_alone_the_unit_enters_what_was_decided_above(
    cast: Cast, matter: Matter
) -> None:
    head, unit = cast.people["agency_head"], cast.people["unit_head"]
    filing = apply(cast, matter, head)
    refused = {"filing": str(filing.uid), "granted": False, "answer": "理由不成立。"}
    other = {"officer": str(cast.people["deputy"].uid), "reason": "近亲属。"}

    assert_shut(Attempt(unit, "cases.answer_recusal", refused, matter), 422)
    assert_shut(Attempt(unit, "cases.recuse_officer", other, matter), 403)
    keep_away(cast, matter, head, by="unit_head", decision="2026年9月1日，市政府决定。")
    granted: dict[str, Any] = {"granted": True, "answer": "同意回避。", "decision": "市政府决定。"}
    cast.do("unit_head", "cases.answer_recusal", matter, filing=filing.uid, **granted)

    filing.refresh_from_db()
    assert filing.granted
    assert head.name not in listed(cast, matter, "cases.known_to_party")


@pytest.mark.tampers
def test_an_office_of_another_time_makes_nobody_a_head(cast: Cast, matter: Matter) -> None:
    later = make_officer(cast.agency, roles=("discussion_member",))
    days = {"from_on": cast.today + timedelta(days=9)}
    Assignment(officer=later, role="agency_head", **days).save()
    keep_away(cast, matter, later)

    assert Recusal.objects.filter(officer=later, decision="").exists()


def test_a_handler_needs_a_successor(cast: Cast, matter: Matter) -> None:
    with pytest.raises(InvalidInput, match="选择由谁接替"):
        keep_away(cast, matter, cast.people["second"])
    assert not Recusal.objects.filter(matter=matter).exists()


def test_whoever_is_to_host_or_record_is_kept_away_once_the_hearing_is_put_off(
    cast: Cast, matter: Matter
) -> None:
    host, recorder = cast.people["hearing_host"], cast.people["publisher"]
    for leaving in (host, recorder):
        with pytest.raises(RuleBroken, match="延期听证"):
            keep_away(cast, matter, leaving)
    cast.people["other_host"] = make_officer(cast.agency, roles=("hearing_host",))
    genuine = case_of(matter).hearings.get()
    cast.do("other_host", "cases.postpone_hearing", matter, reason="主持人须回避。")
    with pytest.raises(InvalidInput, match="没有参与本案"):
        keep_away(cast, matter, recorder)
    keep_away(cast, matter, host)

    assert host not in hosts_of(matter, cast.today)
    assert host.pk in kept_from_hearing(matter)
    assert host.name not in listed(cast, matter, "cases.hearing_recorder")
    names = {"host_id": cast.people["other_host"].pk, "outcome": "", "served_on": None}
    for column in ("host_id", "recorder_id"):
        forged = copied(genuine, **(names | {column: host.pk}))
        assert "guarded table cases_hearing" in refusal(forged), column


@pytest.mark.tampers
def test_nobody_kept_away_votes_presides_or_reviews(cast: Cast, matter: Matter) -> None:
    story.hold_hearing(cast, matter)
    story.let_time_run(cast, matter)
    story.before_the_head(cast, matter)
    deputy = cast.people["deputy"]
    discussion = story.discuss(cast, matter)
    vote, review = discussion.votes.all()[0], Review.objects.get(case__matter=matter)
    stranger = make_officer(cast.agency)
    keep_away(cast, matter, deputy)

    assert deputy not in leaders_of(matter, cast.today)
    papers = {"document_id": case_of(matter).hearings.get().report_id}
    for row, table in (
        (copied(vote, officer_id=deputy.pk), "cases_discussionvote"),
        (copied(vote, officer_id=matter.lead_id), "cases_discussionvote"),
        (copied(discussion, chair_id=deputy.pk, **papers), "cases_discussion"),
        (copied(review, reviewer_id=deputy.pk), "cases_review"),
    ):
        assert f"guarded table {table}" in refusal(row), row
    assert refusal(copied(vote, officer_id=stranger.pk)) == ""
    assert DiscussionVote.objects.filter(officer=stranger).exists()


def test_the_form_lists_everybody_with_a_part_but_who_decides(cast: Cast, matter: Matter) -> None:
    names = listed(cast, matter, "cases.concerned")

    for office in ("handler", "second", "deputy", "unit_head"):
        assert cast.people[office].name in names, office
    assert cast.people["agency_head"].name not in names
