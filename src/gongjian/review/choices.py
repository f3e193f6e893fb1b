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


class Adoption(TextChoices):
    """What the handling unit did with a problem found (采纳情况). Source: DZ11(2); XM4.3.4."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT = "not", "不采纳"


class Side(TextChoices):
    HANDLER = "handler", "承办机构"
    REVIEWER = "reviewer", "法制审核机构"


class ProposalState(TextChoices):
    OPEN = "open", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"


class ConsultationResult(TextChoices):
    """How a consultation ended. Source: 国办发〔2018〕118号 （十四）; DZ11(2); HN27; LF3.5."""

    RECONSIDER = "reconsider", "协商一致，重新审核"
    MEND = "mend", "协商一致，承办机构补正"
    NONE = "none", "协商不成，提请集体讨论"


class AdviserKind(TextChoices):
    """Source: LF3.2(3); DZ9(2); HN24."""

    COUNSEL = "counsel", "法律顾问"
    GOVERNMENT = "government", "公职律师"
    PURCHASED = "purchased", "购买服务"


class AppraisalGrade(TextChoices):
    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "称职"
    POOR = "poor", "不称职"


class LegalityOutcome(TextChoices):
    """What the legality review of a normative document found. Source: HN25."""

    LAWFUL = "lawful", "合法，可以印发"
    PROBLEM = "problem", "存在问题，修改后再审"


class Questioned(TextChoices):
    """Whom a reviewer may question himself. Source: XM4.3.3."""

    PARTY = "party", "当事人"
    VICTIM = "victim", "被侵害人"
    WITNESS = "witness", "关键证人"
