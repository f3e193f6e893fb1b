"""Valid commands of the acts about who stands beside the party."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases.agents import agents_on
from gongjian.cases.fined import fines_before
from gongjian.cases.public_order.separate import MOST_ACTS
from gongjian.cases.services.prior_fines import elsewhere
from gongjian.common import acts

from .standing import NOBODY, Builder, Standing


def _needs(at: Standing) -> Any:
    """Find a need now and then; a minor is one by the identity card, whatever is found."""
    needed = at.chance.random() < 0.3
    return acts.service("cases.state_assistance").cmd(
        limited=needed and at.case.party.natural,
        language=needed,
        sign=at.chance.random() < 0.1,
        reason="询问当事人及其近亲属，核对残疾人证。",
    )


def _guardian(at: Standing) -> Any:
    return acts.service("cases.register_guardian").cmd(
        kind="parent", name="监示例", relation="母亲", told_at=at.clock.now()
    )


def _interpreter(at: Standing) -> Any:
    return acts.service("cases.call_interpreter").cmd(
        kind=at.chance.choice(["language", "language", "sign"]),
        name="译示例",
        language="彝语",
        called_at=at.clock.now(),
        no_interest=True,
    )


def _agent(at: Standing) -> Any:
    special = at.chance.random() < 0.5
    return acts.service("cases.register_agent").cmd(
        name="郑示例",
        id_number="律师执业证号151010000000000",
        unit="四川示例律师事务所",
        phone="13900000000",
        may_state=True,
        may_attend=at.chance.random() < 0.5,
        may_receive=True,
        authority="special" if special else "general",
        special="代为放弃听证。",
        signed_on=at.clock.today(),
    )


def _prior_fine(at: Standing) -> Any:
    """Answer the fines that wait; else name one for an act that no draft of the walk has."""
    if waiting := fines_before(at.case).open:
        return acts.service("cases.record_prior_fine").cmd(
            known=tuple(decision.uid for decision in waiting),
            same="other",
            why="时间、地点不同，侵害的权益也不同。",
            prior_kind="fine",
            concerns=1,
        )
    return acts.service("cases.record_prior_fine").cmd(
        same="same",
        why="同一时间、同一地点的同一行为。",
        prior_kind="fine",
        imposed_by="青川市水务局",
        fine_number=f"青水罚〔2026〕{at.chance.randint(1, 99)}号",
        imposed_on=at.clock.today(),
        fine_fen=100_000,
        concerns=MOST_ACTS,
    )


def _prior_fine_fell(at: Standing) -> Any:
    standing = list(elsewhere(at.case))
    return acts.service("cases.note_prior_fine_fell").cmd(
        fine=standing[0] if standing else NOBODY,
        fell_on=at.clock.today(),
        fell_because="行政复议决定撤销。",
    )


def _ended(at: Standing) -> Any:
    acting = agents_on(at.case, at.clock.today())
    agent = at.chance.choice(acting).uid if acting else NOBODY
    return acts.service("cases.end_agency").cmd(agent=agent, reason="当事人解除委托。")


COMMANDS: Mapping[str, Builder] = {
    "cases.register_agent": _agent,
    "cases.end_agency": _ended,
    "cases.record_prior_fine": _prior_fine,
    "cases.note_prior_fine_fell": _prior_fine_fell,
    "cases.state_assistance": _needs,
    "cases.register_guardian": _guardian,
    "cases.call_interpreter": _interpreter,
}
