"""Drawings of the discretion benchmark."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from gongjian.cases.apart import acts_of
from gongjian.cases.models import ActPosition, Draft
from gongjian.cases.public_order.models import Offender
from gongjian.cases.public_order.queries import latest_offender
from gongjian.cases.scopes import Scope, review_of
from gongjian.catalog.bar import Part, range_svg
from gongjian.catalog.rules import money
from gongjian.common import clock as clocks

register = template.Library()


@register.simple_tag
def weighed_acts(draft: Draft) -> Sequence[Draft | ActPosition]:
    """Return how each act of a draft was weighed: the draft itself where it speaks of one."""
    return acts_of(draft) if draft else ()


@register.simple_tag
def said_otherwise(draft: Draft) -> Offender | None:
    """Return what was established of the person otherwise than the agency's own decisions say."""
    found = latest_offender(draft.case) if draft and draft.case.public_order else None
    return found if found is not None and found.record_reason else None


@register.simple_tag
def review_asked(draft: Draft) -> Scope | None:
    """Return whether a draft must be reviewed today, and the rule that says so.

    A rule of the agency may have begun after it was written.
    """
    if not draft:
        return None
    today = clocks.current().today()
    return review_of(draft.case.matter, draft.case, draft, hearing_held=False, today=today)


@register.simple_tag
def weighing_bar(draft: Draft | ActPosition) -> SafeString:
    """Draw where the fine proposed for an act lies within the law and its step."""
    kept = draft.benchmark
    low, high = draft.legal_low_fen, draft.legal_high_fen
    if not kept or low is None or high is None:
        return SafeString("")
    assert draft.step_low_fen is not None
    assert draft.step_high_fen is not None
    step = Part(kept["step_name"], draft.step_low_fen, draft.step_high_fen, here=True)
    drawn = range_svg(
        low,
        high,
        [step],
        ends=(money(low), money(high)),
        label=kept["headline"],
        mark=draft.fine_fen,
        mark_label=f"拟罚 {money(draft.fine_fen)}" if draft.fine_fen else "不罚款",
    )
    return mark_safe(drawn)  # noqa: S308 -- every text in it is escaped by range_svg
