"""The party that a command names, one way for every act that begins with one."""

from typing import Any, Protocol

from gongjian.common import fields
from gongjian.parties.choices import ORGANISED, PartyKind
from gongjian.parties.services import RegisterParty

# What the party's own fields are called in such a command: a refusal points at them.
PARTY_FIELDS = {"kind": "party_kind", "name": "party_name"}


def uscc(help: str = "") -> Any:
    """Ask an organisation for its code."""
    asked = fields.line("统一社会信用代码", max_length=18, required=False, help=help)
    return fields.only_for("party_kind", ORGANISED, asked)


def representative(label: str = "法定代表人或者经营者") -> Any:
    """Ask who stands for an organisation."""
    asked = fields.line(label, max_length=100, required=False)
    return fields.only_for("party_kind", ORGANISED, asked)


def id_number(help: str = "") -> Any:
    """Ask a natural person for the citizen number."""
    asked = fields.line("公民身份号码", max_length=18, required=False, help=help, secret=True)
    return fields.only_for("party_kind", (PartyKind.NATURAL,), asked)


class NamesParty(Protocol):
    """A command that names a party."""

    @property
    def party_kind(self) -> str: ...
    @property
    def party_name(self) -> str: ...
    @property
    def uscc(self) -> str: ...
    @property
    def legal_representative(self) -> str: ...
    @property
    def id_number(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def phone(self) -> str: ...


def party_of(cmd: NamesParty) -> RegisterParty:
    """Return what a command says of the party."""
    return RegisterParty(
        kind=cmd.party_kind,
        name=cmd.party_name,
        uscc=cmd.uscc,
        legal_representative=cmd.legal_representative,
        id_number=cmd.id_number,
        address=cmd.address,
        phone=cmd.phone,
    )
