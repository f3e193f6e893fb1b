"""Papers that may be made besides the steps: who finds some, and in which order they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongjian.common.acts import Actor
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import Offer
from gongjian.orgs.choices import Role
from gongjian.process.definition import Process

FEW = 8


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some papers under one heading."""

    label: str
    offers: list[Offer]


def shelves(offers: Sequence[Offer], *, every: bool) -> list[Shelf]:
    """Return the papers on offer: those that only this step of the procedure knows come first.

    Each shelf keeps the order of the procedure, which follows the work. Unless `every` is asked
    for, only a few are told; more would crowd the page.
    """
    if len(offers) > FEW and not every:
        return []
    here, also = Shelf("本环节的文书", []), Shelf("其他环节也可以制作的", [])
    for offer in offers:
        (here if len(offer.step.in_) == 1 else also).offers.append(offer)
    return [shelf for shelf in (here, also) if shelf.offers]


def may_find_papers(actor: Actor, matter: Matter) -> bool:
    """Tell whether the page of a matter may offer papers to this person; no query.

    Looks at the place and the office alone, so that an inbox can ask it of every line.
    """
    roles = actor.offices
    if actor.officer not in {matter.lead_id, matter.second_id}:
        roles = roles - {Role.HANDLER.value}
    return _offers_papers(process_of(matter), frozenset(matter.marking), roles)


@lru_cache(maxsize=4096)
def _offers_papers(process: Process, marking: frozenset[str], roles: frozenset[str]) -> bool:
    steps = process.steps.values()
    return any(s.group and s.by in roles and s.preset_in(marking) is not None for s in steps)
