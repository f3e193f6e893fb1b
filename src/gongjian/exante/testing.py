"""Lists carried on to the portal, for tests and the demo."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from gongjian.cases.testing import Cast
from gongjian.parties.testing import make_credit_code

from .checks.models import CheckDraw, CheckPlan
from .choices import ListKind
from .models import OpenList, StatedItem


def publish_list(cast: Cast, kind: str = ListKind.OFFICERS, **values: Any) -> OpenList:
    """Draw a list and publish it: two persons."""
    given: dict[str, Any] = {"confirmed": "青川市司法局 青司确〔2026〕1号", **values}
    drawn = cast.do("publisher", "exante.draft_list", kind=kind, **given)
    released: OpenList = cast.do(
        "publication_checker", "exante.publish_list", version=drawn.uid, compared=True
    )
    return released


GUIDE: dict[str, Any] = {
    "name": "排污许可证核发",
    "accepting": "政务服务大厅",
    "approving": "生态环境局",
    "conditions": "依法取得环境影响评价批准文件；污染物排放符合标准。",
    "materials": (
        {"name": "排污许可证申请表", "form": "原件 1 份", "sample": "单位名称：示例化工有限公司"},
        {"name": "承诺书", "form": "原件 1 份"},
    ),
    "term": "自受理之日起 30 日内",
    "fee": "不收费",
    "result": "准予许可的，发给排污许可证",
    "place": "政务服务大厅 3 号窗口",
    "basis": "《排污许可管理条例》第六条",
}
SPOT_CHECK: dict[str, Any] = {
    "name": "排污单位检查",
    "objects": "排污单位",
    "content": "排污许可执行情况",
    "way": "现场检查",
    "rate": "每年 2 次",
    "unit": "执法支队",
    "basis": "《排污许可管理条例》第二十五条",
}

POWER: dict[str, Any] = {
    "kind": "licence",
    "name": "排污许可证核发",
    "domain": "生态环境",
    "basis": "《排污许可管理条例》第六条",
    "content": "核发、变更、延续、撤销排污许可证",
    "duties": "受理、审查、决定、送达、事后监管",
}


def state_items(cast: Cast) -> None:
    """State one service guide and one item of random checks."""
    cast.do("publisher", "exante.state_guide", **GUIDE)
    cast.do("publisher", "exante.state_spot_check", **SPOT_CHECK)


def objects_of(count: int) -> Sequence[str]:
    """Return lines of a pool of objects."""
    return [f"{make_credit_code(serial=n)} 示例企业{n}有限公司" for n in range(1, count + 1)]


def plan_check(cast: Cast, **values: Any) -> CheckPlan:
    """Publish the items of random checks and plan one check of ten objects, five of them drawn."""
    today = cast.clock.today()
    if not StatedItem.objects.filter(agency=cast.agency, kind="spot-checks").exists():
        state_items(cast)
        publish_list(cast, "spot-checks")
    given: dict[str, Any] = {
        "name": "第四季度排污单位抽查",
        "item": StatedItem.objects.get(agency=cast.agency, kind="spot-checks", ended_on=None).uid,
        "from_on": today,
        "to_on": today + timedelta(days=30),
        "objects": "\n".join(objects_of(10)),
        "percent": 50,
        "officers": tuple(cast.people[o].uid for o in ("handler", "second", "unit_head")),
        "each": 2,
    }
    plan: CheckPlan = cast.do("unit_head", "exante.plan_check", **given | values)
    return plan


def draw_check(cast: Cast, plan: CheckPlan, **values: Any) -> CheckDraw:
    """Draw a plan before a witness."""
    said = {"witness": "周见证", "witness_from": "市司法局执法监督科", "words": "春风又绿"}
    draw: CheckDraw = cast.do("unit_head", "exante.draw_check", plan=plan.uid, **said | values)
    return draw
