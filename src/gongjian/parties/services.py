"""Entering a party once, and correcting what was entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.db.models import QuerySet

from gongjian.common import fields, identifiers
from gongjian.common.acts import Act, act
from gongjian.common.db.prepared import prepared_first
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.common.text import clean_name
from gongjian.ledger.services import open_stream

from .choices import ORGANISED, IdKind, PartyKind
from .models import Party
from .queries import index_of, visible_parties
from .rules import Papers, check_papers


@dataclass(frozen=True)
class RegisterParty:
    kind: str = fields.choice("当事人类型", PartyKind.choices)
    name: str = fields.line("姓名或名称", max_length=200)
    id_kind: str = fields.only_for(
        "kind",
        (PartyKind.NATURAL,),
        fields.choice("证件种类", IdKind.choices[1:], required=False),
    )
    id_number: str = fields.only_for(
        "kind",
        (PartyKind.NATURAL,),
        fields.line(
            "证件号码", max_length=40, required=False, help="自然人填写；加密保存", secret=True
        ),
    )
    uscc: str = fields.only_for(
        "kind",
        ORGANISED,
        fields.line("统一社会信用代码", max_length=18, required=False, help="单位和个体工商户填写"),
    )
    legal_representative: str = fields.only_for(
        "kind",
        ORGANISED,
        fields.line("法定代表人、负责人或经营者", max_length=100, required=False),
    )
    address: str = fields.line("地址", max_length=300, required=False, secret=True)
    phone: str = fields.line("联系电话", max_length=40, required=False, secret=True)


@act("parties.register_party", title="登记当事人", about="party")
def register_party(*, act: Act, cmd: RegisterParty) -> Party:
    """Enter a party, or return the one the agency already knows by this id, brought up to date."""
    return register(act, cmd)


def register(
    act: Act, cmd: RegisterParty, *, names: Mapping[str, str] = MappingProxyType({})
) -> Party:
    """Enter a party inside a running act (a clue, a filing).

    `names` maps our fields to those of the running act's own command, for its error messages. The
    agency is the actor's. An id that is known gives the known party: a person may not be renamed on
    the way (that is `correct_party`), an organisation takes its present name.

    Raises:
        InvalidInput: papers wrong for the kind, or the id belongs to a person of another name.
    """
    agency = act.actor.agency
    if agency is None:
        msg = "a party is entered by an officer of an agency"
        raise ValueError(msg)
    papers, problems = _checked(act, cmd)
    known = _known(agency, papers)
    if known and known.natural and known.name != clean_name(cmd.name):
        problems["name"] = (
            "此证件号码已登记在另一个姓名之下，请核对证件；姓名确有变更的，先办理当事人信息更正"
        )
    if problems:
        raise InvalidInput({names.get(name, name): text for name, text in problems.items()})
    party = known or Party(
        stream=open_stream("party"),
        agency_id=agency,
        kind=cmd.kind,
        id_kind=papers.id_kind,
        id_number=papers.id_number,
        id_index=index_of(papers.key) if papers.key else "",
        uscc=papers.uscc,
        born_on=papers.born_on,
    )
    _bring_up_to_date(party, cmd)
    act.write(party, stream=party.stream)
    return party


@dataclass(frozen=True)
class CorrectParty:
    party: UUID = fields.ref("当事人", of="parties.party")
    name: str = fields.line("姓名或名称", max_length=200)
    legal_representative: str = fields.line(
        "法定代表人、负责人或经营者", max_length=100, required=False
    )
    address: str = fields.line("地址", max_length=300, required=False, secret=True)
    phone: str = fields.line("联系电话", max_length=40, required=False, secret=True)


@act("parties.correct_party", title="更正当事人信息", about="party")
def correct_party(*, act: Act, cmd: CorrectParty) -> Party:
    """Correct name or contact of a party; documents already issued keep what they said.

    Raises:
        NotFound: no such party of the actor's agency, or only in cases the actor may not see.
    """
    rows = visible_parties(act.actor).select_related("stream").select_for_update(of=("self",))
    party = rows.filter(uid=cmd.party).first()
    if party is None:
        raise NotFound("没有这个当事人，或者不属于您所在的机关，请从案件中重新选择")
    if party.natural and cmd.legal_representative:
        raise InvalidInput({"legal_representative": "自然人没有法定代表人，请留空"})
    party.name = clean_name(cmd.name)
    party.legal_representative = clean_name(cmd.legal_representative)
    party.address, party.phone = cmd.address, _phone(cmd.phone)
    act.write(party, stream=party.stream)
    return party


def _checked(act: Act, cmd: RegisterParty) -> tuple[Papers, dict[str, str]]:
    papers, problems = check_papers(
        kind=cmd.kind, id_kind=cmd.id_kind, id_number=cmd.id_number, uscc=cmd.uscc, today=act.today
    )
    if cmd.kind == PartyKind.NATURAL and cmd.legal_representative:
        problems["legal_representative"] = "自然人没有法定代表人，请留空，或改选当事人类型"
    try:
        _phone(cmd.phone)
    except InvalidInput as error:
        problems |= error.fields
    return papers, problems


def _known(agency: int, papers: Papers) -> Party | None:
    if not papers.key:
        return None
    return _locked(agency, index_of(papers.key))


@prepared_first
def _locked(agency: int, index: str) -> QuerySet[Party]:
    rows = Party.objects.select_related("stream").select_for_update(of=("self",))
    return rows.filter(agency=agency, id_index=index)


def _bring_up_to_date(party: Party, cmd: RegisterParty) -> None:
    """Take what is typed over what was known; what is left empty stays."""
    new = {
        "name": clean_name(cmd.name),
        "legal_representative": clean_name(cmd.legal_representative),
        "address": cmd.address,
        "phone": _phone(cmd.phone),
    }
    for name, value in new.items():
        if value and value != getattr(party, name):
            setattr(party, name, value)


def _phone(typed: str) -> str:
    try:
        return identifiers.phone(typed) if typed else ""
    except ValueError as error:
        raise InvalidInput({"phone": str(error)}) from error
