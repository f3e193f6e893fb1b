"""Entry and filing at once, or telling why not (受案、立案)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongjian.cases.citing import only_law_in_force
from gongjian.cases.models import Case
from gongjian.cases.public_order import papers
from gongjian.cases.public_order.models import PublicOrderFiling
from gongjian.cases.queries import case_of
from gongjian.cases.services.entering import mark_at_entry
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.documents.services import make
from gongjian.intake.models import Clue
from gongjian.matters.models import Matter


@dataclass(frozen=True, kw_only=True)
class FilePublicOrder:
    facts: str = fields.text(
        "简要案情", help="写何时、何地、何人、经过、后果和已有材料；只写报称和初步了解的情况"
    )
    basis: str = fields.line(
        "涉嫌违反的条款",
        max_length=500,
        help="写法律全称和条、款、项，引用行为终了时有效的法律",
    )
    reported_by: str = fields.line(
        "报案人、控告人、举报人",
        max_length=100,
        required=False,
        help="扭送的写扭送人；公安机关自行发现的不填",
    )


@act("cases.file_public_order", title="受案并立案")
def file_public_order(*, act: Act, cmd: FilePublicOrder) -> PublicOrderFiling:
    """Enter the report, hand out its receipt and file the case at once: nobody approves it.

    Raises:
        InvalidInput: a law is cited that was not in force when the act ended.

    Source: 治安管理处罚法 第二十五条、第九十条.
    """
    matter: Matter = act.matter
    return entered(act, case_of(matter), _clue(matter).registered_at, cmd, on=act.today)


def entered(
    act: Act, case: Case, reported_at: datetime, cmd: FilePublicOrder, *, on: date
) -> PublicOrderFiling:
    """Write in the running act that a case is filed, by a report that came in at that moment."""
    only_law_in_force(act.today, case.act_ended_on, basis=cmd.basis)
    filing = PublicOrderFiling(
        case=case,
        form=make(act, "case-acceptance-form", papers.acceptance_form(act, case, reported_at, cmd)),
        receipt=make(
            act, "acceptance-receipt", papers.acceptance_receipt(act, case, reported_at, cmd)
        ),
        reported_by=cmd.reported_by,
        reported_at=reported_at,
        filed_at=act.now,
        filed_by_id=act.officer,
    )
    act.matter.filed_on = case.filed_on = on
    act.write(filing, case)
    mark_at_entry(act, case)
    return filing


file_public_order.requires(certified)


@file_public_order.prefilled
def _known(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"facts": _clue(matter).content}


@dataclass(frozen=True, kw_only=True)
class RefusePublicOrder:
    told_to: str = fields.line("告知谁", max_length=100, help="报案人、控告人、举报人或者投案人")
    reason: str = fields.text("不予立案的理由", max_length=1000)


@act("cases.refuse_public_order", title="不予立案并说明理由", final=True)
def refuse_public_order(*, act: Act, cmd: RefusePublicOrder) -> Matter:
    """End a report that is no 治安 case, and tell who reported it why.

    Source: 治安管理处罚法 第九十条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    told = papers.no_filing_notice(act, case, _clue(matter), cmd.told_to, cmd.reason)
    make(act, "no-filing-notice", told)
    return matter


refuse_public_order.requires(no_handler)


def _clue(matter: Matter) -> Clue:
    return Clue.objects.get(matter=matter)
