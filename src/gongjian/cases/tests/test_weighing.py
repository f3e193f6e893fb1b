"""Discretion in the flow: found, computed, explained, and locked by the database too."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import Draft
from gongjian.cases.queries import case_of, decision_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.cases.testing_weighing import CAUSE, catalogued, draft, fine, found, refused, weighed
from gongjian.cases.weighing import standing_of
from gongjian.catalog.proving import gaps
from gongjian.common import acts
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
REASON = "当事人为低保户，经集体讨论从轻处罚。"


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return catalogued(cast)


# --- the cause --------------------------------------------------------------------------------


def test_a_cause_of_the_catalogue_names_the_case(matter: Matter) -> None:
    assert matter.title == "涉嫌施工工地未采取有效防治扬尘措施"
    assert case_of(matter).cause_code == CAUSE


def test_a_case_has_a_cause_of_the_catalogue_or_in_words(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="选用目录案由"):
        story.open_case(cast, cause="")


@pytest.mark.parametrize("code", ["price-marking", "no-such-cause"])
def test_a_cause_of_another_domain_or_none_is_refused(cast: Cast, code: str) -> None:
    with pytest.raises(InvalidInput, match="目录中没有"):
        story.open_case(cast, cause_code=code)


def test_a_cause_of_public_order_seals_the_case(home: object) -> None:
    police = story.make_cast(domain="public-security")

    matter = story.open_case(police, cause_code="unit-disorder")

    assert case_of(matter).public_order
    assert matter.domain == "public-order"


# --- weighing ---------------------------------------------------------------------------------


@pytest.mark.requirement("I8")
def test_a_draft_keeps_range_step_and_position(cast: Cast, matter: Matter) -> None:
    made = draft(cast, matter)

    assert made.benchmark["headline"] == (
        "法定 1万元–10万元；基准 从轻 1万元–3.7万元；拟罚 2万元：在该档之内"
    )
    assert (made.step_low_fen, made.step_high_fen, made.deviates) == (1_000_000, 3_700_000, False)
    assert made.discretion.startswith("经查，违法次数：两年内首次被查处（现场检查笔录")


def test_own_words_of_discretion_stay(cast: Cast, matter: Matter) -> None:
    assert draft(cast, matter, discretion="另有理由。").discretion == "另有理由。"


@pytest.mark.requirement("I8")
def test_a_deviation_needs_a_reason_and_is_said(cast: Cast, matter: Matter) -> None:
    problems = refused(cast, matter, items=fine(52_000))
    made = draft(cast, matter, items=fine(52_000), deviation_reason=REASON)

    assert "拟罚 5.2万元：高于该档上限" in problems["deviation_reason"]
    assert made.deviates
    assert made.discretion.endswith(f"偏离裁量基准的理由：{REASON}")


def test_a_reason_to_deviate_without_deviation_is_refused(cast: Cast, matter: Matter) -> None:
    assert "没有偏离" in refused(cast, matter, deviation_reason=REASON)["deviation_reason"]


def test_above_the_law_nothing_helps(cast: Cast, matter: Matter) -> None:
    problems = refused(
        cast,
        matter,
        items=fine(100_001),
        deviation_reason=REASON,
        grounds=("removed-harm",),
        grounds_proof="已清理。",
    )

    assert "高于法定上限（10万元）" in problems["items"]


@pytest.mark.requirement("Q4")
def test_below_the_law_only_a_proven_ground_of_mitigation_helps(cast: Cast, matter: Matter) -> None:
    low = {"items": fine(5_000)}

    assert "没有法定的减轻处罚情形" in refused(cast, matter, **low)["items"]
    bare = refused(cast, matter, **low, grounds=("removed-harm",))
    assert "写明证明它的事实和证据" in bare["grounds_proof"]
    made = draft(cast, matter, **low, grounds=("removed-harm",), grounds_proof="当日自行清理。")
    assert (made.mitigated, made.deviates) == (True, False)
    assert "依法减轻处罚，拟罚款5,000元" in made.discretion


@pytest.mark.parametrize("ground", ["first-offence", "order-light", "no-such-ground"])
def test_grounds_of_no_penalty_or_of_other_causes_do_not_mitigate(
    cast: Cast, matter: Matter, ground: str
) -> None:
    problems = refused(cast, matter, grounds=(ground,), grounds_proof="x")

    assert "不适用于本案由" in problems["grounds"]


def test_a_warning_where_the_law_says_fine_is_below_the_law(cast: Cast, matter: Matter) -> None:
    assert (
        "法律规定应当罚款"
        in refused(cast, matter, items=({"kind": "other", "detail": "x"},))["items"]
    )


def test_a_kind_beyond_the_basis_is_refused(cast: Cast, matter: Matter) -> None:
    items = (*fine(20_000), {"kind": "revoke_licence"})

    assert "吊销许可证件" in refused(cast, matter, items=items)["items"]


def test_every_circumstance_must_be_found_once(cast: Cast, matter: Matter) -> None:
    all_of_it = found()
    wrong = refused(cast, matter, circumstances=found(times="never"))
    strange = refused(cast, matter, circumstances=found(mood="good"))

    assert "还没有认定“违法次数”" in wrong["circumstances.0.value"]
    assert "没有“mood”这项情节" in strange["circumstances.4.item"]
    assert "circumstances" in refused(cast, matter, circumstances=all_of_it[1:])
    assert (
        "填写了两次"
        in refused(cast, matter, circumstances=(*all_of_it, all_of_it[0]))["circumstances"]
    )


def test_a_fine_that_is_a_share_asks_for_its_base(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast, cause_code="eia-reapproval"))
    mild = {"times": "first", "corrected": "at_once", "stage": "running", "harm": "none"}
    from gongjian.cases.services import FoundCircumstance

    circumstances = tuple(FoundCircumstance(item=k, value=v) for k, v in mild.items())
    said = {"circumstances": circumstances, "items": fine(52_120)}

    assert "建设项目总投资额" in refused(cast, matter, **said)["base_fen"]
    made = draft(cast, matter, **said, base_fen=521_200_000)
    assert made.benchmark["headline"].startswith("法定 5.212万元–26.06万元；基准 从轻")


def test_a_free_cause_is_not_weighed(cast: Cast) -> None:
    free = story.file_case(cast, story.open_case(cast))

    assert set(refused(cast, free)) == {"circumstances", "discretion"}
    made = draft(cast, free, circumstances=(), discretion="从轻。")
    assert made.benchmark == {}


def test_what_was_found_is_bound_by_the_hash(cast: Cast, matter: Matter) -> None:
    first = draft(cast, matter, discretion="同一理由。")
    other = draft(cast, matter, discretion="同一理由。", circumstances=found(scale="middle"))

    assert first.draft_hash != other.draft_hash
    assert first.facts_hash == other.facts_hash


def test_the_form_knows_articles_and_the_last_findings(cast: Cast, matter: Matter) -> None:
    service = acts.service("cases.draft_decision")
    assert service.prefill is not None
    story.inspect(cast, matter)
    fresh = service.prefill(cast.actor("handler"), matter)
    draft(cast, matter, items=fine(52_000), deviation_reason=REASON, discretion="理由。")

    again = service.prefill(cast.actor("handler"), matter)

    assert fresh["facts"] == case_of(matter).inspections.latest("id").findings
    assert fresh["basis"] == "《中华人民共和国大气污染防治法》第一百一十五条第一款第一项"
    assert again["discretion"] == "理由。"
    assert again["deviation_reason"] == REASON
    assert again["circumstances"] == found()


def test_the_decision_tells_why_it_deviates(cast: Cast) -> None:
    matter = catalogued(cast)
    story.investigate(cast, matter, **weighed(items=fine(52_000), deviation_reason=REASON))
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)

    decision = decision_of(case_of(matter))
    assert decision is not None
    assert REASON in str(decision.document.data)


# --- the database -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"deviates": True}, "draft_deviation_has_reason"),
        ({"fine_fen": 5_200_000}, "draft_outside_its_step_deviates"),
        ({"fine_fen": 999_999, "deviates": True, "deviation_reason": "x"}, "draft_not_below"),
        ({"fine_fen": 0, "deviates": True, "deviation_reason": "x"}, "draft_not_below"),
        ({"fine_fen": 10_000_001, "deviates": True, "deviation_reason": "x"}, "draft_not_above"),
        ({"fine_fen": 10_000_001, "mitigated": True, "grounds_proof": "x"}, "draft_not_above"),
        ({"fine_fen": 500_000, "mitigated": True}, "draft_mitigated_on_proven_ground"),
    ],
)
def test_the_database_refuses_what_the_service_would(
    cast: Cast, matter: Matter, changed: dict[str, Any], constraint: str
) -> None:
    kept = draft(cast, matter)
    values = {f.attname: getattr(kept, f.attname) for f in Draft._meta.concrete_fields}
    row = Draft(**(values | {"id": None, "uid": uuid4(), "version": 2} | changed))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Draft.objects.bulk_create([row])


# --- evidence ---------------------------------------------------------------------------------


def add(cast: Cast, matter: Matter, kind: str, *elements: str) -> None:
    cast.do(
        "handler",
        "cases.add_evidence",
        matter,
        kind=kind,
        name="某证据",
        proves="某事实",
        obtained_on=cast.today,
        obtained_from="某处",
        self_recorded="no",
        elements=elements,
    )


@pytest.mark.requirement("I7")
def test_evidence_says_what_it_proves_and_the_guide_what_lacks(cast: Cast, matter: Matter) -> None:
    add(cast, matter, "documentary", "subject")
    add(cast, matter, "party_statement", "dust")

    standing = standing_of(case_of(matter), cast.today)

    assert {p.element.code: p.state for p in gaps(standing)} == {"site": "missing", "dust": "weak"}


def test_an_element_the_guide_lacks_is_refused(cast: Cast, matter: Matter) -> None:
    with pytest.raises(InvalidInput, match="没有所选的要件"):
        add(cast, matter, "documentary", "no-such-element")


def test_gaps_do_not_block_the_end_of_the_investigation(cast: Cast, matter: Matter) -> None:
    story.investigate(cast, matter, **weighed())

    assert gaps(standing_of(case_of(matter), cast.today))
    assert matter.marking == ["concluded"]


def test_the_latest_draft_is_read_with_its_weighing_in_one_query(
    cast: Cast, matter: Matter, django_assert_num_queries: Any
) -> None:
    draft(cast, matter)
    case = case_of(matter)

    with django_assert_num_queries(1):
        kept = latest_draft(case)
        assert kept is not None
        assert kept.benchmark["found"][0]["label"] == "违法次数"


# --- naming the cause anew ----------------------------------------------------------------------


def named(cast: Cast, matter: Matter, code: str = CAUSE) -> None:
    cast.do("handler", "cases.name_cause", matter, cause_code=code, reason="查明属于这项案由。")


def test_a_free_case_is_weighed_once_its_cause_is_named(cast: Cast) -> None:
    free = story.file_case(cast, story.open_case(cast))

    named(cast, free)

    assert draft(cast, free).step_high_fen == 3_700_000
    assert free.title == "涉嫌未重新报批环境影响评价文件擅自开工建设"


def test_a_draft_of_the_former_cause_does_not_end_the_investigation(cast: Cast) -> None:
    free = story.file_case(cast, story.open_case(cast))
    add(cast, free, "documentary")
    story.propose(cast, free)
    named(cast, free)
    end = acts.service("cases.end_investigation")

    assert "重新拟定" in "".join(end.unmet(cast.actor("handler"), free, cast.clock))
    draft(cast, free)
    assert end.unmet(cast.actor("handler"), free, cast.clock) == ()


@pytest.mark.parametrize("code", ["unit-disorder", "price-marking", "no-such-cause"])
def test_a_cause_of_another_kind_of_case_is_not_named(
    cast: Cast, matter: Matter, code: str
) -> None:
    with pytest.raises(InvalidInput, match="目录中没有本案"):
        named(cast, matter, code)


@pytest.mark.requirement("Q4")
def test_a_draft_to_impose_no_penalty_is_not_weighed(cast: Cast, matter: Matter) -> None:
    blank = found(times="", corrected="")
    said = {"items": (), "circumstances": blank, "no_penalty_ground": "first_time"}

    assert "写明理由" in refused(cast, matter, **said)["discretion"]
    made = draft(cast, matter, **said, discretion="初次违法，后果轻微，当日改正。")
    assert (made.benchmark, made.deviates, made.cause_code) == ({}, False, CAUSE)
    assert len(made.circumstances) == 2
