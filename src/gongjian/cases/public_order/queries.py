"""Reads of a 治安 case. Every caller starts from a matter it was allowed to see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from gongjian.cases.choices import EvidenceKind, PaperGround
from gongjian.cases.models import (
    Case,
    Decision,
    Draft,
    Evidence,
    Overturn,
    PaperChange,
    StandingItems,
)
from gongjian.cases.queries import decision_of
from gongjian.cases.rules import by_kind
from gongjian.common.clock import local_date
from gongjian.common.db.prepared import prepared_first
from gongjian.common.reads import once
from gongjian.documents.models import Document
from gongjian.jurisdiction.limits import due_at
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter, Step
from gongjian.matters.tables import table
from gongjian.orgs.choices import UnitKind
from gongjian.parties.rules import age_on
from gongjian.process import Hit

from .choices import CHINESE, FOREIGNER_REPORT, DepositFate, Guarantee, SuspensionState
from .guarantee import DetentionDeposit
from .models import (
    DetentionExecution,
    DetentionOrder,
    DetentionSuspension,
    Offender,
    Unpunished,
    Victim,
)
from .repeating import acted_on, repeated, unlike_record
from .rules import (
    STATION_DECIDES,
    Execution,
    beyond_mediation,
    detention_days,
    detention_executed,
)
from .serving import Served, outside, served, standing_days
from .supporting import Person, Proposed, unsupported

PROCESS = "public-order"


def latest_offender(case: Case) -> Offender | None:
    """Return what was last established about the person who acted."""
    offenders: QuerySet[Offender] = Offender.objects.filter(case=case)
    return offenders.order_by("-id").first()


@once
@prepared_first
def unpunished_by(case: Case) -> QuerySet[Unpunished]:
    """Return the decision not to punish, if it was made and not taken back."""
    return Unpunished.objects.filter(case=case, void=False).select_related("document")


def restated(last: Offender, at: datetime, **found: Any) -> Offender:
    """Return what was established once more, with what else was found; unsaved."""
    kept = {f.attname: getattr(last, f.attname) for f in Offender._meta.concrete_fields}
    del kept["id"], kept["uid"]
    return Offender(**(kept | found | {"stated_at": at}))


def official_unsettled(case: Case, offender: Offender | None) -> bool:
    """Tell whether an official was punished and nothing says who was told of it, or why nobody.

    No query where no official is known. Source: 治安管理处罚法 第一百三十四条.
    """
    if offender is None or not offender.official:
        return False
    decision = decision_of(case)
    return decision is not None and not hasattr(decision, "official_report")


def foreign(offender: Offender | None) -> bool:
    """Tell whether the person who acted is, as was confirmed, no Chinese citizen."""
    return offender is not None and offender.nationality not in ("", CHINESE)


def foreigner_unreported(case: Case, offender: Offender | None) -> bool:
    """Tell whether a foreigner is detained and the police of the province was not told of it.

    No query where no foreigner is known. Source: 公安机关办理行政案件程序规定 第二百五十四条.
    """
    if not foreign(offender):
        return False
    decision = decision_of(case)
    return detention_of(decision) is not None and not hasattr(decision, "foreigner_report")


def issued_at(matter: Matter) -> datetime:
    """Return when the decision of a case was last made, to the minute as people write moments."""
    steps = Step.objects.filter(matter=matter, code="issue_decision").order_by("-seq")
    return steps.values_list("at", flat=True)[0].replace(second=0, microsecond=0)


def foreigner_report_due(matter: Matter) -> datetime:
    """Return until when the province is told of a foreigner detained by the last decision.

    Source: 公安机关办理行政案件程序规定 第二百五十四条.
    """
    start = issued_at(matter)
    limit = profile(matter.profile).limit(FOREIGNER_REPORT, matter.domain, local_date(start))
    return due_at(start, limit)


def known_minor(case: Case, offender: Offender | None, on: date) -> bool:
    """Tell whether the person who acted is, as far as is known, a minor.

    By what was established (age at the act); before that by the number of the identity card.
    """
    if offender is not None:
        return offender.minor or age_on(date.fromisoformat(offender.born_on), on) < adult_age(
            case.matter, on
        )
    if not (case.party.natural and case.party.born_on):
        return False
    return age_on(date.fromisoformat(case.party.born_on), on) < adult_age(case.matter, on)


def adult_age(matter: Matter, on: date) -> int:
    """Return the age from which a person is of age."""
    return int(parameter(matter, "police.minor_below_age", on))


def punishable_from(matter: Matter, on: date) -> int:
    """Return the age from which a person is punished. Source: 治安管理处罚法 第十二条."""
    return int(parameter(matter, "exempt_below_age", on))


def parameter(matter: Matter, code: str, on: date) -> int | float:
    """Return a number that the matter's profile sets in its domain on a day."""
    return profile(matter.profile).parameter(code, matter.domain, on=on).number


