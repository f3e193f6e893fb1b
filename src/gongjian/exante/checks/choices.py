"""Closed lists of random checks."""

from django.db.models import TextChoices


class CheckResult(TextChoices):
    """What a check found, in the words in which results are published. Source: LAW 7.4."""

    NOTHING = "nothing", "未发现问题"
    CORRECTED = "corrected", "发现问题已责令改正"
    PENDING = "pending", "发现问题待后续处理"
    REFUSED = "refused", "不配合检查情节严重"
    NOT_TRADING = "not_trading", "未发现开展经营活动"
    CLOSED = "closed", "已关闭停业或正在清算"
    NOT_FOUND = "not_found", "通过登记的住所无法联系"
    STRUCK_OFF = "struck_off", "已注销"
