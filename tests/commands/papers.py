"""Valid commands of the acts on documents: taking back, scans, templates."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gongjian.common import acts
from gongjian.common.acts import SYSTEM
from gongjian.documents.options import issued_documents
from gongjian.documents.queries import voidable

from .standing import NOBODY, Builder, Standing, fixed

WRONG = "写错了日期。"


def _voided(at: Standing) -> Any:
    free = voidable(at.matter)
    paper = at.chance.choice(free).uid if free else NOBODY
    return acts.service("documents.void_document").cmd(document=paper, reason=WRONG)


def _scan(at: Standing) -> Any:
    paper = issued_documents(SYSTEM, at.matter)
    uid = UUID(paper[0][0]) if paper else NOBODY
    return acts.service("documents.attach_scan").cmd(document=uid, pages=(NOBODY,))


COMMANDS: Mapping[str, Builder] = {
    "documents.attach_scan": _scan,
    "documents.void_document": _voided,
    "cases.void_notice": fixed("cases.void_notice", reason=WRONG),
    "cases.void_decision": fixed("cases.void_decision", reason=WRONG),
    "cases.void_no_penalty": fixed("cases.void_no_penalty", reason=WRONG),
}
