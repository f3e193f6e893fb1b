"""A valid command for a case that turns out to be a state secret."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases.services import MoveToSecret

from .standing import Builder, Standing


def _moved(at: Standing) -> Any:
    return MoveToSecret(
        number=f"密〔2026〕{at.chance.randrange(1, 999_999)}号",
        ground="6",
        level="confidential",
        classified_on=at.clock.today(),
        responsible=at.matter.lead.uid,
        keeper=at.matter.lead.uid,
    )


COMMANDS: Mapping[str, Builder] = {"cases.move_to_secret": _moved}
