"""Valid commands of the acts about who stands beside the party."""

from collections.abc import Mapping
from typing import Any

from gongjian.common import acts

from .standing import Builder, Standing


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


COMMANDS: Mapping[str, Builder] = {
    "cases.state_assistance": _needs,
    "cases.register_guardian": _guardian,
    "cases.call_interpreter": _interpreter,
}
