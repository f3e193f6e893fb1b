"""Reads of orders to correct: which still wait to be told or re-checked (责令改正、复查)."""

import json
from datetime import date

from django.db.models import Prefetch, QuerySet

from gongjian.common.db.prepared import prepared, prepared_first
from gongjian.common.reads import once
from gongjian.documents.models import Document
from gongjian.documents.paper.values import day_zh
from gongjian.documents.queries import standing_documents
from gongjian.jurisdiction.limits import Due
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

from .choices import CorrectionState
from .models import Case, CorrectionOrder, Delivery, OnSpot, Recheck

ORDER = "correction-order"
DECISIONS = (
    *("penalty-decision", "no-penalty-decision"),
    *("public-order-decision", "unpunished-decision"),
)
CORRECT, RECHECK = "correction-limit", "recheck-limit"
UNANNOUNCED = "recheck.unannounced"
# The places from which a case is closed: before them nobody has to ask whether all is checked.
LAST = frozenset({"executed", "common_decided", "unpunished_told"})


@once
def open_order(case: Case) -> CorrectionOrder | None:
    """Return the order to correct that waits for its re-check.

    Asked by its state, an index of open orders alone has SQLite plan the statement anew each time.
    """
    return next((o for o in _orders(case) if o.state == CorrectionState.OPEN), None)


@prepared
def _orders(case: Case) -> QuerySet[CorrectionOrder]:
    found = CorrectionOrder.objects.filter(case=case)
    return found.select_related("delivery__document").order_by("id")


@once
@prepared_first
def unserved_order(matter: Matter) -> QuerySet[Document]:
    """Return the oldest order to correct whose service is not on record."""
    orders = standing_documents(matter).filter(kind=ORDER)
    served = Delivery.objects.filter(case__matter=matter).values("document_id")
    return orders.exclude(pk__in=served).order_by("id")


def corrections_checked(matter: Matter, case: Case) -> bool:
    """Tell whether every order to correct was served, and re-checked or excused.

    Two queries where the case could be closed next, none earlier.
    """
    if LAST.isdisjoint(matter.marking):
        return True
    return open_order(case) is None and unserved_order(matter) is None


@prepared_first
def told_decision(case: Case) -> QuerySet[Delivery]:
    """Return the served decision in which an order to correct may stand, not yet registered."""
    served = Delivery.objects.filter(case=case, document__kind__in=DECISIONS)
    free = served.filter(correction__isnull=True).select_related("document")
    return free.order_by("-id")


def recheck_due(matter: Matter, served_on: date, correct_by: date) -> tuple[date, Due]:
    """Return the day from which the time to re-check runs here, and its end.

    The law of the field counts it from service; where there is none, from the end of the time
    that the order gives. Source: recheck-limit of the profile.
    """
    rules = profile(matter.profile)
    rule = rules.parameter(RECHECK, matter.domain, on=served_on)
    begins = served_on if rule.starts == "correction_delivered" else correct_by
    return begins, rules.due(RECHECK, begins, matter.domain)


def must_be_unannounced(matter: Matter, on: date) -> bool:
    """Tell whether the officers come without notice here.

    Source: 环境保护主管部门实施按日连续处罚办法 第十条; recheck.unannounced of the profile.
    """
    return bool(profile(matter.profile).parameter(UNANNOUNCED, matter.domain, on=on).items)


def orders_to_correct(case: Case) -> QuerySet[CorrectionOrder]:
    """Return the orders to correct of a case with their re-checks, oldest first; two queries."""
    orders = CorrectionOrder.objects.filter(case=case).select_related(
        "delivery__document", "excused_by"
    )
    looked = Recheck.objects.select_related(
        "lead", "second", "document", "daily__case__matter"
    ).order_by("id")
    return orders.prefetch_related(Prefetch("rechecks", queryset=looked)).order_by("id")


def ordered_on_spot(spot: OnSpot, today: date) -> str:
    """Return what a decision on the spot orders to correct, until when, and what was seen."""
    if not spot.correction or spot.correct_by is None:
        return ""
    by = "立即改正" if spot.correct_by == today else f"于{day_zh(spot.correct_by)}以前改正"
    seen = f"。当事人已经当场改正：{spot.corrected}" if spot.corrected else ""
    return f"{spot.correction}（{by}）{seen}"


def requirement_of(paper: Document) -> str:
    """Return what an order of its own asks for, one demand a line."""
    return "\n".join(json.loads(paper.data)["fields"].get("requirements", ()))
