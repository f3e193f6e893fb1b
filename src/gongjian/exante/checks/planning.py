"""The act of planning a random check: its pools are fixed here, before anyone can draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.common.identifiers import unified_code
from gongjian.exante.models import StatedItem
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.models import Agency, Officer
from gongjian.orgs.queries import agency_for_update, valid_officers

from .drawing import pool_hash
from .models import CheckPlan
from .queries import published_items

FEWEST = "officers_min"
MOST_OBJECTS = 2000  # a figure of ours: a plan is one page
POOL_HELP = "一行一个，先写统一社会信用代码，空一格写名称；最多 2000 个"


@dataclass(frozen=True)
class PlanCheck:
    name: str = fields.line("计划名称", max_length=100, help="如：2026年第四季度排污单位抽查")
    item: UUID = fields.ref(
        "抽查事项", of="exante.listed_check", help="只能抽查已公布的随机抽查事项清单里的事项"
    )
    from_on: date = fields.day("检查自", future=True)
    to_on: date = fields.day("检查至", future=True)
    objects: str = fields.text("检查对象名录", max_length=200_000, help=POOL_HELP)
    percent: int = fields.number("抽取比例", least=1, most=100, unit="%")
    officers: tuple[UUID, ...] = fields.ref(
        "执法检查人员名录", of="exante.can_check", many=True, help="只列持有效执法证件的人员"
    )
    each: int = fields.number(
        "每个对象的检查人员", least=1, most=9, unit="人", source="行政处罚法 第四十二条"
    )


@act("exante.plan_check", title="制定随机抽查计划", about="list")
def plan_check(*, act: Act, cmd: PlanCheck) -> CheckPlan:
    """Fix which objects and officers a draw may take, and how many; nothing of it changes later.

    Raises:
        NotFound: the item is not on the published list.
        InvalidInput: days, pools or numbers that make no draw.

    Source: 国办发〔2015〕58号; REQUIREMENTS P7, I12; LAW 7.1, 7.2.
    """
    agency = agency_for_update(act.agency)  # two plans made at once have two numbers
    item = _item(agency, cmd.item)
    objects, problems = read_objects(cmd.objects)
    able = {officer.uid: officer for officer in valid_officers(agency, act.today)}
    problems |= _days(cmd, act.today) | _officers(cmd, able, _fewest(agency, act.today))
    if problems:
        raise InvalidInput(problems)
    row = _plan(agency, item, cmd, objects, officer=act.officer, now=act.now)
    act.write(row, stream=agency.stream)
    return row


def read_objects(typed: str) -> tuple[list[str], dict[str, str]]:
    """Return "code name" lines in the order of the codes, and what is wrong with the first bad one.

    A code may stand once. The order is ours, so that it says nothing.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(filter(None, map(str.strip, typed.splitlines())), start=1):
        code, _, name = line.replace("\t", " ").replace("　", " ").partition(" ")
        try:
            code = unified_code(code)
        except ValueError as error:
            return [], {"objects": f"第 {number} 行：{error}"}
        if not name.strip():
            return [], {"objects": f"第 {number} 行：{code} 后面没有名称，请空一格写上"}
        if code in found:
            return [], {"objects": f"第 {number} 行：{code} 写了两次，请删去一行"}
        found[code] = " ".join(name.split())
    if len(found) > MOST_OBJECTS:
        return [], {"objects": f"一个计划最多 {MOST_OBJECTS} 个检查对象，请分成几个计划"}
    return [f"{code} {found[code]}" for code in sorted(found)], {}


def _plan(
    agency: Agency,
    item: StatedItem,
    cmd: PlanCheck,
    objects: Sequence[str],
    *,
    officer: int,
    now: datetime,
) -> CheckPlan:
    last = CheckPlan.objects.filter(agency=agency).order_by("-number").first()
    officers = sorted(str(uid) for uid in cmd.officers)
    return CheckPlan(
        agency=agency,
        number=last.number + 1 if last else 1,
        name=cmd.name,
        item=item,
        from_on=cmd.from_on,
        to_on=cmd.to_on,
        percent=cmd.percent,
        each=cmd.each,
        pool=pool_hash(objects, officers),
        made_by_id=officer,
        made_at=now,
        objects_pool=list(objects),
        officers_pool=officers,
    )


def _item(agency: Agency, uid: UUID) -> StatedItem:
    row = published_items(agency.pk).filter(uid=uid).first()
    if row is None:
        raise NotFound("已公布的随机抽查事项清单里没有这个事项，请先公布清单，再从列表中选择")
    return row


def _days(cmd: PlanCheck, today: date) -> dict[str, str]:
    if cmd.to_on < cmd.from_on:
        return {"to_on": "不能早于开始的日期"}
    if cmd.to_on < today:
        return {"to_on": "不能早于今天：已经过去的日子不再安排检查"}
    return {}


def _officers(cmd: PlanCheck, able: dict[UUID, Officer], fewest: int) -> dict[str, str]:
    if cmd.each < fewest:
        return {"each": f"不能少于 {fewest} 人：行政检查由 {fewest} 名以上执法人员进行"}
    if set(cmd.officers) - set(able):
        return {"officers": "有人不是本机关持有效执法证件的人员，请从列表中重新选择"}
    if len(set(cmd.officers)) != len(cmd.officers):
        return {"officers": "同一人只能列一次"}
    if len(cmd.officers) <= cmd.each:
        return {"officers": f"须多于 {cmd.each} 人，否则没有可抽的，有人回避时也没有人递补"}
    return {}


def _fewest(agency: Agency, today: date) -> int:
    rule = profile(agency.profile).parameter(FEWEST, agency.domain, on=today)
    return int(rule.number)
