"""Major or sensitive cases: review looks at them before the first measure (入口审核)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.models import Case, EntryReview
from gongjian.cases.public_order.choices import CameBy
from gongjian.cases.queries import case_of, entry_of, opinion_owed
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.tables import table

OPINION = "review.give_entry_opinion"
FORCED = str(CameBy.FORCED.label)
FORCE_WAITS = "重大、敏感案件，法制审核机构尚未出具入口审核意见，不得强制传唤"


@dataclass(frozen=True)
class MarkMajor:
    reason: str = fields.text("认定为重大、敏感案件的理由", max_length=1000)


@act("cases.mark_major", title="认定为重大、敏感案件")
def mark_major(*, act: Act, cmd: MarkMajor) -> EntryReview:
    """Mark a case that the table does not name: review looks at it before the first measure.

    Source: HN25; XM5.3; V12.
    """
    return _marked(act, case_of(act.matter), cmd.reason, by_rule=False)


@mark_major.requires
def _not_yet(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "本案已经认定为重大、敏感案件" if entry_of(case_of(matter)) else ""


def mark_at_entry(act: Act, case: Case) -> None:
    """Mark a case that begins where the table says so, or where the one it stems from was marked.

    Split or made anew it is a case of its own: what review said of the other does not count here.
    """
    if (before := case.stems_from) is not None and (known := entry_of(before)) is not None:
        _marked(act, case, known.ground, by_rule=known.by_rule)
        return
    asked = {"serious_harm": case.serious_harm, "domain": act.matter.domain}
    hit = table("entry-review", act.matter.profile).decide(asked)
    if hit.value and entry_of(case) is None:
        _marked(act, case, f"{hit.name}（{hit.source}）", by_rule=True)


def entry_waits(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield that a marked case waits for the opinion of legal review; no query of its own.

    Only as long as a measure is still to come: afterwards the review of the decision remains.
    """
    step = process_of(matter).acts().get(OPINION)
    if step is None or step.preset_in(frozenset(matter.marking)) is None:
        return
    entry = entry_of(case_of(matter))
    if entry is not None and entry.opined_at is None:
        yield "legal_reviewer", "出具入口审核意见", local_date(entry.marked_at)


def no_force_yet(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell that nobody is summoned by force before review has spoken of a marked case.

    A summons that uses no force is no compulsory measure; only the paper says which it is.
    """
    if given["way"] != FORCED or not opinion_owed(case_of(matter)):
        return {}
    return {"way": FORCE_WAITS}


def _marked(act: Act, case: Case, ground: str, *, by_rule: bool) -> EntryReview:
    row = EntryReview(
        case=case, by_rule=by_rule, ground=ground, marked_by_id=act.officer, marked_at=act.now
    )
    act.write(row)
    # From here on the case is seen by those who review it.
    act.matter.review_opened_at = act.matter.review_opened_at or act.now
    return row
