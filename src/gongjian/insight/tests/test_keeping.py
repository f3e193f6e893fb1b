"""What each story counts as in the yearly report, worked out by hand from the notes."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Case
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast, make_cast
from gongjian.cases.testing_correcting import order, recheck
from gongjian.cases.testing_several import add_party, split
from gongjian.common import clock as clocks
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.insight import keeping
from gongjian.insight.counting import acts
from gongjian.insight.models import CountedAct
from gongjian.jobs.models import Period
from gongjian.jobs.registry import kinds
from gongjian.jobs.services import start_periodic
from gongjian.matters.models import Matter
from gongjian.payments import testing_proxy as proxies
from gongjian.payments.testing import perform, the_notice
from gongjian.publicity.testing import publish
from gongjian.review import testing as reviewing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
YEAR = 2026
SAID: dict[str, Any] = {"opinion": "同意。"}
CRIME: dict[str, Any] = {
    "suspected": "污染环境罪",
    "reasons": "排放有毒物质超过标准三倍以上。",
    "materials": "调查报告\n检测报告",
    "receiver": "青川市公安局",
}


def make(cast: Cast, matter: Matter, kind: str, who: str = "handler", **values: Any) -> Document:
    """Make and sign a paper that is typed."""
    given = vars(typed_command(kind, cast.now)) | values
    made: Document = cast.do(who, act_code(kind), matter, **given)
    story.sign_papers(cast, matter)
    return made


def filed(cast: Cast, **values: Any) -> Matter:
    return story.file_case(cast, story.open_case(cast, **values))


def looked_at(cast: Cast) -> Matter:
    """An inspection, and the case goes on."""
    matter = filed(cast)
    story.inspect(cast, matter)
    return matter


def looked_at_twice_in_a_day(cast: Cast) -> Matter:
    matter = looked_at(cast)
    story.inspect(cast, matter)
    return matter


def looked_at_in_two_cases(cast: Cast) -> Matter:
    """Two cases of one party, inspected on one day."""
    looked_at(cast)
    return looked_at(cast)


def looked_at_on_two_days(cast: Cast) -> Matter:
    matter = looked_at(cast)
    cast.wait(days=1)
    story.inspect(cast, matter)
    return matter


def copied_into_a_case_split_off(cast: Cast) -> Matter:
    matter = filed(cast)
    row = add_party(cast, matter)
    story.inspect(cast, matter)
    return split(cast, matter, row)


def split_off_and_looked_at_anew(cast: Cast) -> Matter:
    other = copied_into_a_case_split_off(cast)
    cast.wait(days=1)
    story.inspect(cast, other)
    return other


def sealed_off(cast: Cast) -> Matter:
    """Seal, extend nothing, lift: counted when ordered; the visit before it is told by it."""
    matter = looked_at(cast)
    make(cast, matter, "seizure-approval", "agency_head", measure="查封")
    make(cast, matter, "seizure-decision", measure="查封", from_on=cast.today)
    make(cast, matter, "seizure-release")
    return matter


def seized_at_once(cast: Cast) -> Matter:
    """Seize at once, approved afterwards: one measure; then a visit on another day."""
    matter = filed(cast)
    make(cast, matter, "urgent-seizure-decision", measure="扣押", from_on=cast.today)
    known = story.made_up_for(matter)
    make(cast, matter, "seizure-approval", "agency_head", measure="扣押", **known)
    cast.wait(days=1)
    story.inspect(cast, matter)
    return matter


def kept_as_evidence(cast: Cast) -> Matter:
    """先行登记保存 is no compulsory measure."""
    matter = filed(cast)
    asked: dict[str, Any] = {"items": "台账2册", "reason": "证据可能灭失。"}
    cast.do("handler", "cases.propose_preservation", matter, **asked)
    cast.do("agency_head", "cases.approve_preservation", matter, **asked, **SAID)
    make(cast, matter, "preservation-notice")
    return matter


def declared_void(cast: Cast) -> Matter:
    """A paper that seized is void: nothing was ordered, and the visit counts again."""
    matter = looked_at(cast)
    make(cast, matter, "seizure-approval", "agency_head")
    paper = make(cast, matter, "seizure-decision", measure="扣押", from_on=cast.today)
    cast.do("handler", "documents.void_document", matter, document=paper.uid, reason="写错物品。")
    return matter


def punished(cast: Cast) -> Matter:
    return story.decided_case(cast)


def performed_and_closed(cast: Cast) -> Matter:
    matter = perform(cast, punished(cast))
    publish(cast, matter)
    cast.do("agency_head", "cases.close_case", matter, **SAID)
    return matter


def taken_back_and_made_anew(cast: Cast) -> Matter:
    """A decision taken back before it reached anybody: the second one is the only one."""
    matter = story.inform(cast, story.investigate(cast, filed(cast)))
    story.decide(cast, story.let_time_run(cast, matter))
    cast.do("agency_head", "cases.void_decision", matter, reason="日期写错。")
    draft = latest_draft(case_of(matter))
    assert draft is not None
    again: dict[str, Any] = {"draft_hash": draft.draft_hash, **SAID}
    cast.do("agency_head", "cases.issue_decision", matter, **again)
    story.sign_papers(cast, matter)
    return story.deliver(cast, matter)


def sent_back_by_review_then_passed(cast: Cast) -> Matter:
    """One case, two opinions: the first found something wrong."""
    matter = reviewing.submitted(cast)
    reviewing.opine(cast, matter, "return_for_supplement", law="problem")
    reviewing.told_again(cast, matter)
    cast.do("handler", "review.resubmit", matter, summary="已补正，请予审核。")
    reviewing.opine(cast, matter, "pass_review")
    return matter


def surcharged_twice_and_performed(cast: Cast) -> Matter:
    matter = punished(cast)
    for days in (10, 20):
        until = the_notice(matter).due_on + timedelta(days)
        cast.wait(days=(until - cast.today).days)
        cast.do("agency_head", "payments.impose_surcharge", matter, **SAID)
        story.sign_papers(cast, matter)
        paper = the_notice(matter).surcharges.last()
        assert paper is not None
        known = story.handed_over(cast) | {"paper": paper.document.uid}
        cast.do("handler", "payments.deliver_paper", matter, **known)
    return perform(cast, matter)


def spared(cast: Cast) -> Matter:
    """No penalty for a minor act; the inspection before it stays an inspection."""
    none: dict[str, Any] = {"items": (), "no_penalty_ground": "minor_corrected"}
    matter = story.investigate(cast, filed(cast), **none)
    cast.do("unit_head", "cases.propose_no_penalty", matter, **SAID)
    draft = latest_draft(case_of(matter))
    assert draft is not None
    cast.do(
        "agency_head",
        "cases.issue_no_penalty",
        matter,
        draft_hash=draft.draft_hash,
        education="当面教育。",
        **SAID,
    )
    return matter


def handed_to_the_police(cast: Cast) -> Matter:
    matter = looked_at(cast)
    cast.do("handler", "cases.propose_crime_transfer", matter, **CRIME)
    cast.do("agency_head", "cases.approve_crime_transfer", matter, **SAID)
    return matter


def lodged(cast: Cast, matter: Matter, kind: str) -> Any:
    return cast.do(
        "handler",
        "remedies.register",
        matter,
        against=story.penalty_paper(matter),
        kind=kind,
        applicant="party",
        applicant_name=matter.party_name,
        body="青川市人民政府",
        lodged_on=cast.today,
        claim="请求撤销。",
    )


def ended(cast: Cast, matter: Matter, row: Any, outcome: str) -> None:
    told: dict[str, Any] = {"outcome": outcome, "paper": "青府复决〔2026〕1号", "note": "见后。"}
    days: dict[str, Any] = {"effective_on": cast.today, "served_on": cast.today}
    cast.do("unit_head", "remedies.record_result", matter, remedy=row.uid, **told, **days)


def answered(cast: Cast, matter: Matter, row: Any, answer: str) -> None:
    told: dict[str, Any] = {"remedy": row.uid, "answer": answer, "answered_on": cast.today}
    cast.do("handler", "remedies.answer", matter, **told)


def refused_by_the_review_body(cast: Cast) -> Matter:
    matter = punished(cast)
    answered(cast, matter, lodged(cast, matter, "review"), "refused")
    return matter


def upheld_then_lost_in_court(cast: Cast) -> Matter:
    matter = punished(cast)
    review = lodged(cast, matter, "review")
    answered(cast, matter, review, "accepted")
    ended(cast, matter, review, "upheld")
    cast.wait(days=2)
    suit = lodged(cast, matter, "litigation")
    answered(cast, matter, suit, "accepted")
    ended(cast, matter, suit, "unlawful")
    return matter


def ordered_remade(cast: Cast) -> Matter:
    """Overturned and made anew: both decisions count, the second is told apart."""
    matter = punished(cast)
    ended(cast, matter, lodged(cast, matter, "review"), "remade")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")
    anew = Case.objects.get(remakes__case__matter=matter).matter
    cast.do("handler", "cases.reopen_case", anew, plan="补充证据。")
    story.inform(cast, story.investigate(cast, anew))
    return story.deliver(cast, story.decide(cast, story.let_time_run(cast, anew)))


def corrected_on_recheck(cast: Cast) -> Matter:
    """An order to correct after the decision; the re-check is a visit of its own."""
    matter = punished(cast)
    order(cast, matter, days=5)
    cast.wait(days=7)
    recheck(cast, matter)
    return matter


def nobody_let_in(cast: Cast) -> Matter:
    matter = punished(cast)
    order(cast, matter, days=5)
    cast.wait(days=7)
    recheck(cast, matter, result="unable")
    return matter


def cleared_at_once(cast: Cast) -> Matter:
    matter = punished(cast)
    cast.wait(hours=3)
    said = proxies.on_spot(cast, cleared="road", because="遗洒物。", by="agency", approved="同意")
    cast.do("handler", "payments.clear_at_once", matter, **said)
    return matter


def stopped_before_another_performed(cast: Cast) -> Matter:
    matter = punished(cast)
    proxies.refused_order(cast, matter)
    proxies.to_be_performed(cast, matter)
    cast.do("handler", "payments.stop_proxy", matter, why="performed", because="已经清运。")
    return matter


def stopped_after_the_demand(cast: Cast) -> Matter:
    matter = punished(cast)
    proxies.refused_order(cast, matter)
    proxies.urge(cast, matter)
    cast.do("handler", "payments.stop_proxy", matter, why="performed", because="已经清运。")
    return matter


Story = Callable[[Cast], Matter]
FILED = {"filed": 1}
PUNISHED = FILED | {"followed": 1}
# Every line worked out by hand from the notes; `followed` is no column.
VECTORS: list[tuple[Story, dict[str, int]]] = [
    (looked_at, FILED | {"inspections": 1}),
    (looked_at_twice_in_a_day, FILED | {"inspections": 1}),
    (looked_at_in_two_cases, {"filed": 2, "inspections": 1}),
    (looked_at_on_two_days, FILED | {"inspections": 2}),
    (copied_into_a_case_split_off, FILED | {"inspections": 1}),
    (split_off_and_looked_at_anew, FILED | {"inspections": 2}),
    (sealed_off, FILED | {"seal": 1, "followed": 1}),
    (seized_at_once, FILED | {"seize": 1, "inspections": 1}),
    (kept_as_evidence, FILED),
    (declared_void, FILED | {"inspections": 1}),
    (punished, PUNISHED),
    (performed_and_closed, PUNISHED | {"closed": 1}),
    (taken_back_and_made_anew, PUNISHED),
    (sent_back_by_review_then_passed, FILED | {"inspections": 1, "reviews": 2, "corrected": 1}),
    (surcharged_twice_and_performed, PUNISHED | {"surcharge": 1}),
    (spared, FILED | {"no_penalty": 1, "inspections": 1}),
    (handed_to_the_police, FILED | {"transfers": 1, "inspections": 1}),
    (refused_by_the_review_body, PUNISHED),
    (upheld_then_lost_in_court, PUNISHED | {"reconsidered": 1, "sued": 1, "sued_lost": 1}),
    (
        ordered_remade,
        FILED | {"followed": 2, "remade": 1} | {"reconsidered": 1, "reconsidered_lost": 1},
    ),
    (cleared_at_once, PUNISHED | {"proxy": 1}),
    (stopped_before_another_performed, PUNISHED | {"inspections": 1, "proxy": 1}),
    (stopped_after_the_demand, PUNISHED | {"inspections": 1}),
    (corrected_on_recheck, PUNISHED | {"inspections": 1}),
    (nobody_let_in, PUNISHED),
]


@pytest.mark.requirement("P16")
@pytest.mark.parametrize(("played", "expected"), VECTORS, ids=[s.__name__ for s, _ in VECTORS])
def test_each_story_counts_as_the_notes_say(played: Story, expected: dict[str, int]) -> None:
    cast = make_cast()

    played(cast)

    followed = CountedAct.objects.filter(kind="followed").values("once").distinct().count()
    told = acts([cast.agency], YEAR)[cast.agency.uid] + Counter(followed=followed)
    assert told == Counter(expected)
    assert keeping.recount_acts() == 0


def test_what_was_kept_wrongly_is_put_right_at_night() -> None:
    cast = make_cast()
    ordered_remade(cast)
    sealed_off(cast)
    counted = acts([cast.agency], YEAR)
    CountedAct.objects.filter(kind__in=["filed", "seal"]).delete()
    CountedAct.objects.filter(kind="followed").update(kind="inspections")

    assert keeping.recount_acts() > 0

    assert acts([cast.agency], YEAR) == counted
    assert keeping.recount_acts() == 0


@pytest.mark.requirement("P16")
def test_the_worker_counts_the_old_cases_of_a_house_that_is_upgraded_by_itself() -> None:
    """No command is needed: the migration lets the worker's next round count what was there."""
    cast = make_cast()
    ordered_remade(cast)
    counted = acts([cast.agency], YEAR)
    now = clocks.Clock().now()
    Period.objects.bulk_create([Period(kind=code, last_at=now) for code in kinds()])
    CountedAct.objects.all().delete()
    assert "insight.recount_acts" not in start_periodic(now)
    let_recount = import_module("gongjian.insight.migrations.0005_recounted_at_once")

    for _ in range(2):
        let_recount.let_the_worker_recount(apps, None)
        assert "insight.recount_acts" in start_periodic(now)

    assert acts([cast.agency], YEAR) == counted
    assert keeping.recount_acts() == 0


def test_who_is_brought_in_by_force_counts_and_a_search_of_the_police_does_not() -> None:
    cast = police.police_cast()
    matter = police.file_case(cast, police.opened(cast))
    police.establish(cast, matter)
    make(cast, matter, "summons", "unit_head", way="强制传唤")
    police.question(cast, matter, came_by="forced")
    story.inspect(cast, matter)

    assert acts([cast.agency], YEAR)[cast.agency.uid] == Counter(filed=1, other_measure=1)
    assert keeping.recount_acts() == 0
