"""Who reviews: assigning a case, and the way on when the reviewer drops out (分派、更换、回避)."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.cases.services.people import no_handler
from gongjian.cases.services.recusing import asked_above, decided_above
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter
from gongjian.matters.services import recuse
from gongjian.orgs.models import Officer
from gongjian.review.queries import free_reviewers


@dataclass(frozen=True)
class AssignReviewer:
    reviewer: UUID = fields.ref("审核人员", of="review.free_reviewer")
    reason: str = fields.text("说明", max_length=500, required=False, help="更换审核人员的写明理由")


@act("review.assign_reviewer", title="分派审核人员")
def assign_reviewer(*, act: Act, cmd: AssignReviewer) -> Matter:
    """Give a case to a reviewer, or to another one.

    Raises:
        RuleBroken: the person is not free to review this case.

    Source: DZ9(1); XM4.3.1.
    """
    matter: Matter = act.matter
    matter.reviewer = _free(act, cmd.reviewer)
    return matter


@dataclass(frozen=True)
class RecuseReviewer:
    reason: str = fields.text("回避事由", max_length=1000)
    successor: UUID = fields.ref("接替的审核人员", of="review.free_reviewer")
    decision: str = decided_above()


@act("review.recuse_reviewer", title="决定审核人员回避")
def recuse_reviewer(*, act: Act, cmd: RecuseReviewer) -> Matter:
    """Keep the assigned reviewer away from the case; another goes on.

    Source: 行政处罚法 第四十三条.
    """
    matter: Matter = act.matter
    leaving = matter.reviewer
    if leaving is None:
        raise RuleBroken("本案还没有分派审核人员，无需回避")
    matter.reviewer = _free(act, cmd.successor)
    asked_above(act, leaving, cmd.decision)
    recuse(act, leaving, cmd.reason, cmd.decision)
    return matter


for _service in (assign_reviewer, recuse_reviewer):
    _service.requires(no_handler)


@assign_reviewer.requires
@recuse_reviewer.requires
def somebody_free(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that another named reviewer can take the case over."""
    if free_reviewers(matter, clock.today()):
        return ""
    return "本机关没有其他可以审核本案的人员，请先登记审核人员"


@recuse_reviewer.requires
def somebody_assigned(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that there is a reviewer, and that he does not decide about himself."""
    if matter.reviewer_id is None:
        return "本案还没有分派审核人员，无需回避"
    return "不能决定自己回避，请由机关负责人决定" if matter.reviewer_id == actor.officer else ""


def _free(act: Act, uid: UUID) -> Officer:
    free = {o.uid: o for o in free_reviewers(act.matter, act.today)}
    if uid not in free:
        raise RuleBroken("所选人员不能审核本案：不在名册上，或者承办过、已回避本案。请另选")
    return free[uid]
