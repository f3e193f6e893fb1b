"""What follows a transfer to the police: receipt, refusal, reconsideration, goods (行刑衔接)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.choices import PoliceAnswer
from gongjian.cases.models import CrimeTransfer, GoodsHandover
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside

from .ending import police_accepts, police_returns
from .people import certified

GOODS = "crime.goods"


@dataclass(frozen=True, kw_only=True)
class RecordCrimeReceipt:
    received_on: date = fields.day(
        "公安机关签收日期",
        help="公安机关在移送书回执上签字的日期；没有签字的，填交接、邮寄送达的日期",
    )
    received_by: str = fields.line(
        "签收人", max_length=100, help="没有签字的，写收件人和怎样证明已经送到"
    )


@act("cases.record_crime_receipt", title="登记公安机关签收")
def record_crime_receipt(*, act: Act, cmd: RecordCrimeReceipt) -> CrimeTransfer:
    """Record that the police took the case over: their three days count from that day.

    Raises:
        InvalidInput: taken over before the transfer was approved.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第五条、第七条、第八条.
    """
    transfer = open_transfer(act.matter)
    _not_before(transfer, "received_on", cmd.received_on)
    transfer.received_on = cmd.received_on
    transfer.received_by = cmd.received_by
    act.write(transfer)
    act.start_limit("crime.police_decides", cmd.received_on)
    return transfer


record_crime_receipt.requires(certified)


@record_crime_receipt.requires
def _not_received(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = open_or_none(matter)
    return "公安机关已经签收" if found is not None and found.received_on else ""


@dataclass(frozen=True, kw_only=True)
class RecordPoliceRefusal:
    refused_on: date = fields.day(
        "收到不予立案通知书的日期", help="不同意的，自这一日起三日内可以提请复议"
    )
    number: str = fields.line("通知书文号", max_length=80)


@act("cases.record_police_refusal", title="登记公安机关不予立案通知")
def record_police_refusal(*, act: Act, cmd: RecordPoliceRefusal) -> CrimeTransfer:
    """Record that the police will open no criminal case: reconsideration can be asked for.

    Raises:
        InvalidInput: refused before the transfer was approved.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第八条、第九条.
    """
    transfer = open_transfer(act.matter)
    _not_before(transfer, "refused_on", cmd.refused_on)
    transfer.refused_on = cmd.refused_on
    transfer.refusal_number = cmd.number
    act.write(transfer)
    act.start_limit("crime.reconsider", cmd.refused_on)
    return transfer


record_police_refusal.requires(certified)


def received(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for the receipt before any answer of the police.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第五条、第七条.
    """
    found = open_or_none(matter)
    if found is None or found.received_on is not None:
        return ""
    return "还没有登记公安机关签收，请先办理“登记公安机关签收”：移送的二十四小时以签收为准"


for _answer in (police_accepts, police_returns, record_police_refusal):
    _answer.requires(received)


@record_police_refusal.requires
def _not_refused(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = open_or_none(matter)
    return "不予立案通知已经登记" if found is not None and found.refused_on else ""


@dataclass(frozen=True)
class AskReconsideration:
    reason: str = fields.text("提请复议的理由", max_length=2000)


@act("cases.ask_reconsideration", title="提请公安机关复议")
def ask_reconsideration(*, act: Act, cmd: AskReconsideration) -> CrimeTransfer:
    """Ask the police to reconsider their refusal, within three days; they answer within three.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第九条.
    """
    transfer = open_transfer(act.matter)
    transfer.reconsideration_on = act.today
    act.write(transfer)
    return transfer


ask_reconsideration.requires(certified)


@ask_reconsideration.requires
def _refused_once(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = open_or_none(matter)
    if found is None:
        return ""
    if found.refused_on is None:
        return "还没有登记公安机关的不予立案通知，不能提请复议"
    return "已经提请复议" if found.reconsideration_on else ""


@dataclass(frozen=True, kw_only=True)
class HandOverGoods:
    handed_on: date = fields.day("移交日期")
    goods: str = fields.text(
        "移交的涉案物品和材料", max_length=3000, help="一行一项，写明名称、数量和特征"
    )
    receiver: str = fields.line("接收的公安机关和接收人", max_length=200)


@act("cases.hand_over_goods", title="登记移交涉案物品", step=False, final=True)
def hand_over_goods(*, act: Act, cmd: HandOverGoods) -> GoodsHandover:
    """Record that goods and papers of a case that the police took up were handed to them.

    Raises:
        InvalidInput: handed over before the police took the case up.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第十二条; crime.goods.
    """
    transfer = CrimeTransfer.objects.get(case=case_of(act.matter), answer=PoliceAnswer.ACCEPTED)
    if transfer.answered_on and cmd.handed_on < transfer.answered_on:
        told = f"移交日期早于公安机关立案（{transfer.answered_on.isoformat()}），请核对"
        raise InvalidInput({"handed_on": told})
    row = GoodsHandover(
        transfer=transfer,
        handed_on=cmd.handed_on,
        goods=cmd.goods,
        receiver=cmd.receiver,
        recorded_by_id=act.officer,
    )
    act.write(row)
    end_beside(act, GOODS)
    return row


hand_over_goods.requires(certified)


@hand_over_goods.requires
def _taken_up(actor: Actor, matter: Matter, clock: Clock) -> str:
    if "transferred" not in matter.marking:
        return "公安机关还没有立案，不需要移交涉案物品"
    handed = GoodsHandover.objects.filter(transfer__case__matter=matter).exists()
    return "涉案物品已经移交" if handed else ""


def open_transfer(matter: Matter) -> CrimeTransfer:
    """Return the transfer that the police have not answered for good."""
    return CrimeTransfer.objects.get(case=case_of(matter), answer="")


def open_or_none(matter: Matter) -> CrimeTransfer | None:
    """Return the transfer that the police have not answered for good, if there is one."""
    return CrimeTransfer.objects.filter(case__matter=matter, answer="").first()


def _not_before(transfer: CrimeTransfer, name: str, day: date) -> None:
    if day < transfer.made_on:
        told = f"日期早于批准移送之日（{transfer.made_on.isoformat()}），请核对"
        raise InvalidInput({name: told})
