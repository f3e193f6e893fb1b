"""The acts by which published decisions go out to other platforms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.channels.choices import LineKind
from gongjian.channels.credit.collecting import Collected, collect, told
from gongjian.channels.credit.fields import format_of
from gongjian.channels.credit.files import GONE_HEAD, lines_csv, write_csv, write_xlsx
from gongjian.channels.models import CreditBatch, CreditLine
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.ledger.services import open_stream
from gongjian.orgs.models import Agency
from gongjian.publicity.models import PublicItem
from gongjian.vault.store import store


@dataclass(frozen=True)
class MakeCreditBatch:
    until: date = fields.day("公示日期截至", help="这一天以前公示、还没有报送的决定都列入本批")


@act("channels.make_credit_batch", title="生成双公示文件", about="credit_batch")
def make_credit_batch(*, act: Act, cmd: MakeCreditBatch) -> CreditBatch:
    """Write the published decisions that wait into one file, and those that are gone into a list.

    What does not keep to the fields of the platform is left out, and the batch tells why. Natural
    persons are lines of the batch and stand in no file (`channels.release_persons`).

    Raises:
        RuleBroken: nothing waits that could go out.

    Source: 发改办财金〔2018〕424号; LAW 6.1.
    """
    agency = Agency.objects.select_for_update().get(pk=act.agency)
    form = format_of()
    found = collect(agency, cmd.until, act.today, form)
    if found.empty:
        raise RuleBroken(_nothing(found))
    rows = [ready.row for ready in found.ready]
    last = CreditBatch.objects.filter(agency=agency).order_by("-number").first()
    batch = CreditBatch(
        stream=open_stream("credit_batch"),
        agency=agency,
        number=last.number + 1 if last else 1,
        until_on=cmd.until,
        made_by_id=act.officer,
        made_at=act.now,
        format_version=f"{form.code}/{form.version}",
        rows=len(rows),
        gone=len(found.gone),
        persons=len(found.persons),
        late=found.late,
        left_out=told(found.left_out),
        csv_sha256=store().put(write_csv(rows, form)).sha256 if rows else "",
        xlsx_sha256=store().put(write_xlsx(rows, form)).sha256 if rows else "",
        gone_sha256=store().put(_gone_csv(found)).sha256 if found.gone else "",
    )
    act.write(batch, stream=batch.stream)
    act.write_new(_lines(batch, found), stream=batch.stream)
    return batch


@make_credit_batch.prefilled
def _until_today(actor: Actor, matter: Any) -> Mapping[str, Any]:
    return {"until": clocks.current().today()}


@dataclass(frozen=True)
class RecordCreditReceipt:
    batch: UUID = fields.ref("批次", of="channels.credit_batch")
    received_on: date = fields.day("平台接收日期")
    receipt: str = fields.line("平台回执编号", max_length=100)
    note: str = fields.text(
        "平台的说明", max_length=1000, required=False, help="平台退回的，写明哪一件、什么原因"
    )


@act("channels.record_credit_receipt", title="登记平台回执", about="credit_batch")
def record_credit_receipt(*, act: Act, cmd: RecordCreditReceipt) -> CreditBatch:
    """Write down what the credit platform answered to a batch, once.

    Raises:
        NotFound: no such batch of this agency.
        RuleBroken: its receipt is recorded already.
        InvalidInput: received before it was made.
    """
    batch = own_batch(act, cmd.batch)
    if batch.receipt:
        raise RuleBroken(f"{batch}已经登记回执（{batch.receipt}），无需重复登记")
    if cmd.received_on < clocks.local_date(batch.made_at):
        raise InvalidInput({"received_on": "接收日期早于文件生成的日期，请核对"})
    batch.receipt, batch.receipt_note = cmd.receipt, cmd.note
    batch.received_on, batch.receipt_by_id = cmd.received_on, act.officer
    act.write(batch, stream=batch.stream)
    return batch


def _lines(batch: CreditBatch, found: Collected) -> list[CreditLine]:
    reported = [(ready.item, False) for ready in found.ready]
    reported += [(ready.item, True) for ready in found.persons]
    lines = [
        CreditLine(batch=batch, item=item, kind=LineKind.REPORT, person=person)
        for item, person in reported
    ]
    return lines + [
        CreditLine(batch=batch, item=item, kind=LineKind.WITHDRAW) for item in found.gone
    ]


def own_batch(act: Act, uid: UUID) -> CreditBatch:
    """Return a batch of the actor's agency, locked until the act ends.

    Raises:
        NotFound: there is none.
    """
    batches = CreditBatch.objects.select_for_update(of=("self",))
    batches = batches.select_related("stream", "released_to")
    batch = batches.filter(uid=uid, agency=act.agency).first()
    if batch is None:
        raise NotFound("本机关没有这一批双公示文件，请从列表中选择")
    return batch


def _gone_csv(found: Collected) -> bytes:
    return lines_csv(GONE_HEAD, [_gone_line(item) for item in found.gone])


def _gone_line(item: PublicItem) -> list[str]:
    gone_on = item.withdrawn_on.strftime("%Y/%m/%d") if item.withdrawn_on else ""
    ground = item.get_withdrawal_ground_display() or item.get_state_display()
    return [item.number, gone_on, ground, item.withdrawal_reason]


def _nothing(found: Collected) -> str:
    if found.left_out:
        first = found.left_out[0]
        return (
            f"有{len({x.item.pk for x in found.left_out})}件待报，但都不能列入文件。"
            f"例如{first.item.number}：{first.text}"
        )
    return "没有待报送的公示信息，也没有需要撤下的，无需生成文件"
