"""What must be on paper of each seizure before the investigation may end: its record and its list.

Source: 行政强制法 第十八条第七项至第九项、第二十四条.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gongjian.common.reads import once
from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import history_of

from .goods import SEIZING, said_in

# What each seizure needs, and the words for what is missing.
NEEDED = {"seizure-record": "现场笔录", "seizure-list": "财物清单"}
TAKEN = frozenset({"seize", "seize_at_once"})


@once
def lacking(matter: Matter) -> list[tuple[Document, tuple[str, ...]]]:
    """Return each seizure of which papers are missing, with their kinds, oldest first.

    Released ones too: what was done on the spot stays to be told. One query, none where nothing was
    ever seized.
    """
    if TAKEN.isdisjoint(history_of(matter)):
        return []
    papers = list(standing_documents(matter).filter(kind__in=(*SEIZING, *NEEDED)).order_by("id"))
    told = [(paper, said_in(paper)) for paper in papers if paper.kind in NEEDED]
    found = []
    for seizure in (paper for paper in papers if paper.kind in SEIZING):
        have = {paper.kind for paper, said in told if _speaks_of(seizure, paper, said)}
        if missing := tuple(kind for kind in NEEDED if kind not in have):
            found.append((seizure, missing))
    return found


def _speaks_of(seizure: Document, paper: Document, said: Mapping[str, Any]) -> bool:
    """Tell whether a paper belongs to a seizure; one that could name none, to all before it."""
    if "seizure_number" not in said:
        return bool(paper.pk > seizure.pk)
    return bool(said["seizure_number"] == seizure.number)


def recorded(matter: Matter) -> bool:
    """Tell the guard of the end of the investigation; elsewhere nothing asks."""
    return not _ends_here(matter) or not lacking(matter)


def unrecorded(matter: Matter) -> str:
    """Return why the investigation may not end without papers of a seizure; "" when it may."""
    told = "；".join(f"{paper.number}缺{_named(kinds)}" for paper, kinds in lacking(matter))
    if not told:
        return ""
    return f"查封、扣押的文书不全：{told}，请先补齐（行政强制法第十八条、第二十四条）"


def records_wait(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield that papers are missing that were to be made on the spot, on that day."""
    if not _ends_here(matter):
        return
    for paper, kinds in lacking(matter):
        since = date.fromisoformat(said_in(paper)["from_on"])
        yield "handler", f"补齐查封、扣押的{_named(kinds)}（{paper.number}）", since


def _named(kinds: tuple[str, ...]) -> str:
    return "、".join(NEEDED[kind] for kind in kinds)


def next_without(matter: Matter, kind: str) -> Document | None:
    """Return the oldest seizure that has no paper of a kind yet; the newest where all have one."""
    waiting = (paper for paper, kinds in lacking(matter) if kind in kinds)
    every = standing_documents(matter).filter(kind__in=SEIZING).order_by("-id")
    return next(waiting, None) or every.first()


def of_a_known_seizure(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Ask that a record or a list names a seizure of this case."""
    every = standing_documents(matter).filter(kind__in=SEIZING).order_by("id")
    numbers = list(every.values_list("number", flat=True))
    if given["seizure_number"] in numbers:
        return {}
    return {"seizure_number": f"请照录本案查封、扣押决定书的文号：{'、'.join(numbers)}"}


def _ends_here(matter: Matter) -> bool:
    step = process_of(matter).steps.get("end_investigation")
    return step is not None and step.preset_in(frozenset(matter.marking)) is not None
