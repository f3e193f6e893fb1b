"""The register of channels, and what came back from them."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gongjian.channels.choices import ChannelKind, DispatchState, Wanted
from gongjian.channels.models import Channel, Dispatch, PushReceipt
from gongjian.channels.outbox import AT_ONCE, line_of
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.ledger.services import open_stream

SECRET_LENGTH = 16
ADDRESS_HELP = (
    "交换目录写目录名（小写字母、数字、短横线）；接口和短消息写完整网址；电子邮件写收件地址"
)


@dataclass(frozen=True)
class OpenChannel:
    name: str = fields.line("渠道名称", max_length=100, help="例如：省行政执法信息公示平台")
    kind: str = fields.choice("方式", ChannelKind.choices)
    address: str = fields.line("地址", max_length=300, help=ADDRESS_HELP)
    since_on: date = fields.day("自哪天公示的开始推送")
    secret: str = fields.only_for(
        "kind",
        (kind for kind in ChannelKind if kind.signed),
        fields.line(
            "签名密钥",
            max_length=200,
            required=False,
            help="与对方约定，至少16个字符；登记后不再显示",
            secret=True,
        ),
        needed="接口和短消息必填",
    )


@act("channels.open_channel", title="登记推送渠道", about="channel")
def open_channel(*, act: Act, cmd: OpenChannel) -> Channel:
    """Let what the agency publishes go out by a further channel.

    Raises:
        InvalidInput: the address does not fit its kind, or the secret is missing or short.
        RuleBroken: the channel is open already.

    Source: HN7, HN9; KM2.1.1; DZ1.
    """
    if problems := address_problems(cmd.kind, cmd.address, cmd.secret):
        raise InvalidInput(problems)
    same = Channel.objects.filter(
        agency=act.agency, kind=cmd.kind, address=cmd.address, closed_at__isnull=True
    )
    if same.exists():
        raise RuleBroken("这个地址已经登记为推送渠道，无需重复登记")
    channel = Channel(
        stream=open_stream("channel"),
        agency_id=act.agency,
        name=cmd.name,
        kind=cmd.kind,
        address=cmd.address,
        secret=cmd.secret if ChannelKind(cmd.kind).signed else "",
        signed=ChannelKind(cmd.kind).signed,
        since_on=cmd.since_on,
        opened_by_id=act.officer,
        opened_at=act.now,
    )
    act.write(channel, stream=channel.stream)
    line_of(channel, act.now)
    return channel


@dataclass(frozen=True)
class ChangeChannel:
    channel: UUID = fields.ref("推送渠道", of="channels.open_channel")
    name: str = fields.line("渠道名称", max_length=100)
    address: str = fields.line("地址", max_length=300, help=ADDRESS_HELP)
    secret: str = fields.line(
        "新的签名密钥", max_length=200, required=False, help="不换密钥的留空", secret=True
    )


@act("channels.change_channel", title="变更推送渠道", about="channel")
def change_channel(*, act: Act, cmd: ChangeChannel) -> Channel:
    """Change name, address or secret of a channel; what the receiver holds stays known.

    Raises:
        NotFound: no open channel of this agency.
        InvalidInput: the address does not fit its kind, or the secret is short.
    """
    channel = _own(act, cmd.channel)
    secret = cmd.secret or str(channel.secret)
    if problems := address_problems(channel.kind, cmd.address, secret):
        raise InvalidInput(problems)
    channel.name, channel.address = cmd.name, cmd.address
    if cmd.secret and ChannelKind(channel.kind).signed:
        channel.secret = cmd.secret
    act.write(channel, stream=channel.stream)
    _now(channel, act.now)
    return channel


@dataclass(frozen=True)
class CloseChannel:
    channel: UUID = fields.ref("推送渠道", of="channels.open_channel")
    reason: str = fields.line("停用的原因", max_length=200)


@act("channels.close_channel", title="停用推送渠道", about="channel", final=True)
def close_channel(*, act: Act, cmd: CloseChannel) -> Channel:
    """Send nothing more by a channel; what it holds can then be taken back only by its receiver.

    Raises:
        NotFound: no open channel of this agency.
        RuleBroken: a withdrawal has not reached the receiver yet.

    Source: 行政处罚法 第四十八条第二款.
    """
    channel = _own(act, cmd.channel)
    open_ = [DispatchState.WAITING, DispatchState.REFUSED]
    owed = channel.dispatches.filter(wanted=Wanted.WITHDRAW, state__in=open_).count()
    if owed:
        raise RuleBroken(f"还有{owed}件撤下没有送达对方，不能停用。请先重新推送，或者与对方联系")
    channel.closed_at, channel.closed_by_id = act.now, act.officer
    act.write(channel, stream=channel.stream)
    return channel


@dataclass(frozen=True)
class RetryChannel:
    channel: UUID = fields.ref("推送渠道", of="channels.open_channel")


@act("channels.retry_channel", title="重新推送", about="channel")
def retry_channel(*, act: Act, cmd: RetryChannel) -> Channel:
    """Try a receiver again at once, with everything that it refused or that waits.

    Raises:
        NotFound: no open channel of this agency.
    """
    channel = _own(act, cmd.channel)
    channel.retried_at = act.now
    act.write(channel, stream=channel.stream)
    again = channel.dispatches.filter(state=DispatchState.REFUSED)
    again.update(state=DispatchState.WAITING, changed_at=act.now)
    _now(channel, act.now)
    return channel


@dataclass(frozen=True)
class RecordPush:
    channel: UUID = fields.hidden()
    key: str = fields.hidden()
    receipt: str = fields.hidden()
    dispatches: tuple[int, ...] = fields.hidden()
    sent: tuple[str, ...] = fields.hidden()
    refused: tuple[str, ...] = fields.hidden(())


@act("channels.record_push", title="登记推送回执", about="channel")
def record_push(*, act: Act, cmd: RecordPush) -> PushReceipt:
    """Write down what a receiver acknowledged of one parcel and what it sent back.

    A row whose wish changed while its parcel was on the way keeps waiting for the newer one.
    """
    channel = Channel.objects.select_related("stream").get(uid=cmd.channel)
    refused = dict(line.split(" ", 1) for line in cmd.refused)
    receipt = PushReceipt(
        channel=channel,
        at=act.now,
        key=cmd.key,
        receipt=cmd.receipt,
        sent=list(cmd.sent),
        refused=[{"id": token, "reason": why} for token, why in refused.items()],
    )
    act.write(receipt, stream=channel.stream)
    _acknowledge(cmd, refused, receipt, act.now)
    line = line_of(channel, act.now)
    line.failures, line.last_error, line.at_once = 0, "", AT_ONCE
    line.tried_at = line.arrived_at = line.next_at = act.now
    line.save()
    return receipt


def _acknowledge(
    cmd: RecordPush, refused: dict[str, str], receipt: PushReceipt, now: datetime
) -> None:
    known = Dispatch.objects.filter(pk__in=cmd.dispatches).values_list("pk", "item__token")
    said = {token: action for action, token in (line.split(" ", 1) for line in cmd.sent)}
    for action in Wanted.values:
        ids = [pk for pk, t in known if said.get(t) == action and t not in refused]
        held = Dispatch.objects.filter(pk__in=ids)
        held.update(acked=action, receipt=receipt, changed_at=now, last_error="")
        held.filter(wanted=action).update(state=DispatchState.ACKNOWLEDGED)
    for pk, token in known:
        if token in refused:
            Dispatch.objects.filter(pk=pk).update(
                state=DispatchState.REFUSED,
                last_error=refused[token][:200],
                changed_at=now,
            )


def _own(act: Act, uid: UUID) -> Channel:
    rows = Channel.objects.select_for_update(of=("self",)).select_related("stream", "agency")
    channel = rows.filter(uid=uid, agency=act.agency, closed_at__isnull=True).first()
    if channel is None:
        raise NotFound("本机关没有这个推送渠道，或者已经停用。请从列表中选择")
    return channel


def _now(channel: Channel, now: datetime) -> None:
    line = line_of(channel, now)
    line.next_at, line.at_once = now, AT_ONCE
    line.save(update_fields=["next_at", "at_once"])


def address_problems(kind: str, address: str, secret: str) -> dict[str, str]:
    """Return what is wrong with an address of a kind and the secret shared with who is there."""
    found = {}
    if told := _address_problem(kind, address):
        found["address"] = told
    if ChannelKind(kind).signed and len(secret) < SECRET_LENGTH:
        found["secret"] = f"接口和短消息须有签名密钥，至少{SECRET_LENGTH}个字符"
    return found


def _address_problem(kind: str, address: str) -> str:
    if kind == ChannelKind.FILE:
        sound = re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", address)
        return "" if sound else "目录名只能用小写字母、数字和短横线，例如 city-website"
    if kind == ChannelKind.MAIL:
        try:
            validate_email(address)
        except ValidationError:
            return "收件地址不对，应当像 gongshi@example.gov.cn"
        return ""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    wrong = parts.scheme not in {"http", "https"} if host else True
    if wrong or parts.username or parts.fragment or port == 0 or not address.isascii():
        return "网址不对，应当像 https://platform.example.gov.cn/receive，不带用户名"
    return ""
