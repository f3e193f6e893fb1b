"""Closed lists of the scan."""

from django.db.models import TextChoices


class LeakKind(TextChoices):
    NAME = "name", "姓名"
    ID_NUMBER = "id_number", "证件号码"
    PHONE = "phone", "电话号码"
    ADDRESS = "address", "住址"
    BANK_CARD = "bank_card", "银行卡号"
    PLATE = "plate", "机动车号牌"
    ATTACHMENT = "attachment", "附件中的文字或者属性"
    CLOSED_NUMBER = "closed", "不公开的文号"


class LeakOutcome(TextChoices):
    """What a person made of a find. Source: 政府信息公开条例 第十五条."""

    LEAK = "leak", "确属泄露，须更正或者撤回"
    HARMLESS = "harmless", "不是泄露，可以公开"
