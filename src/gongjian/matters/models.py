"""What every handled thing shares: the matter, its steps, its deadlines, who waits for it."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import CorrectionState, DeadlineState, Duty, Ground, Seat, Warning


class ProcessVersion(Record):
    """A checked process definition, put in force by a named person. Running matters keep theirs."""

    MUTABLE = frozenset({"in_force"})

    stream = models.ForeignKey("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    name = models.CharField(max_length=100)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    in_force = models.BooleanField(default=True)
    activated_by = models.CharField(max_length=100)
    activated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(in_force=True), name="process_one_version_in_force"
            )
        ]


class Matter(Record):
    """One thing handled by an agency under one procedure.

    `marking` holds the places where it stands; `seq` is its version: every step adds one, and a
    page that knows an older one is stale. `title` is the cause; the party's name stands apart.
    `ruled_on`: the first day on which something else than the penalty was decided that is to be
    published. `secret_since`: the day from which it is handled outside this system, as a state
    secret; nobody sees it here any more.
    """

    MUTABLE = frozenset(
        {
            "number",
            "title",
            "marking",
            "seq",
            "lead_id",
            "second_id",
            "reviewer_id",
            "filed_on",
            "review_opened_at",
            "hearing_opened_at",
            "decided_on",
            "ruled_on",
            "closed_at",
            "due_on",
            "secret_since",
        }
    )
    # What went into the closed procedure never moves again here, nor comes back.
    CHANGE = "OLD.secret_since IS NULL"

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    number = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=200)
    party_name = models.CharField(max_length=200)
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    profile = models.CharField(max_length=32)
    domain = models.CharField(max_length=32)
    process = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="+")
    marking = models.JSONField(default=list)
    seq = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    filed_on = models.DateField(null=True, blank=True)
    review_opened_at = models.DateTimeField(null=True, blank=True)
    hearing_opened_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    ruled_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    secret_since = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(secret_since__isnull=True) | Q(closed_at__isnull=False),
                name="matter_secret_is_closed_here",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("lead")),
                name="matter_two_different_officers",
            ),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True) | Q(second__isnull=False),
                name="matter_filed_has_two_officers",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True)
                | (~Q(reviewer=F("lead")) & (Q(second__isnull=True) | ~Q(reviewer=F("second")))),
                name="matter_reviewer_is_no_handler",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-opened_at", "-id"], name="matter_agency_newest"),
            models.Index(fields=["lead", "-opened_at", "-id"], name="matter_lead_newest"),
            models.Index(fields=["second", "-opened_at", "-id"], name="matter_second_newest"),
            models.Index(fields=["unit", "-opened_at", "-id"], name="matter_unit_newest"),
            # Most have none: an index of all would look useless to a planner.
            models.Index(
                fields=["reviewer", "-opened_at", "-id"],
                name="matter_reviewer_newest",
                condition=Q(reviewer__isnull=False),
            ),
            *(
                models.Index(
                    fields=[who, "due_on", "id"],
                    name=f"matter_{who}_due",
                    condition=Q(closed_at__isnull=True),
                )
                for who in ("agency", "lead", "second", "unit")
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title


class Step(Record):
    """One step of the procedure as it happened: who, when, what. Never edited."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    act = models.CharField(max_length=64)
    officer = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=100)
    door = models.CharField(max_length=16)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    made = models.JSONField(default=list)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq"], name="step_one_per_version"),
        ]


# Limits of which several run beside each other: what each paper holds has days of its own.
PER_PAPER = ("seize-limit", "preserve-limit", "publication.other", "publication.withdraw")


class Deadline(Record):
    """A limit of one matter, with the computation that a party can repeat.

    A limit of clock hours ends at the moment `due_at`; `due_on` is its day at home. `of_paper`:
    the number of the paper whose own it is, where each of several has days of its own.
    """

    MUTABLE = frozenset({"state", "ended_on"})

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=64)
    label = models.CharField(max_length=100)
    duty = models.CharField(max_length=10, choices=Duty.choices)
    of_paper = models.CharField(max_length=64, blank=True, default="")
    starts_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=8, choices=DeadlineState.choices, default=DeadlineState.OPEN
    )
    ended_on = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    explanation = models.JSONField(default=list)
    source = models.CharField(max_length=400)

    @property
    def is_right(self) -> bool:
        """Whether it bounds a right of the party: nobody is late when it runs out."""
        return self.duty == Duty.PARTY

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "code"],
                condition=Q(state="open") & ~Q(code__in=PER_PAPER),
                name="deadline_one_open_per_code",
            ),
            models.UniqueConstraint(
                fields=["matter", "code", "starts_on", "of_paper"],
                condition=Q(state="open"),
                name="deadline_one_open_per_code_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True)
                | (~Q(state="open") & Q(ended_on__isnull=False)),
                name="deadline_ended_has_date",
            ),
        ]
        indexes = [
            # Wide enough that the sweep of a day reads nothing else.
            models.Index(
                fields=["due_on", "duty", "matter"],
                name="deadline_open_due",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["matter"],
                name="deadline_open_provisional",
                condition=Q(state="open", provisional=True),
            ),
        ]


