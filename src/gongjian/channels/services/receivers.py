"""The certificates to which the numbers of natural persons are encrypted."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.channels.credit.enveloping import (
    Unfit,
    fingerprint_of,
    read_certificate,
    read_fingerprint,
)
from gongjian.channels.models import PersonsReceiver
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.ledger.services import open_stream


@dataclass(frozen=True)
class AddReceiver:
    name: str = fields.line(
        "接收单位", max_length=100, help="运行信用信息共享平台的单位全称，移交以后会告知当事人"
    )
    certificate: str = fields.text(
        "证书",
        max_length=20_000,
        help="以 -----BEGIN CERTIFICATE----- 开头的全文；RSA 密钥不少于2048位",
    )
    fingerprint: str = fields.line(
        "证书指纹",
        max_length=100,
        help="SHA-256，64位十六进制；请接收单位通过电话、公函等另一途径告知，不要从证书算出",
    )


@act("channels.add_receiver", title="登记接收单位证书", about="persons_receiver")
def add_receiver(*, act: Act, cmd: AddReceiver) -> PersonsReceiver:
    """Let natural persons be encrypted to a receiver's certificate.

    The fingerprint comes by another way than the certificate: an exchanged certificate is noticed.

    Raises:
        InvalidInput: no certificate, one that cannot be encrypted to or does not hold now, or a
            fingerprint that is not its own.
        RuleBroken: the certificate is registered already.

    Source: 个人信息保护法 第五十一条.
    """
    try:
        certificate = read_certificate(cmd.certificate)
    except Unfit as why:
        raise InvalidInput({"certificate": str(why)}) from None
    fingerprint = fingerprint_of(certificate)
    if read_fingerprint(cmd.fingerprint) != fingerprint:
        raise InvalidInput({"fingerprint": "与证书的指纹不一致，请与接收单位核对，不要登记"})
    receiver = PersonsReceiver(
        agency_id=act.agency,
        name=cmd.name,
        certificate=cmd.certificate,
        fingerprint=fingerprint,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        added_by_id=act.officer,
        added_at=act.now,
    )
    if not receiver.holds(act.now):
        raise InvalidInput({"certificate": "证书不在有效期内，请接收单位提供新的证书"})
    same = PersonsReceiver.objects.filter(agency=act.agency, fingerprint=fingerprint)
    if same.filter(closed_at__isnull=True).exists():
        raise RuleBroken("这份证书已经登记，无需重复登记")
    receiver.stream = open_stream("persons_receiver")
    act.write(receiver, stream=receiver.stream)
    return receiver


@dataclass(frozen=True)
class CloseReceiver:
    receiver: UUID = fields.ref("接收单位", of="channels.receiver")
    reason: str = fields.line("停用的原因", max_length=200)


@act("channels.close_receiver", title="停用接收单位证书", about="persons_receiver", final=True)
def close_receiver(*, act: Act, cmd: CloseReceiver) -> PersonsReceiver:
    """Encrypt nothing more to this certificate; what was released to it must be released anew.

    Raises:
        NotFound: no certificate in use of this agency.
    """
    receiver = own_receiver(act, cmd.receiver)
    receiver.closed_at, receiver.closed_by_id = act.now, act.officer
    receiver.closed_because = cmd.reason
    act.write(receiver, stream=receiver.stream)
    return receiver


def own_receiver(act: Act, uid: UUID) -> PersonsReceiver:
    """Return a certificate in use of the actor's agency, locked until the act ends.

    Raises:
        NotFound: there is none.
    """
    rows = PersonsReceiver.objects.select_for_update(of=("self",)).select_related("stream")
    receiver = rows.filter(uid=uid, agency=act.agency, closed_at__isnull=True).first()
    if receiver is None:
        raise NotFound("本机关没有登记这个接收单位的证书，或者已经停用。请从列表中选择")
    return receiver
