"""What a person may choose in the forms of a case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongjian.catalog.definitions import Cause, Ground
from gongjian.catalog.words import EFFECTS
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import serving_officers
from gongjian.ui.options import Beside, Grouped, choices, options

from .agents import agents_on
from .apart import EVERY, coded, label, under
from .common_name import invitable, invitations_to
from .competing import label as competing_label
from .competing import norms_beside
from .concerned import concerned, known_to_party
from .daily import daily_of
from .disposal import fates_of, held_items
from .fined import asked_of, earlier_fines
from .identity import ways_for
from .joint import joinable
from .models import Case
from .monitoring import unchecked, untold
from .public_order.models import Victim
from .public_order.separate import MOST_ACTS
from .queries import (
    case_of,
    parties_beside,
    standing_evidence,
    unheard,
    waiting_filings,
)
from .secrecy import visible_secret_cases
from .services.discussing import leaders_of
from .services.drafting import sparing
from .services.ending import running_beside
from .services.failing import undelivered
from .services.hearing import hosts_of, kept_from_hearing
from .services.joint import others_joined
from .services.prior_fines import elsewhere
from .services.succession import free_successors, stand_ins
from .terminating import grounds_of as ending_grounds
from .weighing import WEIGHED, cause_of, grounds_of_case

MOST = 500


@options("cases.handler")
def handlers(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the two handling officers of the case."""
    assert isinstance(matter, Matter)
    people = [("主办", matter.lead), ("协办", matter.second)]
    return [(str(p.uid), f"{p.name}（{role}）") for role, p in people if p is not None]


