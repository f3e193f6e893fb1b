"""The written opinion, by its four outcomes (法制审核意见)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.cases.papers import proposal_lines
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services import record_review
from gongjian.cases.services.excluding import rests_on_standing
from gongjian.cases.services.people import no_handler, no_host
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, Service, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.text import in_groups
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import Outcome as LocalOutcome
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.review.checks import CheckFinding, check_items, problems_in, stored
from gongjian.review.choices import CANONICAL, Finding, Outcome
from gongjian.review.models import Opinion, Request
from gongjian.review.naming import local_names
from gongjian.review.papers import head
from gongjian.review.queries import open_request

from .people import no_adviser, no_former_handler, qualified

CHECKS = "审核内容"
EACH = "逐项给出意见；“有问题”和“不适用”须写明理由"


@dataclass(frozen=True)
class PassReview:
    findings: tuple[CheckFinding, ...] = fields.rows(CHECKS, of="review.check", help=EACH)
    reasons: str = fields.text("审核意见及理由", max_length=3000)


@dataclass(frozen=True)
class ReturnForSupplement:
    findings: tuple[CheckFinding, ...] = fields.rows(CHECKS, of="review.check", help=EACH)
    reasons: str = fields.text("存在的问题和补正要求", max_length=3000)


@dataclass(frozen=True)
class RejectReview:
    findings: tuple[CheckFinding, ...] = fields.rows(CHECKS, of="review.check", help=EACH)
    reasons: str = fields.text("不予核准的理由", max_length=3000)


@dataclass(frozen=True)
class TransferReview:
    findings: tuple[CheckFinding, ...] = fields.rows(CHECKS, of="review.check", help=EACH)
    reasons: str = fields.text("移送的理由", max_length=3000)
    refer_to: str = fields.line("移送哪一机关", help="有管辖权的行政机关，或者司法机关")


Command = PassReview | ReturnForSupplement | RejectReview | TransferReview


@act("review.pass_review", title="审核通过")
def pass_review(*, act: Act, cmd: PassReview) -> Opinion:
    """Pass exactly the draft that was submitted.

    Raises:
        InvalidInput: an item lacks its finding or remark, or is found to have a problem.
        RuleBroken: the draft was changed since it was submitted.

    Source: 行政处罚法 第五十八条; 国办发〔2018〕118号 （十三）.
    """
    bad = {
        f"findings.{n}.finding": "有问题的案件不能审核通过；请改选其他结论"
        for n, row in enumerate(cmd.findings)
        if row.finding == Finding.PROBLEM
    }
    if bad:
        raise InvalidInput(bad)
    return _opinion(act, cmd, Outcome.PASSED)


@act("review.return_for_supplement", title="退回补正")
def return_for_supplement(*, act: Act, cmd: ReturnForSupplement) -> Opinion:
    """Send the case back with the problems found; notice and review begin anew after mending.

    Raises:
        InvalidInput: no item is found to have a problem.

    Source: 国办发〔2018〕118号 （十三）; XM4.3.4; DZ11(2).
    """
    _names_a_problem(cmd)
    return _opinion(act, cmd, Outcome.RETURNED)


@act("review.reject", title="不予核准", final=True)
def reject(*, act: Act, cmd: RejectReview) -> Opinion:
    """Refuse a draft that is wrong in its core: no penalty unless it is made anew.

    Raises:
        InvalidInput: no item is found to have a problem.

    Source: XM4.3.4（定性错误或者存在严重问题）.
    """
    _names_a_problem(cmd)
    return _opinion(act, cmd, Outcome.REJECTED)


@act("review.transfer", title="提出移送意见", final=True)
def transfer(*, act: Act, cmd: TransferReview) -> Opinion:
    """Say that another authority must handle the case; no penalty may be decided here.

    Raises:
        InvalidInput: no item is found to have a problem.

    Source: HN27; 行政处罚法 第二十七条.
    """
    _names_a_problem(cmd)
    return _opinion(act, cmd, Outcome.TRANSFERRED)


OUTCOME_ACTS: Mapping[Outcome, Service[Opinion]] = {
    Outcome.PASSED: pass_review,
    Outcome.RETURNED: return_for_supplement,
    Outcome.REJECTED: reject,
    Outcome.TRANSFERRED: transfer,
}


def _known_here(outcome: Outcome) -> Any:
    def known(actor: Actor, matter: Matter, clock: Clock) -> str:
        """Ask that the jurisdiction has this outcome. Source: XM4.3.4; HN27; DZ11(2)."""
        here = local_outcome(matter, outcome)
        if here is None or here.opens != (outcome == Outcome.PASSED):
            return f"本地区的审核结论中没有“{outcome.label}”，请从其他结论中选择"
        return ""

    return known


def local_outcome(matter: Matter, outcome: Outcome) -> LocalOutcome | None:
    """Return what this jurisdiction has for an outcome. Source: XM4.3.4; HN27; DZ11(2)."""
    codes = {o.code: o for o in profile(matter.profile).outcomes}
    return codes.get(CANONICAL[outcome])


def outcome_label(matter: Matter, outcome: Outcome) -> str:
    """Return what this jurisdiction calls an outcome."""
    here = local_outcome(matter, outcome)
    return here.label if here is not None else outcome.label


def _in_local_words(service: Service[Any]) -> Callable[[Any], str]:
    def called(matter: Matter) -> str:
        return local_names(matter.profile).get(service.code, service.title)

    return called


pass_review.requires(rests_on_standing)
for _outcome, _service in OUTCOME_ACTS.items():
    _service.requires(no_handler)
    _service.requires(no_former_handler)
    _service.requires(no_adviser)
    _service.requires(no_host)
    _service.requires(qualified)
    _service.requires(_known_here(_outcome))
    _service.called(_in_local_words(_service))


def _names_a_problem(cmd: Command) -> None:
    if not any(row.finding == Finding.PROBLEM for row in cmd.findings):
        raise InvalidInput({"findings": "没有一项标为“有问题”。请先标明哪一项存在问题"})


def _opinion(act: Act, cmd: Command, outcome: Outcome) -> Opinion:
    matter: Matter = act.matter
    case = case_of(matter)
    request = open_request(case)
    if request is None:
        raise RuleBroken("没有待审核的送审材料")
    findings = stored(check_items(matter.profile, act.today), cmd.findings)
    newest = latest_draft(case)
    if newest is None or newest.draft_hash != request.draft.draft_hash:
        raise RuleBroken("拟处罚决定在送审之后已被修改，请承办人重新送审")
    label = outcome_label(matter, outcome)
    paper = make(act, "legal-review-opinion", _paper(act, cmd.reasons, request, label, findings))
    matter.reviewer_id = act.officer
    opinion = Opinion(
        request=request,
        submitted_by_id=request.submitted_by_id,
        reviewer_id=act.officer,
        outcome=outcome,
        label=label,
        findings=findings,
        problems=len(problems_in(findings)),
        reasons=cmd.reasons,
        refer_to=cmd.refer_to if isinstance(cmd, TransferReview) else "",
        draft_hash=request.draft.draft_hash,
        document=paper,
        given_at=act.now,
    )
    act.write(opinion)
    record_review(act, request.draft, outcome, opinion.uid)
    return opinion


def _paper(
    act: Act, reasons: str, request: Request, label: str, findings: Sequence[Mapping[str, str]]
) -> Mapping[str, Any]:
    matter: Matter = act.matter
    return {
        **head(matter),
        "submitted_on": local_date(request.submitted_at),
        "proposal": "".join(proposal_lines(request.draft)),
        "draft_hash": in_groups(request.draft.draft_hash),
        "checks": [
            {
                "item": found["label"],
                "finding": Finding(found["finding"]).label,
                "remark": found["remark"],
            }
            for found in findings
        ],
        "problems": [f"{found['label']}：{found['remark']}" for found in problems_in(findings)],
        "outcome": label,
        "opinion": reasons,
        "reviewer": act.actor.name,
        "reviewed_on": act.today,
    }
