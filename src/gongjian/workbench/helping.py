"""Help for each office: what waits for it, where to find it, and which acts are its own."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.orgs.authority import rights
from gongjian.orgs.choices import Role
from gongjian.ui.heads import MenuItem


@dataclass(frozen=True, slots=True)
class OfficeHelp:
    """One office in words, and the titles of what its holder may do."""

    name: str
    words: Sequence[str]
    acts: Sequence[str]


@cache
def _written() -> Mapping[str, Any]:
    path = Path(__file__).with_name("help.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def offices_of(actor: Actor) -> list[OfficeHelp]:
    """Return help for the offices that a person holds or stands in for; no query."""
    return [
        OfficeHelp(role.label, _written()["role"][role], acts_of(role))
        for role in Role
        if role.value in actor.offices
    ]


def acts_of(role: Role) -> list[str]:
    """Return the titles of the acts that the matrix of rights gives to an office."""
    known = acts.services()
    own = (code for code, right in rights().items() if any(g.role == role for g in right.who))
    return sorted({known[code].title for code in own})


def menu_told(menu: Sequence[MenuItem]) -> list[tuple[MenuItem, str]]:
    """Pair the lines of one's own menu with what is found there."""
    return [(item, _written()["menu"][item.label]) for item in menu]


def common_questions() -> Mapping[str, str]:
    """Return what everybody asks, with its answer."""
    questions: Mapping[str, str] = _written()["common"]
    return questions
