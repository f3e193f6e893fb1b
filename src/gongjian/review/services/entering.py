"""The opinion at the entry of a major or sensitive case (入口审核意见)."""

from dataclasses import dataclass

from gongjian.cases.models import EntryReview
from gongjian.cases.queries import case_of, entry_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter


@dataclass(frozen=True)
class GiveEntryOpinion:
    opinion: str = fields.text(
        "入口审核意见", max_length=3000, help="写明审核了什么；有问题的，写明怎样纠正"
    )
    problems: bool = fields.check("发现问题", help="管辖、立案依据、拟采取的措施有问题的，勾选")


@act("review.give_entry_opinion", title="出具入口审核意见")
def give_entry_opinion(*, act: Act, cmd: GiveEntryOpinion) -> EntryReview:
    """Say what review finds of a major or sensitive case before the first compulsory measure.

    The later review of the decision is not replaced by it.

    Source: HN25; XM5.3; V12.
    """
    entry = entry_of(case_of(act.matter))
    if entry is None:
        raise RuleBroken("本案没有认定为重大、敏感案件，不须出具入口审核意见")
    entry.problems, entry.opinion = cmd.problems, cmd.opinion
    entry.opined_by_id, entry.opined_at = act.officer, act.now
    act.write(entry)
    return entry


give_entry_opinion.requires(no_handler)


@give_entry_opinion.requires
def _waiting(actor: Actor, matter: Matter, clock: Clock) -> str:
    entry = entry_of(case_of(matter))
    return "" if entry and entry.opined_at is None else "没有待出具的入口审核意见"
