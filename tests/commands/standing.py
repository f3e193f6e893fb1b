"""Where a case stands, as far as the builders of commands must know."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongjian.cases.models import Case
from gongjian.cases.queries import case_of
from gongjian.common import acts
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.publicity.models import Release

NOBODY = UUID("00000000-0000-4000-8000-000000000000")
# To whom a document is handed, and how its bearers say who they are.
BY_HAND: dict[str, Any] = {
    "place": "青川市罗家镇",
    "receiver": "吴示例",
    "certificate_shown": "shown",
}


@dataclass
class Standing:
    """Where a case stands, as far as a command must know."""

    matter: Matter
    clock: Clock
    chance: random.Random
    people: list[Officer]

    @property
    def case(self) -> Case:
        return case_of(self.matter)

    @property
    def release(self) -> Release | None:
        rounds = Release.objects.filter(decision__case=self.case)
        return rounds.order_by("-round").first()


Builder = Callable[[Standing], Any]


def fixed(code: str, **values: Any) -> Builder:
    """Build a command of an act from values that are always right."""
    return lambda at: acts.service(code).cmd(**values)


def dated(code: str, **values: Any) -> Builder:
    """Build a command that also says it was given today."""
    return lambda at: acts.service(code).cmd(given_on=at.clock.today(), **values)
