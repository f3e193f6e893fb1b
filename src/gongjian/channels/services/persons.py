"""Natural persons reach the credit platform: released by one person, taken by another."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from gongjian.channels.credit.fields import format_of
from gongjian.channels.credit.files import write_csv
from gongjian.channels.credit.persons import lines_to_hand, person_row
from gongjian.channels.models import CreditBatch, PersonsTaking, TakenLine
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken
from gongjian.orgs.models import Agency

from .credit import own_batch
from .receivers import own_receiver


@dataclass(frozen=True)
class ReleasePersons:
    batch: UUID = fields.ref("批次", of="channels.persons_to_release")
    receiver: UUID = fields.ref(
        "接收单位",
        of="channels.receiver_in_force",
        help="文件只有该单位的私钥能打开，单位名称会告知当事人；名单由系统管理员登记",
    )
    entitled: bool = fields.check(
        "已核对：该单位依规定接收自然人的姓名和证件号码",
        source="个人信息保护法 第三十四条；行政处罚法 第四十八条",
    )


@act("channels.release_persons", title="同意移交自然人信息", about="credit_batch")
def release_persons(*, act: Act, cmd: ReleasePersons) -> CreditBatch:
    """Let the natural persons of a batch go to one receiver; never by who made the batch.

    Once more when the certificate it was released to no longer holds.

    Raises:
        NotFound: no such batch or receiver of this agency.
        RuleBroken: made by the same person, released already, without persons, or the certificate
            of the receiver does not hold.

    Source: 个人信息保护法 第三十四条、第五十五条; LAW 6.6.
    """
    batch = own_batch(act, cmd.batch)
    if not batch.persons:
        raise RuleBroken(f"{batch}没有自然人的处罚，无需移交")
    if batch.released_to and batch.released_to.holds(act.now):
        raise RuleBroken(f"{batch}的自然人信息已同意移交给{batch.receiver}，无需重复办理")
    if batch.made_by_id == act.officer:
        raise RuleBroken("生成文件的人不能同意移交，请由另一名公示复核人办理")
    if not cmd.entitled:
        raise RuleBroken("请先核对接收单位是否依规定接收自然人信息；不接收的，不要移交")
    receiver = own_receiver(act, cmd.receiver)
    if not receiver.holds(act.now):
        raise RuleBroken(f"{receiver}的证书不在有效期内，请系统管理员登记新的证书")
    batch.released_at, batch.released_by_id = act.now, act.officer
    batch.receiver, batch.released_to = receiver.name, receiver
    act.write(batch, stream=batch.stream)
    return batch


@dataclass(frozen=True)
class TakePersons:
    batch: UUID = fields.ref("批次", of="channels.persons_to_take")


@act("channels.take_persons", title="取出自然人信息", about="credit_batch")
def take_persons(*, act: Act, cmd: TakePersons) -> PersonsTaking:
    """Note that this person takes names and numbers of a batch now; each time anew.

    The file itself is drawn when it is sent (`credit_persons`), for this person, for minutes, and
    nobody but the receiver can open it.

    Raises:
        NotFound: no such batch of this agency.
        RuleBroken: not released, taken by who released it, nobody left in it, or the certificate of
            the receiver is missing, past its time or withdrawn.

    Source: 个人信息保护法 第五十一条、第五十五条; LAW 6.6.
    """
    batch = own_batch(act, cmd.batch)
    if not batch.released_at:
        raise RuleBroken(
            f"{batch}的自然人信息还没有同意移交，请公示复核人先办理“同意移交自然人信息”"
        )
    if batch.released_by_id == act.officer:
        raise RuleBroken("同意移交的人不能自己取出，请由公示员办理")
    if not (batch.released_to and batch.released_to.holds(act.now)):
        raise RuleBroken(
            f"{batch.receiver}没有有效的证书，文件无法加密，不能取出。"
            "请系统管理员登记新的证书，再由公示复核人重新同意移交"
        )
    agency, form, lines = Agency.objects.get(pk=act.agency), format_of(), lines_to_hand(batch)
    if not lines:
        raise RuleBroken(f"{batch}中自然人的公示都已撤回，没有可以移交的")
    rows = [person_row(line.item, agency, form) for line in lines]
    taking = PersonsTaking(
        batch=batch,
        receiver=batch.released_to,
        taken_by_id=act.officer,
        taken_at=act.now,
        rows=len(rows),
        sha256=hashlib.sha256(write_csv(rows, form)).hexdigest(),
    )
    held = [TakenLine(taking=taking, line=line) for line in lines]
    act.write(taking, *held, stream=batch.stream)
    return taking
