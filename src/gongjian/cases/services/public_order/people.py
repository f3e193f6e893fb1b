"""Who acted, whom the act harmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.models import Case
from gongjian.cases.public_order.choices import Sex
from gongjian.cases.public_order.models import Offender, Victim
from gongjian.cases.public_order.queries import adult_age, latest_offender
from gongjian.cases.public_order.repeating import (
    OnRecord,
    acted_on,
    as_recorded,
    contradicted,
    on_record,
    year_before,
)
from gongjian.cases.queries import case_of
from gongjian.cases.services.beside import note_minor
from gongjian.cases.services.people import certified
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.parties.rules import age_on


@dataclass(frozen=True, kw_only=True)
class EstablishOffender:
    sex: str = fields.choice("性别", Sex.choices)
    born_on: date = fields.day("出生日期")
    verified_by: str = fields.line("怎样查明", help="居民身份证、户籍证明、骨龄鉴定等；自报的注明")
    punished_before: bool = fields.check("曾因违反治安管理受过处罚", help="不勾选即为初次违反")
    punished_on: date | None = fields.only_for(
        "punished_before",
        ("on",),
        fields.day(
            "最近一次治安管理处罚决定的日期",
            required=False,
            help="本次行为以前的最近一次；一年以内的，可以适用从重处罚的情形",
            source="治安管理处罚法 第二十二条第四项",
        ),
        needed="曾受过处罚的必填",
    )
    punished_number: str = fields.only_for(
        "punished_before",
        ("on",),
        fields.line("作出决定的机关和文书号", required=False),
        needed="曾受过处罚的必填",
    )
    twice_in_a_year: bool = fields.check(
        "一年以内二次以上违反治安管理", source="治安管理处罚法 第二十三条第二款"
    )
    record_reason: str = fields.text(
        "与本机关记录不一致的理由",
        max_length=1000,
        required=False,
        help="与本机关对当事人的生效决定一致的不填；审核人员和机关负责人会看到",
    )
    grave: bool = fields.check("情节严重、影响恶劣", source="治安管理处罚法 第二十三条第二款")
    grave_reason: str = fields.only_for(
        "grave",
        ("on",),
        fields.text("情节严重、影响恶劣的理由", max_length=1000, required=False),
        needed="情节严重、影响恶劣的必填",
    )
    pregnant_or_nursing: bool = fields.check("怀孕或者哺乳自己不满一周岁婴儿")
    pleaded: bool = fields.check(
        "如实陈述、承认违法事实、愿意接受处罚",
        source="治安管理处罚法 第二十一条",
        help="可以依法从宽处理",
    )
    official: bool = fields.check(
        "公职人员",
        source="治安管理处罚法 第一百三十四条",
        help="需要给予政务处分的，决定以后通报监察机关等有关单位；没有办理的不能结案",
    )
    workplace: str = fields.only_for(
        "official",
        ("on",),
        fields.line("公职人员所在单位和职务", required=False),
        needed="是公职人员的必填",
    )
    deputy: bool = fields.check(
        "各级人民代表大会代表",
        source="公安机关办理行政案件程序规定 第七十三条、第一百七十四条",
        help="首次询问时应当问明；勾选的，还要登记是哪一级、哪个人民代表大会的代表，"
        "没有登记的不能决定行政拘留",
    )
    foreigner: bool = fields.check(
        "外国人、无国籍人",
        source="公安机关办理行政案件程序规定 第七十三条第二款、第二百三十九条",
        help="勾选的，还要登记国籍，没有登记的不能作出处罚决定",
    )


@act("cases.establish_offender", title="查明违法行为人")
def establish_offender(*, act: Act, cmd: EstablishOffender) -> Offender:
    """State who acted: age on the day of the act, and what decides whether detention is executed.

    Raises:
        InvalidInput: born after the act, or otherwise than the identity card says; punished before
            without day and number, or otherwise than the agency's own decisions say and no reason.

    Source: 治安管理处罚法 第十二条、第二十一条、第二十二条第四项、第二十三条;
    公安机关办理行政案件程序规定 第七十三条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    acted = acted_on(case, act.today)
    _check(cmd, case, acted)
    year_from = year_before(case, acted, act.today)
    record = on_record(case, acted, year_from)
    _check_record(cmd, record)
    age, adult = age_on(cmd.born_on, acted), adult_age(matter, act.today)
    offender = Offender(
        case=case,
        sex=cmd.sex,
        born_on=cmd.born_on.isoformat(),
        age=age,
        adult_age=adult,
        minor=age < adult,
        verified_by=cmd.verified_by,
        pregnant_or_nursing=cmd.pregnant_or_nursing,
        punished_before=cmd.punished_before or cmd.twice_in_a_year,
        twice_in_a_year=cmd.twice_in_a_year,
        acted_on=acted,
        year_from=year_from,
        punished_on=cmd.punished_on if cmd.punished_before else None,
        punished_number=cmd.punished_number if cmd.punished_before else "",
        own_record=record.words,
        record_reason=cmd.record_reason,
        grave=cmd.grave,
        grave_reason=cmd.grave_reason,
        pleaded=cmd.pleaded,
        official=cmd.official,
        workplace=cmd.workplace if cmd.official else "",
        deputy=cmd.deputy,
        foreigner=cmd.foreigner,
        **_nationality(latest_offender(case)),
        stated_at=act.now,
    )
    act.write(offender)
    note_minor(act, case, minor=offender.minor, reason=cmd.verified_by)
    return offender


