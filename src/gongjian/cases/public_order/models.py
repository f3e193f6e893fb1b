"""The rows that only a 治安 case has. Each is one fact of the procedure and is never edited."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.models.delivery import TAKEN_BACK_UNDELIVERED
from gongjian.cases.models.review import Reviewed, reviewed_as_decided
from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record

from .choices import (
    CameBy,
    DecisionLevel,
    ExclusionGround,
    Guarantee,
    NationalityBy,
    PersonRole,
    QuestioningGround,
    QuestioningPlace,
    Sex,
    SuspensionGround,
    SuspensionState,
    UnpunishedGround,
)

COPIES = "SELECT 1 FROM cases_victimcopy v WHERE v.unpunished_id = NEW.id"
# A guarantor, or the deposit that was asked for. Source: 治安管理处罚法 第一百二十六条第一款.
GUARANTEED = (
    "NEW.guarantee = 'guarantor' OR EXISTS (SELECT 1 FROM cases_detentiondeposit p"
    " WHERE p.suspension_id = NEW.id AND p.amount_fen >= NEW.deposit_fen)"
)


# What was found last of the person, and that nobody was taken in yet.
WITH_CHILD = (
    "SELECT 1 FROM cases_offender f JOIN cases_decision d ON d.case_id = f.case_id"
    " WHERE d.id = NEW.decision_id AND f.pregnant_or_nursing AND f.id ="
    " (SELECT MAX(l.id) FROM cases_offender l WHERE l.case_id = f.case_id)"
)
SERVED = "SELECT 1 FROM cases_detentionexecution x WHERE x.order_id = NEW.id"


class PublicOrderFiling(Record):
    """The entry and filing of a 治安 case at once (受案、立案), with its form and its receipt.

    Source: 治安管理处罚法 第九十条.
    """

    case = models.OneToOneField(
        "cases.Case", on_delete=models.PROTECT, related_name="public_order_filing"
    )
    form = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    receipt = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    reported_by = models.CharField(max_length=100, blank=True, default="")
    reported_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_at__gte=F("reported_at")), name="public_order_filed_after_report"
            ),
        ]


class Offender(Record):
    """What was established about the person who acted (违反治安管理行为人); the newest counts.

    `age` is that on the day of the act. An `official` (公职人员) has the place where he works; of
    which congress a `deputy` is a member stands apart (`deputies`). A `foreigner` has his
    nationality once it is confirmed. The last penalty (`punished_on`, by whom and under which
    number) makes one who acts again within a year, from `year_from` to the day of the act
    (`acted_on`; unknown of rows from before it was kept). What the agency's own decisions say is
    copied (`own_record`); where the row says otherwise, `record_reason` says why.
    Source: 治安管理处罚法 第十二条、第二十二条第四项、第二十三条、第一百一十五条、第一百三十四条;
    公安机关办理行政案件程序规定 第七十三条、第二百三十九条.
    """

    SECRET = frozenset({"born_on"})

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="offenders")
    sex = models.CharField(max_length=8, choices=Sex.choices)
    born_on = EncryptedText()
    age = models.PositiveSmallIntegerField()
    adult_age = models.PositiveSmallIntegerField()
    minor = models.BooleanField()
    verified_by = models.CharField(max_length=200)
    pregnant_or_nursing = models.BooleanField(default=False)
    punished_before = models.BooleanField(default=False)
    twice_in_a_year = models.BooleanField(default=False)
    acted_on = models.DateField(null=True, blank=True)
    year_from = models.DateField(null=True, blank=True)
    punished_on = models.DateField(null=True, blank=True)
    punished_number = models.CharField(max_length=200, blank=True, default="")
    own_record = models.CharField(max_length=400, blank=True, default="")
    record_reason = models.TextField(blank=True, default="")
    grave = models.BooleanField(default=False)
    grave_reason = models.TextField(blank=True, default="")
    pleaded = models.BooleanField(default=False)
    official = models.BooleanField(default=False)
    workplace = models.CharField(max_length=200, blank=True, default="")
    deputy = models.BooleanField(default=False)
    foreigner = models.BooleanField(default=False)
    nationality = models.CharField(max_length=60, blank=True, default="")
    nationality_by = models.CharField(
        max_length=12, blank=True, default="", choices=NationalityBy.choices
    )
    entered_on = models.DateField(null=True, blank=True)
    stay = models.CharField(max_length=200, blank=True, default="")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(grave=False) | ~Q(grave_reason=""), name="offender_grave_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(official=False) | ~Q(workplace=""),
                name="offender_official_of_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(nationality="") | ~Q(nationality_by=""),
                name="offender_nationality_by_something",
            ),
            models.CheckConstraint(
                condition=Q(twice_in_a_year=False) | Q(punished_before=True),
                name="offender_twice_is_not_first",
            ),
            models.CheckConstraint(
                condition=Q(punished_on__isnull=True)
                | Q(
                    punished_before=True,
                    acted_on__isnull=False,
                    year_from__isnull=False,
                    punished_on__lte=F("acted_on"),
                )
                & ~Q(punished_number=""),
                name="offender_punished_before_the_act",
            ),
            models.CheckConstraint(
                condition=Q(minor=True, age__lt=F("adult_age"))
                | Q(minor=False, age__gte=F("adult_age")),
                name="offender_minor_by_age",
            ),
        ]


class Victim(Record):
    """A person whom the act harmed, who gets a copy of the decision (被侵害人).

    Source: 治安管理处罚法 第一百一十六条第二款.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="victims")
    name = models.CharField(max_length=100)
    minor = models.BooleanField(default=False)
    harm = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Questioning(Record):
    """One questioning (询问), from the person's arrival to its end, with what the law asks of it.

    `usable` false: its evidence is excluded and no decision may rest on it. A single officer only
    in a standard centre; there, and by video, only with a full recording that is kept.
    Source: 治安管理处罚法 第九十六条至第一百条、第一百零八条.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="questionings")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.OneToOneField(
        "cases.Evidence", on_delete=models.PROTECT, related_name="questioning"
    )
    role = models.CharField(max_length=12, choices=PersonRole.choices)
    person = models.CharField(max_length=100)
    minor = models.BooleanField()
    guardian = models.ForeignKey(
        "cases.Guardian", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    needs_interpreter = models.BooleanField(default=False)
    interpreter = models.ForeignKey(
        "cases.Interpreter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    came_by = models.CharField(max_length=12, choices=CameBy.choices)
    place_kind = models.CharField(max_length=8, choices=QuestioningPlace.choices)
    place = models.CharField(max_length=200)
    arrived_at = models.DateTimeField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    ground = models.CharField(max_length=8, choices=QuestioningGround.choices)
    due_at = models.DateTimeField()
    limit_source = models.CharField(max_length=200)
    # Brought in again so soon after the last questioning: from when it would have been apart.
    apart_from = models.DateTimeField(null=True, blank=True)
    again_reason = models.TextField(blank=True, default="")
    over_time = models.BooleanField(default=False)
    over_time_reason = models.TextField(blank=True, default="")
    lead = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    full_recording = models.BooleanField()
    recording_at = models.CharField(max_length=200, blank=True, default="")
    # In a fast case: the recording stands for the written record, whose content is its key spans.
    by_recording = models.BooleanField(default=False)
    family_told = models.CharField(max_length=200, blank=True, default="")
    family_not_told = models.TextField(blank=True, default="")
    food_and_rest = models.CharField(max_length=200, blank=True, default="")
    content = models.TextField()
    refused_signature = models.TextField(blank=True, default="")
    usable = models.BooleanField()
    unusable_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(arrived_at__lte=F("began_at"), began_at__lte=F("ended_at")),
                name="questioning_in_order",
            ),
            models.CheckConstraint(
                condition=Q(apart_from__isnull=True)
                | Q(arrived_at__gte=F("apart_from"))
                | ~Q(again_reason=""),
                name="questioning_again_so_soon_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(over_time=False, ended_at__lte=F("due_at"))
                | (Q(over_time=True, usable=False) & ~Q(over_time_reason="")),
                name="questioning_over_time_is_no_evidence",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=False) | Q(place_kind="centre"),
                name="questioning_alone_only_in_a_centre",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("lead")),
                name="questioning_two_different_officers",
            ),
            models.CheckConstraint(
                condition=Q(usable=False)
                | Q(full_recording=True)
                | (Q(second__isnull=False) & ~Q(place_kind__in=["centre", "video"])),
                name="questioning_unrecorded_is_no_evidence",
            ),
            models.CheckConstraint(
                condition=Q(full_recording=False) | ~Q(recording_at=""),
                name="questioning_recording_is_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(by_recording=False) | Q(full_recording=True),
                name="questioning_by_recording_is_recorded",
            ),
            models.CheckConstraint(
                condition=Q(minor=False) | Q(guardian__isnull=False),
                name="questioning_minor_has_guardian",
            ),
            models.CheckConstraint(
                condition=Q(needs_interpreter=False) | Q(interpreter__isnull=False),
                name="questioning_has_its_interpreter",
            ),
            models.CheckConstraint(
                condition=~Q(came_by__in=["summons", "oral", "forced"])
                | ~Q(family_told="")
                | ~Q(family_not_told=""),
                name="questioning_family_told_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(usable=True) | ~Q(unusable_because=""),
                name="questioning_unusable_has_reason",
            ),
        ]


class Exclusion(Record):
    """A piece of evidence on which no decision may rest (排除的证据).

    Source: 治安管理处罚法 第九十一条、第一百零八条; 行政处罚法 第四十六条第三款.
    """

    evidence = models.OneToOneField(
        "cases.Evidence", on_delete=models.PROTECT, related_name="exclusion"
    )
    ground = models.CharField(max_length=16, choices=ExclusionGround.choices)
    reason = models.TextField()
    excluded_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PublicOrderDecision(Record):
    """What 治安管理处罚法 asks of a decision beyond every other: who decides, age, proof.

    Source: 治安管理处罚法 第十二条、第一百零九条、第一百一十一条、第一百一十五条.
    """

    decision = models.OneToOneField(
        "cases.Decision", on_delete=models.PROTECT, related_name="public_order"
    )
    level = models.CharField(max_length=8, choices=DecisionLevel.choices)
    power = models.CharField(max_length=400)
    warning_or_fine_only = models.BooleanField()
    fine_fen = models.BigIntegerField()
    station_most_fen = models.BigIntegerField()
    natural = models.BooleanField()
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    punishable_from = models.PositiveSmallIntegerField()
    minor = models.BooleanField()
    guardian = models.ForeignKey(
        "cases.Guardian", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    other_evidence = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level="county")
                | Q(warning_or_fine_only=True, fine_fen__lte=F("station_most_fen")),
                name="public_order_station_within_its_power",
            ),
            models.CheckConstraint(
                condition=Q(natural=False) | Q(age__gte=F("punishable_from")),
                name="public_order_no_child_is_punished",
            ),
            models.CheckConstraint(
                condition=Q(minor=False) | Q(guardian__isnull=False),
                name="public_order_minor_has_guardian",
            ),
            models.CheckConstraint(
                condition=Q(other_evidence__gte=1), name="public_order_not_own_statement_only"
            ),
        ]


class DetentionOrder(Record):
    """The detention of a decision: how long, and whether the law lets it be executed.

    `decided_days` are those of all acts, each decided for itself; `days` of them are executed,
    at most `most_days` (None in rows of before several acts were decided). What the law would have
    executed is not, once it is found before that the woman is with child or nurses.

    Source: 治安管理处罚法 第十六条、第二十三条.
    """

    MUTABLE = frozenset({"executable", "rule", "source"})
    CHANGE = (
        f"OLD.executable AND NOT NEW.executable AND EXISTS ({WITH_CHILD}) AND NOT EXISTS ({SERVED})"
    )

    decision = models.OneToOneField(
        "cases.Decision", on_delete=models.PROTECT, related_name="detention"
    )
    decided_days = models.PositiveSmallIntegerField(null=True, blank=True)
    days = models.PositiveSmallIntegerField()
    most_days = models.PositiveSmallIntegerField()
    executable = models.BooleanField()
    rule = models.CharField(max_length=200)
    source = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=F("most_days")),
                name="detention_within_the_most_days",
            ),
            models.CheckConstraint(
                condition=Q(decided_days__isnull=True)
                | Q(decided_days=F("days"))
                | Q(decided_days__gt=F("most_days"), days=F("most_days")),
                name="detention_within_what_was_decided",
            ),
        ]


class DetentionExecution(Record):
    """A person brought to the detention house, with its receipt, and the family told.

    Days without liberty before the penalty are credited. Where they are the whole term nothing is
    left to serve: nobody is taken in, there is no house and no receipt; the family is told all the
    same, for that follows the decision, not its execution.
    `credited_days` is empty in rows older than the column: there only the paper says it.
    `joined`: the detention of another case that the same person served then; `merged_days` of both
    are executed, and `taken_in_on` is the day on which the house got the second decision.

    Source: 治安管理处罚法 第一百一十条、第一百一十六条、第一百二十二条;
    公安机关办理行政案件程序规定 第一百六十二条第二款.
    """

    order = models.OneToOneField(DetentionOrder, on_delete=models.PROTECT, related_name="execution")
    executable = models.BooleanField()
    credited_days = models.PositiveSmallIntegerField(null=True, blank=True)
    taken_in_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    house = models.CharField(max_length=200, blank=True, default="")
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    family_notice = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    # None in rows older than the paper, and where nothing is left to serve.
    receipt = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    family_told = models.CharField(max_length=200)
    family_told_on = models.DateField()
    joined = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined_by"
    )
    merged_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(executable=True), name="detention_executed_only_where_allowed"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("taken_in_on"))
                | Q(joined__isnull=False, until_on__gte=F("taken_in_on")),
                name="detention_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(joined__isnull=True, merged_days__isnull=True)
                | Q(joined__isnull=False, merged_days__gte=1, taken_in_on__isnull=False),
                name="detention_joined_says_how_many_days",
            ),
            models.CheckConstraint(
                condition=(
                    Q(taken_in_on__isnull=False, until_on__isnull=False)
                    & ~Q(house="")
                    & ~Q(receipt_number="")
                )
                | Q(
                    taken_in_on__isnull=True,
                    until_on__isnull=True,
                    house="",
                    receipt_number="",
                    credited_days__gte=1,
                ),
                name="detention_served_in_a_house_or_credited_in_full",
            ),
        ]


class DetentionSuspension(Record):
    """An application to suspend a detention, and what became of it (暂缓执行行政拘留).

    `challenge`: what the person lodged against the decision, in words ("" in older rows).
    A `leave` is asked for out of the house: from `out_on`, back at the latest on `back_by`, back
    indeed on `ended_on`; the days outside are added, so that the detention ends on `until_on`.

    Source: 治安管理处罚法 第一百二十六条至第一百三十条.
    """

    MUTABLE = frozenset(
        {
            "state",
            "document_id",
            "decided_by_id",
            "decided_at",
            "answer",
            "ended_on",
            "ended_because",
            "until_on",
        }
    )
    CHANGE = f"NEW.state <> 'granted' OR OLD.state = 'granted' OR {GUARANTEED}"

    order = models.ForeignKey(DetentionOrder, on_delete=models.PROTECT, related_name="suspensions")
    challenge = models.CharField(max_length=80, blank=True, default="")
    ground = models.CharField(max_length=8, choices=SuspensionGround.choices)
    ground_words = models.CharField(max_length=200, blank=True, default="")
    leave = models.BooleanField(default=False)
    applicant = models.CharField(max_length=100, blank=True, default="")
    out_on = models.DateField(null=True, blank=True)
    back_by = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField()
    answer_due_at = models.DateTimeField()
    guarantee = models.CharField(max_length=12, choices=Guarantee.choices)
    guarantor = models.CharField(max_length=100, blank=True, default="")
    pledge = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    days = models.PositiveSmallIntegerField()
    deposit_fen = models.BigIntegerField(default=0)
    deposit_per_day_fen = models.BigIntegerField()
    state = models.CharField(
        max_length=8, choices=SuspensionState.choices, default=SuspensionState.ASKED
    )
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=["asked", "granted"]),
                name="suspension_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(guarantee="guarantor") & ~Q(guarantor=""))
                | Q(guarantee="deposit", deposit_fen__gte=F("days") * F("deposit_per_day_fen")),
                name="suspension_is_guaranteed",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True)
                | (~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="suspension_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(document__isnull=False),
                name="suspension_granted_on_paper",
            ),
            models.CheckConstraint(
                condition=Q(leave=False, out_on__isnull=True, back_by__isnull=True)
                | Q(leave=True, back_by__gte=F("out_on")) & ~Q(ground="appeal") & ~Q(applicant=""),
                name="leave_from_a_day_to_a_day_for_an_event",
            ),
            models.CheckConstraint(
                condition=Q(leave=False)
                | ~Q(state__in=["ended", "evaded"])
                | Q(ended_on__gte=F("out_on"), until_on__isnull=False),
                name="leave_ends_back_in_the_house",
            ),
        ]


class VictimCopy(Record):
    """The copy of a decision, to punish or not to, that reached a victim (决定书副本).

    Where it could not reach him, `unreached` says why and there is no receiver.

    Source: 治安管理处罚法 第一百一十六条第二款; 公安机关办理行政案件程序规定 第一百七十二条第三款.
    """

    decision = models.ForeignKey(
        "cases.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="victim_copies",
    )
    unpunished = models.ForeignKey(
        "cases.Unpunished",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="victim_copies",
    )
    victim = models.OneToOneField(Victim, on_delete=models.PROTECT, related_name="copy")
    decided_on = models.DateField()
    given_on = models.DateField()
    due_on = models.DateField()
    late = models.BooleanField()
    receiver = models.CharField(max_length=100, blank=True)
    unreached = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, unpunished__isnull=True)
                | Q(decision__isnull=True, unpunished__isnull=False),
                name="victim_copy_of_one_decision",
            ),
            models.CheckConstraint(
                condition=Q(unreached="") & ~Q(receiver="") | Q(receiver="") & ~Q(unreached=""),
                name="victim_copy_received_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(given_on__gte=F("decided_on")), name="victim_copy_after_decision"
            ),
            models.CheckConstraint(
                condition=Q(late=False, given_on__lte=F("due_on"))
                | Q(late=True, given_on__gt=F("due_on")),
                name="victim_copy_late_is_told",
            ),
        ]


class Unpunished(Reviewed):
    """A decision not to punish (不予行政处罚决定), with its ground, until it is delivered.

    A `void` one was taken back before it reached the person; beside it another may be made.

    Source: 治安管理处罚法 第十二条、第十三条、第二十条、第一百一十三条第一款第二项.
    """

    MUTABLE = frozenset({"void"})
    CHANGE = f"{TAKEN_BACK_UNDELIVERED} AND (NEW.void = OLD.void OR NOT EXISTS ({COPIES}))"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="unpunished")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    # None in decisions of before they rested on a draft that proposes it.
    draft = models.ForeignKey(
        "cases.Draft", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    draft_hash = models.CharField(max_length=64, blank=True, default="")
    ground = models.CharField(max_length=12, choices=UnpunishedGround.choices)
    reason = models.TextField()
    # What the guardian of a child, or of who has no capacity, is ordered to do (`guardians`).
    discipline = models.CharField(max_length=500, blank=True, default="")
    decided_on = models.DateField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(void=False), name="unpunished_one_standing_per_case"
            ),
            reviewed_as_decided("unpunished_reviewed_as_decided"),
        ]
