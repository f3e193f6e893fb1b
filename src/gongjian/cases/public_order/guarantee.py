"""The money that stands for a person whose detention waits (暂缓执行行政拘留的保证金)."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.models.standing import DAYS_NOW
from gongjian.common.records import Record

from .choices import DepositFate, Guarantee

EVADED = (
    "SELECT 1 FROM cases_detentionsuspension s WHERE s.id = NEW.suspension_id"
    " AND s.state = 'evaded'"
)
# Refused, or the penalty or its detention is gone or not executed by law; or the detention began.
# Source: 治安管理处罚法 第一百三十条.
DUE_BACK = (
    "SELECT 1 FROM cases_detentionsuspension s JOIN cases_detentionorder r ON r.id = s.order_id"  # noqa: S608
    " WHERE s.id = NEW.suspension_id AND s.state <> 'evaded' AND (s.state IN ('refused', 'revoked')"
    " OR EXISTS (SELECT 1 FROM cases_overturn o WHERE o.decision_id = r.decision_id)"
    f" OR NOT r.executable OR {DAYS_NOW.format(o='r')} = 0"
    " OR (s.leave AND s.state = 'ended') OR (NOT s.leave AND EXISTS"
    " (SELECT 1 FROM cases_detentionexecution x WHERE x.order_id = r.id)))"
)

# The rest of a deposit that was forfeited in part: the detention is served, gone, or never served.
# Source: 治安管理处罚法 第一百三十条; 公安机关办理行政案件程序规定 第二百三十二条第一款.
REST_DUE = (
    "SELECT 1 FROM cases_detentionsuspension s JOIN cases_detentionorder r ON r.id = s.order_id"  # noqa: S608
    " WHERE s.id = NEW.suspension_id AND (EXISTS (SELECT 1 FROM cases_detentionexecution x"
    " WHERE x.order_id = r.id) OR EXISTS (SELECT 1 FROM cases_overturn o"
    f" WHERE o.decision_id = r.decision_id) OR NOT r.executable OR {DAYS_NOW.format(o='r')} = 0)"
)
# The decision by which it was forfeited is out of force: it comes back, from the treasury too.
# Source: 公安机关办理行政案件程序规定 第二百三十三条; 行政复议法 第六十四条; 行政诉讼法 第七十条.
FELL = (
    "SELECT 1 FROM cases_paperoverturn w WHERE w.document_id = {p}.paper_id"
    " AND w.ground <> 'unlawful'"
)
# What of a forfeited deposit (`p`) was taken, what of that stands, and what came back of it.
TAKEN = "COALESCE({p}.forfeited_fen, {p}.amount_fen)"
STANDS = (
    f"(CASE WHEN EXISTS ({FELL}) THEN 0 ELSE COALESCE((SELECT c.fen FROM cases_paperchange c"  # noqa: S608
    " WHERE c.document_id = {p}.paper_id ORDER BY c.turn DESC LIMIT 1), "
    f"{TAKEN}) END)"
)
GIVEN = f"(CASE WHEN {{p}}.back_receipt = '' THEN 0 ELSE COALESCE({{p}}.back_fen, {TAKEN}) END)"
# Revoked for the agency to decide again, and nothing came back: it may be forfeited once more.
TO_DECIDE_ANEW = (
    "SELECT 1 FROM cases_paperoverturn w WHERE w.document_id = OLD.paper_id AND w.ground = 'remade'"
)


class DetentionDeposit(Record):
    """The deposit that lets one detention wait: held until it is given back or forfeited.

    Kept by who handles no case; the bank takes it. What is forfeited goes to the treasury; where
    that is a part (`forfeited_fen`; None in rows of before: the whole), the rest goes back to its
    payer once the detention is served (`rest_…`); what was forfeited by a decision that fell, or
    beyond what a change left of it, goes back at once (`back_…`; `back_fen` so far in all, None in
    rows of before: the whole). Revoked to be decided again it may be forfeited on another paper.

    Source: 治安管理处罚法 第一百二十六条、第一百二十九条、第一百三十条;
    公安机关办理行政案件程序规定 第二百三十一条、第二百三十二条.
    """

    MUTABLE = frozenset(
        {
            "fate",
            "settled_on",
            "settled_by_id",
            "settled_because",
            "paper_id",
            "settled_receipt",
            "treasury_on",
            "treasury_receipt",
            "forfeited_fen",
            "rest_on",
            "rest_receipt",
            "rest_paper_id",
            "back_on",
            "back_fen",
            "back_receipt",
            "back_paper_id",
        }
    )
    CHANGE = (
        "(OLD.fate = NEW.fate AND OLD.fate = 'forfeited' AND ((NEW.settled_on = OLD.settled_on"
        " AND NEW.paper_id = OLD.paper_id"
        " AND COALESCE(NEW.forfeited_fen, 0) = COALESCE(OLD.forfeited_fen, 0))"
        f" OR (NEW.paper_id <> OLD.paper_id AND OLD.back_receipt = '' AND EXISTS ({TO_DECIDE_ANEW})"
        f" AND {TAKEN.format(p='NEW')} <= {TAKEN.format(p='OLD')}))"
        f" AND (NEW.treasury_receipt = OLD.treasury_receipt"
        f" OR OLD.treasury_receipt = '' AND NOT EXISTS ({FELL.format(p='NEW')}))"
        f" AND (NEW.rest_receipt = OLD.rest_receipt"
        f" OR OLD.rest_receipt = '' AND EXISTS ({REST_DUE}))"
        " AND ((NEW.back_receipt = OLD.back_receipt"
        " AND COALESCE(NEW.back_fen, 0) = COALESCE(OLD.back_fen, 0))"
        f" OR (COALESCE(NEW.back_fen, 0) > {GIVEN.format(p='OLD')}"
        f" AND NEW.back_fen <= {TAKEN.format(p='NEW')} - {STANDS.format(p='NEW')})))"
        f" OR (OLD.fate = 'held' AND ((NEW.fate = 'forfeited' AND EXISTS ({EVADED}))"
        f" OR (NEW.fate = 'refunded' AND EXISTS ({DUE_BACK}))))"
    )

    suspension = models.OneToOneField(
        "cases.DetentionSuspension", on_delete=models.PROTECT, related_name="deposit"
    )
    amount_fen = models.BigIntegerField()
    payer = models.CharField(max_length=100)
    paid_on = models.DateField()
    bank_receipt = models.CharField(max_length=80)
    notice = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    fate = models.CharField(max_length=10, choices=DepositFate.choices, default=DepositFate.HELD)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_because = models.TextField(blank=True, default="")
    settled_receipt = models.CharField(max_length=80, blank=True, default="")
    paper = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    treasury_on = models.DateField(null=True, blank=True)
    treasury_receipt = models.CharField(max_length=80, blank=True, default="")
    forfeited_fen = models.BigIntegerField(null=True, blank=True)
    rest_on = models.DateField(null=True, blank=True)
    rest_receipt = models.CharField(max_length=80, blank=True, default="")
    rest_paper = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    back_on = models.DateField(null=True, blank=True)
    back_fen = models.BigIntegerField(null=True, blank=True)
    back_receipt = models.CharField(max_length=80, blank=True, default="")
    back_paper = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    @property
    def taken_fen(self) -> int:
        """What of it was forfeited, in fen."""
        if self.fate != DepositFate.FORFEITED:
            return 0
        return self.amount_fen if self.forfeited_fen is None else self.forfeited_fen

    @property
    def rest_fen(self) -> int:
        """What is left of it after it was forfeited in part, in fen."""
        return self.amount_fen - self.taken_fen if self.fate == DepositFate.FORFEITED else 0

    @property
    def given_back_fen(self) -> int:
        """What of the forfeited sum came back so far, in fen."""
        if not self.back_receipt:
            return 0
        return self.taken_fen if self.back_fen is None else self.back_fen

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(bank_receipt="") & ~Q(payer=""),
                name="deposit_paid_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(fate="held", settled_on__isnull=True, paper__isnull=True)
                | Q(
                    fate__in=["refunded", "forfeited"],
                    settled_on__gte=F("paid_on"),
                    settled_by__isnull=False,
                    paper__isnull=False,
                ),
                name="deposit_settled_on_paper",
            ),
            models.CheckConstraint(
                condition=~Q(fate="refunded") | ~Q(settled_receipt=""),
                name="deposit_refunded_with_a_slip",
            ),
            models.CheckConstraint(
                condition=Q(treasury_receipt="", treasury_on__isnull=True)
                | Q(fate="forfeited", treasury_on__gte=F("settled_on")) & ~Q(treasury_receipt=""),
                name="deposit_forfeited_before_the_treasury",
            ),
            models.CheckConstraint(
                condition=Q(forfeited_fen__isnull=True)
                | Q(fate="forfeited", forfeited_fen__gt=0, forfeited_fen__lte=F("amount_fen")),
                name="deposit_forfeited_at_most_whole",
            ),
            models.CheckConstraint(
                condition=Q(rest_receipt="", rest_on__isnull=True, rest_paper__isnull=True)
                | Q(
                    forfeited_fen__lt=F("amount_fen"),
                    rest_on__gte=F("settled_on"),
                    rest_paper__isnull=False,
                )
                & ~Q(rest_receipt=""),
                name="deposit_rest_back_on_paper",
            ),
            models.CheckConstraint(
                condition=Q(back_receipt="", back_on__isnull=True, back_paper__isnull=True)
                | Q(fate="forfeited", back_on__gte=F("settled_on"), back_paper__isnull=False)
                & ~Q(back_receipt=""),
                name="deposit_back_on_paper",
            ),
        ]


class GuarantorBreach(Record):
    """A guarantor through whose breach a detention was evaded, with the case opened against him.

    `most_fen`: up to which fine the article goes; the case imposes nothing else.

    Source: 治安管理处罚法 第一百二十八条第二款.
    """

    suspension = models.OneToOneField(
        "cases.DetentionSuspension", on_delete=models.PROTECT, related_name="breach"
    )
    case = models.OneToOneField(
        "cases.Case", on_delete=models.PROTECT, related_name="guarantor_breach"
    )
    guarantee = models.CharField(max_length=12, choices=Guarantee.choices)
    breach = models.TextField()
    most_fen = models.BigIntegerField()
    opened_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guarantee="guarantor", most_fen__gt=0) & ~Q(breach=""),
                name="breach_of_a_guarantor_in_words",
            ),
        ]
