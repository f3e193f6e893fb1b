"""An agency widens what it has reviewed: by two persons, from a day on, never narrower."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongjian.cases.models import Decision, Draft, ScopeChange
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.scopes import review_from, review_of
from gongjian.cases.services import ApproveScopeChange
from gongjian.cases.testing import (
    Cast,
    decided_case,
    file_case,
    inform,
    investigate,
    let_time_run,
    make_cast,
    open_case,
)
from gongjian.cases.testing_widening import CLAUSE, DAY, drafted, widened
from gongjian.cases.widening import NO_PENALTY, Asked, bit_of, conditions, covers, reaches
from gongjian.common import acts
from gongjian.common.errors import DomainError, InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

ASKED = Asked(
    day=date(2026, 1, 5),
    kinds=bit_of("fine"),
    money=30_000,
    unvalued=False,
    domain="market",
    cause="market.scale",
    party="legal",
    unit=7,
)


def asked(cast: Cast, matter: Matter) -> tuple[bool, str]:
    case = case_of(Matter.objects.get(pk=matter.pk))
    draft = latest_draft(case)
    assert draft is not None
    scope = review_of(matter, case, draft, hearing_held=False, today=cast.today)
    return scope.required, scope.source


def refused(write: Any) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        return True
    return False


# --- what a rule names, without a database ------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ({"kinds": bit_of("fine")}, {"kinds": bit_of("warning")}),
        ({"kinds": bit_of("fine") | NO_PENALTY}, {"kinds": bit_of("detention")}),
        ({"domain": "market"}, {"domain": "environment"}),
        ({"cause_code": "market.scale"}, {"cause": "market.other"}),
        ({"party_side": "organisation"}, {"party": "sole_trader"}),
        ({"unit_id": 7}, {"unit": 8}),
    ],
)
def test_a_rule_names_what_meets_each_of_its_conditions(
    rule: dict[str, Any], other: dict[str, Any]
) -> None:
    assert covers(ScopeChange(**rule), ASKED)
    assert not covers(ScopeChange(**rule), replace(ASKED, **other))
    assert covers(ScopeChange(), replace(ASKED, **other))


def test_a_sum_is_reached_by_all_money_together_and_by_what_nobody_can_value() -> None:
    rule = ScopeChange(from_fen=30_000)

    assert reaches(rule, ASKED)
    assert not reaches(rule, replace(ASKED, money=29_999))
    assert reaches(rule, replace(ASKED, money=0, unvalued=True))
    assert conditions(rule) == ["涉案金额300.00元以上"]


# --- the acts -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
@pytest.mark.requirement("V2")
def test_only_two_persons_widen_the_scope_and_only_from_a_later_day() -> None:
    cast = make_cast()
    with pytest.raises(NotAllowed):
        cast.do("handler", "cases.draft_scope_rule", **_said(cast))
    with pytest.raises(InvalidInput, match="批准之日以后"):
        drafted(cast, from_on=cast.today)
    with pytest.raises(InvalidInput, match="列表"):
        drafted(cast, kinds=("mercy",))
    row = drafted(cast)
    with pytest.raises(NotAllowed):
        cast.do("legal_reviewer", "cases.approve_scope_change", change=row.uid)
    with pytest.raises(NotFound):
        cast.do("legal_reviewer", "cases.file_scope_change", **_filing(cast, row))
    both = replace(cast.actor("legal_reviewer"), roles=frozenset({"agency_head"}))
    with pytest.raises(RuleBroken, match="自己拟定"):
        acts.service("cases.approve_scope_change")(
            actor=both, clock=cast.clock, cmd=ApproveScopeChange(change=row.uid)
        )
    returned = drafted(cast, name="另一情形")
    cast.do("agency_head", "cases.return_scope_change", change=returned.uid, reason="理由不足。")
    with pytest.raises(NotFound):
        cast.do("agency_head", "cases.approve_scope_change", change=returned.uid)
    late = drafted(cast, name="拖延的情形")

    cast.do("agency_head", "cases.approve_scope_change", change=row.uid)
    cast.wait(days=2)
    with pytest.raises(RuleBroken, match="重新拟定日期"):
        cast.do("agency_head", "cases.approve_scope_change", change=late.uid)
    cast.do("legal_reviewer", "cases.file_scope_change", **_filing(cast, row))
    with pytest.raises(NotFound):
        cast.do("legal_reviewer", "cases.file_scope_change", **_filing(cast, row))

    row.refresh_from_db()
    assert (row.state, row.filed_number) == ("approved", "青司备〔2026〕8号")
    assert row.decided_by_id == cast.people["agency_head"].pk != row.drafted_by_id


def _said(cast: Cast) -> dict[str, Any]:
    tomorrow = cast.today + DAY
    return {"name": "全部", "reason": "理由。", "clause": CLAUSE, "from_on": tomorrow}


def _filing(cast: Cast, row: ScopeChange) -> dict[str, Any]:
    told = {"filed_with": "青川市司法局", "number": "青司备〔2026〕8号", "filed_on": cast.today}
    return {"change": row.uid, **told}


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
@pytest.mark.requirement("V2")
@pytest.mark.requirement("V1")
def test_a_case_of_the_widened_scope_is_decided_after_review_only() -> None:
    """A case on its way when the rule begins, one drafted later, one after its end."""
    cast = make_cast()
    matter = let_time_run(cast, inform(cast, investigate(cast, file_case(cast, open_case(cast)))))
    assert not asked(cast, matter)[0]
    rule = widened(cast)
    assert not asked(cast, matter)[0]
    cast.wait(days=1)
    assert asked(cast, matter) == (True, f"本机关扩大的审核范围：全部罚款案件（{CLAUSE}）")
    with pytest.raises(DomainError):
        cast.do("handler", "cases.go_to_decision", matter, opinion="报请决定。")
    later = investigate(cast, file_case(cast, open_case(cast)))
    draft = latest_draft(case_of(later))
    assert draft is not None
    assert (draft.review_required, CLAUSE in draft.review_source) == (True, True)

    end = cast.do("legal_reviewer", "cases.draft_scope_end", rule=rule.uid, **_ending(cast))
    with pytest.raises(RuleBroken, match="已经提出"):
        cast.do("legal_reviewer", "cases.draft_scope_end", rule=rule.uid, **_ending(cast))
    cast.wait(days=1)
    assert asked(cast, matter)[0]
    with pytest.raises(RuleBroken):
        cast.do("agency_head", "cases.approve_scope_change", change=end.uid)
    cast.do("agency_head", "cases.return_scope_change", change=end.uid, reason="日期已过。")
    end = cast.do("legal_reviewer", "cases.draft_scope_end", rule=rule.uid, **_ending(cast))
    cast.do("agency_head", "cases.approve_scope_change", change=end.uid)
    assert asked(cast, matter)[0]
    cast.wait(days=1)
    assert not asked(cast, matter)[0]
    assert asked(cast, later)[0]  # drafted while the rule counted


def _ending(cast: Cast) -> dict[str, Any]:
    said = {"reason": "情况变化。", "clause": "青市监法〔2026〕9号"}
    return {**said, "from_on": cast.today + DAY}


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
@pytest.mark.requirement("V2")
def test_the_table_of_the_place_is_the_floor() -> None:
    """A rule has no answer of its own: what the table has reviewed stays so with its clause."""
    cast = make_cast()
    fields = {field.name for field in ScopeChange._meta.concrete_fields}
    assert not fields & {"then", "answer", "review_required"}
    matter = investigate(
        cast, file_case(cast, open_case(cast)), complex=True, findings_reason="多。"
    )
    widened(cast, kinds=(), from_fen=1_000)
    cast.wait(days=1)

    assert asked(cast, matter)[0]
    assert CLAUSE not in asked(cast, matter)[1]
    case = case_of(Matter.objects.get(pk=matter.pk))
    assert review_from(matter, case, Draft(), cast.today) == 1_000


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
@pytest.mark.tampers
@pytest.mark.requirement("V2")
def test_the_database_counts_what_was_approved_and_lets_nobody_pass_it_by() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    genuine = Decision.objects.get(case__matter=matter)
    row = drafted(cast)
    start = {"drafted_by": row.drafted_by, "drafted_at": cast.now, "agency": cast.agency}
    words = {"name": "甲", "reason": "乙", "clause": "丙", "from_on": row.from_on}
    head = {
        "decided_by": cast.people["agency_head"],
        "decided_at": cast.now,
        "decided_on": cast.today,
    }
    born = ScopeChange(**start, **words, **head, state="approved")
    assert refused(lambda: ScopeChange.objects.bulk_create([born]))
    narrow = ScopeChange(**start, **words, ends=row)
    assert refused(lambda: ScopeChange.objects.bulk_create([narrow]))
    own = head | {"decided_by": row.drafted_by}
    same = ScopeChange.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        same.update(state="approved", **own)
    with pytest.raises(IntegrityError), transaction.atomic():
        same.update(state="approved", **head, from_on=cast.today)

    cast.do("agency_head", "cases.approve_scope_change", change=row.uid)
    for change in (
        {"clause": "丁"},
        {"kinds": 1},
        {"state": "drafted"},
        {"decided_at": cast.now + DAY},
    ):
        assert refused(lambda change=change: same.update(**change))
    assert refused(lambda: same.delete())

    assert not genuine.review_required
    Matter.objects.filter(pk=matter.pk).update(decided_on=None)
    paper = Document.objects.filter(matter=matter).exclude(pk=genuine.document_id)[0]
    own = {f.attname: getattr(genuine, f.attname) for f in genuine._meta.concrete_fields}
    own |= {"document_id": paper.pk, "number": "伪造〔2026〕1号", "void": True}
    del own["id"], own["uid"]

    def forge(day: date) -> None:
        Decision.objects.bulk_create([Decision(**own | {"decided_on": day})])

    assert refused(lambda: forge(row.from_on))
    assert not refused(lambda: forge(cast.today))
