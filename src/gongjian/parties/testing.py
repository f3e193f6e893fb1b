"""Parties for tests, made through the service."""

from datetime import date
from itertools import count

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.identifiers import citizen_check, organisation_check, unified_check

from .choices import PartyKind
from .models import Party
from .services import RegisterParty, register_party

_numbers = count(1)


def make_citizen_number(born_on: date = date(1985, 6, 1), *, serial: int = 0) -> str:
    """Return a valid, invented citizen number."""
    body = f"511702{born_on:%Y%m%d}{(serial or next(_numbers)) % 1000:03}"
    return body + citizen_check(body)


def make_credit_code(*, trader: bool = False, serial: int = 0) -> str:
    """Return a valid, invented unified social credit code."""
    inner = f"MA{(serial or next(_numbers)) % 10**6:06}"
    body = f"{'92' if trader else '91'}511700{inner}{organisation_check(inner)}"
    return body + unified_check(body)


def make_party(
    actor: Actor,
    kind: str = PartyKind.LEGAL,
    *,
    name: str = "青川市示例建材有限公司",
    clock: Clock | None = None,
    **other: str,
) -> Party:
    """Return a party as the actor's agency enters it, with a valid number of its own."""
    if kind == PartyKind.NATURAL:
        papers = {"id_kind": "01", "id_number": make_citizen_number()}
    else:
        code = make_credit_code(trader=kind == PartyKind.SOLE_TRADER)
        papers = {"uscc": code, "legal_representative": "吴示例"}
    cmd = RegisterParty(kind=kind, name=name, **(papers | other))
    return register_party(actor=actor, clock=clock, cmd=cmd)
