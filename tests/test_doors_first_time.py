"""Spared for the first time (首违不罚): once, tried at the draft, at the signature and below."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Decision, NoPenalty, Overturn
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .test_doors import copied
from .test_doors_deposit import takes
from .test_remedies_beside import end, lodge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

FIRST: dict[str, Any] = {"items": (), "no_penalty_ground": "first_time"}
OTHER: dict[str, Any] = {"items": (), "no_penalty_ground": "minor_corrected"}


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


def filed(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


def before_the_head(cast: Cast, proposed: dict[str, Any] = FIRST) -> Matter:
    matter = story.investigate(cast, filed(cast), **proposed)
    cast.do("unit_head", "cases.propose_no_penalty", matter, opinion="同意。")
    return matter


def signed(cast: Cast, matter: Matter) -> NoPenalty:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    known = {"draft_hash": draft.draft_hash, "education": "当面教育。", "opinion": "同意。"}
    row: NoPenalty = cast.do("agency_head", "cases.issue_no_penalty", matter, **known)
    return row


def overturned(cast: Cast, decision: Decision) -> None:
    known = {"ground": "revoked", "paper": "复议决定〔2026〕1号", "effective_on": cast.today}
    Overturn(decision=decision, at=cast.clock.now(), **known).save()


def forged(matter: Matter, like: NoPenalty) -> NoPenalty:
    """Return a decision not to punish as somebody would insert it by hand."""
    draft, case = latest_draft(case_of(matter)), case_of(matter)
    assert draft is not None
    paper = Document.objects.filter(matter=matter).order_by("-id")[0]
    known = {"case_id": case.pk, "draft_id": draft.pk, "draft_hash": draft.draft_hash}
    row: NoPenalty = copied(like, **known, document_id=paper.pk, number="青不罚〔2026〕99号")
    return row


@pytest.mark.requirement("Q4")
def test_who_was_spared_for_the_first_time_is_not_first_again(cast: Cast) -> None:
    signed(cast, before_the_head(cast))

    with pytest.raises(InvalidInput, match="已因初次违法不予处罚"):
        story.propose(cast, filed(cast), **FIRST)


def test_who_was_spared_on_another_ground_may_still_be_first(cast: Cast) -> None:
    signed(cast, before_the_head(cast, OTHER))

    assert signed(cast, before_the_head(cast)).ground == "first_time"


@pytest.mark.tampers
def test_a_penalty_or_a_sparing_that_fell_bars_nobody(cast: Cast) -> None:
    matter = story.decided_case(cast)
    again = filed(cast)
    with pytest.raises(InvalidInput, match="已受过行政处罚"):
        story.propose(cast, again, **FIRST)

    overturned(cast, Decision.objects.get(case=case_of(matter)))
    waiting = before_the_head(cast)
    spared = signed(cast, waiting)
    story.sign_papers(cast, waiting)
    cast.do("handler", "cases.deliver_no_penalty", waiting, **story.handed_over(cast))
    assert spared.ground == "first_time"
    end(cast, waiting, lodge(cast, waiting), "revoked")

    assert signed(cast, before_the_head(cast)).ground == "first_time"


@pytest.mark.tampers
def test_who_is_no_first_offender_by_the_day_of_signing_is_not_spared(cast: Cast) -> None:
    first, second = before_the_head(cast), before_the_head(cast)
    made = signed(cast, first)

    with pytest.raises(RuleBroken, match="不是初次违法"):
        signed(cast, second)
    assert not takes(forged(second, made))
    assert takes(copied(forged(second, made), ground="minor_corrected"))


@pytest.mark.tampers
def test_the_database_spares_nobody_for_the_first_time_after_a_penalty(cast: Cast) -> None:
    other, waiting = before_the_head(cast, OTHER), before_the_head(cast)
    made = signed(cast, other)
    assert takes(copied(forged(waiting, made), ground="first_time"))
    story.decided_case(cast)

    assert not takes(copied(forged(waiting, made), ground="first_time"))
    with pytest.raises(RuleBroken, match="不是初次违法"):
        signed(cast, waiting)
    overturned(cast, Decision.objects.get())
    assert takes(copied(forged(waiting, made), ground="first_time"))
