"""May this person do this? The one matrix (`rights.toml`): role × relation × act."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from gongjian.common import acts
from gongjian.common.acts import Act, Actor, Service
from gongjian.common.errors import NotAllowed

from .choices import Role

ANYONE = "*"
# Not an office that anybody could be given: whom a case concerns, told by a code.
PARTY = "party"
RELATIONS = {
    "own": "承办的案件",
    "unit": "本机构的案件",
    "agency": "本机关的案件",
    "reviewer": "分派给本人或尚未分派的本机关案件",
    "party": "自己的案件",
    "any": "",
}


class Handled(Protocol):
    """What a right needs to know of a matter."""

    pk: int
    agency_id: int
    unit_id: int
    lead_id: int
    second_id: int | None
    reviewer_id: int | None


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one relation to the matter ("*": whoever is signed in)."""

    role: str
    relation: str


@dataclass(frozen=True, slots=True)
class Right:
    """Who may do one act; `system`: the installation itself may (start-up, jobs, import)."""

    who: tuple[Grant, ...]
    system: bool


class BadRights(Exception):
    """The matrix is malformed; the message names the act."""


def parse_rights(text: str) -> dict[str, Right]:
    """Read the matrix.

    Raises:
        BadRights: an unknown key, role or relation, or an act that nobody may do.
    """
    return {code: _right(code, row) for code, row in tomllib.loads(text).items()}


def _right(code: str, row: Any) -> Right:
    if not isinstance(row, dict) or set(row) - {"who", "system"}:
        raise BadRights(f"{code}: only 'who' and 'system' are known")
    who = tuple(_grant(code, grant) for grant in row.get("who", []))
    system = row.get("system", False)
    if not isinstance(system, bool) or not (who or system):
        raise BadRights(f"{code}: nobody may do it")
    return Right(who, system)


def _grant(code: str, grant: Any) -> Grant:
    if not isinstance(grant, dict) or set(grant) != {"role", "relation"}:
        raise BadRights(f"{code}: a grant is a role and a relation")
    if grant["role"] not in {*Role.values, ANYONE, PARTY} or grant["relation"] not in RELATIONS:
        raise BadRights(f"{code}: unknown role or relation in {grant}")
    if (grant["role"] == PARTY) != (grant["relation"] == "party"):
        raise BadRights(f"{code}: the party acts in its own case only, and nobody else as party")
    return Grant(grant["role"], grant["relation"])


@cache
def rights() -> Mapping[str, Right]:
    """Return the matrix of this installation."""
    return parse_rights(files(__package__).joinpath("rights.toml").read_text(encoding="utf-8"))


def mismatches(known: Mapping[str, Right], registered: set[str]) -> list[str]:
    """Return acts without a row and rows without an act, as sentences."""
    missing = [f"rights.toml has no row for the act {c}" for c in sorted(registered - set(known))]
    idle = [f"rights.toml names {c}, which is no act" for c in sorted(set(known) - registered)]
    return missing + idle


def acting_as(actor: Actor, service: Service[Any], matter: Handled | None) -> Actor | None:
    """Return as whom the matrix lets this person do this act; None where it does not.

    The own right comes first. A deputy acts in the offices lent to him, never in a matter that he
    handles himself.

    Source: 行政处罚法 第五十七条 (审批与承办分开).
    """
    if _granted(actor, service, matter):
        return actor
    if matter is not None and actor.officer in (matter.lead_id, matter.second_id):
        return None
    for absent in actor.stands_for:
        if _granted(absent, service, matter):
            return actor.deputy_of(absent)
    return None


def may(actor: Actor, service: Service[Any], matter: Handled | None) -> bool:
    """Tell whether the matrix lets this person do this act on this matter (None: on no matter)."""
    return acting_as(actor, service, matter) is not None


def _granted(actor: Actor, service: Service[Any], matter: Handled | None) -> bool:
    right = rights().get(service.code)
    if right is None:
        return False
    if "system" in actor.roles:
        return right.system
    return any(_holds(actor, grant) and _related(actor, grant, matter) for grant in right.who)


def _holds(actor: Actor, grant: Grant) -> bool:
    return actor.user is not None if grant.role == ANYONE else grant.role in actor.roles


def _related(actor: Actor, grant: Grant, matter: Handled | None) -> bool:
    """Tell whether the relation holds; without a matter it means "from within an agency"."""
    if grant.relation == "any":
        return True
    if grant.relation == "party":
        return matter is not None and actor.own_matter == matter.pk
    if actor.officer is None or actor.agency is None:
        return False
    if matter is None:
        return True
    if grant.relation == "own":
        return actor.officer in (matter.lead_id, matter.second_id)
    if matter.agency_id != actor.agency:
        return False
    if grant.relation == "unit":
        return matter.unit_id == actor.unit
    if grant.relation == "reviewer":
        handles = actor.officer in (matter.lead_id, matter.second_id)
        return not handles and matter.reviewer_id in (None, actor.officer)
    return True


def authorise(running: Act) -> None:
    """Refuse an act to whom the matrix does not give it; a deputy goes on as who acts for another.

    Raises:
        NotAllowed: says who may, and what the person is.
    """
    acting = acting_as(running.actor, running.service, running.matter)
    if acting is None:
        raise NotAllowed(refusal(running.actor, running.service))
    running.actor = acting


def refusal(actor: Actor, service: Service[Any]) -> str:
    """Return the sentence for someone who may not do an act."""
    right = rights().get(service.code, Right((), system=True))
    holders = "，或".join(
        dict.fromkeys(_holder(grant) for grant in right.who if grant.role != ANYONE)
    )
    held = "、".join(Role(role).label for role in sorted(actor.offices) if role in Role.values)
    who = f"须由{holders}办理" if holders else "只能由系统办理"
    return (
        f"“{service.title}”{who}。您现在的职务权限：{held or '无'}。如有需要，请联系本机关管理员。"
    )


def _holder(grant: Grant) -> str:
    scope = RELATIONS[grant.relation]
    if grant.role == PARTY:
        return "当事人本人（凭案号和查询码）"
    return f"{Role(grant.role).label}（限{scope}）" if scope else Role(grant.role).label


def install() -> None:
    """Hang the matrix on every act (called once at start-up)."""
    acts.hooks.authorise = authorise
    acts.hooks.acting_as = acting_as
