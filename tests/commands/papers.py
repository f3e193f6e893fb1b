"""Valid commands of the acts on documents: taking back, scans, templates."""

from collections.abc import Mapping
from typing import Any

from gongjian.common import acts
from gongjian.documents.queries import voidable

from .standing import NOBODY, Builder, Standing, fixed

WRONG = "写错了日期。"


def _voided(at: Standing) -> Any:
    free = voidable(at.matter)
    paper = at.chance.choice(free).uid if free else NOBODY
    return acts.service("documents.void_document").cmd(document=paper, reason=WRONG)


COMMANDS: Mapping[str, Builder] = {
    "documents.void_document": _voided,
    "cases.void_notice": fixed("cases.void_notice", reason=WRONG),
    "cases.void_decision": fixed("cases.void_decision", reason=WRONG),
}