def usable_evidence(case: Case) -> QuerySet[Evidence]:
    """Return the evidence on which a decision may rest, oldest first.

    What was taken over from a companion's case falls with its original.
    """
    own = Evidence.objects.filter(case=case, exclusion__isnull=True)
    return own.filter(origin__exclusion__isnull=True).order_by("id")


def other_evidence(case: Case) -> int:
    """Count the usable evidence beside the person's own statement.

    What a companion said of the event in his own case is another's statement, not the person's.

    Source: 治安管理处罚法 第一百一十一条.
    """
    said = usable_evidence(case).filter(kind=EvidenceKind.PARTY_STATEMENT)
    own = Q(kind=EvidenceKind.TESTIMONY, obtained_from=case.party.name)  # whatever it is called
    of_others = said.filter(origin__isnull=False).exclude(origin__case__party=case.party_id)
    others = of_others.exclude(obtained_from=case.party.name).count()
    rest = usable_evidence(case).exclude(kind=EvidenceKind.PARTY_STATEMENT).exclude(own)
    return rest.count() + others


def power_of(matter: Matter, case: Case, draft: Draft) -> Hit:
    """Return who may decide a proposal; of several kinds of penalty the strictest answer counts.

    Source: 治安管理处罚法 第一百零九条、第一百一十三条.
    """
    decides = table("who-decides", matter.profile)
    level = "station" if matter.unit.kind == UnitKind.STATION else "agency"
    hits = [
        decides.decide(
            {
                "procedure": "ordinary",
                "level": level,
                "discussion_required": must_be_discussed(matter, case, draft),
                "domain": matter.domain,
                "party_kind": case.party.kind,
                **row,
            }
        )
        for row in by_kind(draft.items)
    ]
    return next((hit for hit in hits if hit.value != STATION_DECIDES), hits[0])


def must_be_discussed(matter: Matter, case: Case, draft: Draft) -> bool:
    """Tell whether the heads must discuss a proposal.

    Source: 治安管理处罚法 第一百一十三条第二款.
    """
    scope = table("discussion-scope", matter.profile)
    return any(
        scope.decide(
            {
                "complex": draft.complex,
                "hearing_held": False,
                "domain": matter.domain,
                "party_kind": case.party.kind,
                **row,
            }
        ).value
        for row in by_kind(draft.items)
    )


def unsupported_in(
    case: Case, proposed: Proposed, offender: Offender | None, on: date
) -> dict[str, str]:
    """Return, by field, why a ground of a proposal does not stand on what was established.

    Source: 治安管理处罚法 第九条、第十二条、第十九条至第二十二条.
    """
    person, grave = None, offender is not None and offender.grave
    if offender is not None:
        again = repeated(offender, acted_on(case, on))
        person = Person(offender.age, offender.minor, offender.pleaded, again)
    return unsupported(
        proposed,
        natural=case.party.natural,
        person=person,
        punishable_from=punishable_from(case.matter, on),
        victims=case.victims.exists,
        beyond=beyond_mediation(case.cause, case.cause_code, grave=grave),
        outdated=unlike_record(case, offender, on),
    )


def execution_of(matter: Matter, offender: Offender | None, draft: Draft, on: date) -> Execution:
    """Return whether the detention in a proposal would be executed.

    Source: 治安管理处罚法 第二十三条.
    """
    if offender is None or not detention_days(draft.items):
        return Execution(False, "没有行政拘留", "")
    return detention_executed(
        table("detention-execution", matter.profile),
        age_at_act=offender.age,
        age_now=age_on(date.fromisoformat(offender.born_on), on),
        pregnant_or_nursing=offender.pregnant_or_nursing,
        first_time=not offender.punished_before,
        twice_in_a_year=offender.twice_in_a_year,
        grave=offender.grave,
    )


