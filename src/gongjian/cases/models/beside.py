"""Who stands beside a party that cannot be heard alone: guardian, interpreter (监护人、翻译)."""

from django.db import models
from django.db.models import Q

from gongjian.cases.choices import GuardianKind, InterpreterKind
from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record

from .case import Case


class Assistance(Record):
    """What was found about the help a party needs to be heard; the newest counts.

    While a need stands and nobody fills it, the party is neither questioned nor told nor heard.
    Source: 行政处罚法 第三十条、第三十一条、第四十五条; 民法典 第十九条至第二十三条;
    治安管理处罚法 第九十八条、第一百零一条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assistance")
    minor = models.BooleanField(default=False)
    limited = models.BooleanField(default=False)
    language = models.BooleanField(default=False)
    sign = models.BooleanField(default=False)
    reason = models.TextField()
    stated_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="assistance_has_reason"),
        ]


class Guardian(Record):
    """Who stands beside a minor, or whoever cannot act alone: parent, guardian, suitable adult.

    Source: 治安管理处罚法 第九十八条、第一百一十二条; 未成年人保护法 第一百一十条;
    民法典 第二十三条.
    """

    SECRET = frozenset({"phone"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="guardians")
    kind = models.CharField(max_length=16, choices=GuardianKind.choices)
    name = models.CharField(max_length=100)
    relation = models.CharField(max_length=100)
    phone = EncryptedText(blank=True)
    told_at = models.DateTimeField()
    why_not_guardian = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="suitable_adult") | ~Q(why_not_guardian=""),
                name="guardian_suitable_adult_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Interpreter(Record):
    """Who interprets for the party, and has no interest in the case (翻译人员).

    Source: 治安管理处罚法 第九十五条、第一百零一条.
    """

    SECRET = frozenset({"phone"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interpreters")
    kind = models.CharField(max_length=8, choices=InterpreterKind.choices)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=50)
    unit = models.CharField(max_length=200, blank=True, default="")
    phone = EncryptedText(blank=True)
    called_at = models.DateTimeField()
    no_interest = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(no_interest=True), name="interpreter_has_no_interest"
            ),
        ]

    def __str__(self) -> str:
        return self.name
