"""A faulty decision is neither offered nor signed; a doubtful one only with an explanation."""

from typing import Any

import pytest

from gongjian.cases import testing_public_order as police
from gongjian.cases.checking import decision_findings
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import (
    Cast,
    before_the_head,
    decide,
    file_case,
    inform,
    investigate,
    let_time_run,
    make_cast,
    open_case,
    propose,
)
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts

ISSUE = "cases.issue_decision"
CAREFUL = "当事人积极改正，从轻处罚。"
BLANK = "____"
ANOTHERS = "参照青环行罚告字〔2026〕99号告知书，从轻处罚。"


def waiting(cast: Cast, discretion: str) -> Matter:
    """Return a case that waits for the signature of the head."""
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter, discretion=discretion)
    let_time_run(cast, inform(cast, matter))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意，报请决定。")
    return matter


def stated(cast: Cast, checked: str) -> Matter:
    """Return such a case whose party spoke, with what the handler found."""
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter, discretion=CAREFUL)
    inform(cast, matter)
    said: dict[str, Any] = {"content": "请求从轻处罚。", "given_on": cast.today}
    cast.do("handler", "cases.record_statement", matter, checked=checked, **said)
    let_time_run(cast, matter)
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意，报请决定。")
    return matter


def sign(cast: Cast, matter: Matter, **values: Any) -> None:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    known = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    cast.do("agency_head", ISSUE, matter, **(known | values))


def offered(cast: Cast, matter: Matter) -> bool:
    fresh = Matter.objects.select_related("agency", "lead", "second").get(pk=matter.pk)
    return ISSUE in {o.code for o in next_acts(cast.actor("agency_head"), fresh, cast.clock)}


@pytest.mark.requirement("Q9")
@pytest.mark.django_db
def test_a_decision_with_a_blank_in_it_is_not_offered_and_not_signed() -> None:
    cast = make_cast()
    matter = stated(cast, BLANK)

    with pytest.raises(RuleBroken, match="还有没有填写的空白“____”"):
        sign(cast, matter, check_answers="已核对。")

    assert not offered(cast, matter)
    assert not Document.objects.filter(kind="penalty-decision").exists()


@pytest.mark.requirement("Q9")
@pytest.mark.django_db
def test_a_doubt_must_be_answered_and_stays_with_the_step() -> None:
    cast = make_cast()
    matter = waiting(cast, ANOTHERS)

    with pytest.raises(InvalidInput, match="不是本案文书的文号"):
        sign(cast, matter)
    open_to_head = offered(cast, matter)
    sign(cast, matter, check_answers="引用的是同类案件的告知书，文号无误。")

    step = matter.steps.latest("seq")
    assert open_to_head
    assert step.data["check_answers"] == "引用的是同类案件的告知书，文号无误。"
    assert len(step.data["check_warnings"]) == 1


@pytest.mark.django_db
def test_a_careful_decision_needs_no_explanation() -> None:
    cast = make_cast()
    matter = waiting(cast, CAREFUL)

    assert decision_findings(matter, cast.today) == ()
    sign(cast, matter)

    assert "check_warnings" not in matter.steps.latest("seq").data


@pytest.mark.requirement("Q9")
@pytest.mark.django_db
def test_no_paper_that_goes_out_is_made_with_a_blank_in_it() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter, discretion=f"当事人{BLANK}，从轻处罚。")

    with pytest.raises(RuleBroken, match="没有填写的空白“____”"):
        inform(cast, matter)

    assert not Document.objects.filter(kind="penalty-notice").exists()


@pytest.mark.requirement("Q9")
@pytest.mark.django_db
def test_a_decision_of_the_police_is_checked_like_any_other() -> None:
    cast = police.police_cast()
    matter = police.file_case(cast, police.opened(cast))
    police.establish(cast, matter)
    police.testimony(cast, matter)
    propose(
        cast,
        matter,
        items=police.FINE_500,
        discretion=f"参照{cast.agency.short_name}行罚决字〔2026〕99号，从轻处罚。",
    )
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    let_time_run(cast, inform(cast, matter))

    with pytest.raises(InvalidInput, match="不是本案文书的文号"):
        decide(cast, matter)


