"""Closed lists of legal review."""

from django.db.models import TextChoices


class Finding(TextChoices):
    OK = "ok", "符合"
    PROBLEM = "problem", "有问题"
    NOT_APPLICABLE = "na", "不适用"


class Outcome(TextChoices):
    """What a written opinion can say; each place calls it by its own label.

    Source: 国办发〔2018〕118号 （十三）; XM4.3.4; HN27; DZ11(2).
    """

    PASSED = "passed", "审核通过"
    RETURNED = "returned", "退回补正"
    REJECTED = "rejected", "不予核准"
    TRANSFERRED = "transferred", "移送有权机关处理"


# The code of the profiles' `review.outcomes`.
CANONICAL = {
    Outcome.PASSED: "approve",
    Outcome.RETURNED: "correct",
    Outcome.REJECTED: "reject",
    Outcome.TRANSFERRED: "transfer",
}
