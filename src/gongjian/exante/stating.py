"""The acts by which a publisher states what no definition holds: guides, random checks, powers.

An item reaches the public with the next version of its list, which a second person releases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import NotFound
from gongjian.orgs.queries import agency_for_update

from .choices import ListKind, PowerKind
from .models import StatedItem

SAMPLE_HELP = "一行一项，写成“单位名称：青川市示例有限公司”；没有样表的不填"


@dataclass(frozen=True)
class Material:
    name: str = fields.line("材料名称")
    form: str = fields.line("形式和份数", max_length=60, help="如：原件 1 份、电子件 1 份")
    sample: str = fields.text("样表内容", max_length=2000, required=False, help=SAMPLE_HELP)


@dataclass(frozen=True)
class StateGuide:
    name: str = fields.line("事项名称", max_length=100, help="与已登记的事项同名的，替换原来的内容")
    accepting: str = fields.line("受理机构", max_length=100)
    approving: str = fields.line("决定机构", max_length=100)
    conditions: str = fields.text("办理条件", max_length=3000)
    materials: tuple[Material, ...] = fields.rows("申请材料")
    term: str = fields.line("办理期限", help="写明起算日和依据允许的延长")
    fee: str = fields.line("收费", help="不收费的写“不收费”；收费的写明标准和依据")
    result: str = fields.line("办理结果", help="如：准予许可的，发给许可证")
    place: str = fields.text("办理地点和时间", max_length=500)
    basis: str = fields.text("依据", max_length=1000)


@act("exante.state_guide", title="登记服务指南", about="list")
def state_guide(*, act: Act, cmd: StateGuide) -> StatedItem:
    """State one service guide, or state it anew under its name.

    Source: REQUIREMENTS P6; HN2; KM2.1.1(5); DZ2(2); XM4.1.2; 行政许可法 第三十条.
    """
    samples = [f"【{m.name}】\n{m.sample}" for m in cmd.materials if m.sample]
    cells = {
        "name": cmd.name,
        "accepting": cmd.accepting,
        "approving": cmd.approving,
        "conditions": cmd.conditions,
        "materials": _materials(cmd.materials),
        "term": cmd.term,
        "fee": cmd.fee,
        "result": cmd.result,
        "place": cmd.place,
        "basis": cmd.basis,
        "samples": "\n".join(samples),
    }
    return _state(act, ListKind.GUIDES, cmd.name, cells)


@dataclass(frozen=True)
class StateSpotCheck:
    name: str = fields.line("抽查事项", max_length=100, help="与已登记的事项同名的，替换原来的内容")
    objects: str = fields.line("抽查对象")
    content: str = fields.text("抽查内容", max_length=2000)
    way: str = fields.line("抽查方式", help="如：现场检查、书面检查、网络监测")
    rate: str = fields.line("比例和频次", help="如：每年抽查 2 次，每次不低于 5%")
    unit: str = fields.line("实施机构", max_length=100)
    basis: str = fields.text("依据", max_length=1000)


@act("exante.state_spot_check", title="登记随机抽查事项", about="list")
def state_spot_check(*, act: Act, cmd: StateSpotCheck) -> StatedItem:
    """State one item of random checks, or state it anew under its name.

    Source: REQUIREMENTS P7; HN3; KM2.1.1(6); DZ2(2).
    """
    cells = {name: getattr(cmd, name) for name in StateSpotCheck.__dataclass_fields__}
    return _state(act, ListKind.SPOT_CHECKS, cmd.name, cells)


@dataclass(frozen=True, kw_only=True)
class StatePower:
    kind: str = fields.choice("权力类别", PowerKind.choices)
    name: str = fields.line(
        "事项名称", max_length=100, help="与已登记的事项或者目录案由同名的，替换原来的内容"
    )
    domain: str = fields.line("领域", max_length=60, required=False, help="如：生态环境、市场监管")
    duty: str = fields.text(
        "违反的规定", max_length=1000, required=False, help="行政处罚、行政强制填写，写到条、款、项"
    )
    basis: str = fields.text("依据", max_length=2000, help="写法律、法规、规章全称和条、款、项")
    content: str = fields.text("权力内容", max_length=2000, help="如：处罚的种类和幅度、许可的范围")
    duties: str = fields.text("责任事项", max_length=2000, required=False)
    unit: str = fields.line(
        "行使主体", max_length=100, required=False, help="不填的，写本机关的名称"
    )


@act("exante.state_power", title="登记权责事项", about="list")
def state_power(*, act: Act, cmd: StatePower) -> StatedItem:
    """State one power of the agency, or state it anew under its name.

    Source: KM2.1.1(3)(7); HN1; XM4.1.2.
    """
    cells = {name: getattr(cmd, name) for name in StatePower.__dataclass_fields__}
    cells["kind"] = PowerKind(cmd.kind).label
    return _state(act, ListKind.POWERS, cmd.name, cells)


@dataclass(frozen=True)
class DropItem:
    item: UUID = fields.ref("事项", of="exante.stated")


@act("exante.drop_item", title="停用清单事项", about="list", final=True)
def drop_item(*, act: Act, cmd: DropItem) -> StatedItem:
    """End an item; the next version of its list is without it."""
    found = StatedItem.objects.filter(uid=cmd.item, agency=act.agency, ended_on__isnull=True)
    row = found.select_related("agency__stream").first()
    if row is None:
        raise NotFound("没有这个事项，或者已经停用，请从列表中重新选择")
    row.ended_on = act.today
    act.write(row, stream=row.agency.stream)
    return row


def _materials(materials: Sequence[Material]) -> str:
    lines = (
        f"{number}. {m.name}（{m.form}{'，附样表' if m.sample else ''}）"
        for number, m in enumerate(materials, start=1)
    )
    return "\n".join(lines)


def _state(act: Act, kind: ListKind, name: str, cells: dict[str, str]) -> StatedItem:
    agency = agency_for_update(act.agency)  # two items stated at once have two numbers
    known = StatedItem.objects.filter(agency=agency, kind=kind)
    former = known.filter(name=name, ended_on__isnull=True).first()
    if former is not None:
        former.ended_on = act.today
        act.write(former, stream=agency.stream)
    last = known.order_by("-number").values_list("number", flat=True).first() or 0
    row = StatedItem(
        agency=agency,
        kind=kind,
        number=former.number if former else last + 1,
        name=name,
        stated_by_id=act.officer,
        from_on=act.today,
        cells=cells,
    )
    act.write(row, stream=agency.stream)
    return row
