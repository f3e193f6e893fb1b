"""Closed lists of the app."""

from django.db.models import TextChoices


class RemedyKind(TextChoices):
    REVIEW = "review", "行政复议"
    LITIGATION = "litigation", "行政诉讼"


class Challenged(TextChoices):
    """What a review or a lawsuit is about.

    Source: 行政复议法 第十一条; 行政诉讼法 第十二条; 行政强制法 第八条;
    治安管理处罚法 第一百二十一条.
    """

    PENALTY = "penalty", "行政处罚决定"
    SPARED = "spared", "不予处罚决定"
    SEIZURE = "seizure", "查封、扣押决定"
    PRESERVED = "preserved", "先行登记保存"
    COLLECTED = "collected", "收缴、追缴决定"
    SURCHARGE = "surcharge", "加处罚款决定"
    DEPOSIT = "deposit", "没收保证金决定"
    CORRECTION = "correction", "责令改正决定"
    NOT_FILED = "not_filed", "不予立案"


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

    `ordered`: what was not filed is to be filed.

    Source: 行政复议法 第三十二条、第六十三条至第七十三条; 行政诉讼法 第六十九条至第七十七条.
    """

    UPHELD = "upheld", "维持（驳回请求）"
    CHANGED = "changed", "变更"
    REVOKED = "revoked", "撤销"
    UNLAWFUL = "unlawful", "确认违法"
    VOID = "void", "确认无效"
    REMADE = "remade", "撤销并责令重新作出"
    ORDERED = "ordered", "责令履行职责（立案）"
    MEDIATED = "mediated", "调解"
    WITHDRAWN = "withdrawn", "申请人撤回"
    SETTLED = "settled", "转送以前本机关自行撤销处罚决定"


class OwnCorrection(TextChoices):
    """Source: 行政处罚法 第七十五条第二款（主动改正）."""

    REVOKED = "revoked", "撤销"
    CHANGED = "changed", "变更"


OVERTURNING = frozenset({Outcome.REVOKED, Outcome.VOID, Outcome.REMADE, Outcome.ORDERED})
# After these the agency decides anew.
TO_BE_MADE_ANEW = frozenset({Outcome.REMADE, Outcome.ORDERED})
# There is nothing in them whose execution could wait.
NOTHING_TO_STAY = frozenset({Challenged.SPARED, Challenged.NOT_FILED})
# By what was taken under them, it is given back once they fell.
TAKING = frozenset({Challenged.SEIZURE, Challenged.PRESERVED, Challenged.COLLECTED})
# These only secure what is still to come: found unlawful they end as well.
SECURING = frozenset({Challenged.SEIZURE, Challenged.PRESERVED})
# What is made anew, if at all, by its own act in the same case.
ANEW_IN_PLACE = TAKING | {Challenged.SURCHARGE, Challenged.DEPOSIT, Challenged.CORRECTION}
# Of these a result may leave something else than was decided.
CHANGEABLE = frozenset(
    {Challenged.PENALTY, Challenged.SURCHARGE, Challenged.DEPOSIT, Challenged.CORRECTION}
)
# What a body, a court or the applicant says; that the agency settled it itself, an act enters.
RESULTS = [(one.value, one.label) for one in Outcome if one != Outcome.SETTLED]
CHANGING = frozenset({Outcome.CHANGED, Outcome.MEDIATED})
