"""Extending the review's own limit."""

from dataclasses import dataclass

from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.matters.models import Matter


@dataclass(frozen=True)
class ExtendReview:
    reason: str = fields.text("延长的理由", max_length=1000, help="案情疑难复杂的，写明在哪里")


@act("review.extend_limit", title="延长审核期限")
def extend_limit(*, act: Act, cmd: ExtendReview) -> Matter:
    """Lengthen the limit of the review by what the profile allows.

    Source: review-extension of the profile; XM4.3.4; LF3.5; KM2.3.4; HN28.
    """
    matter: Matter = act.matter
    return matter


extend_limit.requires(no_handler)
