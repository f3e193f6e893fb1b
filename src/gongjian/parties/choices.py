"""Closed lists of the app."""

from django.db import models


class PartyKind(models.TextChoices):
    """Whom an act can concern."""

    NATURAL = "natural", "自然人"
    LEGAL = "legal", "法人"
    SOLE_TRADER = "sole_trader", "个体工商户"
    OTHER_ORG = "other_org", "其他组织"


ORGANISED = (PartyKind.LEGAL, PartyKind.SOLE_TRADER, PartyKind.OTHER_ORG)


class IdKind(models.TextChoices):
    """The papers by which a natural person is identified (codes of the credit platform)."""

    NONE = "", "无"
    CITIZEN = "01", "居民身份证"
    PASSPORT = "02", "护照"
    HONG_KONG_MACAO = "03", "港澳居民来往内地通行证"
    TAIWAN = "04", "台湾居民来往大陆通行证"
    FOREIGN_RESIDENT = "05", "外国人永久居留身份证"