@options("cases.concerned")
def people_concerned(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who may be kept away from the case: everybody with a part in it but who decides."""
    assert isinstance(matter, Matter)
    found = concerned(matter, clocks.current().today())
    return [_in_part(*one) for pk, one in found.items() if pk != actor.officer]


@options("cases.known_to_party")
def people_known(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List whom the party may ask to keep away."""
    assert isinstance(matter, Matter)
    return [_in_part(*one) for one in known_to_party(matter, clocks.current().today()).values()]


def _in_part(officer: Officer, part: str) -> tuple[str, str]:
    return str(officer.uid), f"{officer.name}（{part}）"


@options("cases.way_at_inspection")
def ways_at_inspection(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List how identity may be shown at an inspection here."""
    return ways_for(matter, clocks.current().today(), patrol=True)


@options("cases.way_at_delivery")
def ways_at_delivery(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List how identity may be shown when a document is handed over here."""
    return ways_for(matter, clocks.current().today(), patrol=False)


@options("cases.identity_in_paper")
def ways_in_paper(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List how identity may be shown to whom a paper concerns, as the paper will say it."""
    ways = ways_for(matter, clocks.current().today(), patrol=False)
    return [(label, label) for _, label in ways]


@options("cases.secret_person")
def secret_people(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who may answer for the paper file of a secret case, or keep it."""
    serving = serving_officers(actor.agency or 0, clocks.current().today())
    return [_person(o) for o in serving.select_related("unit")[:MOST]]


@options("cases.secret_case")
def secret_cases(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the secret cases in which this person is named, by number."""
    rows = visible_secret_cases(actor).filter(declassified_on__isnull=True)
    return [(str(row.uid), row.number) for row in rows[:MOST]]


@options("cases.successor")
def successors(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who may go on with the case in the place of a handler."""
    assert isinstance(matter, Matter)
    return [_person(o) for o in free_successors(actor, matter, clocks.current().today())[:MOST]]


@options("cases.stand_in")
def possible_stand_ins(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who may go on with the case in the place of a handler who must keep away."""
    assert isinstance(matter, Matter)
    on = clocks.current().today()
    found = [one for one in stand_ins(matter, on) if one.pk != actor.officer]
    return [_person(officer) for officer in found[:MOST]]


@options("cases.desk_owner")
def desk_owners(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List whose cases this person may pass on: of the unit, for the head of the agency of all."""
    if actor.agency is None or actor.officer is None:
        return []
    people = Officer.objects.filter(agency=actor.agency).exclude(pk=actor.officer)
    if "agency_head" not in actor.offices:
        units = [who.unit for who in (actor, *actor.stands_for) if "unit_head" in who.roles]
        people = people.filter(unit__in=units)
    return [_person(o) for o in people.order_by("id")[:MOST]]


@options("cases.desk_matter")
def desk_matters(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the running cases within the person's reach, newest first."""
    running = visible_matters(actor).filter(closed_at__isnull=True)
    newest = running.order_by("-opened_at", "-id")[:MOST]
    return [(str(m.uid), f"{m.title}（{m.party_name}）") for m in newest]


def _cause(matter: Any) -> Cause | None:
    assert isinstance(matter, Matter)
    return cause_of(case_of(matter), clocks.current().today())


def _weighed(matter: Any) -> Cause | None:
    """Return the cause by whose benchmark the case is weighed: none where days are counted."""
    assert isinstance(matter, Matter)
    return None if daily_of(case_of(matter)) else _cause(matter)


@dataclass(frozen=True, slots=True)
class ActTyped:
    """An act as a form names it so far: its number, its cause, and the case as if under it."""

    number: int
    name: str
    cause: Cause | None
    case: Case


def _acts_typed(actor: Actor, beside: Any) -> list[ActTyped]:
    """Return the acts a form speaks of: one where it names none."""
    assert isinstance(beside, Beside)
    matter, today = beside.matter, clocks.current().today()
    case = case_of(matter)
    told = [ActTyped(1, case.cause, _weighed(matter), case)]
    if len(beside.rows) < 2:
        return told
    codes = {label: code for code, label in choices("catalog.cause", actor, matter)}
    for number, row in enumerate(beside.rows[1:MOST_ACTS], 2):
        typed = row["act_cause"]
        own = under(case, codes.get(typed, typed))
        cause = cause_of(own, today) if typed else None
        told.append(ActTyped(number, row["name"] or (cause.name if cause else ""), cause, own))
    first = beside.rows[0]["name"] or (told[0].cause.name if told[0].cause else case.cause)
    return [replace(told[0], name=first), *told[1:]]


def _said(one: ActTyped, acts: Sequence[ActTyped], text: str) -> str:
    """Return what a list says of an act: with its name only where there are several."""
    return f"{label(one.number, one.name)}：{text}" if len(acts) > 1 else text


@options("cases.circumstance")
def circumstances(actor: Actor, beside: Any) -> list[tuple[str, str]]:
    """List what must be found before each act is weighed; nothing where its cause is free."""
    acts = _acts_typed(actor, beside)
    return [
        (coded(one.number, c.code), _said(one, acts, c.label))
        for one in acts
        for c in (one.cause.circumstances.values() if one.cause else ())
    ]


@options("cases.circumstance_value")
def circumstance_values(actor: Actor, beside: Any) -> list[tuple[str, str]]:
    """List what each circumstance may be found to be, from the mildest on."""
    return [
        (f"{coded(one.number, c.code)}={value}", said)
        for one in _acts_typed(actor, beside)
        for c in (one.cause.circumstances.values() if one.cause else ())
        for value, said in c.values.items()
    ]


@options("cases.competing_norm")
def competing_norms(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what the act may violate beside the cause of the case."""
    assert isinstance(matter, Matter)
    found = norms_beside(case_of(matter), clocks.current().today())
    return [(norm.code, competing_label(norm)) for norm in found]


@options("cases.further_act")
def further_acts(actor: Actor, beside: Any) -> list[tuple[str, str]]:
    """List the second act and those after it that are weighed by the catalogue."""
    acts = _acts_typed(actor, beside)[1:]
    return [(str(one.number), label(one.number, one.name)) for one in acts if one.cause]


@options("cases.further_base")
def further_base(actor: Actor, beside: Any) -> list[tuple[str, str]]:
    """List the sums of which the fine of a further act is a share."""
    acts = _acts_typed(actor, beside)[1:]
    return [(str(one.number), one.cause.base) for one in acts if one.cause and one.cause.base]


@options("cases.base")
def base(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the sum of which the fine is a share, where the law says so."""
    cause = _weighed(matter)
    return [("base", cause.base)] if cause and cause.base else []


@options("cases.ground")
def grounds(actor: Actor, beside: Any) -> list[tuple[str, str]]:
    """List the grounds of the law to mitigate, be lenient or severe.

    Where there are several acts, those that each may have once for all, then act by act.
    """
    today = clocks.current().today()
    acts = [(one, grounds_of_case(one.case, today)) for one in _acts_typed(actor, beside)]
    if len(acts) == 1:
        return [(g.code, _ground(g)) for g in acts[0][1]]
    common = set.intersection(*({g.code for g in own} for _, own in acts))
    shared: list[tuple[str, str]] = [
        (f"{EVERY}.{g.code}", Grouped("各种行为都有", _ground(g)))
        for g in acts[0][1]
        if g.code in common
    ]
    return shared + [
        (coded(one.number, g.code), Grouped(_only(one), _ground(g)))
        for one, own in acts
        for g in own
    ]


def _only(one: ActTyped) -> str:
    return f"只有“{label(one.number, one.name)}”有"


def _ground(ground: Ground) -> str:
    return f"{ground.name}（{_effects(ground)}）"


def _effects(ground: Ground) -> str:
    return "、".join(EFFECTS[e] for e in ground.effects if e in WEIGHED)


@options("cases.no_penalty_ground")
def no_penalty_grounds(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the grounds on which the law of this case lets it end without penalty."""
    return [(ground.value, ground.label) for ground in sparing(case_of(matter))]


@options("cases.termination_ground")
def termination_grounds(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the grounds on which the law lets this case end without a decision."""
    return [(ground.value, ground.label) for ground in ending_grounds(case_of(matter))]


@options("cases.separate_act")
def separate_acts(actor: Actor, beside: Any) -> list[tuple[str, str]]:
    """List the acts that a form names, for its items to choose from; none where there is one."""
    acts = _acts_typed(actor, beside)
    return [(str(one.number), label(one.number, one.name)) for one in acts if len(acts) > 1]


@options("cases.element")
def elements(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the elements of the cause's evidence guide."""
    cause = _cause(matter)
    return [(e.code, e.name) for e in cause.elements.values()] if cause else []


@options("cases.hearing_host")
def hearing_hosts(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who may host the hearing of this case."""
    assert isinstance(matter, Matter)
    return [_person(o) for o in hosts_of(matter, clocks.current().today())]


@options("cases.hearing_recorder")
def hearing_recorders(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the officers of the agency whom nothing keeps from recording."""
    assert isinstance(matter, Matter)
    serving = serving_officers(matter.agency_id, clocks.current().today())
    return [_person(o) for o in serving.exclude(pk__in=kept_from_hearing(matter))[:MOST]]


@options("cases.discussion_member")
def discussion_members(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the leaders who may sit in the collective discussion of this case."""
    assert isinstance(matter, Matter)
    return [_person(o) for o in leaders_of(matter, clocks.current().today())]


@options("cases.open_case_of_agency")
def open_cases(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the cases of the agency into which this one may be merged, newest first."""
    assert isinstance(matter, Matter)
    newest = running_beside(actor, matter)[:MOST]
    return [(str(c.matter.uid), f"{c.matter.title}（{c.matter.party_name}）") for c in newest]


def _person(officer: Officer) -> tuple[str, str]:
    return str(officer.uid), f"{officer.name}（{officer.post}）"


@options("cases.further_party")
def further_parties(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the further parties still in the case."""
    assert isinstance(matter, Matter)
    beside = parties_beside(case_of(matter))
    return [(str(f.uid), f"{f.party.name}（{f.get_role_display()}）") for f in beside]


@options("cases.joinable_case")
def joinable_cases(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the undecided cases split from this one."""
    assert isinstance(matter, Matter)
    return [(str(c.uid), f"{c.party.name}（{c.cause}）") for c in joinable(case_of(matter))]


@options("cases.joint_party")
def joint_party_rows(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who is decided on together with the party of this case."""
    assert isinstance(matter, Matter)
    return [(str(one.uid), one.case.party.name) for one in others_joined(case_of(matter))]


@options("cases.invitable_agency")
def invitable_agencies(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the agencies of the same government."""
    assert isinstance(matter, Matter)
    return [(str(one.uid), one.name) for one in invitable(case_of(matter))[:MOST]]


@options("cases.common_invitation")
def common_invitations(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the invitations of other agencies that concern the party of this case."""
    assert isinstance(matter, Matter)
    rows = invitations_to(actor, case_of(matter))
    return [(str(one.uid), f"{one.lead.matter.agency.name}：{one.reason[:60]}") for one in rows]


@options("cases.standing_evidence")
def standing(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the evidence of the case that has not been excluded."""
    assert isinstance(matter, Matter)
    held = standing_evidence(case_of(matter))
    return [(str(e.uid), f"{e.name}（{e.get_kind_display()}）") for e in held]


@options("cases.unchecked_recording")
def recordings_to_check(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what equipment recorded and this person may check: others entered it."""
    assert isinstance(matter, Matter)
    waiting = unchecked(case_of(matter), actor.officer or 0)
    return [(str(e.uid), f"{e.name}（{e.device}）") for e in waiting]


@options("cases.untold_recording")
def recordings_to_tell(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what equipment recorded, was checked, and the party was not told of."""
    assert isinstance(matter, Matter)
    return [(str(e.uid), f"{e.name}（{e.device}）") for e in untold(case_of(matter))]


@options("cases.handled_alone")
def handled_alone(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List one entry where one police officer handles the case alone, else none."""
    alone = isinstance(matter, Matter) and matter.second_id is None
    return [("alone", "由一名人民警察办理")] if alone else []


@options("cases.undelivered")
def undelivered_papers(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the signed papers of the case that have not reached the party."""
    assert isinstance(matter, Matter)
    return [(str(p.uid), f"{p.title}{p.number}") for p in undelivered(matter)]


@options("cases.victim")
def victims(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the victims registered in the case."""
    return [(str(v.uid), v.name) for v in Victim.objects.filter(case__matter=matter)]


@options("cases.agent")
def agents(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who acts for the party today."""
    assert isinstance(matter, Matter)
    acting = agents_on(case_of(matter), clocks.current().today())
    return [(str(a.uid), f"{a.name}（{a.get_authority_display()}）") for a in acting]


@options("cases.fined_decision")
def fined_decisions(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the fines of this party that the person may see: those that wait for an answer first."""
    assert isinstance(matter, Matter)
    case = case_of(matter)
    asked = asked_of(actor, case)
    others = earlier_fines(actor, case).exclude(pk__in=[decision.pk for decision in asked])
    found = [*asked, *others[:MOST]]
    return [
        (str(d.uid), f"{d.number}（{d.decided_on.isoformat()}，{d.case.cause}）") for d in found
    ]


@options("cases.prior_fine")
def prior_fines(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the fines imposed elsewhere that bar another one here."""
    assert isinstance(matter, Matter)
    found = elsewhere(case_of(matter))
    return [(str(uid), f"{row.imposed_by} {row.number}") for uid, row in found.items()]


@options("cases.statement_filing")
def statement_filings(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the statements that the party handed in and nobody has checked."""
    return [(str(f.uid), f"{f.given_on.isoformat()} {f.receipt}") for f in unheard(matter)]


@options("cases.goods_claim")
def waiting_claims(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the demands for goods that wait for an answer."""
    waiting = waiting_filings(matter).filter(kind="goods")
    return [(str(f.uid), f"{f.given_on.isoformat()} {f.receipt}") for f in waiting]


@options("cases.recusal_filing")
def recusal_filings(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the applications for recusal that wait for an answer."""
    waiting = waiting_filings(matter).filter(kind="recusal").select_related("officer")
    return [
        (str(f.uid), f"{f.given_on.isoformat()} 申请{f.officer.name if f.officer else ''}回避")
        for f in waiting
    ]


@options("cases.goods_fate")
def fates(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what may become of the things held in the case."""
    assert isinstance(matter, Matter)
    return [(fate.value, fate.label) for fate in fates_of(matter)]


@options("cases.held_item")
def held_things(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what is held in the case, thing by thing."""
    assert isinstance(matter, Matter)
    return list(held_items(matter).items())
