"""Several agencies that decided in their common name are respondents together (共同被申请人)."""

from collections.abc import Iterator
from datetime import date

from gongjian.cases.common_name import invited, others_of
from gongjian.cases.queries import case_of
from gongjian.common.acts import Act, Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, start_beside
from gongjian.remedies.models import Remedy
from gongjian.remedies.queries import limit_to_answer, still_to_answer


def by_the_leading_agency(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that what is lodged against a common decision is entered once, by the leading agency."""
    if not invited(case_of(matter)):
        return ""
    leader = case_of(matter).common.lead.matter.agency.name
    return f"处罚决定由{leader}主办，复议、诉讼由该机关登记"


def made_alone(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that no agency takes back by itself what several decided in their common name."""
    if not others_of(case_of(matter)):
        return by_the_leading_agency(actor, matter, clock)
    return "处罚决定由几个机关以共同名义作出，本机关不能单独撤销、变更"


def tell_the_others(act: Act, row: Remedy) -> None:
    """Let the entry of a remedy stand in the record of every other respondent too."""
    for other in others_of(case_of(act.matter)):
        if other.case is not None:
            act.write(row, stream=other.case.matter.stream)


def others_must_answer(act: Act, row: Remedy, copy_on: date, *, simple: bool) -> None:
    """Start the limit to answer in the case of every other respondent, from the same day."""
    for _ in _in_their_cases(act):
        start_beside(act, limit_to_answer(row, simple=simple), copy_on)


def others_need_not_answer(act: Act, row: Remedy) -> None:
    """End the limit to answer wherever another respondent still has it: all is over."""
    for matter in _in_their_cases(act):
        if code := still_to_answer(matter, row):
            end_beside(act, code, met=False)


def _in_their_cases(act: Act) -> Iterator[Matter]:
    own: Matter = act.matter
    cases = [row.case.matter_id for row in others_of(case_of(own)) if row.case is not None]
    rows = Matter.objects.select_related("stream", "agency").filter(pk__in=cases) if cases else ()
    try:
        for matter in rows and rows.select_for_update(of=("self",)).order_by("pk"):
            act.matter = matter
            yield matter
    finally:
        act.matter = own
