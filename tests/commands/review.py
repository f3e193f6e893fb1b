"""Valid commands of legal review."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from gongjian.cases.queries import latest_draft, standing_evidence
from gongjian.cases.services import MemberVote
from gongjian.cases.services.discussing import leaders_of
from gongjian.cases.testing import command, findings
from gongjian.common import acts
from gongjian.review import services
from gongjian.review.checks import problems_in
from gongjian.review.pool import advisers_for
from gongjian.review.queries import companions, free_reviewers, problem_opinion

from .standing import NOBODY, Builder, Standing, fixed


def _found(code: str, values: Mapping[str, Any] | None = None, **problems: str) -> Builder:
    def build(at: Standing) -> Any:
        checked = findings(at.matter.profile, **problems)
        said = {"reasons": "见审核内容。"} | dict(values or {})
        return command(acts.service(code).cmd, checked | said)

    return build


def _free_reviewer(at: Standing) -> UUID:
    free = free_reviewers(at.matter, at.clock.today())
    return at.chance.choice(free).uid if free else NOBODY


def _assign(at: Standing) -> Any:
    return acts.service("review.assign_reviewer").cmd(reviewer=_free_reviewer(at))


def _replace_reviewer(at: Standing) -> Any:
    cmd = acts.service("review.recuse_reviewer").cmd
    return cmd(reason="有利害关系", successor=_free_reviewer(at))


def _answers(at: Standing) -> Any:
    opinion = problem_opinion(at.case)
    found = problems_in(opinion.findings) if opinion else []
    rows = tuple(
        services.ProblemAnswer(item=one["item"], adopted="adopted", handling="已补正。")
        for one in found
    )
    unknown = (services.ProblemAnswer(item="facts", adopted="adopted", handling="已补正。"),)
    return services.AnswerProblems(answers=rows or unknown)


def _minutes(code: str) -> Builder:
    return lambda at: acts.service(code).cmd(
        held_on=at.clock.today(),
        participants="承办人、审核人",
        handler_view="证据充分。",
        reviewer_view="证据不足。",
        conclusion="见记录。",
    )


def _resolve(code: str, vote: str) -> Builder:
    def build(at: Standing) -> Any:
        draft = latest_draft(at.case)
        votes = tuple(
            MemberVote(officer=o.uid, vote=vote, opinion="意见。", signed=True)
            for o in leaders_of(at.matter, at.clock.today())
        )
        return acts.service(code).cmd(
            draft_hash=draft.draft_hash if draft else "0" * 64,
            held_at=at.clock.now() - timedelta(seconds=20),
            ended_at=at.clock.now(),
            place="会议室",
            recorder="记示例",
            votes=votes,
            conclusion="见表决。",
        )

    return build


def _exclude(at: Standing) -> Any:
    evidence = standing_evidence(at.case).first()
    cmd = acts.service("cases.propose_exclusion").cmd
    return cmd(evidence=evidence.uid if evidence else NOBODY, opinion="取证人员只有一人。")


def _consult(at: Standing) -> Any:
    known = advisers_for(at.matter.agency, at.clock.today()).first()
    cmd = acts.service("review.consult_adviser").cmd
    return cmd(adviser=known.uid if known else NOBODY, question="罚则如何适用？")


def _question(at: Standing) -> Any:
    """Take a second person whom nobody who could act here would be himself."""
    known = companions(at.matter, 0, at.clock.today())
    plain = [o for o in known if not o.reviewing.exists()]
    return services.questioning.Question(
        person="张示例",
        kind="witness",
        second=plain[0].uid if plain else NOBODY,
        began_at=at.clock.now() - timedelta(seconds=20),
        ended_at=at.clock.now(),
        place="本机关询问室",
        answers="问：设备何时更换？答：三月。",
        rights_told=True,
    )


def _advice(at: Standing) -> Any:
    cmd = acts.service("review.file_advice").cmd
    return cmd(opinion="可以适用。", received_on=at.clock.today())


COMMANDS: Mapping[str, Builder] = {
    "review.give_entry_opinion": fixed("review.give_entry_opinion", opinion="可以采取。"),
    "review.question": _question,
    "review.consult_adviser": _consult,
    "review.file_advice": _advice,
    "cases.propose_exclusion": _exclude,
    "cases.approve_exclusion": fixed("cases.approve_exclusion", note="同意排除。"),
    "cases.refuse_exclusion": fixed("cases.refuse_exclusion", note="取证合法。"),
    "review.resubmit": fixed("review.resubmit", summary="已补正，请再审。"),
    "review.answer_problems": _answers,
    "review.propose_consultation": fixed("review.propose_consultation", reasons="有分歧。"),
    "review.approve_consultation": fixed("review.approve_consultation", note="同意协商。"),
    "review.refuse_consultation": fixed("review.refuse_consultation", note="按审核意见办。"),
    "review.reconsider": _minutes("review.reconsider"),
    "review.agree_to_mend": _minutes("review.agree_to_mend"),
    "review.record_no_agreement": _minutes("review.record_no_agreement"),
    "review.pass_by_resolution": _resolve("review.pass_by_resolution", "for"),
    "review.resolve_to_mend": _resolve("review.resolve_to_mend", "against"),
    "review.extend_limit": fixed("review.extend_limit", reason="案情复杂。"),
    "review.submit": fixed("review.submit", summary="请予审核。"),
    "review.submit_no_penalty": fixed("review.submit_no_penalty", summary="请予审核。"),
    "review.resubmit_no_penalty": fixed("review.resubmit_no_penalty", summary="已补正。"),
    "review.pass_review": _found("review.pass_review"),
    "review.return_for_supplement": _found("review.return_for_supplement", facts="problem"),
    "review.reject": _found("review.reject", law="problem"),
    "review.transfer": _found("review.transfer", {"refer_to": "青川市公安局"}, crime="problem"),
    "review.assign_reviewer": _assign,
    "review.recuse_reviewer": _replace_reviewer,
    "review.send_back_incomplete": fixed("review.send_back_incomplete", missing="补办签字。"),
}
