"""Decisions to seal or to seize (查封、扣押), read from the papers that ordered them.

Evidence registered and kept (先行登记保存) is none of the measures that 行政强制法 第九条 lists.
"""

import json
from typing import Any

from django.db.models import QuerySet

from gongjian.cases.goods import SEIZING
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document

SEAL, SEIZE = "seal", "seize"
WORDS = {"查封": SEAL, "扣押": SEIZE}


def standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what ordered a measure and was not declared void; one lifted later stays counted."""
    return rows.filter(kind__in=SEIZING, copy_of=None).exclude(state=DocumentState.VOID)


def measure_of(paper: str) -> str:
    """Return as what a paper counts, from its frozen text."""
    return WORDS[json.loads(paper)["fields"]["measure"]]


def ordered() -> QuerySet[Document]:
    """Return every such paper, the newest first."""
    return standing(Document.objects.order_by("-made_at"))
