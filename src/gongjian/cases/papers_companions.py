"""The copy of a record for the file of a companion's case (同案笔录复制件)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gongjian.common.acts import Act
from gongjian.common.clock import local_date
from gongjian.documents.models import Document
from gongjian.documents.paper.blocks import (
    Block,
    Heading,
    Line,
    Note,
    Paragraph,
    SignLine,
    Table,
    from_plain,
)
from gongjian.documents.paper.values import day_zh

from .models import Case
from .papers import handlers
from .queries import case_number


def record_copy(act: Act, source: Case, original: Document) -> Mapping[str, Any]:
    """Return what the copy says: the words of the original, where it lies, and its digest."""
    data = json.loads(original.data)
    return {
        "original": original.title,
        "held_in": f"{source.cause}案（{case_number(source.matter) or '尚未编号'}）",
        "original_on": day_zh(local_date(original.made_at)),
        "digest": original.data_hash,
        "content": "\n".join(_lines(from_plain(data["blocks"]))),
        "officers": [o.name for o in handlers(act.matter)],
        "copied_on": act.today,
    }


def _lines(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Line(label=label, text=text):
                yield f"{label}：{text}"
            case Heading(text=text) | Note(text=text):
                yield text
            case Paragraph(lines=lines):
                yield from lines
            case Table(rows=rows):
                yield from ("　".join("".join(c.lines) for c in row) for row in rows)
            case SignLine(label=label, name=name):
                yield f"{label}：{name}"
            case _:
                pass
