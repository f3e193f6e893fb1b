"""Telling the family that a detention is not executed (依法不执行行政拘留，通知家属)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.public_order import papers
from gongjian.cases.public_order.families import FamilyWord
from gongjian.cases.public_order.queries import detention_of, family_untold
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make


@dataclass(frozen=True, kw_only=True)
class TellFamily:
    told: str = fields.line(
        "通知的家属",
        required=False,
        needed="能够通知的必填",
        help="写姓名、关系和通知的方式",
        source="治安管理处罚法 第一百一十六条第一款",
    )
    told_on: date | None = fields.day("通知的日期", required=False, needed="能够通知的必填")
    not_told: str = fields.text(
        "不能通知的原因",
        max_length=1000,
        required=False,
        help="只限本人拒不提供家属联系方式，或者不讲真实姓名、住址，身份不明；已经通知的不填",
        source="公安机关办理行政案件程序规定 第一百七十六条第三款",
    )


@act("cases.tell_family", title="通知家属不执行拘留")
def tell_family(*, act: Act, cmd: TellFamily) -> FamilyWord:
    """Tell the family that the detention is not executed, and why; or say why nobody can be told.

    Raises:
        RuleBroken: there is no such detention, or the family knows already.
        InvalidInput: neither told nor a reason, or both; told before the decision.

    Source: 治安管理处罚法 第一百一十六条第一款; 公安机关办理行政案件程序规定 第一百七十六条.
    """
    case = case_of(act.matter)
    decision = decision_of(case)
    order = detention_of(decision)
    if decision is None or order is None or not family_untold(order):
        raise RuleBroken("没有依法不执行的行政拘留，或者已经通知家属")
    problems: dict[str, str] = {}
    if bool(cmd.told.strip()) == bool(cmd.not_told.strip()):
        problems["told"] = "请填写通知的家属；不能通知的，只填写不能通知的原因"
    elif cmd.told and cmd.told_on is None:
        problems["told_on"] = "请填写通知的日期"
    elif cmd.not_told and cmd.told_on is not None:
        problems["told_on"] = "没有通知的，不填通知的日期"
    if cmd.told_on is not None and cmd.told_on < decision.decided_on:
        problems["told_on"] = f"早于处罚决定日（{decision.decided_on.isoformat()}），请核对"
    if problems:
        raise InvalidInput(problems)
    words = papers.family_word(case, decision, order, cmd.told)
    row = FamilyWord(
        order=order,
        told=cmd.told,
        told_on=cmd.told_on,
        not_told=cmd.not_told,
        notice=make(act, "detention-family-notice", words) if cmd.told else None,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(row)
    return row


tell_family.requires(certified)
