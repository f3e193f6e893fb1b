"""Closed lists of the app."""

from django.db.models import TextChoices


class RemedyKind(TextChoices):
    REVIEW = "review", "行政复议"
    LITIGATION = "litigation", "行政诉讼"


class Applicant(TextChoices):
    PARTY = "party", "当事人"
    OTHER = "other", "其他利害关系人"


class RemedyState(TextChoices):
    LODGED = "lodged", "待受理"
    ACCEPTED = "accepted", "已受理"
    REFUSED = "refused", "不予受理（立案）"
    ENDED = "ended", "已终结"


class Answer(TextChoices):
    ACCEPTED = "accepted", "受理（立案）"
    REFUSED = "refused", "不予受理（立案）"


class Outcome(TextChoices):
    """How a review or a lawsuit ends.

    Source: 行政复议法 第三十二条、第六十三条至第七十三条; 行政诉讼法 第六十九条至第七十七条.
    """

    UPHELD = "upheld", "维持（驳回请求）"
    CHANGED = "changed", "变更"
    REVOKED = "revoked", "撤销"
    UNLAWFUL = "unlawful", "确认违法"
    VOID = "void", "确认无效"
    REMADE = "remade", "撤销并责令重新作出"
    MEDIATED = "mediated", "调解"
    WITHDRAWN = "withdrawn", "申请人撤回"
    SETTLED = "settled", "转送以前本机关自行撤销处罚决定"


class OwnCorrection(TextChoices):
    """Source: 行政处罚法 第七十五条第二款（主动改正）."""

    REVOKED = "revoked", "撤销"
    CHANGED = "changed", "变更"


OVERTURNING = frozenset({Outcome.REVOKED, Outcome.VOID, Outcome.REMADE})
# What a body, a court or the applicant says; that the agency settled it itself, an act enters.
RESULTS = [(one.value, one.label) for one in Outcome if one != Outcome.SETTLED]
CHANGING = frozenset({Outcome.CHANGED, Outcome.MEDIATED})