def detention_of(decision: Decision | None) -> DetentionOrder | None:
    """Return the detention of a decision, if it orders one."""
    rows = DetentionOrder.objects.select_related("family_word")
    return rows.filter(decision=decision).first() if decision else None


def family_untold(order: DetentionOrder | None) -> bool:
    """Tell whether the family does not know yet of a detention that is lawfully not executed.

    One query where that is so, to see whether the decision stands.
    Source: 公安机关办理行政案件程序规定 第一百七十六条第一款.
    """
    if order is None or order.executable or hasattr(order, "family_word"):
        return False
    return not Overturn.objects.filter(decision=order.decision_id).exists()


def open_suspension(order: DetentionOrder | None) -> DetentionSuspension | None:
    """Return the application or the suspension that is not ended yet."""
    live = [SuspensionState.ASKED, SuspensionState.GRANTED]
    return DetentionSuspension.objects.filter(order=order, state__in=live).first()


@dataclass(frozen=True, slots=True)
class DepositStanding:
    """How the detention of a case and what guarantees it stand; None where there is no such thing.

    `days` are those that stand after any change. `open` is the application, suspension or leave
    that is not ended; `until_on` the last day in the house, as leaves and a change moved it
    (`first_until_on`: but for the change); `ends` tells of how many days, together with those of
    another case (`joined_by` is the one that joined this one). Of the deposits: the one held after
    an evasion, the one forfeited and not in the treasury yet, the one that is to be given back.
    `liable`: evaded under a guarantor, against whom no case was opened yet.
    """

    order: DetentionOrder | None = None
    days: int = 0
    open: DetentionSuspension | None = None
    revoked: bool = False
    executed: bool = False
    until_on: date | None = None
    first_until_on: date | None = None
    execution: DetentionExecution | None = None
    ends: Served | None = None
    forfeitable: DetentionDeposit | None = None
    forfeited: DetentionDeposit | None = None
    returnable: DetentionDeposit | None = None
    held: bool = False
    liable: DetentionSuspension | None = None

    @property
    def fallen(self) -> bool:
        """Whether a change left nothing of a detention that was ordered."""
        return self.order is not None and not self.days

    @property
    def joined_by(self) -> DetentionExecution | None:
        """The detention of another case that is served together with this one, after it."""
        return getattr(self.execution, "joined_by", None)

    @property
    def due(self) -> bool:
        """Whether an application waits for its deposit."""
        asked = self.open is not None and self.open.state == SuspensionState.ASKED
        return asked and not self.guaranteed

    @property
    def guaranteed(self) -> bool:
        """Whether what is open has its guarantor, or its deposit at the bank."""
        if self.open is None:
            return False
        return self.open.guarantee == Guarantee.GUARANTOR or hasattr(self.open, "deposit")


