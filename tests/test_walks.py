"""Walks over the procedure: what is offered is what is accepted, and no gate opens too soon."""

import random
from collections.abc import Mapping

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Decision, Delivery, Notice, Review, Statement
from gongjian.cases.queries import case_of
from gongjian.cases.testing_weighing import CAUSE
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.queries import history_of
from gongjian.orgs.models import Certificate, Officer
from gongjian.orgs.services import SuspendCertificate, suspend_certificate
from gongjian.orgs.testing import make_agency, make_officer, make_unit
from gongjian.publicity.models import PublicItem

from .commands import COMMANDS
from .commands.penalty import TYPED
from .walking import ON_MATTERS, STEPS, Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
EVERY_OFFICE = (*story.OFFICES, "legal_head", "archivist", "supervisor")
BACK = ("return_for_supplement", "reject_review", "transfer_review", "send_back", "supplement")
WALKS, LENGTH = 8, 28
BESIDES, SWEPT = 1, 32
PAPERS = 2
LEADS = ("handler", "every_office", "handler", "handler")
KINDS: tuple[Mapping[str, object], ...] = (
    {},
    {"cause_code": CAUSE},
    {"state_secret": True},
)


def everybody(cast: story.Cast) -> dict[str, Officer]:
    """Return the people of a walk: every office, odd combinations, and those who stay outside."""
    agency, other = cast.agency, make_unit(cast.agency, "另一支队")
    suspended = make_officer(agency)
    certificate = Certificate.objects.get(officer=suspended)
    cmd = SuspendCertificate(certificate=certificate.uid, reason="考核不合格")
    suspend_certificate(actor=SYSTEM, clock=cast.clock, cmd=cmd)
    return cast.people | {
        "every_office": make_officer(
            agency, (*EVERY_OFFICE, "discussion_member"), legal_qualification="A20263000002"
        ),
        "two_publishers": make_officer(agency, ("publisher", "publication_checker")),
        "unqualified": make_officer(agency, ("legal_reviewer", "agency_head")),
        "legal_head": make_officer(agency, ("legal_head",)),
        "second_reviewer": make_officer(
            agency, ("legal_reviewer",), legal_qualification="A20263000003"
        ),
        "suspended": suspended,
        "other_unit": make_officer(agency, ("handler", "unit_head"), unit=other),
        "stranger": make_officer(make_agency("他市生态环境局"), EVERY_OFFICE),
        "administrator": make_officer(agency, ("admin_system",)),
    }


def start(seed: int) -> Walk:
    cast = story.make_cast()
    people = everybody(cast)
    cast.people["handler"] = people["handler"] = people[LEADS[seed % len(LEADS)]]
    return Walk(cast, opened(cast, seed), people, random.Random(seed))


def opened(cast: story.Cast, number: int) -> Matter:
    """Return a new case; what kind it is goes by turns."""
    party = story.PERSON if number % 2 == 0 else story.COMPANY
    return story.open_case(cast, party, **KINDS[number % len(KINDS)])


def test_every_act_on_a_matter_is_tried() -> None:
    assert set(COMMANDS) == set(ON_MATTERS)


@pytest.mark.divided
@pytest.mark.parametrize("seed", range(WALKS))
def test_what_is_offered_is_what_is_accepted(seed: int) -> None:
    walk = start(seed)

    for number in range(LENGTH):
        accepted = compare(walk)
        if accepted:
            walk.do_one(accepted)
            assert_lawful(walk.fresh())
        elif walk.fresh().closed_at is not None:
            walk.matter = opened(walk.cast, number)
        else:
            stuck = (walk.fresh().marking, history_of(walk.matter))
            moved = walk.sign_papers() or walk.pay()
            assert moved, f"nobody can do anything, nothing is awaited: {stuck}"

    assert walk.states == LENGTH


def compare(walk: Walk) -> dict[str, list[str]]:
    """Try acts as every person, all of them as one; return who can do what.

    What is offered must be accepted, and whatever else is tried must be refused.
    """
    walk.states += 1
    clock = walk.cast.clock
    commands = walk.commands(clock)
    swept = walk.chance.choice(list(walk.people))
    accepted: dict[str, list[str]] = {}
    for name, offered in walk.offered(clock).items():
        besides = walk.chance.sample(list(STEPS), SWEPT if name == swept else BESIDES)
        tried = sorted(spared({*offered, *besides}, walk.chance))
        answers = {code: walk.answer(name, code, commands[code], clock) for code in tried}
        where = (name, walk.fresh().marking, history_of(walk.matter))
        wrong_input = {c: str(a) for c, a in answers.items() if isinstance(a, InvalidInput)}
        assert wrong_input == {}, where
        done = {code for code, refusal in answers.items() if refusal is None}
        assert done == offered & set(tried), (
            where,
            {c: str(answers.get(c)) for c in done ^ offered},
        )
        for code in sorted(done):
            accepted.setdefault(code, []).append(name)
    return accepted


def spared(codes: set[str], chance: random.Random) -> set[str]:
    """Keep a few of the acts that only make a document: all are one piece of code, over data."""
    papers = sorted(codes & set(TYPED))
    return codes - set(papers) | set(chance.sample(papers, min(PAPERS, len(papers))))


def assert_lawful(matter: Matter) -> None:
    """Check from the rows alone that the law was kept so far."""
    history = history_of(matter)
    assert matter.marking == replayed(matter, history)
    case = case_of(matter)
    for notice in Notice.objects.filter(case=case, served_on__isnull=False):
        assert Delivery.objects.filter(document=notice.document).exists()
    decision = Decision.objects.filter(case=case, void=False).first()
    if decision is not None:
        assert_decided_lawfully(matter, decision, history)
    for item in PublicItem.objects.filter(decision__case=case):
        assert not case.public_order
        assert not case.state_secret
        assert item.drafted_by_id != item.checked_by_id
        assert Delivery.objects.filter(document=item.decision.document).exists()


def assert_decided_lawfully(matter: Matter, decision: Decision, history: list[str]) -> None:
    """Check notice, time, review and persons of a decision."""
    decided = max(last(history, "issue_decision"), last(history, "issue_at_station"))
    before = history[:decided]
    # Neither reconsideration nor resolution changes the draft: its notice still stands.
    stands = last(before, "deliver_notice", "reconsider_review", "pass_by_resolution")
    assert stands > last(before, *BACK)
    assert decision.facts_hash == decision.notice.facts_hash
    assert decision.notice.served_on is not None
    waived = Statement.objects.filter(notice=decision.notice, waived=True).exists()
    limits = Deadline.objects.filter(
        matter=matter, code="statement-limit", starts_on=decision.notice.served_on
    )
    assert waived or decision.decided_on > limits.order_by("-id")[0].due_on
    assert decision.decided_by_id != decision.drafted_by_id
    reviews = Review.objects.filter(case=decision.case)
    assert decision.decided_by_id not in {r.reviewer_id for r in reviews}
    if decision.draft.review_required:
        assert last(before, "pass_review", "pass_by_resolution") > last(before, *BACK)
        opened = reviews.filter(outcome__in=["passed", "resolved"])
        assert opened.filter(draft_hash=decision.draft_hash).exists()


def last(history: list[str], *codes: str) -> int:
    """Return where one of the steps was last taken; -1 if never."""
    return max((n for n, code in enumerate(history) if code in codes), default=-1)


def replayed(matter: Matter, history: list[str]) -> list[str]:
    """Return where the steps lead, from the definition alone."""
    process = process_of(matter)
    marking = process.start()
    for code in history:
        marking = process.move(frozenset(marking), process.steps[code])
    return sorted(marking)
