"""Grounds of 治安管理处罚法 that stand only on what is known of the person and the victims."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from gongjian.cases.choices import NoPenaltyGround

PLEA, REPEAT, UNDER_AGE = "order-plea", "order-repeat", "order-under-18"
FORGIVEN, OVER_DEFENCE = "order-forgiven", "order-over-defence"
# Nobody forgives and nobody settles where nobody was harmed.
OF_VICTIMS = frozenset({NoPenaltyGround.FORGIVEN, NoPenaltyGround.SETTLED})
# Whom an act that goes beyond what defends is punished with: 应当减轻处罚.
MITIGATED = "减轻"

ESTABLISH = "，请先在“查明违法行为人”中核实登记，或者改选情形"
ESTABLISH_ANEW = "。请重新办理“查明违法行为人”"
WANT_VICTIM = "本案没有登记被侵害人，请先登记被侵害人，或者改选情形"


@dataclass(frozen=True, slots=True)
class Person:
    """What was established of a natural person who acted; nothing of an organisation."""

    age: int
    minor: bool
    pleaded: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """What of a proposal rests on the person."""

    grounds: Collection[str]
    spared_for: str
    discretion: str


def unsupported(
    proposed: Proposed,
    *,
    natural: bool,
    person: Person | None,
    punishable_from: int,
    victims: Callable[[], bool],
    beyond: str = "",
    outdated: str = "",
) -> dict[str, str]:
    """Return, by field, why a ground chosen does not stand on what is known; {} where all do.

    `victims` is asked only where a ground speaks of them. `beyond`: why the act is one that the
    two sides may not settle between them. `outdated`: why the person must be established anew.

    Source: 治安管理处罚法 第九条第四款、第十二条、第十九条、第二十条第三项、第二十一条、
    第二十二条第四项.
    """
    told: dict[str, str] = {}
    if natural and (missing := _of_person(proposed.grounds, person)):
        told["grounds"] = missing + ESTABLISH
    if natural and outdated:
        told["grounds"] = outdated + ESTABLISH_ANEW
    if (FORGIVEN in proposed.grounds) and not victims():
        told["grounds"] = WANT_VICTIM
    if proposed.spared_for in OF_VICTIMS and not victims():
        told["no_penalty_ground"] = WANT_VICTIM
    if proposed.spared_for == NoPenaltyGround.SETTLED and beyond:
        told["no_penalty_ground"] = beyond
    child = natural and person is not None and person.age < punishable_from
    if proposed.spared_for == NoPenaltyGround.UNDER_14 and not child:
        told["no_penalty_ground"] = f"没有查明当事人行为时不满{punishable_from}周岁" + ESTABLISH
    if OVER_DEFENCE in proposed.grounds and MITIGATED not in proposed.discretion:
        told["discretion"] = (
            "制止行为明显超过必要限度的，应当减轻处罚，请在裁量理由中写明怎样减轻"
            "（治安管理处罚法第十九条）"
        )
    return told


def _of_person(grounds: Collection[str], person: Person | None) -> str:
    if PLEA in grounds and not (person and person.pleaded):
        return "没有查明当事人如实陈述、承认违法事实、愿意接受处罚"
    if REPEAT in grounds and not (person and person.repeated):
        return "没有查明当事人在本次行为以前一年以内受过治安管理处罚"
    if UNDER_AGE in grounds and not (person and person.minor):
        return "没有查明当事人行为时不满十八周岁"
    return ""
