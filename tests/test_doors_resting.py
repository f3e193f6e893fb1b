"""Who had another part in a case decides nothing in it, and no decision rests on strange rows.

Source: 行政处罚法 第四十三条至第四十五条、第五十七条、第五十八条、第六十二条、第六十四条.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.models import Decision
from gongjian.cases.services.discussing import leaders_of
from gongjian.cases.services.grounds import recusals_answered
from gongjian.cases.services.people import no_handler, no_host, no_reviewer
from gongjian.common import acts
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters
from gongjian.matters.succession import former_handlers
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_officer

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_public_order import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SIGNING = (
    "cases.issue_decision",
    "cases.sign_common",
    "cases.issue_no_penalty",
    "cases.decide_public_order",
    "cases.decide_at_station",
    "cases.decide_not_to_punish",
)


@pytest.mark.parametrize("code", SIGNING)
def test_whoever_signs_had_no_other_part(code: str) -> None:
    asked = acts.service(code).requirements

    assert {no_handler, no_reviewer, no_host, recusals_answered} <= set(asked)


def test_who_left_a_case_stays_away_from_what_goes_on_from_it() -> None:
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast))
    row = several.add_party(cast, matter)
    several.inspect(cast, matter)
    second, third, fourth = cast.people["second"], *(make_officer(cast.agency) for _ in "ab")
    said: dict[str, Any] = {"officer": second.uid, "successor": third.uid, "reason": "调离。"}
    cast.do("agency_head", "cases.change_handler", matter, **said)
    said = {"officer": third.uid, "successor": fourth.uid, "reason": "近亲属。"}
    cast.do("agency_head", "cases.recuse_officer", matter, **said)

    own = several.split(cast, matter, row)

    assert {second.pk, third.pk} <= former_handlers(own)
    assert set(own.recusals.values_list("officer", flat=True)) == {third.pk}
    reads = visible_matters(actor_for(third, "test", cast.today))
    assert not reads.filter(pk=own.pk).exists()


@pytest.mark.tampers
def test_who_heard_the_case_neither_signs_nor_votes_nor_handles_it() -> None:
    cast = story.make_cast(accounts=True)
    offices = ("hearing_host", "agency_head", "discussion_member", "handler")
    host = cast.people["hearing_host"] = make_officer(cast.agency, roles=offices, account=True)
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    story.inform(cast, matter)
    story.call_hearing(cast, story.ask_hearing(cast, matter))
    story.hold_hearing(cast, matter)
    story.let_time_run(cast, matter)
    draft = story.before_the_head(cast, matter)
    matter = Matter.objects.get(pk=matter.pk)
    signed = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    handed = {"officer": cast.people["handler"].uid, "successor": host.uid, "reason": "调离。"}

    assert host not in leaders_of(matter, cast.today)
    with told_by(cast):
        assert_shut(Attempt(host, "cases.issue_decision", signed, matter), 409)
        for code in ("cases.recuse_officer", "cases.change_handler"):
            tried = Attempt(cast.people["agency_head"], code, as_json(handed), matter)
            assert_shut(tried, 409, page=422)

    cast.do("agency_head", "cases.issue_decision", matter, **signed)
    cast.do("agency_head", "cases.void_decision", matter, reason="住所写错。")
    genuine = Decision.objects.get()
    assert genuine.hearing is not None
    told = cast.today - timedelta(days=60)
    newer = copied(draft, version=draft.version + 1)
    wrongs: list[dict[str, Any]] = [
        {"decided_by_id": host.pk},
        {"decided_by_id": cast.people["handler"].pk},
        {"facts_hash": "x", "noticed_facts_hash": "x"},
        {"draft_hash": "x"},
        {"notice_served_on": told},
        {"decided_on": genuine.notice_served_on},
        {"hearing_outcome": "absent"},
        {"drafted_by_id": cast.people["second"].pk},
    ]
    for row, column, value in (
        (genuine.hearing, "outcome", "absent"),
        (genuine.notice, "served_on", told),
        (genuine.notice, "served_on", None),
    ):
        setattr(row, column, value)
        assert "guarded table" in refusal(row), column
    paper = Document.objects.filter(matter=matter, kind="hearing-record").get()
    right = copied(genuine, document_id=paper.pk, number="伪造1号", void=False)
    for wrong in wrongs:
        assert "guarded table cases_decision" in refusal(copied(right, **wrong)), wrong
    with transaction.atomic():
        assert refusal(copied(right)) == ""
        transaction.set_rollback(True)
    newer.save()
    assert "guarded table cases_decision" in refusal(copied(right))
