"""The party that a command names, one way for every act that begins with one."""

from typing import Protocol

from gongjian.parties.services import RegisterParty

# What the party's own fields are called in such a command: a refusal points at them.
PARTY_FIELDS = {"kind": "party_kind", "name": "party_name"}


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
