"""The acts by which every body is verified anew within a limit (执法主体重新核定).

The result is a list of its own, which a second person releases as any other.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.orgs.queries import agency_for_update

from .bodies import bodies_of, newest_review, unverified
from .choices import BodyOutcome
from .models import BodyReview, BodyVerdict


@dataclass(frozen=True)
class OrderBodyReview:
    reason: str = fields.line("核定的原因和范围", max_length=300, help="原因随结果一并公布")
    due_on: date = fields.day("完成期限", future=True)


@act("exante.order_body_review", title="组织重新核定执法主体", about="list", final=True)
def order_body_review(*, act: Act, cmd: OrderBodyReview) -> BodyReview:
    """Order every body of the agency to be verified anew by a day.

    Raises:
        InvalidInput: the day is not in the future.
        RuleBroken: the former order is not done yet.

    Source: REQUIREMENTS P2; KM3.2.2.
    """
    agency = agency_for_update(act.agency)
    if cmd.due_on <= act.today:
        raise InvalidInput({"due_on": "应晚于今天"})
    last = newest_review(agency.pk)
    if last is not None and unverified(last).exists():
        raise RuleBroken(f"第 {last.number} 次核定还有主体没有结果，请先办完")
    row = BodyReview(
        agency=agency,
        number=last.number + 1 if last else 1,
        reason=cmd.reason,
        ordered_by_id=act.officer,
        ordered_on=act.today,
        due_on=cmd.due_on,
    )
    act.write(row, stream=agency.stream)
    return row


@dataclass(frozen=True)
class VerifyBody:
    body: UUID = fields.ref("执法主体", of="exante.body")
    outcome: str = fields.choice("核定结果", BodyOutcome.choices)
    note: str = fields.line(
        "说明", max_length=300, required=False, help="须调整或者不再具备资格的必须填写；随结果公布"
    )


@act("exante.verify_body", title="核定执法主体", about="list")
def verify_body(*, act: Act, cmd: VerifyBody) -> BodyVerdict:
    """Say what was found of one body in the running re-verification; again, it replaces that.

    Raises:
        NotFound: no re-verification was ordered, or the body is none of the agency's.
        InvalidInput: a body is to be adjusted or lost, and no word says why.

    Source: REQUIREMENTS P2; KM3.2.2.
    """
    agency = agency_for_update(act.agency)
    review = newest_review(agency.pk)
    body = bodies_of(agency).filter(uid=cmd.body).first()
    if review is None or body is None:
        raise NotFound("没有正在进行的重新核定，或者不是本机关的执法主体。请从列表中选择")
    if cmd.outcome != BodyOutcome.KEPT and not cmd.note:
        raise InvalidInput({"note": "请说明须调整什么，或者为什么不再具备资格"})
    known = BodyVerdict.objects.filter(review=review, body=body).first()
    row = known or BodyVerdict(review=review, body=body)
    row.outcome, row.note = cmd.outcome, cmd.note
    row.verified_by_id, row.verified_on = act.officer, act.today
    act.write(row, stream=agency.stream)
    return row
