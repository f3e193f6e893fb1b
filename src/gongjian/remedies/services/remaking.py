"""A decision that must be made anew gets a new run of its case."""

from dataclasses import dataclass

from gongjian.cases.models import Case, Evidence
from gongjian.cases.queries import case_of, standing_evidence
from gongjian.cases.services.beside import carry_assistance
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter, Todo
from gongjian.matters.services import open_matter, process_in_force
from gongjian.remedies.choices import Applicant, Outcome
from gongjian.remedies.queries import remedies_of, the_decision

from .respondents import by_the_leading_agency

ORDINARY, PUBLIC_ORDER = "penalty-ordinary", "public-order"


@dataclass(frozen=True)
class OpenRemake:
    opinion: str = fields.text("重新办理的意见", max_length=1000)


@act("remedies.open_remake", title="重新作出决定：开始新的办理", step=False, final=True)
def open_remake(*, act: Act, cmd: OpenRemake) -> Matter:
    """Open a new run of the case, with its evidence, beside the old one and its kept decision.

    Also what was punished on the spot is made anew in the full procedure of its kind. Evidence that
    was excluded stays behind. Where the party itself had asked, the new decision may not be heavier
    than the old.

    Source: 行政复议法 第六十三条、第六十四条; 行政诉讼法 第七十条、第七十一条.
    """
    old_matter: Matter = act.matter
    old, decision = case_of(old_matter), the_decision(old_matter)
    ordered = remedies_of(old_matter).filter(outcome=Outcome.REMADE).last()
    new = Matter(
        kind=old_matter.kind,
        title=old_matter.title,
        party_name=old.party.name,
        agency=old_matter.agency,
        unit_id=old_matter.unit_id,
        lead_id=old_matter.lead_id,
        second_id=old_matter.second_id,
        profile=old_matter.profile,
        domain=old_matter.domain,
        process=process_in_force(PUBLIC_ORDER if old.public_order else ORDINARY),
    )
    open_matter(act, new)
    act.write(
        Case(
            matter=new,
            party=old.party,
            cause=old.cause,
            source=old.source,
            public_order=old.public_order,
            state_secret=old.state_secret,
            act_ended_on=old.act_ended_on,
            act_goes_on=old.act_goes_on,
            serious_harm=old.serious_harm,
            serious_ground=old.serious_ground,
            limitation_until=old.limitation_until,
            limitation_source=old.limitation_source,
            remakes=decision,
            ceiling=ordered is not None and ordered.applicant == Applicant.PARTY,
        )
    )
    _copy_evidence(act, old, new)
    # The handler's way on is not the filing: the order of court or review body stands for it.
    Todo.objects.filter(matter=new, role="handler").update(step="开始重新调查")
    return new


def _copy_evidence(act: Act, old: Case, new: Matter) -> None:
    case = Case.objects.get(matter=new)
    names = ("kind", "name", "proves", "obtained_on", "obtained_from")
    for piece in standing_evidence(old):
        act.write(Evidence(case=case, **{name: getattr(piece, name) for name in names}))
    carry_assistance(act, old, case)


open_remake.requires(no_handler)
open_remake.requires(by_the_leading_agency)


@open_remake.requires
def _ordered(actor: Actor, matter: Matter, clock: Clock) -> str:
    if not remedies_of(matter).filter(outcome=Outcome.REMADE).exists():
        return "没有责令重新作出决定的复议决定或者判决"
    if Case.objects.filter(remakes__case__matter=matter).exists():
        return "已经开始重新办理"
    return ""
