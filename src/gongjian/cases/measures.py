"""Reads of measures on property: what was asked for, allowed, is held, waits to be confirmed.

Each is read from the steps themselves, which nobody edits (see also `locks.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from gongjian.cases.runs import REPORT, allowed, standing, unconfirmed_in
from gongjian.common.clock import HOME_ZONE, local_date
from gongjian.common.db.prepared import prepared
from gongjian.common.reads import once
from gongjian.documents.queries import standing_documents
from gongjian.matters.choices import DeadlineState
from gongjian.matters.definitions import knows, process_of
from gongjian.matters.limits import deadlines_of
from gongjian.matters.models import Matter, Step
from gongjian.matters.queries import history_of

ASKED = ("propose_preservation", "approve_preservation", "refuse_preservation")
ALLOWED = ("approve_preservation", "preserve")
# By the step of this name each thing that is held has its end (`disposal`).
DISPOSED = "dispose_goods"
KEPT = ("preserve", "dispose_preserved", DISPOSED)
SEIZED = ("seize", "seize_at_once", "release_seizure", DISPOSED)
TAKEN = ("seize_at_once", "approve_seizure", "release_seizure")
EVERY = frozenset((*ASKED, *ALLOWED, *KEPT, *SEIZED, *TAKEN))
# Steps that ask whether anything is still held, or was taken without leave.
ENDS = (
    *("end_investigation", "terminate", "fulfil_mediation"),
    *("end_unpunished", "close"),
)
# Before a procedure had this act, confiscated goods had no end of their own there.
ENDS_EACH = "cases.dispose_goods"
TERMS = ("seize-limit", "preserve-limit")


def _steps(matter: Matter) -> Sequence[Step]:
    """Return the steps of a matter that concern property, newest first; no query without any.

    One for the steps taken, which acts and pages have read already.
    """
    return () if EVERY.isdisjoint(history_of(matter)) else _taken(matter)


@once
@prepared
def _taken(matter: Matter) -> QuerySet[Step]:
    return Step.objects.filter(matter=matter, code__in=EVERY).order_by("-seq")


def _last(matter: Matter, codes: tuple[str, ...]) -> Step | None:
    return next((step for step in _steps(matter) if step.code in codes), None)


def preservation_asked(matter: Matter) -> Step | None:
    """Return the request to keep evidence that the head has not answered yet; one query."""
    last = _last(matter, ASKED)
    return last if last is not None and last.code == "propose_preservation" else None


def approval_open(matter: Matter) -> Step | None:
    """Return the approval to keep evidence on which no notice rests yet; one query."""
    last = _last(matter, ALLOWED)
    return last if last is not None and last.code == "approve_preservation" else None


def approved(matter: Matter) -> Mapping[str, Any]:
    """Return what the open approval tells the notice that will rest on it."""
    step = approval_open(matter)
    if step is None:
        return {}
    said = {"items": step.data["items"], "reason": step.data["reason"]}
    return said | {"approved_by": step.by_name, "approved_on": local_date(step.at)}


def held(matter: Matter) -> str:
    """Return what is still seized or kept in a case, in words; "" where nothing is; one query.

    Source: 行政强制法 第二十七条、第二十八条; 行政处罚法 第五十六条.
    """
    found = []
    if seized(matter):
        found.append("查封、扣押")
    if kept(matter):
        found.append("先行登记保存")
    return "和".join(found)


def seized(matter: Matter) -> bool:
    """Tell whether anything is still seized; a query more where one of several was released."""
    last = _last(matter, SEIZED)
    if last is None or last.code == DISPOSED:
        return False
    return last.code != "release_seizure" or bool(standing(matter, preserved=False))


def kept(matter: Matter) -> bool:
    """Tell whether anything is still registered and kept; a query more after a disposal."""
    last = _last(matter, KEPT)
    if last is None or last.code == DISPOSED:
        return False
    return last.code != "dispose_preserved" or bool(standing(matter, preserved=True))


def lifted(matter: Matter) -> bool:
    """Tell the guards of the ends that nothing is held any more: released, or disposed of.

    Asks nothing of a case in which no such limit ever ran; services and database do not rely on it.
    """
    if not knows(matter, ENDS_EACH) or not any(_here(matter, code) for code in ENDS):
        return True
    ran = any(limit.code in TERMS for limit in deadlines_of(matter))
    return not ran or not held(matter)


def seizure_open(matter: Matter) -> bool:
    """Tell whether something seized at once is neither approved nor released; four queries at most.

    An approval that was declared void confirms nothing.

    Source: 行政强制法 第十九条.
    """
    last = _last(matter, TAKEN)
    if last is None:
        return False
    if last.code == "seize_at_once" or unconfirmed_in(matter):
        return True
    taken = _last(matter, ("seize_at_once",)) if last.code == "approve_seizure" else None
    return taken is not None and not _approved_since(matter, taken.at)


@once
def _approved_since(matter: Matter, taken: datetime) -> bool:
    papers = standing_documents(matter)
    return papers.filter(kind="seizure-approval", made_at__gte=taken).exists()


def may_seize(matter: Matter) -> bool:
    """Tell the guard of a seizure that an approval stands for it; elsewhere nothing asks.

    Source: 行政强制法 第十八条第一项.
    """
    asked = _here(matter, "seize") and "approve_seizure" in history_of(matter)
    return not asked or allowed(matter)


def confirmed(matter: Matter) -> bool:
    """Tell the guard of the end of the investigation; elsewhere nothing asks, nor the database."""
    return not _here(matter, "end_investigation") or not seizure_open(matter)


def measures_wait(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield what the head has to answer or to confirm about property; three queries at most."""
    if not _here(matter, "approve_preservation"):
        return
    if (asked := preservation_asked(matter)) is not None:
        yield "agency_head", "审批先行登记保存", local_date(asked.at)
    if not seizure_open(matter):
        return
    for limit in deadlines_of(matter):
        if limit.code == REPORT and limit.state == DeadlineState.OPEN and limit.due_at:
            local = limit.due_at.astimezone(HOME_ZONE)
            until = f"{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"
            yield "agency_head", f"补办当场查封、扣押的批准（{until}前）", limit.due_on


def _here(matter: Matter, code: str) -> bool:
    step = process_of(matter).steps.get(code)
    return step is not None and step.preset_in(frozenset(matter.marking)) is not None
