"""The decision: by the station within its power, by the authority of the county, or none at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.beside import latest_guardian
from gongjian.cases.checking import Kinds, decision_findings, sparing_findings
from gongjian.cases.choices import NoPenaltyGround, Proposal
from gongjian.cases.citing import only_law_in_force
from gongjian.cases.events import DecisionIssued
from gongjian.cases.executing import nothing_left
from gongjian.cases.guardians import check_ordered, order_for
from gongjian.cases.models import Case, Decision, Delivery, Draft, Notice
from gongjian.cases.public_order import papers
from gongjian.cases.public_order.choices import (
    FOREIGNER_REPORT,
    UNPUNISHED_FOR,
    UNPUNISHED_SOURCES,
    VICTIM_COPY,
    DecisionLevel,
)
from gongjian.cases.public_order.models import DetentionOrder, PublicOrderDecision, Unpunished
from gongjian.cases.public_order.queries import (
    execution_of,
    foreign,
    known_minor,
    latest_offender,
    other_evidence,
    parameter,
    power_of,
    punishable_from,
    unpunished_by,
    victims_without_copy,
)
from gongjian.cases.public_order.rules import (
    STATION_DECIDES,
    detention_days,
    fine_of,
    warning_or_fine_only,
)
from gongjian.cases.public_order.separate import days_of
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.delivering import Delivered, delivery_of, unsigned
from gongjian.cases.services.drafting import most_detention_days
from gongjian.cases.services.excluding import rests_on_standing
from gongjian.cases.services.failing import handing
from gongjian.cases.services.grounds import (
    answered,
    binding,
    check_answers,
    recusals_answered,
    rests_on,
    rests_on_review,
    unpunished_binding,
    without_errors,
)
from gongjian.cases.services.people import certified, no_handler, no_host, no_reviewer
from gongjian.cases.services.public_order.fast import not_fast_reviewer, still_fast
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.common.events import publish
from gongjian.documents.checking import Finding, errors
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.orgs.choices import UnitKind

PAPER, SPARED = "public-order-decision", "unpunished-decision"


@dataclass(frozen=True, kw_only=True)
class DecidePublicOrder:
    draft_hash: str = fields.hidden()
    opinion: str = fields.text("审批意见", max_length=1000)
    check_answers: str = check_answers()


@dataclass(frozen=True, kw_only=True)
class DecideAtStation(DecidePublicOrder):
    """The decision of a station, by its head."""


@act("cases.decide_public_order", title="签发治安处罚决定书", final=True)
def decide_public_order(*, act: Act, cmd: DecidePublicOrder) -> Decision:
    """Make the decision as the authority of the county.

    Raises:
        NotAsReviewed, HeavierThanNoticed: see `binding`.
        InvalidInput: the check before signing has warnings that are not answered.

    Source: 治安管理处罚法 第一百零九条、第一百一十三条、第一百一十五条.
    """
    return _decided(act, cmd, DecisionLevel.COUNTY)


@act("cases.decide_at_station", title="派出所签发决定书", final=True)
def decide_at_station(*, act: Act, cmd: DecideAtStation) -> Decision:
    """Make the decision as a station: a warning, or a fine within what the law gives it.

    Raises:
        NotAsReviewed, HeavierThanNoticed: see `binding`.
        InvalidInput: the check before signing has warnings that are not answered.

    Source: 治安管理处罚法 第一百零九条.
    """
    return _decided(act, cmd, DecisionLevel.STATION)


def _not_own_draft(actor: Actor, matter: Matter, clock: Clock) -> str:
    drafted = Draft.objects.filter(case__matter=matter).order_by("-version")
    if drafted.values_list("drafted_by", flat=True).first() == actor.officer:
        return "您拟定了这份处罚决定，不能再由您签发"
    return ""


def findings_of_police(matter: Matter, on: date) -> tuple[Finding, ...]:
    """Return every fault of the decision that the police would sign on a day."""
    return decision_findings(matter, on, KINDS)


def _as_it_would_read(
    matter: Matter, on: date, case: Case, draft: Draft, notice: Notice
) -> Mapping[str, Any]:
    offender = latest_offender(case)
    execution = execution_of(matter, offender, draft, on)
    return papers.decision(matter, on, case, draft, notice, offender, execution)


def _spared_as_it_would_read(
    matter: Matter, on: date, case: Case, draft: Draft
) -> Mapping[str, Any]:
    """Return the decision not to punish with what its form is filled with."""
    ground = UNPUNISHED_FOR[NoPenaltyGround(draft.no_penalty_ground)]
    filled = DecideNotToPunish(
        draft_hash=draft.draft_hash, basis=UNPUNISHED_SOURCES[ground], reason=draft.discretion
    )
    offender = latest_offender(case)
    return papers.unpunished_decision(matter, on, case, draft, offender, ground, filled)


KINDS = Kinds(PAPER, _as_it_would_read, SPARED, _spared_as_it_would_read)


def _faultless(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "；".join(str(finding) for finding in errors(findings_of_police(matter, clock.today())))


def _latest_hash(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    draft = latest_draft(case_of(matter))
    return {"draft_hash": draft.draft_hash if draft else ""}


for _service in (decide_public_order, decide_at_station):
    _service.requires(no_handler)
    _service.requires(no_reviewer)
    _service.requires(no_host)
    _service.requires(rests_on_standing)
    _service.requires(still_fast)
    _service.requires(not_fast_reviewer)
    _service.requires(_not_own_draft)
    _service.requires(_faultless)
    _service.requires(recusals_answered)
    _service.prefilled(_latest_hash)


@decide_at_station.requires
def _is_a_station(actor: Actor, matter: Matter, clock: Clock) -> str:
    if matter.unit.kind == UnitKind.STATION:
        return ""
    return "本案由机关本级办理，只有公安派出所可以以派出所名义决定"


@decide_at_station.requires
def _within_power(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    draft = latest_draft(case)
    power = power_of(matter, case, draft) if draft and draft.items else None
    if power is None or power.value == STATION_DECIDES:
        return ""
    return f"{power.name}（{power.source}），应当报县级以上公安机关决定"


def _decided(act: Act, cmd: DecidePublicOrder, level: DecisionLevel) -> Decision:
    matter: Matter = act.matter
    case, offender = case_of(matter), latest_offender(case_of(matter))
    answered(act, findings_of_police(matter, act.today), cmd.check_answers)
    draft, notice, review = binding(case, cmd.draft_hash, act.today)
    assert notice.served_on is not None
    execution = execution_of(matter, offender, draft, act.today)
    told = papers.decision(matter, act.today, case, draft, notice, offender, execution)
    paper = make(act, PAPER, told)
    decision = Decision(
        **rests_on(act, case, draft, notice, review),
        document=paper,
        number=paper.number,
        decided_on=act.today,
        decided_by_id=act.officer,
        drafted_by_id=draft.drafted_by_id,
    )
    act.write(decision)
    minor = case.party.natural and known_minor(case, offender, act.today)
    own = PublicOrderDecision(
        decision=decision,
        level=level,
        power=power_of(matter, case, draft).source,
        warning_or_fine_only=warning_or_fine_only(draft.items),
        fine_fen=fine_of(draft.items),
        station_most_fen=parameter(matter, "station.fine_max_fen", act.today),
        natural=case.party.natural,
        age=offender.age if offender else None,
        punishable_from=punishable_from(matter, act.today),
        minor=minor,
        guardian=latest_guardian(case) if minor else None,
        other_evidence=other_evidence(case),
    )
    act.write(own)
    if detention_days(draft.items):
        most = most_detention_days(matter, act.today)
        days = days_of(draft.items, most)
        order = DetentionOrder(
            decision=decision,
            decided_days=days.decided,
            days=days.executed,
            most_days=most,
            executable=execution.executed,
            rule=execution.rule,
            source=execution.source,
        )
        act.write(order)
    if not (foreign(offender) and detention_days(draft.items)):
        act.leave_limit(FOREIGNER_REPORT)
    if not victims_without_copy(case).exists():
        act.leave_limit(VICTIM_COPY)
    matter.number = paper.number
    matter.decided_on = act.today
    publish(act, DecisionIssued(decision))
    return decision


@dataclass(frozen=True, kw_only=True)
class DecideNotToPunish:
    draft_hash: str = fields.hidden()
    basis: str = fields.line("依据", max_length=500, help="写到条、款、项")
    reason: str = fields.text("理由", max_length=2000)
    discipline: str = fields.line(
        "责令管教、看管治疗等处理",
        required=False,
        help="不满十四周岁、不能辨认或者控制自己行为的，责令其监护人管教或者看管治疗，必填",
        source="公安机关办理行政案件程序规定 第一百五十七条、第一百五十八条",
    )
    check_answers: str = check_answers()


@act("cases.decide_not_to_punish", title="决定不予处罚", final=True)
def decide_not_to_punish(*, act: Act, cmd: DecideNotToPunish) -> Unpunished:
    """Decide that the person is not punished, on a paper of its own and the ground of the draft.

    Raises:
        InvalidInput: a law is cited that was not in force, the guardian is ordered nothing
            (`guardians`), or the check before signing has warnings that are not answered.
        NotAsReviewed: the draft shown to the head is not the latest, or not reviewed as it must.
        RuleBroken: the latest draft does not propose it, or the paper has a fault.

    Source: 治安管理处罚法 第十二条、第十三条、第二十条、第一百一十三条第一款第二项.
    """
    case = case_of(act.matter)
    draft, review = unpunished_binding(case, cmd.draft_hash, act.today)
    ground = UNPUNISHED_FOR[NoPenaltyGround(draft.no_penalty_ground)]
    check_ordered(case, draft.no_penalty_ground, cmd.discipline)
    only_law_in_force(act.today, case.act_ended_on, basis=cmd.basis)
    offender = latest_offender(case)
    told = papers.unpunished_decision(act.matter, act.today, case, draft, offender, ground, cmd)
    found = sparing_findings(act.matter, act.today, SPARED, told, draft)
    answered(act, without_errors(found), cmd.check_answers)
    unpunished = Unpunished(
        **rests_on_review(case, draft, review),
        document=make(act, SPARED, told),
        ground=ground,
        reason=cmd.reason,
        discipline=cmd.discipline,
        decided_on=act.today,
        decided_by_id=act.officer,
    )
    act.write(unpunished)
    if not victims_without_copy(case).exists():
        act.leave_limit(VICTIM_COPY)
    return unpunished


for _test in (
    no_handler,
    no_reviewer,
    no_host,
    still_fast,
    not_fast_reviewer,
    _not_own_draft,
    _faultless,
    recusals_answered,
):
    decide_not_to_punish.requires(_test)


@decide_not_to_punish.prefilled
def _as_proposed(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    draft = latest_draft(case_of(matter))
    if draft is None or draft.proposal != Proposal.NO_PENALTY:
        return {}
    ground = UNPUNISHED_FOR[NoPenaltyGround(draft.no_penalty_ground)]
    return {
        "draft_hash": draft.draft_hash,
        "basis": UNPUNISHED_SOURCES[ground],
        "reason": draft.discretion,
        "discipline": order_for(draft.no_penalty_ground),
    }


@dataclass(frozen=True)
class DeliverUnpunished(Delivered):
    """The delivery of a decision not to punish."""


@act("cases.deliver_unpunished", title="送达不予处罚决定书")
def deliver_unpunished(*, act: Act, cmd: DeliverUnpunished) -> Delivery:
    """Record the delivery of the decision not to punish; the case may then be ended.

    Raises:
        RuleBroken: there is none, or it is not issued yet (it is still being signed).

    Source: 治安管理处罚法 第一百一十六条.
    """
    case = case_of(act.matter)
    made = unpunished_by(case)
    if made is None:
        raise RuleBroken("没有尚待送达的不予处罚决定书")
    return delivery_of(act, case, made.document, cmd, made.decided_on)


deliver_unpunished.requires(certified)


@deliver_unpunished.requires
def _signed(actor: Actor, matter: Matter, clock: Clock) -> str:
    made = unpunished_by(case_of(matter))
    return unsigned(made.document) if made else ""


@deliver_unpunished.prefilled
def _receiver(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    made = unpunished_by(case)
    return handing(case, made.document if made else None)


@dataclass(frozen=True)
class EndUnpunished:
    opinion: str = fields.text("办结意见", max_length=1000)


@act("cases.end_unpunished", title="批准办结（不予处罚）", final=True)
def end_unpunished(*, act: Act, cmd: EndUnpunished) -> Matter:
    """End a case that is not punished, once it is known what became of everything that was held.

    The decision reaches its person without waiting for the goods: 行政强制法 第二十七条 asks that
    they be released at once, not that the person be told later.

    Source: 公安机关办理行政案件程序规定 第二百五十八条第一项.
    """
    matter: Matter = act.matter
    return matter


end_unpunished.requires(no_handler)
end_unpunished.requires(nothing_left)
