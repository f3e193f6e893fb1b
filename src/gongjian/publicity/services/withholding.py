"""A decision that the law keeps from the public: two persons say why."""

from dataclasses import dataclass

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.publicity.choices import ReleaseState
from gongjian.publicity.errors import SamePerson
from gongjian.publicity.gate import standing_of
from gongjian.publicity.models import Release
from gongjian.publicity.papers import publication_review

from .drafting import new_round, standing
from .publishing import check, newest, other_person
from .urging import end_urge


@dataclass(frozen=True)
class Withhold:
    reason: str = fields.text("说明", max_length=1000, required=False)


@act("publicity.withhold", title="确认不予公开", final=True)
def withhold(*, act: Act, cmd: Withhold) -> Release:
    """Settle that the decision stays closed, with the clause by which it does.

    Only where the gate closes it: by what the case's rows tell, or by what the drafter found and
    this other person confirms after having returned the draft.

    Raises:
        RuleBroken: no clause closes this record: it must be published.

    Source: 行政处罚法 第四十八条、第五十条; 治安管理处罚法 第一百三十六条.
    """
    last = newest(act.matter)
    stands = standing(act.matter, act.today, last.findings if last else None)
    if not stands.verdict.withheld:
        raise RuleBroken("没有不予公开的法定情形，应当依法公示")
    if last and last.drafted_by_id == act.actor.officer:
        raise SamePerson("您拟定了这份公示内容，须由另一人确认不予公开")
    release = new_round(act, stands, {"note": cmd.reason})
    release.drafted_by_id = last.drafted_by_id if last else None
    check(act, release, ReleaseState.WITHHELD)
    act.write(release)
    drafted = last if last and last.drafted_by_id else None
    make(
        act,
        "publication-review",
        publication_review(act, stands, release, drafted, cmd.reason),
    )
    end_urge(act)
    return release


withhold.requires(other_person)


@withhold.parts_ways
def _closed_by_law(actor: Actor, matter: Matter, clock: Clock) -> str:
    last = newest(matter)
    stands = standing_of(matter, clock.today(), last.findings if last else None)
    if stands is None or not stands.verdict.withheld:
        return "没有不予公开的法定情形，应当依法公示"
    return ""
