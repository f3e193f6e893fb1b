"""What the handling unit did with the problems found (采纳情况反馈)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.queries import case_of
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.review.checks import problems_in
from gongjian.review.choices import Adoption
from gongjian.review.models import Answer
from gongjian.review.papers import feedback
from gongjian.review.queries import problem_opinion


@dataclass(frozen=True)
class ProblemAnswer:
    item: str = fields.hidden()
    adopted: str = fields.choice("采纳情况", Adoption.choices)
    handling: str = fields.line("如何处理；部分采纳、不采纳的写明理由", max_length=500)


@dataclass(frozen=True)
class AnswerProblems:
    answers: tuple[ProblemAnswer, ...] = fields.rows(
        "审核指出的问题", of="review.problem", help="逐项写明采纳情况和处理结果"
    )


@act("review.answer_problems", title="反馈采纳情况")
def answer_problems(*, act: Act, cmd: AnswerProblems) -> Answer:
    """Answer each problem of the last opinion; the case goes back to be mended.

    Raises:
        InvalidInput: a problem without an answer, answered twice, or unknown.

    Source: DZ11(2)（进行研究，作出相应处理后再次报送）; XM4.3.4; HN27.
    """
    matter: Matter = act.matter
    opinion = problem_opinion(case_of(matter))
    if opinion is None:
        raise RuleBroken("没有需要反馈的审核意见")
    labels = {found["item"]: found["label"] for found in problems_in(opinion.findings)}
    given = [row.item for row in cmd.answers]
    if sorted(given) != sorted(labels):
        names = "、".join(labels.values())
        raise InvalidInput({"answers": f"审核指出的每一个问题都要反馈一次：{names}"})
    row = Answer(
        opinion=opinion,
        items=[
            {
                "item": answer.item,
                "label": labels[answer.item],
                "adopted": answer.adopted,
                "handling": answer.handling,
            }
            for answer in cmd.answers
        ],
        agreed=all(answer.adopted == Adoption.ADOPTED for answer in cmd.answers),
        given_by_id=act.officer,
        at=act.now,
    )
    act.write(row)
    make(act, "adoption-feedback", feedback(act, opinion, row.items))
    return row


answer_problems.requires(certified)


@answer_problems.prefilled
def _problems(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    opinion = problem_opinion(case_of(matter))
    found = problems_in(opinion.findings) if opinion else []
    return {"answers": [{"item": one["item"]} for one in found]}
