"""A refusal to file that was revoked is dealt with again, and the case is not filed after all."""

from dataclasses import dataclass

from gongjian.cases import papers
from gongjian.cases.choices import RefusalDiffers
from gongjian.cases.models import Case
from gongjian.cases.public_order import papers as police_papers
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput
from gongjian.documents.services import make
from gongjian.intake.models import Clue
from gongjian.matters.models import Matter, Step

from .people import no_handler

REFUSING = ("refuse_filing", "refuse_again")


@dataclass(frozen=True)
class RefuseAgain:
    told_to: str = fields.line(
        "告知谁", max_length=100, secret=True, help="投诉人、举报人、控告人或者报案人"
    )
    differs: str = fields.choice(
        "与原不予立案有何不同",
        RefusalDiffers.choices,
        help="不得以同一的事实和理由作出与原来基本相同的决定；原来只因违反法定程序被撤销的除外",
        source="行政复议法 第六十四条第二款; 行政诉讼法 第七十一条",
    )
    facts: str = fields.text("重新核查的经过和查明的事实", max_length=1000)
    reason: str = fields.text("仍不予立案的理由", max_length=1000)
    basis: str = fields.line("不予立案的依据", max_length=200, help="写全称和条、款、项")


@act("cases.refuse_again", title="重新处理后仍不予立案", final=True)
def refuse_again(*, act: Act, cmd: RefuseAgain) -> Matter:
    """End the new run without filing it; who reported it is told anew, with his remedies.

    Raises:
        InvalidInput: for the facts and the reason of the refusal that was revoked.

    Source: 行政复议法 第六十四条第二款; 行政诉讼法 第七十一条; 行政处罚法 第五十四条第二款;
    治安管理处罚法 第九十条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    if problems := _same_again(case, cmd):
        raise InvalidInput(problems)
    clue = first_clue(case)
    if case.public_order:
        told = police_papers.no_filing_notice(act, case, clue, cmd.told_to, _words(cmd))
        make(act, "no-filing-notice", told)
    else:
        make(act, "filing-refusal-notice", papers.filing_refusal(act, clue, cmd, _words(cmd)))
    return matter


refuse_again.requires(no_handler)


def first_clue(case: Case) -> Clue:
    """Return from what the first run of a case came; a new run has no clue of its own."""
    while case.stems_from is not None:
        case = case.stems_from
    return Clue.objects.get(matter=case.matter_id)


def refused_before(case: Case) -> Step | None:
    """Return the refusal instead of which this run deals with the matter again."""
    if case.instead_of is None:
        return None
    steps = Step.objects.filter(matter=case.instead_of.matter_id, code__in=REFUSING)
    return steps.order_by("seq").last()


def _words(cmd: RefuseAgain) -> str:
    return f"{cmd.facts.rstrip('。')}。{cmd.reason.rstrip('。')}。"


def _same_again(case: Case, cmd: RefuseAgain) -> dict[str, str]:
    """Return where it says no more than what was revoked; people judge what words only vary."""
    before = None if cmd.differs == RefusalDiffers.PROCEDURE else refused_before(case)
    if before is None:
        return {}
    if cmd.differs == RefusalDiffers.FACTS:
        same = _bare(cmd.facts) == _bare(before.data.get("facts") or before.data["reason"])
        return {"facts": "与被撤销的不予立案所述的事实相同，请写重新查明的事实"} if same else {}
    same = _bare(cmd.reason) == _bare(before.data["reason"])
    return {"reason": "与被撤销的不予立案的理由相同，不得以同一的理由再次不予立案"} if same else {}


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
