"""The register of witnesses: who is sent the signed states of the log."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.channels.choices import WITNESS_KINDS, ChannelKind
from gongjian.channels.models import Witness
from gongjian.channels.witnesses import line_of
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.ledger.cosignatures import check_key
from gongjian.ledger.services import open_stream

from .channels import ADDRESS_HELP, address_problems


@dataclass(frozen=True)
class OpenWitness:
    name: str = fields.line("见证方", max_length=100, help="例如：市档案馆、公证处、高等学校")
    kind: str = fields.choice("方式", WITNESS_KINDS)
    address: str = fields.line("地址", max_length=300, help=ADDRESS_HELP)
    secret: str = fields.only_for(
        "kind",
        (ChannelKind.HTTP,),
        fields.line(
            "签名密钥",
            max_length=200,
            required=False,
            help="与对方约定，至少16个字符；登记后不再显示",
            secret=True,
        ),
        needed="接口必填",
    )
    key: str = fields.line(
        "见证方的公钥",
        max_length=200,
        required=False,
        help="对方用 gongjian-verify witness new 生成；不登记的，对方只保存、不副署",
    )


@act("channels.open_witness", title="登记见证方", about="witness")
def open_witness(*, act: Act, cmd: OpenWitness) -> Witness:
    """Let somebody outside be sent every checkpoint of the log, from the newest on.

    Raises:
        InvalidInput: the address does not fit its kind, the secret is short or the key no key.
        RuleBroken: the witness is registered already.
    """
    problems = address_problems(cmd.kind, cmd.address, cmd.secret)
    try:
        if cmd.key:
            check_key(cmd.key)
    except ValueError as error:
        problems["key"] = str(error)
    if problems:
        raise InvalidInput(problems)
    same = Witness.objects.filter(
        agency=act.agency, kind=cmd.kind, address=cmd.address, closed_at__isnull=True
    )
    if same.exists():
        raise RuleBroken("这个地址已经登记为见证方，无需重复登记")
    signed = ChannelKind(cmd.kind).signed
    witness = Witness(
        stream=open_stream("witness"),
        agency_id=act.agency,
        name=cmd.name,
        kind=cmd.kind,
        address=cmd.address,
        secret=cmd.secret if signed else "",
        signed=signed,
        key=cmd.key,
        opened_by_id=act.officer,
        opened_at=act.now,
    )
    act.write(witness, stream=witness.stream)
    line_of(witness, act.now)
    return witness


@dataclass(frozen=True)
class CloseWitness:
    witness: UUID = fields.ref("见证方", of="channels.open_witness")
    reason: str = fields.line("停用的原因", max_length=200)


@act("channels.close_witness", title="停用见证方", about="witness", final=True)
def close_witness(*, act: Act, cmd: CloseWitness) -> Witness:
    """Send a witness nothing more; what it countersigned stays.

    Raises:
        NotFound: no open witness of this agency.
    """
    rows = Witness.objects.select_for_update(of=("self",)).select_related("stream")
    witness = rows.filter(uid=cmd.witness, agency=act.agency, closed_at__isnull=True).first()
    if witness is None:
        raise NotFound("本机关没有这个见证方，或者已经停用。请从列表中选择")
    witness.closed_at, witness.closed_by_id = act.now, act.officer
    witness.closed_because = cmd.reason
    act.write(witness, stream=witness.stream)
    return witness
