"""Collective discussion by the leaders (集体讨论)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongjian.cases import papers_hearing as papers
from gongjian.cases.choices import Vote
from gongjian.cases.models import Discussion, DiscussionVote, Hearing, Review
from gongjian.cases.queries import case_of, latest_draft
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.succession import former_handlers
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import officers_with_role

from .people import no_handler

# Who sits in a collective discussion: the head and whoever the agency named.
LEADERS = ("agency_head", "discussion_member")


@dataclass(frozen=True)
class MemberVote:
    officer: UUID = fields.ref("成员", of="cases.discussion_member")
    vote: str = fields.choice("表决", Vote.choices)
    opinion: str = fields.text(
        "意见", max_length=1000, help="写发言要点和理由；不同意见如实记录，不只写“同意”"
    )
    signed: bool = fields.check("已签名")


@dataclass(frozen=True)
class RecordDiscussion:
    draft_hash: str = fields.hidden()
    held_at: datetime = fields.moment("开始时间")
    ended_at: datetime = fields.moment("结束时间")
    place: str = fields.line("讨论地点")
    recorder: str = fields.line("记录人", max_length=100, help="写实际记录的人；不得事后补记")
    votes: tuple[MemberVote, ...] = fields.rows("各成员意见和表决")
    conclusion: str = fields.text(
        "讨论结论",
        max_length=3000,
        help="写处理决定的种类、幅度、依据和理由，以及同意、不同意、弃权的票数，与表决一致",
    )


@act("cases.record_discussion", title="记录集体讨论")
def record_discussion(*, act: Act, cmd: RecordDiscussion) -> Discussion:
    """Keep the minutes of a collective discussion of the latest draft.

    Raises:
        InvalidInput: no quorum, a member twice or not entitled, an unsigned or empty opinion.
        RuleBroken: the draft was changed since the page was opened.

    Source: 行政处罚法 第五十七条第二款.
    """
    return discuss(act, cmd)


def discuss(act: Act, cmd: RecordDiscussion, *, resolves_review: bool = False) -> Discussion:
    """Write a discussion inside the running act (also for resolving a disagreement in review)."""
    matter: Matter = act.matter
    case = case_of(matter)
    draft = latest_draft(case)
    if draft is None or draft.draft_hash != cmd.draft_hash:
        raise RuleBroken("拟处罚决定在您打开页面之后已被修改。请刷新页面，核对最新版本后再记录")
    entitled = leaders_of(matter, act.today)
    voters = _checked(act, cmd, entitled)
    ayes = sum(vote.vote == Vote.FOR for vote in cmd.votes)
    adopted = ayes * 2 > len(voters)
    lines = [
        {
            "name": officer.name,
            "post": officer.post,
            "vote": Vote(vote.vote).label,
            "opinion": vote.opinion,
        }
        for officer, vote in zip(voters, cmd.votes, strict=True)
    ]
    absent = [officer for officer in entitled if officer not in voters]
    minutes = papers.discussion_minutes(act, case, draft, cmd, lines, absent)
    paper = make(act, "discussion-minutes", minutes)
    discussion = Discussion(
        case=case,
        draft=draft,
        draft_hash=draft.draft_hash,
        held_at=cmd.held_at,
        place=cmd.place,
        chair_id=act.officer,
        recorder=cmd.recorder,
        members=len(entitled),
        quorum=quorum_of(matter, len(entitled)),
        present=len(voters),
        ayes=ayes,
        adopted=adopted,
        resolves_review=resolves_review,
        conclusion=cmd.conclusion,
        document=paper,
        at=act.now,
    )
    act.write(discussion)
    act.write(
        *(
            DiscussionVote(
                discussion=discussion,
                officer=officer,
                name=officer.name,
                vote=vote.vote,
                opinion=vote.opinion,
                signed=vote.signed,
            )
            for officer, vote in zip(voters, cmd.votes, strict=True)
        )
    )
    return discussion


record_discussion.requires(no_handler)


@record_discussion.requires
def _enough_leaders(actor: Actor, matter: Matter, clock: Clock) -> str:
    entitled = leaders_of(matter, clock.today())
    if len(entitled) >= quorum_of(matter, len(entitled)):
        return ""
    return "本机关登记的集体讨论成员不足法定人数，请先由安全管理员登记“集体讨论成员”"


@record_discussion.prefilled
def _members(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    draft = latest_draft(case_of(matter))
    return {
        "draft_hash": draft.draft_hash if draft else "",
        "votes": [
            {"officer": o.uid, "vote": Vote.FOR}
            for o in leaders_of(matter, clocks.current().today())
        ],
    }


def leaders_of(matter: Matter, today: date) -> list[Officer]:
    """Return who may sit: the named leaders who neither handled, reviewed nor heard the case.

    Whoever must keep away from it does not sit either.
    """
    barred = {matter.lead_id, matter.second_id, matter.reviewer_id}
    barred |= set(matter.recusals.values_list("officer", flat=True)) | former_handlers(matter)
    barred |= set(Review.objects.filter(case__matter=matter).values_list("reviewer", flat=True))
    barred |= set(Hearing.objects.filter(case__matter=matter).values_list("host", flat=True))
    known: dict[int, Officer] = {}
    for role in LEADERS:
        known |= {o.pk: o for o in officers_with_role(matter.agency_id, role, today)}
    return [officer for pk, officer in sorted(known.items()) if pk not in barred]


def quorum_of(matter: Matter, entitled: int) -> int:
    """Return how many must sit: more than half, and never fewer than the profile's least number.

    Source: discussion.min_members of the profile.
    """
    rules = profile(matter.profile)
    since = matter.filed_on or local_date(matter.opened_at)
    least = int(rules.parameter("discussion.min_members", matter.domain, on=since).number)
    return max(least, entitled // 2 + 1)


def _checked(act: Act, cmd: RecordDiscussion, entitled: list[Officer]) -> list[Officer]:
    known = {officer.uid: officer for officer in entitled}
    problems: dict[str, str] = {}
    if cmd.ended_at < cmd.held_at:
        problems["ended_at"] = "结束时间早于开始时间，请核对"
    seen: set[UUID] = set()
    for n, vote in enumerate(cmd.votes):
        if vote.officer not in known:
            problems[f"votes.{n}.officer"] = "不是本案可以参加集体讨论的成员，请从列表中选择"
        elif vote.officer in seen:
            problems[f"votes.{n}.officer"] = "同一成员只能表决一次，请删除重复的一行"
        if not vote.signed:
            problems[f"votes.{n}.signed"] = "成员应当在记录上签名，签名后勾选"
        seen.add(vote.officer)
    quorum = quorum_of(act.matter, len(entitled))
    if len(seen & set(known)) < quorum:
        problems["votes"] = f"参加讨论的成员不足法定人数：应到{len(entitled)}人，至少{quorum}人参加"
    if problems:
        raise InvalidInput(problems)
    return [known[vote.officer] for vote in cmd.votes]
