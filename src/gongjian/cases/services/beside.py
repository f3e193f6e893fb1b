"""Who must stand beside the party, so that it can be heard (监护人、翻译到场)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongjian.cases.beside import (
    forget_assistance,
    latest_assistance,
    latest_guardian,
    minor_by_papers,
)
from gongjian.cases.choices import GuardianKind, InterpreterKind
from gongjian.cases.models import Assistance, Case, Guardian, Interpreter
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

from .people import certified

BY_PAPERS = "依公民身份号码，未满十八周岁"


@dataclass(frozen=True, kw_only=True)
class StateAssistance:
    minor: bool = fields.check("未满十八周岁", source="民法典 第十七条、第十九条")
    limited: bool = fields.check(
        "不能辨认或者不能完全辨认自己的行为", source="民法典 第二十一条、第二十二条"
    )
    language: bool = fields.check("不通晓当地通用的语言文字")
    sign: bool = fields.check("听力或者言语残疾，需要手语等交流方式")
    reason: str = fields.text(
        "怎样查明", max_length=1000, help="例如：户籍证明、残疾人证、鉴定意见；都不需要的也写明"
    )


@act("cases.state_assistance", title="查明是否需要监护人、翻译")
def state_assistance(*, act: Act, cmd: StateAssistance) -> Assistance:
    """State whose help the party needs to be heard; a need stands until it is found otherwise.

    Raises:
        InvalidInput: an organisation has no age and no guardian.

    Source: 行政处罚法 第三十条、第三十一条、第四十五条; 民法典 第十九条至第二十三条.
    """
    case = case_of(act.matter)
    if not case.party.natural and (cmd.minor or cmd.limited):
        field = "minor" if cmd.minor else "limited"
        raise InvalidInput({field: "当事人是单位，没有监护人；请只填写其代表人是否需要翻译"})
    found = Assistance(
        case=case,
        minor=cmd.minor or minor_by_papers(case, act.today),
        limited=cmd.limited,
        language=cmd.language,
        sign=cmd.sign,
        reason=cmd.reason,
        stated_by_id=act.officer,
        stated_at=act.now,
    )
    act.write(found)
    forget_assistance(case)
    return found


state_assistance.requires(certified)


@state_assistance.prefilled
def _found(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    last = latest_assistance(case_of(matter))
    names = StateAssistance.__dataclass_fields__
    return {name: getattr(last, name) for name in names} if last else {}


def note_minor(act: Act, case: Case, *, minor: bool = False, reason: str = BY_PAPERS) -> None:
    """Write down in the running act that the party is under age, once it is known."""
    last = latest_assistance(case)
    known = last is not None and last.minor
    if (minor or minor_by_papers(case, act.today)) == known:
        return
    kept = ("limited", "language", "sign")
    needs = {name: last is not None and getattr(last, name) for name in kept}
    stated = {"reason": reason, "stated_by_id": act.officer, "stated_at": act.now}
    act.write(Assistance(case=case, minor=not known, **needs, **stated))
    forget_assistance(case)


def carry_assistance(act: Act, old: Case, new: Case) -> None:
    """Let what was found about the party's needs, and who stands beside it, go on in another case.

    An interpreter is called anew: whoever comes is asked again whether he has no interest.
    """
    last, beside = latest_assistance(old), latest_guardian(old)
    if last is not None:
        names = StateAssistance.__dataclass_fields__
        stated = {"stated_by_id": act.officer, "stated_at": act.now}
        act.write(Assistance(case=new, **{n: getattr(last, n) for n in names}, **stated))
        forget_assistance(new)
    if beside is not None:
        names = RegisterGuardian.__dataclass_fields__
        act.write(Guardian(case=new, **{name: getattr(beside, name) for name in names}))


@dataclass(frozen=True, kw_only=True)
class RegisterGuardian:
    kind: str = fields.choice("到场的人", GuardianKind.choices, source="治安管理处罚法 第九十八条")
    name: str = fields.line("姓名", max_length=100)
    relation: str = fields.line(
        "与当事人的关系", max_length=100, help="例如：父亲；学校老师；居委会干部"
    )
    told_at: datetime = fields.moment("通知时间")
    phone: str = fields.line("联系电话", max_length=30, required=False, secret=True)
    why_not_guardian: str = fields.only_for(
        "kind",
        (GuardianKind.SUITABLE_ADULT,),
        fields.text("监护人不能到场的原因", max_length=1000, required=False),
        needed="请合适成年人到场的必填",
    )


@act("cases.register_guardian", title="通知监护人到场")
def register_guardian(*, act: Act, cmd: RegisterGuardian) -> Guardian:
    """Record who was asked to stand beside the party: parent, guardian, or a suitable adult.

    Raises:
        InvalidInput: a suitable adult without the reason why no guardian could come.

    Source: 治安管理处罚法 第九十八条; 未成年人保护法 第一百一十条; 民法典 第二十三条.
    """
    if cmd.kind == GuardianKind.SUITABLE_ADULT and not cmd.why_not_guardian:
        raise InvalidInput({"why_not_guardian": "请合适成年人到场的，须写明监护人不能到场的原因"})
    guardian = Guardian(
        case=case_of(act.matter),
        kind=cmd.kind,
        name=cmd.name,
        relation=cmd.relation,
        phone=cmd.phone,
        told_at=cmd.told_at,
        why_not_guardian=cmd.why_not_guardian,
    )
    act.write(guardian)
    return guardian


register_guardian.requires(certified)


@dataclass(frozen=True, kw_only=True)
class CallInterpreter:
    kind: str = fields.choice("翻译的种类", InterpreterKind.choices)
    name: str = fields.line("姓名", max_length=100)
    language: str = fields.line("语言或者交流方式", max_length=50, help="例如：彝语；国家通用手语")
    unit: str = fields.line("工作单位或者资格", required=False)
    phone: str = fields.line("联系电话", max_length=30, required=False, secret=True)
    called_at: datetime = fields.moment("通知时间")
    no_interest: bool = fields.check("与本案没有利害关系，已告知如实翻译的义务")


@act("cases.call_interpreter", title="聘请翻译人员")
def call_interpreter(*, act: Act, cmd: CallInterpreter) -> Interpreter:
    """Record who interprets for the party.

    Raises:
        InvalidInput: nobody made sure that the person has no interest in the case.

    Source: 治安管理处罚法 第九十五条、第一百零一条; 行政处罚法 第四十五条.
    """
    if not cmd.no_interest:
        told = "翻译人员应当与本案没有利害关系，并已告知其如实翻译；请核实后勾选，或者另请他人"
        raise InvalidInput({"no_interest": told})
    row = Interpreter(
        case=case_of(act.matter),
        kind=cmd.kind,
        name=cmd.name,
        language=cmd.language,
        unit=cmd.unit,
        phone=cmd.phone,
        called_at=cmd.called_at,
        no_interest=True,
    )
    act.write(row)
    return row


call_interpreter.requires(certified)
