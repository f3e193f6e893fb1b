"""A walk over two cases that are decided on together: to the end of both, under other handlers."""

import random

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.joint import joint_parties
from gongjian.cases.models import Decision, Delivery, Notice
from gongjian.cases.queries import case_of
from gongjian.matters.choices import Ground
from gongjian.matters.models import Matter, Succession
from gongjian.orgs.testing import make_officer

from .commands.penalty import TYPED
from .looking import Tally, act_once, hand_over, look_around
from .test_walks import assert_lawful, everybody
from .walking import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MOST, HANDED_OVER, RESTLESS = 160, 12, 0.2
# Acts by which the decision would not be joint any more, and those that only make a document.
NEVER = frozenset({"cases.leave_joint", "cases.move_to_secret", "cases.add_party", *TYPED})
# What else leads on here: to the draft and its notice, through a hearing, back from the police.
ONWARD = frozenset(
    {
        *("cases.draft_decision", "cases.record_discussion", "cases.refuse_crime_transfer"),
        *("cases.register_guardian", "cases.call_interpreter"),
        *("cases.call_hearing", "cases.deliver_hearing_notice"),
        *("cases.hold_hearing", "cases.report_hearing"),
    }
)


@pytest.mark.divided
@pytest.mark.parametrize("seed", [7])
def test_a_joint_decision_is_walked_to_the_end_of_every_case_under_changing_handlers(
    seed: int,
) -> None:
    cast, tally = story.make_cast(), Tally()
    people = everybody(cast) | {"spare": make_officer(cast.agency, ("handler",))}
    walk = Walk(cast, several.joined(cast), people, random.Random(seed), never=NEVER, keen=400)
    walk.onward = ONWARD
    lead = walk.matter

    for _ in range(MOST):
        found = look_around(walk, tally)
        if found is not None and walk.chance.random() > found.weight * RESTLESS:
            cast.wait(days=2)
        elif found is not None:
            act_once(walk, found, tally)
            if tally.steps % HANDED_OVER == 0:
                hand_over(walk, tally)
            for matter in walk.family():
                assert_lawful(matter)
            assert_one_decision(walk.fresh())
        elif all(matter.closed_at for matter in walk.family()):
            break
        else:
            assert walk.sign_papers() or walk.pay(), "it runs, yet nobody can do anything"

    assert all(matter.closed_at for matter in walk.family()), tally.told()
    first, second = Decision.objects.filter(void=False).order_by("id")
    assert (first.case.matter, second.joint_with) == (lead, first)
    handed_over = Succession.objects.filter(ground=Ground.HANDOVER)
    assert handed_over.count() == tally.handed_over > 0


def assert_one_decision(matter: Matter) -> None:
    """Check from the rows alone: decided for all or none, on each one's own notice, once."""
    joined = joint_parties(case_of(matter))
    cases = [row.case_id for row in joined]
    made = Decision.objects.filter(case__in=cases, void=False).select_related("document")
    assert len(made) in {0, len(joined)}
    assert len({decision.number for decision in made}) <= 1
    for decision in made:
        assert Notice.objects.get(pk=decision.notice_id).case_id == decision.case_id
    served = Delivery.objects.filter(document__in=[d.document_id for d in made]).count()
    closed = any(row.case.matter.closed_at for row in joined)
    assert not closed or served == len(joined)
