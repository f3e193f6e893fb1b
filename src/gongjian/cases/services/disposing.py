"""What becomes of each thing that is held in a case (处理涉案财物)."""

from dataclasses import dataclass

from gongjian.cases.choices import GoodsFate
from gongjian.cases.disposal import PAPERS, contest_of, held_items, paper_of, wrong_fate
from gongjian.cases.models import GoodsDisposal
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .people import no_handler


@dataclass(frozen=True)
class DisposedItem:
    item: str = fields.hidden()
    way: str = fields.code("处理", of="cases.goods_fate")
    note: str = fields.line(
        "接收人或者依据",
        required=False,
        help="发还、追缴退还、移送的写接收人；收缴、销毁的写依据；按处罚决定没收的可以不填",
    )


@dataclass(frozen=True)
class DisposeGoods:
    goods: tuple[DisposedItem, ...] = fields.rows(
        "查封、扣押、登记保存的财物", of="cases.held_item", help="逐件写明怎样处理，不得遗漏"
    )
    opinion: str = fields.text(
        "处理的理由", max_length=1000, help="逐类写财物与案件的关系和这样处理的法定理由"
    )


@act("cases.dispose_goods", title="处理涉案财物")
def dispose_goods(*, act: Act, cmd: DisposeGoods) -> list[GoodsDisposal]:
    """Decide of every thing that is held what becomes of it, on a list for the party.

    Raises:
        InvalidInput: a thing is left out or named twice, or cannot be dealt with so.

    Source: 行政强制法 第二十七条、第二十八条; 行政处罚法 第五十六条、第七十四条;
    治安管理处罚法 第十一条.
    """
    matter: Matter = act.matter
    things = held_items(matter)
    if sorted(row.item for row in cmd.goods) != sorted(things):
        names = "、".join(things.values())
        raise InvalidInput({"goods": f"每一件财物都要写明处理一次：{names}"})
    problems = {
        f"goods.{n}.way": told
        for n, row in enumerate(cmd.goods)
        if (told := wrong_fate(matter, row.way, row.note))
    }
    if problems:
        raise InvalidInput(problems)
    lines = [
        {"name": things[row.item], "way": str(GoodsFate(row.way).label), "note": row.note}
        for row in cmd.goods
    ]
    case = case_of(matter)
    said = {**paper_of(case, lines, cmd.opinion), **contest_of(act, case)}
    paper = make(act, PAPERS[case.public_order], said)
    rows = [
        GoodsDisposal(
            case=case,
            document=paper,
            name=things[row.item],
            way=row.way,
            note=row.note,
            decided_on=act.today,
            decided_by_id=act.officer,
        )
        for row in cmd.goods
    ]
    act.write(*rows)
    return rows


dispose_goods.requires(no_handler)


@dispose_goods.requires
def _something_held(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if held_items(matter) else "没有查封、扣押或者登记保存的财物"