def deposit_standing(case: Case) -> DepositStanding:
    """Return how the detention of a case stands; at most three queries beside the decision's.

    Source: 治安管理处罚法 第一百二十六条至第一百三十条.
    """
    decision = decision_of(case)
    order = detention_of(decision)
    if decision is None or order is None:
        return DepositStanding()
    execution = _execution_of(order)
    executed = execution is not None
    rows = list(
        order.suspensions.select_related("deposit", "breach", "order__decision").order_by("id")
    )
    days = standing_days(order, decision)
    # Not executed by law, as when she was found with child: nothing is left to stand for.
    gone = (
        not days
        or not order.executable
        or (bool(rows) and Overturn.objects.filter(decision=decision).exists())
    )
    live = (SuspensionState.ASKED, SuspensionState.GRANTED)
    over = (SuspensionState.REFUSED, SuspensionState.REVOKED)
    money = [(row, row.deposit) for row in rows if hasattr(row, "deposit")]
    held = [(row, one) for row, one in money if one.fate == DepositFate.HELD]
    lost = [one for row, one in held if row.state == SuspensionState.EVADED]
    back = [
        one
        for row, one in held
        if row.state != SuspensionState.EVADED
        and (gone or row.state in over or _goes_on(row, executed=executed))
    ]
    taken = [one for _, one in money if one.fate == DepositFate.FORFEITED]
    rest = [one for one in taken if one.rest_fen and not one.rest_receipt]
    kept = _forfeitures_kept(taken)
    undone = [one for one in taken if one.given_back_fen < one.taken_fen - kept[one.pk].fen]
    back += undone + (rest if gone or executed else [])
    anew = [one for one in taken if kept[one.pk].anew and not one.back_receipt]
    ends = served(execution, days, rows)
    return DepositStanding(
        order=order,
        days=days,
        open=next((row for row in rows if row.state in live), None),
        revoked=any(row.state == SuspensionState.REVOKED for row in rows),
        executed=executed,
        until_on=ends.until_on if ends else None,
        first_until_on=_moved(execution, rows),
        execution=execution,
        ends=ends,
        forfeitable=next(iter(lost + anew), None),
        forfeited=next((o for o in taken if not o.treasury_receipt and kept[o.pk].fen), None),
        returnable=next(iter(back), None),
        held=bool(held or rest or undone),
        liable=next((row for row in rows if _through_a_guarantor(row)), None),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a forfeited deposit stays forfeited, in fen, by which paper ("": as decided).

    `anew`: it is to be decided again.
    """

    fen: int
    paper: str = ""
    anew: bool = False


def kept_of(row: DetentionDeposit) -> Kept:
    """Return what of a forfeited deposit stays forfeited after reviews and lawsuits; one query."""
    return _forfeitures_kept([row])[row.pk]


def _forfeitures_kept(taken: Sequence[DetentionDeposit]) -> dict[int, Kept]:
    """Return by deposit what stays forfeited; no query where nothing was taken.

    Source: 行政复议法 第六十三条、第六十四条; 行政诉讼法 第七十条、第七十七条.
    """
    if not taken:
        return {}
    newest = PaperChange.objects.filter(document=OuterRef("pk")).order_by("-turn")
    changed = [Subquery(newest.values(one)[:1]) for one in ("fen", "paper")]
    papers = Document.objects.filter(pk__in=[one.paper_id for one in taken])
    rows = papers.values_list("pk", "overturn__ground", "overturn__paper", *changed)
    told = {pk: one for pk, *one in rows}
    return {one.pk: _kept(one.taken_fen, *told[one.paper_id]) for one in taken}


def _kept(
    taken_fen: int, ground: str | None, by: str | None, fen: int | None, paper: str | None
) -> Kept:
    if ground is not None and ground != PaperGround.UNLAWFUL:
        return Kept(0, by or "", anew=ground == PaperGround.REMADE)
    return Kept(taken_fen if fen is None else fen, paper or "")


def _execution_of(order: DetentionOrder) -> DetentionExecution | None:
    rows = DetentionExecution.objects.filter(order=order)
    return rows.select_related("joined_by", "joined__order__decision__draft").first()


def _through_a_guarantor(row: DetentionSuspension) -> bool:
    """Tell whether a detention was evaded under a guarantor who answers for it in no case yet."""
    evaded = row.state == SuspensionState.EVADED and row.guarantee == Guarantee.GUARANTOR
    return evaded and not hasattr(row, "breach")


def _goes_on(row: DetentionSuspension, *, executed: bool) -> bool:
    """Tell whether the detention that waited is served now. Source: 治安管理处罚法 第一百三十条."""
    return row.state == SuspensionState.ENDED if row.leave else executed


def _moved(
    execution: DetentionExecution | None, rows: Iterable[DetentionSuspension]
) -> date | None:
    """Return the last day in the house as it was when the person was taken in, moved by leaves."""
    until = execution.until_on if execution else None
    return until + outside(rows) if until else None


def served_beyond(stands: DepositStanding, changed: StandingItems) -> int:
    """Return how many days were served, when a change took effect, beyond those that stand."""
    if stands.until_on is None or stands.first_until_on is None:
        return 0
    return max((min(changed.effective_on, stands.first_until_on) - stands.until_on).days, 0)


def victims_without_copy(case: Case) -> QuerySet[Victim]:
    """Return the victims to whom the decision was not given yet, oldest first."""
    return Victim.objects.filter(case=case, copy__isnull=True).order_by("id")