class LimitPause(Record):
    """A span in which a limit of a matter stands still, for one ground (期限中止).

    The day of the pausing act is the first that does not count; the day of the resuming act counts
    again. Spans of several grounds are merged, never added. Of a limit that runs several times
    beside itself, `starts_on` and `of_paper` tell which run stands still.
    Source: 行政强制法 第二十五条第三款; 治安管理处罚法 第一百一十八条; decision.excluded.
    """

    MUTABLE = frozenset({"ended_on"})

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="pauses")
    code = models.CharField(max_length=64)
    ground = models.CharField(max_length=64)
    label = models.CharField(max_length=100)
    starts_on = models.DateField(null=True, blank=True)
    of_paper = models.CharField(max_length=64, blank=True, default="")
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["began_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "code", "ground"],
                condition=Q(ended_on__isnull=True, starts_on__isnull=True),
                name="pause_one_open_per_ground",
            ),
            models.UniqueConstraint(
                fields=["matter", "code", "ground", "starts_on", "of_paper"],
                condition=Q(ended_on__isnull=True, starts_on__isnull=False),
                name="pause_one_open_of_a_run",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="pause_ends_after_it_began",
            ),
        ]


class LimitExtension(Record):
    """A limit of a matter lengthened once, by whom and on which rule (延长期限).

    The extension belongs to the run of the limit that began on `starts_on`, of `of_paper` where
    each of several papers has days of its own; `number` counts within it, so that two clicks cannot
    extend twice. `days` are in the limit's own unit.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="extensions")
    code = models.CharField(max_length=64)
    starts_on = models.DateField()
    of_paper = models.CharField(max_length=64, blank=True, default="")
    number = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=400)
    approved_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "code", "starts_on", "of_paper", "number"],
                name="extension_once_per_number",
            ),
        ]


class Recusal(Record):
    """An officer who must keep away from a matter, and no longer sees it (回避).

    `decision`: who decided it of a head of the agency, above it or by all leaders together.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="recusals")
    officer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    decision = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "officer"], name="recusal_once"),
            models.CheckConstraint(
                condition=~Q(officer=F("decided_by")), name="recusal_not_by_oneself"
            ),
        ]


class Todo(models.Model):
    """Who a matter waits for: one row per role. Derived at every step, so no record."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="todos")
    role = models.CharField(max_length=32)
    step = models.CharField(max_length=100)
    # Those of the matter: who asks what waits for him or his unit finds it by an index, in order.
    agency = models.ForeignKey("orgs.Agency", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    lead = models.ForeignKey(
        "orgs.Officer", on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    second = models.ForeignKey(
        "orgs.Officer", on_delete=models.CASCADE, db_index=False, null=True, related_name="+"
    )
    due_on = models.DateField()
    # Which limit ends on that day; nothing where none does.
    limit = models.CharField(max_length=100, blank=True, default="")
    # What else waits for that office in the same matter: named there, since a line is one.
    also = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "role"], name="todo_one_per_role"),
        ]
        indexes = [
            models.Index(fields=[whose, "role", "due_on", "id"], name=f"todo_inbox{kind}")
            for whose, kind in (
                ("agency", ""),
                ("unit", "_unit"),
                ("lead", "_lead"),
                ("second", "_second"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.step}"


class DeadlineAlert(models.Model):
    """That a deadline came near or ran out: raised once by the sweep. Derived, so no record."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="alerts")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="alerts")
    level = models.CharField(max_length=8, choices=Warning.choices)
    raised_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "level"], name="alert_once_per_level"),
        ]
        indexes = [models.Index(fields=["matter", "-raised_on"], name="alert_of_matter")]

    def __str__(self) -> str:
        return f"{self.level}: {self.deadline_id}"


class DeadlineSweep(models.Model):
    """Through which day the deadlines have been swept, under which announced year: one row."""

    swept_through = models.DateField()
    announced_year = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.swept_through.isoformat()


class Correction(Record):
    """That one entry of a recorded step was wrong, why, and what is right (更正).

    A new row: the step itself stays as it was written, and no gate reads it. What touches a thing
    that is decided waits for a head. Source: 国办发〔2018〕118号 三（八）（全面客观及时、可回溯）.
    """

    MUTABLE = frozenset({"state", "decided_by_id", "decided_at", "note"})

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="corrections")
    entry = models.CharField(max_length=64)
    label = models.CharField(max_length=100)
    wrong = models.TextField()
    right = models.TextField()
    reason = models.TextField()
    needs_head = models.BooleanField()
    state = models.CharField(max_length=8, choices=CorrectionState.choices)
    corrected_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "entry"],
                condition=Q(state="open"),
                name="correction_one_open_per_entry",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(right="") & ~Q(right=F("wrong")),
                name="correction_has_reason_and_differs",
            ),
            models.CheckConstraint(
                condition=Q(state="open", needs_head=True, decided_by__isnull=True)
                | Q(state="stands", needs_head=False, decided_by__isnull=True)
                | Q(state__in=["stands", "refused"], needs_head=True, decided_by__isnull=False)
                & ~Q(decided_by=F("corrected_by")),
                name="correction_of_the_decided_by_a_head",
            ),
        ]


class Succession(Record):
    """That a seat in a matter went from one person to another, when, why, approved by whom (移交).

    Both stay on record, each for the own time; who handled a matter once never approves in it.
    Source: 国办发〔2018〕118号 三（八）（全过程留痕）; 行政处罚法 第四十二条、第五十七条.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="successions")
    seat = models.CharField(max_length=8, choices=Seat.choices)
    ground = models.CharField(max_length=8, choices=Ground.choices)
    leaving = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    approved_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(leaving=F("successor")) & ~Q(reason=""),
                name="succession_to_another_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("leaving"))
                & (Q(ground="recusal") | ~Q(approved_by=F("successor"))),
                name="succession_approved_by_a_third",
            ),
        ]
