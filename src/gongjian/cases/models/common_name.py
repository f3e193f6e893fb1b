"""A decision in the common name of several agencies (以共同名义作出决定): a case of each."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .case import Case
from .draft import Draft

# Whose case it is: the agency that was invited, on the very party of the leading case.
SAME_PARTY = (
    "SELECT 1 FROM cases_case c JOIN matters_matter m ON m.id = c.matter_id"
    " JOIN parties_party p ON p.id = c.party_id JOIN cases_case l ON l.id = NEW.lead_id"
    " JOIN parties_party q ON q.id = l.party_id WHERE c.id = NEW.case_id"
    " AND m.agency_id = NEW.agency_id AND p.id_index <> '' AND p.id_index = q.id_index"
)


class CommonAgency(Record):
    """An agency of a decision in the common name, with its own case on the same party.

    The leading one has a row too, with its own case. An invited one has none until it accepts; its
    case goes out of the row when it withdraws. See ADR 0022.

    Source: 行政处罚法 第二十五条、第五十九条; 行政复议法 第十九条第二款;
    行政诉讼法 第二十六条第四款.
    """

    MUTABLE = frozenset(
        {"case_id", "opinion", "accepted_by_id", "accepted_at"}
        | {"reason", "invited_by_id", "invited_at", "left_on", "left_reason", "left_by_id"}
    )
    CHANGE = f"NEW.case_id IS NULL OR EXISTS ({SAME_PARTY})"

    lead = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="common_agencies")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="common"
    )
    clue = models.OneToOneField(
        "intake.Clue", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField()
    invited_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    opinion = models.TextField(blank=True, default="")
    accepted_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.TextField(blank=True, default="")
    left_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "agency"],
                condition=Q(left_on__isnull=True),
                name="common_agency_once_per_decision",
            ),
            models.CheckConstraint(
                condition=Q(case=F("lead"))
                | Q(case__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False) & ~Q(opinion=""),
                name="common_agency_accepted_by_its_head",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_by__isnull=True, left_reason="")
                | Q(left_on__isnull=False, left_by__isnull=False) & ~Q(left_reason=""),
                name="common_agency_left_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(case__isnull=True) | Q(case=F("lead")),
                name="common_agency_left_has_no_case",
            ),
        ]


class CommonText(Record):
    """The text that the leading agency handed to the others: the very draft it is taken from."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="common_texts")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="+")
    handed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class CommonSignature(Record):
    """The head of an invited agency signs the one text, in the case of the own agency.

    It stands for exactly the draft of the leading agency (`text`) and the own one (`draft`), which
    say the same; any newer draft of any agency voids it. `evidence` and `heard` are what the paper
    says of the own case. The leading agency signs by issuing, last of all.

    Source: 行政处罚法 第五十七条、第五十九条第二款.
    """

    MUTABLE = frozenset({"withdrawn_on", "withdrawn_reason", "withdrawn_by_id"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="common_signatures")
    text = models.ForeignKey(CommonText, on_delete=models.PROTECT, related_name="signatures")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    text_hash = models.CharField(max_length=64)
    opinion = models.TextField()
    evidence = models.JSONField()
    heard = models.TextField()
    signed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="")
    withdrawn_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason=""),
                name="common_signature_withdrawn_with_reason",
            ),
        ]
