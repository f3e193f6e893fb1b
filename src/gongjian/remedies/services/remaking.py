"""A decision that must be made anew gets a new run of its case."""

from dataclasses import dataclass

from gongjian.cases.queries import case_of
from gongjian.cases.services.beside import carry_assistance
from gongjian.cases.services.people import no_handler
from gongjian.cases.services.prior_fines import carry_prior_fines
from gongjian.cases.services.running_anew import open_anew
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter, Todo
from gongjian.remedies.choices import Applicant
from gongjian.remedies.queries import ordered_anew, taken_up_anew

from .respondents import by_the_leading_agency

ORDINARY, PUBLIC_ORDER = "penalty-ordinary", "public-order"


@dataclass(frozen=True)
class OpenRemake:
    opinion: str = fields.text("重新办理的意见", max_length=1000)


@act("remedies.open_remake", title="重新作出决定：开始新的办理", step=False, final=True)
def open_remake(*, act: Act, cmd: OpenRemake) -> Matter:
    """Open a new run of the case, with its evidence, beside the old one and its kept decision.

    Also what was punished on the spot is made anew in the full procedure of its kind; so is a
    decision not to punish, and what was not filed. Evidence that was excluded stays behind. Where
    the party itself had asked, the new decision may not be heavier than the old.

    Source: 行政复议法 第六十三条、第六十四条、第六十六条; 行政诉讼法 第七十条至第七十二条.
    """
    old_matter: Matter = act.matter
    old, ordered = case_of(old_matter), ordered_anew(old_matter)
    assert ordered is not None  # asked below
    punished = ordered.decision
    case = open_anew(
        act,
        old,
        process=PUBLIC_ORDER if old.public_order else ORDINARY,
        remakes=punished,
        instead_of=None if punished else ordered.document,
        ceiling=ordered.applicant == Applicant.PARTY,
    )
    carry_assistance(act, old, case)
    carry_prior_fines(act, old, case)
    # The handler's way on is not the filing: the order of court or review body stands for it.
    Todo.objects.filter(matter=case.matter, role="handler").update(step="开始重新调查")
    return case.matter


open_remake.requires(no_handler)
open_remake.requires(by_the_leading_agency)


@open_remake.requires
def _ordered(actor: Actor, matter: Matter, clock: Clock) -> str:
    if ordered_anew(matter) is None:
        return "没有责令重新作出决定的复议决定或者判决"
    return "已经开始重新办理" if taken_up_anew(matter) is not None else ""
