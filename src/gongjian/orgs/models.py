"""Agencies, their units, officers, certificates, and who holds which office since when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import CertificateKind, ExamLevel, Role, TrainingKind, UnitKind


class Agency(Record):
    """An authority that enforces in its own name (行政执法机关).

    `path` lists the codes from the top down, each between slashes (`/qc/qc-env/`): an agency lies
    below another exactly if its path starts with the other's.
    """

    MUTABLE = frozenset(
        {
            "name",
            "short_name",
            "uscc",
            "address",
            "phone",
            "bank_name",
            "bank_account",
            "government_name",
            "court_name",
            "review_address",
            "review_online",
            "area",
        }
    )

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=20)
    profile = models.CharField(max_length=32)
    domain = models.CharField(max_length=32)
    uscc = models.CharField(max_length=18, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=500, unique=True)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    bank_name = models.CharField(max_length=100, blank=True)
    bank_account = models.CharField(max_length=40, blank=True)
    government_name = models.CharField(max_length=100)
    court_name = models.CharField(max_length=100)
    review_address = models.CharField(max_length=200, blank=True, default="")
    review_online = models.CharField(max_length=200, blank=True, default="")
    area = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class Unit(Record):
    """A part of an agency: it acts in the agency's name, never in its own."""

    MUTABLE = frozenset({"name", "kind"})

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=16, choices=UnitKind.choices)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="unit_name_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class Officer(Record):
    """A person in the service of an agency. One who changes agency becomes a new officer there.

    `legal_qualification` is the number of the national legal qualification
    (国家统一法律职业资格), empty for who has none; `left_on` is the first day no longer in service.
    """

    MUTABLE = frozenset({"unit_id", "user_id", "name", "post", "legal_qualification", "left_on"})

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="officers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="officers")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(max_length=100)
    post = models.CharField(max_length=100)
    legal_qualification = models.CharField(max_length=40, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class OfficerPhoto(Record):
    """The portrait of an officer, one at a time; its bytes lie in the vault under their hash.

    The day after it was taken down they are destroyed, and the row tells when.

    Source: KM2.1.1(2); REQUIREMENTS P3; 个人信息保护法 第四十七条第一款第一项.
    """

    MUTABLE = frozenset({"ended_on", "destroyed_at"})

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="photos")
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_on__isnull=True), name="officer_one_photo"
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(ended_on__isnull=False),
                name="officer_photo_destroyed_after_its_end",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on")),
                name="officer_photo_ends_after_start",
            ),
        ]


class Certificate(Record):
    """What an officer shows; good from its first day to its last, both included."""

    MUTABLE = frozenset({"suspended_on", "suspension_reason"})

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=40)
    issuer = models.CharField(max_length=100)
    kind = models.CharField(max_length=16, choices=CertificateKind.choices)
    valid_from = models.DateField()
    valid_to = models.DateField()
    suspended_on = models.DateField(null=True, blank=True)
    suspension_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="certificate_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="certificate_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(suspended_on__isnull=True, suspension_reason="")
                | (Q(suspended_on__isnull=False) & ~Q(suspension_reason="")),
                name="certificate_suspension_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Assignment(Record):
    """An office held by an officer, from `from_on` (included) until `to_on` (first day without it).

    Taking an office back works the same day, unlike a certificate, which includes its last day.
    """

    MUTABLE = frozenset({"to_on"})

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=32, choices=Role.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "role"],
                condition=Q(to_on__isnull=True),
                name="assignment_one_open_per_role",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"


class FactorDuty(Record):
    """An office that an agency lets nobody hold without one-time codes at sign-in (动态口令).

    Source: GB/T 22239-2019 8.1.4.1 d)（两种或两种以上组合的鉴别技术）.
    """

    MUTABLE = frozenset({"ended_at", "end_reason"})

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="factor_duties")
    role = models.CharField(max_length=32, choices=Role.choices)
    reason = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "role"],
                condition=Q(ended_at__isnull=True),
                name="factor_duty_one_open_per_role",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="factor_duty_ended_with_reason",
            ),
        ]


class ReviewBody(Record):
    """The unit that reviews an agency's major decisions (法制审核机构); changes are kept.

    Source: 国办发〔2018〕118号 （十一）; DZ9(1); KM2.3.1; LF3.2(1).
    """

    MUTABLE = frozenset({"to_on"})

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="review_bodies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(to_on__isnull=True), name="review_body_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="review_body_ends_after_start",
            ),
        ]


class Reviewer(Record):
    """A named reviewer (法制审核人员), with what qualifies him; from `from_on` until `to_on`.

    `first_time`: never reviewed before, so the national legal qualification is asked for. Who is
    none says since when and where, or stood on the register before.
    Source: 行政处罚法 第五十八条第二款; XM4.3.1; KM2.3.1.
    """

    MUTABLE = frozenset({"to_on", "end_reason"})

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="reviewing")
    first_time = models.BooleanField()
    reviewed_since = models.DateField(null=True, blank=True)
    reviewed_at = models.CharField(max_length=200, blank=True, default="")
    exam_level = models.CharField(max_length=16, choices=ExamLevel.choices, default=ExamLevel.NONE)
    exam_number = models.CharField(max_length=40, blank=True, default="")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(to_on__isnull=True), name="reviewer_entered_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True, end_reason="")
                | (Q(to_on__gte=F("from_on")) & ~Q(end_reason="")),
                name="reviewer_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_since__isnull=True, reviewed_at="")
                | (
                    Q(
                        first_time=False,
                        reviewed_since__isnull=False,
                        reviewed_since__lt=F("from_on"),
                    )
                    & ~Q(reviewed_at="")
                ),
                name="reviewer_before_since_and_where",
            ),
            models.CheckConstraint(
                condition=Q(exam_level="none", exam_number="")
                | (~Q(exam_level="none") & ~Q(exam_number="")),
                name="reviewer_exam_has_number",
            ),
        ]


class Training(Record):
    """Days of training of one officer (培训). Source: LF3.2(2)."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="trainings")
    kind = models.CharField(max_length=16, choices=TrainingKind.choices)
    subject = models.CharField(max_length=200)
    began_on = models.DateField()
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["began_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="training_lasts_a_day"),
        ]


class Absence(Record):
    """An officer on leave, from `from_on` through `to_on`; back on `ended_on` if he came early."""

    MUTABLE = frozenset({"ended_on"})

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=200)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")) & ~Q(reason=""), name="absence_has_days"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__lte=F("to_on")),
                name="absence_ends_before_its_last_day",
            ),
        ]


class Deputyship(Record):
    """Who acts for an absent officer in the offices that can be lent, on which days (代理).

    The right holds from `from_on` through `to_on`, but not on or after `revoked_on`.
    """

    MUTABLE = frozenset({"revoked_on"})

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="deputyships")
    absent = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="deputyships")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True, default="")
    appointed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["absence"],
                condition=Q(revoked_on__isnull=True),
                name="deputyship_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("absent")) & ~Q(deputy=F("appointed_by")),
                name="deputyship_given_to_another",
            ),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="deputyship_has_days"
            ),
        ]


class PublicPass(models.Model):
    """What the live page of a certificate says, encrypted with its token; derived, so no record.

    `key` is a hash of the token: who does not hold the certificate finds and reads nothing.
    """

    SECRET = frozenset({"key", "sealed"})

    certificate = models.OneToOneField(Certificate, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.key
