"""Cases that concern a state secret: known here by number only, handled on paper (涉密案件)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import DeclassifyGround, SecrecyGround, SecrecyLevel, SecretOutcome
from gongjian.cases.models import QueryCode, SecretCase
from gongjian.cases.models.secret import LONGEST_NUMBER
from gongjian.cases.queries import case_of
from gongjian.cases.secrecy import visible_secret_case
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.choices import DeadlineState
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency, Officer
from gongjian.orgs.queries import agency_for_update, serving_officers
from gongjian.ui.drafts import drop_drafts_about

from .common_name import leave_common_for_secrecy
from .joint import leave_for_secrecy

# 机关代字〔年份〕序号: no room for a name, a place or a cause.
NUMBER = re.compile(r"[\u4e00-\u9fffA-Z]{1,8}〔\d{4}〕第?\d{1,6}号")
FORM = "只写编号，例如：青环密〔2026〕3号。不写案由、当事人和内容"
ART_13 = "保守国家秘密法 第十三条"
ART_20 = "保守国家秘密法 第二十条"
ART_24 = "保守国家秘密法 第二十四条"


@dataclass(frozen=True, kw_only=True)
class RegisterSecretCase:
    number: str = fields.line("纸质案卷编号", max_length=LONGEST_NUMBER, help=FORM)
    ground: str = fields.choice("定密依据", SecrecyGround.choices, source=ART_13)
    level: str = fields.choice("密级", SecrecyLevel.choices, source="保守国家秘密法 第十四条")
    classified_on: date = fields.day("定密日期")
    until: date | None = fields.day(
        "保密期限至",
        required=False,
        future=True,
        help="不能确定期限、按解密条件解密的留空；解密条件写在纸质案卷里",
        source=ART_20,
    )
    responsible: UUID = fields.ref("责任人", of="cases.secret_person", help="在纸质案卷上办理的人")
    keeper: UUID = fields.ref("案卷保管人", of="cases.secret_person")


@act("cases.register_secret_case", title="登记涉密案件", about="secret_case", final=True)
def register_secret_case(*, act: Act, cmd: RegisterSecretCase) -> SecretCase:
    """Enter the number of a case that is handled on paper because it is a state secret.

    Raises:
        InvalidInput: words where a number belongs, a number known, a term too long, no such person.

    Source: 保守国家秘密法 第三十一条; REQUIREMENTS R5; KM2.4.1.
    """
    return _registered(act, cmd, None)


@dataclass(frozen=True, kw_only=True)
class MoveToSecret(RegisterSecretCase):
    """The same few entries: nothing of the case goes with them."""


@act("cases.move_to_secret", title="转入涉密办理", step=False, final=True)
def move_to_secret(*, act: Act, cmd: MoveToSecret) -> SecretCase:
    """End the online run of a case found to be a state secret; from now on only its number is here.

    Limits end, codes of the party and unfinished forms are worth nothing, nobody sees the case.

    Source: 保守国家秘密法 第三十一条; REQUIREMENTS R5; XM4.2.3.
    """
    matter: Matter = act.matter
    row = _registered(act, cmd, matter)
    leave_for_secrecy(act, case_of(matter))
    leave_common_for_secrecy(act, case_of(matter))
    for code in QueryCode.objects.filter(matter=matter, ended_at__isnull=True):
        code.ended_at = act.now
        act.write(code)
    running = [DeadlineState.OPEN, DeadlineState.PAUSED]
    for limit in matter.deadlines.filter(state__in=running):
        limit.state, limit.ended_on = DeadlineState.REPLACED, act.today
        act.write(limit)
    for pause in matter.pauses.filter(ended_on__isnull=True):
        pause.ended_on = act.today
        act.write(pause)
    matter.todos.all().delete()
    drop_drafts_about(matter.uid)
    # The last write on the matter: the database lets none follow.
    matter.secret_since, matter.closed_at, matter.due_on = act.today, act.now, None
    act.write(matter)
    return row


@move_to_secret.requires
def _runs_undecided(actor: Actor, matter: Matter, clock: Clock) -> str:
    if matter.closed_at is not None:
        return "案件已经办结，不再转入涉密办理；请按保密规定处理案卷"
    if matter.decided_on is not None:
        return "处罚决定已经作出，不再转入涉密办理；不予公示，并按保密规定处理案卷"
    return ""


@move_to_secret.prefilled
def _by_its_lead(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"responsible": matter.lead.uid}


def in_person(actor: Actor, matter: Any, clock: Clock) -> str:
    """Ask that nobody acts as a deputy: what one may know of secrets is bound to the person.

    Source: 保守国家秘密法 第二十一条.
    """
    return "涉密事项由本人办理，代理人不能代办" if actor.principal is not None else ""


@dataclass(frozen=True)
class NoteSecretOutcome:
    case: UUID = fields.ref("涉密案件", of="cases.secret_case")
    outcome: str = fields.choice("进展", SecretOutcome.choices)
    on: date = fields.day("日期")


@act("cases.note_secret_outcome", title="登记涉密案件进展", about="secret_case")
def note_secret_outcome(*, act: Act, cmd: NoteSecretOutcome) -> SecretCase:
    """Note on which day a secret case was decided or closed; what was decided stays on paper.

    Raises:
        NotFound: no such line for this person.
        RuleBroken: noted before, or no longer secret.
        InvalidInput: a day before the classification, or in the wrong order.

    Source: REQUIREMENTS R5.
    """
    row = _open_line(act, cmd.case)
    column = f"{cmd.outcome}_on"
    if getattr(row, column) is not None:
        raise RuleBroken("这项进展已经登记过，登记后不能更改")
    if row.closed_on is not None:
        raise RuleBroken("案件已经结案，不再登记进展")
    if row.decided_on is not None and cmd.on < row.decided_on:
        raise InvalidInput({"on": f"不能早于作出决定的日期（{row.decided_on.isoformat()}）"})
    setattr(row, column, cmd.on)
    act.write(row, stream=row.agency.stream)
    return row


@dataclass(frozen=True)
class DeclassifySecretCase:
    case: UUID = fields.ref("涉密案件", of="cases.secret_case")
    ground: str = fields.choice("解密的依据", DeclassifyGround.choices, source=ART_24)
    on: date = fields.day("解密日期")
    number: str = fields.line(
        "解密决定的编号",
        max_length=LONGEST_NUMBER,
        required=False,
        help="期限届满自行解密的可以留空",
    )


@act("cases.declassify_secret_case", title="登记解密", about="secret_case", final=True)
def declassify_secret_case(*, act: Act, cmd: DeclassifySecretCase) -> SecretCase:
    """Note that a case is secret no longer, on what ground; it does not become public by that.

    Raises:
        NotFound: no such line for this person.
        RuleBroken: noted before.
        InvalidInput: a day before the classification or the end of the term, or no number.

    Source: 保守国家秘密法 第二十四条.
    """
    row = _open_line(act, cmd.case)
    if problems := _declassifying(row, cmd):
        raise InvalidInput(problems)
    row.declassified_on, row.declassify_ground = cmd.on, cmd.ground
    row.declassify_number, row.declassified_by_id = cmd.number, act.officer
    act.write(row, stream=row.agency.stream)
    return row


for _service in (
    register_secret_case,
    move_to_secret,
    note_secret_outcome,
    declassify_secret_case,
):
    _service.requires(in_person)


def _registered(act: Act, cmd: RegisterSecretCase, matter: Matter | None) -> SecretCase:
    agency = agency_for_update(act.agency)  # the same number cannot be entered twice at once
    people = {o.uid: o for o in serving_officers(agency, act.today)}
    if problems := _problems(act, cmd, agency, people):
        raise InvalidInput(problems)
    row = SecretCase(
        agency=agency,
        matter=matter,
        number=cmd.number,
        ground=cmd.ground,
        level=cmd.level,
        classified_on=cmd.classified_on,
        until=cmd.until,
        responsible=people[cmd.responsible],
        keeper=people[cmd.keeper],
        registered_by_id=act.officer,
        registered_on=act.today,
    )
    act.write(row, stream=agency.stream)
    return row


def _problems(
    act: Act, cmd: RegisterSecretCase, agency: Agency, people: Mapping[UUID, Officer]
) -> dict[str, str]:
    problems = {}
    if not NUMBER.fullmatch(cmd.number):
        problems["number"] = FORM
    elif SecretCase.objects.filter(agency=agency, number=cmd.number).exists():
        problems["number"] = "这个编号已经登记过，请核对"
    for name in ("responsible", "keeper"):
        if getattr(cmd, name) not in people:
            problems[name] = "不是本机关的在职人员，请从列表中选择"
    if cmd.until is not None:
        most = longest_term(agency, cmd.level, act.today)
        if cmd.until <= cmd.classified_on:
            problems["until"] = "不能早于定密日期"
        elif cmd.until > _years_on(cmd.classified_on, most):
            label = SecrecyLevel(cmd.level).label
            problems["until"] = f"{label}级的保密期限最长 {most} 年（{ART_20}），请核对"
    return problems


def longest_term(agency: Agency, level: str, on: date) -> int:
    """Return for how many years a thing of this level may be secret.

    Source: 保守国家秘密法 第二十条.
    """
    rules = profile(agency.profile)
    return int(rules.parameter(f"secrecy.term.{level}", agency.domain, on=on).number)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _declassifying(row: SecretCase, cmd: DeclassifySecretCase) -> dict[str, str]:
    problems = {}
    expired = cmd.ground == DeclassifyGround.EXPIRED
    if cmd.number and not NUMBER.fullmatch(cmd.number):
        problems["number"] = FORM
    elif not cmd.number and not expired:
        problems["number"] = "请填写解密决定的编号"
    if cmd.on < row.classified_on:
        problems["on"] = "不能早于定密日期"
    elif expired and (row.until is None or cmd.on < row.until):
        problems["ground"] = "登记的保密期限没有届满，不能自行解密"
    return problems


def _open_line(act: Act, uid: UUID) -> SecretCase:
    row = visible_secret_case(act.actor, uid, lock=True)
    if row.declassified_on is not None:
        raise RuleBroken("这件案件已经解密，登记不再变更")
    return row