@pytest.mark.django_db
def test_before_the_notice_has_reached_the_party_there_is_nothing_to_check() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))

    assert decision_findings(matter, cast.today) == ()


# --- decisions not to punish --------------------------------------------------------------------

SPARE = "cases.issue_no_penalty"


def spared(cast: Cast, **values: Any) -> Matter:
    """Return a case whose draft proposes not to punish, before the head."""
    matter = file_case(cast, open_case(cast))
    known: dict[str, Any] = {"items": (), "no_penalty_ground": "minor_corrected"}
    investigate(cast, matter, **(known | values))
    cast.do("unit_head", "cases.propose_no_penalty", matter, opinion="拟不予处罚。")
    return matter


def sign_spared(cast: Cast, matter: Matter, education: str = "已当面教育。", **more: Any) -> None:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    known = {"draft_hash": draft.draft_hash, "opinion": "同意。", "education": education}
    cast.do("agency_head", SPARE, matter, **(known | more))


@pytest.mark.requirement("Q9")
@pytest.mark.django_db
def test_a_faultless_decision_not_to_punish_needs_no_answer() -> None:
    cast = make_cast()
    matter = spared(cast)

    assert decision_findings(matter, cast.today) == ()
    sign_spared(cast, matter)

    assert Document.objects.filter(kind="no-penalty-decision").exists()


@pytest.mark.requirement("Q9")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"discretion": BLANK}, "还有没有填写的空白“____”"),
        ({"facts": "当事人2026年2月30日擅自开工，已经改正。"}, "没有2026年2月30日这一天"),
    ],
)
def test_a_faulty_decision_not_to_punish_is_not_offered_and_not_signed(
    values: dict[str, Any], told: str
) -> None:
    cast = make_cast()
    matter = spared(cast, **values)

    with pytest.raises(RuleBroken, match=told):
        sign_spared(cast, matter, check_answers="已核对。")

    fresh = Matter.objects.select_related("agency", "lead", "second").get(pk=matter.pk)
    codes = {o.code for o in next_acts(cast.actor("agency_head"), fresh, cast.clock)}
    assert SPARE not in codes
    assert not Document.objects.filter(kind="no-penalty-decision").exists()


@pytest.mark.requirement("Q9")
@pytest.mark.django_db
def test_what_the_signer_types_himself_is_checked_too() -> None:
    cast = make_cast()
    matter = spared(cast)

    with pytest.raises(RuleBroken, match="空白"):
        sign_spared(cast, matter, education=BLANK)
    with pytest.raises(InvalidInput) as error:
        sign_spared(cast, matter, education=ANOTHERS)
    assert "99号" in error.value.fields["check_answers"]

    sign_spared(cast, matter, education=ANOTHERS, check_answers="引用的是同类案件，文号无误。")
    step = matter.steps.get(act=SPARE)
    assert step.data["check_warnings"]


@pytest.mark.requirement("Q9")
@pytest.mark.django_db
def test_the_police_check_their_decision_not_to_punish() -> None:
    cast = police.police_cast()
    matter = police.file_case(cast, police.opened(cast, police.CHILD))
    police.investigated(cast, matter, ground="under_14")
    draft = before_the_head(cast, matter)

    with pytest.raises(RuleBroken, match="空白"):
        police.spare(cast, matter, draft_hash=draft.draft_hash, discipline=BLANK)
    with pytest.raises(RuleBroken, match="没有写在书名号"):
        police.spare(cast, matter, draft_hash=draft.draft_hash, basis="治安管理处罚法第十二条")

    police.spare(cast, matter, draft_hash=draft.draft_hash)
