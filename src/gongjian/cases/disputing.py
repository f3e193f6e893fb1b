"""A dispute about which agency is competent: first consulted on, then put to the higher one."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.matters.models import Matter

from .papers import day

CONSULTED, FAILED = "jurisdiction-consultation", "协商不成"


def not_consulted(matter: Matter) -> str:
    """Return why a designation may not be asked for now; "" when it may.

    Source: 行政处罚法 第二十五条第二款.
    """
    said = _last(matter)
    if not said:
        return "对管辖发生争议的，应当先协商：请承办人先办理“协商管辖争议”"
    if said["consulted_result"] != FAILED:
        return "最近一次协商已经一致，协商不成的才报请共同的上一级行政机关指定"
    return ""


def of_dispute(matter: Matter) -> Mapping[str, Any]:
    """Return what the record of the consultation tells the request for a designation."""
    said = _last(matter)
    if not said:
        return {}
    return {
        "disputing": said["disputants"],
        "dispute": (
            f"{day(date.fromisoformat(said['consulted_on']))}以{said['consulted_how']}方式协商。"
            f"本机关：{said['own_ground']}对方：{said['other_ground']}{said['consulted_note']}"
        ),
        "attached": ["管辖争议协商记录一份"],
    }


def _last(matter: Matter) -> Mapping[str, Any]:
    """Return the fields of the newest record of a consultation that stands; {} without any."""
    papers = standing_documents(matter).filter(kind=CONSULTED)
    paper: Document | None = papers.order_by("-id").first()
    return json.loads(paper.data)["fields"] if paper else {}
