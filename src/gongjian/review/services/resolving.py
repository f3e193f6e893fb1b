"""Resolving a disagreement by collective discussion (集体讨论): the opinion stays as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.choices import Vote
from gongjian.cases.models import Discussion
from gongjian.cases.queries import case_of
from gongjian.cases.services import record_resolution
from gongjian.cases.services.discussing import RecordDiscussion, discuss, record_discussion
from gongjian.cases.services.excluding import rests_on_standing
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.review.queries import failed_consultation, problem_opinion


@dataclass(frozen=True)
class PassByResolution(RecordDiscussion):
    """The leaders agree to the draft, though its review found problems."""


@dataclass(frozen=True)
class ResolveToMend(RecordDiscussion):
    """The leaders do not agree to it: the problems are to be mended."""


@act("review.pass_by_resolution", title="集体讨论通过", final=True)
def pass_by_resolution(*, act: Act, cmd: PassByResolution) -> Discussion:
    """Keep the minutes by which the leaders resolved that the draft may be decided.

    Raises:
        InvalidInput: not more than half of the members present agreed; see `discuss`.
        RuleBroken: there is no problem opinion on this draft, or no failed consultation.

    Source: DZ11(2); XM4.3.4; 行政处罚法 第五十七条第二款; V1.
    """
    if not _carried(cmd):
        raise InvalidInput({"votes": "同意的不过半数，没有通过。请改用“集体讨论未通过”"})
    case = case_of(act.matter)
    opinion, consultation = problem_opinion(case), failed_consultation(case)
    if opinion is None or consultation is None:
        raise RuleBroken("没有存在问题的审核意见和协商记录，不能以集体讨论代替审核通过")
    discussion = discuss(act, cmd, resolves_review=True)
    if discussion.draft_hash != opinion.draft_hash:
        raise RuleBroken("集体讨论的不是审核过的那一稿")
    draft = opinion.request.draft
    record_resolution(
        act,
        draft,
        opinion=opinion.uid,
        reviewer=opinion.reviewer_id,
        consultation=consultation.uid,
        discussion=discussion,
    )
    return discussion


@act("review.resolve_to_mend", title="集体讨论未通过")
def resolve_to_mend(*, act: Act, cmd: ResolveToMend) -> Discussion:
    """Keep the minutes by which the leaders did not agree: the problems are to be mended.

    Raises:
        InvalidInput: more than half agreed; see `discuss`.

    Source: DZ11(2); XM4.3.4.
    """
    if _carried(cmd):
        raise InvalidInput({"votes": "同意的已过半数。请改用“集体讨论通过”"})
    return discuss(act, cmd, resolves_review=True)


def _carried(cmd: RecordDiscussion) -> bool:
    return 2 * sum(vote.vote == Vote.FOR for vote in cmd.votes) > len(cmd.votes)


def _prefilled(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    assert record_discussion.prefill is not None
    return record_discussion.prefill(actor, matter)


for _service in (pass_by_resolution, resolve_to_mend):
    _service.prefilled(_prefilled)
    for _test in record_discussion.requirements:
        _service.requires(_test)


pass_by_resolution.requires(rests_on_standing)


@pass_by_resolution.requires
def disagreement_on_record(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for a written problem opinion and a recorded consultation. Source: V1; DZ11(2)."""
    case = case_of(matter)
    if problem_opinion(case) is None or failed_consultation(case) is None:
        return "没有存在问题的审核意见和协商记录，不能以集体讨论代替审核通过"
    return ""