establish_offender.requires(certified)


@establish_offender.requires
def _natural(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if case_of(matter).party.natural else "当事人是单位，没有年龄、性别需要查明"


@establish_offender.prefilled
def _known(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    last, born = latest_offender(case), case.party.born_on
    if last is None:
        card: dict[str, Any] = {}
        if born:
            card = {"born_on": date.fromisoformat(born), "verified_by": "居民身份证"}
        return card | (as_recorded(case, clocks.current().today()) if case.public_order else {})
    known = {name: getattr(last, name) for name in EstablishOffender.__dataclass_fields__}
    return known | {"born_on": date.fromisoformat(last.born_on)}


def _nationality(last: Offender | None) -> Mapping[str, Any]:
    """Return what was noted of the nationality before: it stands until it is noted anew."""
    if last is None:
        return {}
    return {n: getattr(last, n) for n in ("nationality", "nationality_by", "entered_on", "stay")}


def _check_record(cmd: EstablishOffender, record: OnRecord) -> None:
    """Ask for a reason where the agency's own decisions say otherwise, and only there."""
    told = contradicted(cmd, record)
    if told and not cmd.record_reason:
        raise InvalidInput(told)
    if cmd.record_reason and not told:
        raise InvalidInput({"record_reason": "与本机关的记录没有不一致，请删去"})


def _check(cmd: EstablishOffender, case: Case, acted: date) -> None:
    problems: dict[str, str] = {}
    if cmd.punished_before and cmd.punished_on is None:
        problems["punished_on"] = "曾受过处罚的，请写明最近一次处罚决定的日期"
    if cmd.punished_before and not cmd.punished_number.strip():
        problems["punished_number"] = "曾受过处罚的，请写明作出决定的机关和文书号"
    if cmd.punished_before and cmd.punished_on and cmd.punished_on > acted:
        problems["punished_on"] = f"这次处罚在本案行为（{acted}）以后，不是曾受过处罚，请核对"
    if cmd.born_on >= acted:
        problems["born_on"] = "出生日期不早于违法行为日期，请核对"
    elif case.party.born_on and case.party.born_on != cmd.born_on.isoformat():
        problems["born_on"] = f"与公民身份号码记载的出生日期（{case.party.born_on}）不一致，请核对"
    if cmd.pregnant_or_nursing and cmd.sex != Sex.FEMALE:
        problems["pregnant_or_nursing"] = "怀孕、哺乳自己婴儿的只能是女性，请核对性别"
    if cmd.grave and not cmd.grave_reason:
        problems["grave_reason"] = "认定情节严重、影响恶劣的，请写明理由"
    if cmd.official and not cmd.workplace.strip():
        problems["workplace"] = "当事人是公职人员的，请写明所在单位和职务，通报时使用"
    if problems:
        raise InvalidInput(problems)


@dataclass(frozen=True, kw_only=True)
class RegisterVictim:
    name: str = fields.line("被侵害人姓名或者名称", max_length=100)
    harm: str = fields.line("受到的侵害", help="例如：轻微伤；财物被损毁，价值300元")
    minor: bool = fields.check("未满十八周岁")


@act("cases.register_victim", title="登记被侵害人")
def register_victim(*, act: Act, cmd: RegisterVictim) -> Victim:
    """Register whom the act harmed: a copy of the decision goes there.

    Source: 治安管理处罚法 第一百一十六条第二款.
    """
    victim = Victim(case=case_of(act.matter), name=cmd.name, minor=cmd.minor, harm=cmd.harm)
    act.write(victim)
    return victim


register_victim.requires(certified)
