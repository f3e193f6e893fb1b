"""What was taken by a decision that fell is given back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.matters.events import ActDone
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside
from gongjian.remedies.models import GoodsReturn
from gongjian.remedies.queries import GIVE_BACK, lists_to_undo, still_to_give_back

# By these acts a measure ends: released, or each thing dealt with.
LIFTING = frozenset(
    {
        "documents.make_seizure_release",
        "documents.make_preservation_disposal",
        "cases.dispose_goods",
    }
)


@dataclass(frozen=True)
class ReturnCollected:
    list: UUID = fields.ref("已被撤销的收缴、追缴清单", of="remedies.fallen_list")
    returned_on: date = fields.day("退还日期")
    receiver: str = fields.line("领取人", max_length=100)
    proof: str = fields.line(
        "领取凭证", max_length=200, help="领取人签收的清单编号；已经灭失不能退还的，写赔偿的文书"
    )


@act("remedies.return_collected", title="登记退还收缴的财物", step=False, final=True)
def return_collected(*, act: Act, cmd: ReturnCollected) -> GoodsReturn:
    """Enter that what was taken by a list that fell is back, with what proves it.

    Raises:
        NotFound: the matter has no such list.
        InvalidInput: returned before the list fell.

    Source: 行政复议法 第六十四条、第六十七条; 行政诉讼法 第七十条; 国家赔偿法 第三十六条第一项.
    """
    fallen = next((row for row in lists_to_undo(act.matter) if row.uid == cmd.list), None)
    if fallen is None:
        raise NotFound("没有这份已被撤销、财物尚未退还的清单，请从列表中选择")
    if cmd.returned_on < fallen.effective_on:
        raise InvalidInput({"returned_on": "日期早于撤销清单的文书生效之日，请核对"})
    row = GoodsReturn(
        overturn=fallen,
        returned_on=cmd.returned_on,
        receiver=cmd.receiver,
        proof=cmd.proof,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(row)
    if not still_to_give_back(act.matter):
        end_beside(act, GIVE_BACK)
    return row


return_collected.requires(certified)


@return_collected.requires
def _a_list_fell(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if lists_to_undo(matter) else "没有已被撤销、财物尚未退还的收缴、追缴清单"


@return_collected.prefilled
def _that_one(actor: Actor, matter: Matter) -> dict[str, UUID]:
    found = lists_to_undo(matter)
    return {"list": found[0].uid} if found else {}


def seizure_lifted(act: Act, event: ActDone) -> None:
    """End the limit to give back what a measure that fell still held."""
    if act.code in LIFTING and not still_to_give_back(event.matter):
        end_beside(act, GIVE_BACK)
