"""What the last re-verification found of every body (执法主体重新核定结果)."""

from datetime import date

from gongjian.exante.bodies import bodies_of, newest_review
from gongjian.exante.choices import BodyOutcome
from gongjian.exante.models import BodyReview, BodyVerdict
from gongjian.orgs.models import Agency

from .form import Drawn, Row

COLUMNS = (
    ("name", "执法主体"),
    ("outcome", "核定结果"),
    ("note", "说明"),
    ("verified", "核定日期"),
)
NONE = "目前没有已经办完或者到期的重新核定。"
OPEN = "逾期尚未核定"


def draw(agency: Agency, on: date) -> Drawn:
    """Return the result of the newest re-verification once it is complete or due; three queries.

    Source: REQUIREMENTS P2; KM3.2.2.
    """
    review = newest_review(agency.pk)
    if review is None:
        return Drawn(COLUMNS, [], [NONE])
    bodies = list(bodies_of(agency).order_by("path"))
    known = {one.body_id: one for one in BodyVerdict.objects.filter(review=review)}
    if on <= review.due_on and any(body.pk not in known for body in bodies):
        return Drawn(COLUMNS, [], [NONE])
    return Drawn(COLUMNS, [_row(body, known.get(body.pk)) for body in bodies], [_told(review)])


def _told(review: BodyReview) -> str:
    return (
        f"第 {review.number} 次重新核定，{review.ordered_on} 组织，限 {review.due_on} 前完成。"
        f"原因和范围：{review.reason}"
    )


def _row(body: Agency, verdict: BodyVerdict | None) -> Row:
    cells = {"name": body.name, "outcome": OPEN}
    if verdict is not None:
        cells |= {
            "outcome": BodyOutcome(verdict.outcome).label,
            "note": verdict.note,
            "verified": str(verdict.verified_on),
        }
    return Row(body.code, cells)
