"""What can be imported: the columns of its sheet and the acts that each row becomes."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.accounts.services import open_account
from gongjian.common import acts
from gongjian.common.acts import Actor, Service
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.common.fields import FieldSpec, Widget, spec_of
from gongjian.exante.choices import ListKind
from gongjian.exante.content.catalogue import stands_for
from gongjian.exante.stating import StatePower, state_power
from gongjian.orgs.models import Officer, Unit
from gongjian.orgs.services import IssueCertificate, add_officer, issue_certificate
from gongjian.parties.services import RegisterParty, register_party

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, whether a row must fill it, and which words it takes."""

    name: str
    heading: str
    required: bool
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    date: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of sheet; `perform` does one row as a person and returns a line about it."""

    code: str
    title: str
    columns: tuple[Column, ...]
    services: tuple[Service[Any], ...]
    perform: Callable[[Actor, Clock, Values], str]
    # The column that no two rows may fill alike, "" where two rows may be the same.
    unique: str = ""
    # The list in which what was imported stands, "" for none.
    list_kind: str = ""

    def may(self, actor: Actor) -> bool:
        """Tell whether a person has the right to every act that a row may become."""
        return all(acts.may(actor, service) for service in self.services)


def _column(command: type[Any], name: str, *, required: bool | None = None) -> Column:
    spec: FieldSpec = spec_of(command.__dataclass_fields__[name])
    needed = spec.required if required is None else required
    is_date = spec.widget is Widget.DATE
    return Column(name, spec.label, needed, spec.help, spec.choices, is_date)


def _person(actor: Actor, clock: Clock, row: Values) -> str:
    """Enter an officer, with account and certificate where the row has them."""
    unit = Unit.objects.filter(agency=actor.agency, name=row["unit"]).first()
    if unit is None:
        raise InvalidInput({"unit": f"本机关没有名为“{row['unit']}”的机构，请先登记内设机构"})
    if Officer.objects.filter(unit=unit, name=row["name"], left_on=None).exists():
        text = f"“{row['unit']}”已有在职人员“{row['name']}”；确为另一人的，请在页面上单独登记"
        raise InvalidInput({"name": text})
    _whole_certificate(row)
    user, told = _account(actor, clock, row)
    add = add_officer.cmd(
        unit=unit.uid,
        name=row["name"],
        post=row["post"],
        user=user,
        legal_qualification=row["legal_qualification"],
    )
    officer = add_officer(actor=actor, clock=clock, cmd=add)
    if row["number"]:
        values = {name: row[name] for name in CERTIFICATE}
        cmd = IssueCertificate(officer=officer.uid, **values)
        issue_certificate(actor=actor, clock=clock, cmd=cmd)
    return f"{row['name']}{told}"


def _whole_certificate(row: Values) -> None:
    if row["number"]:
        missing = {n: "填写了证件号码，这一项也须填写" for n in CERTIFICATE if not row[n]}
        if missing:
            raise InvalidInput(missing)


def _account(actor: Actor, clock: Clock, row: Values) -> tuple[UUID | None, str]:
    if not row["username"]:
        return None, ""
    password = f"a1-{secrets.token_urlsafe(12)}"
    cmd = open_account.cmd(username=row["username"], name=row["name"], new=password)
    user = open_account(actor=actor, clock=clock, cmd=cmd)
    return user.uid, f"（账号 {row['username']}，初始密码 {password}，首次登录须更换）"


def _party(actor: Actor, clock: Clock, row: Values) -> str:
    party = register_party(actor=actor, clock=clock, cmd=RegisterParty(**row))
    return party.name


def _power(actor: Actor, clock: Clock, row: Values) -> str:
    """State a power; tell what becomes of one that the list has under this name."""
    assert actor.agency is not None  # the right to state powers is within an agency
    told = stands_for(actor.agency, row["name"], clock.today())
    item = state_power(actor=actor, clock=clock, cmd=StatePower(**row))
    return f"{item.name}：{told}"


CERTIFICATE = ("number", "issuer", "kind", "valid_from", "valid_to")
_ADD = add_officer.cmd
KINDS: Mapping[str, Kind] = {
    "people": Kind(
        "people",
        "执法人员",
        (
            Column("unit", "所在机构", True, "与系统中的机构名称完全一致"),
            _column(_ADD, "name"),
            _column(_ADD, "post"),
            Column("username", "登录账号", False, "填写的，同时开通账号并生成初始密码"),
            _column(_ADD, "legal_qualification"),
            *(_column(IssueCertificate, name, required=False) for name in CERTIFICATE),
        ),
        (add_officer, issue_certificate, open_account),
        _person,
    ),
    "objects": Kind(
        "objects",
        "当事人和检查对象",
        tuple(
            _column(RegisterParty, name)
            for name in (
                "kind",
                "name",
                "uscc",
                "id_kind",
                "id_number",
                "legal_representative",
                "address",
                "phone",
            )
        ),
        (register_party,),
        _party,
    ),
    "powers": Kind(
        "powers",
        "权责清单",
        tuple(_column(StatePower, name) for name in StatePower.__dataclass_fields__),
        (state_power,),
        _power,
        unique="name",
        list_kind=ListKind.POWERS,
    ),
}
EXAMPLE: Mapping[str, Any] = {"valid_from": date(2026, 1, 1), "valid_to": date(2030, 12, 31)}
