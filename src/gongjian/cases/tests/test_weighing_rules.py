"""The benchmark applied to a draft, asked without a database: what each column of a draft says."""

from datetime import date
from typing import Any

import pytest

from gongjian.cases import weighing
from gongjian.cases.models import Case, Draft
from gongjian.cases.services import FoundCircumstance
from gongjian.cases.services.drafting import DraftDecision
from gongjian.cases.testing import command
from gongjian.cases.testing_weighing import CAUSE, MILD, PROOF, fine, found, weighed
from gongjian.catalog.library import cause_on
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.parties.models import Party

DAY = date(2026, 3, 2)
REASON = "当事人为低保户。"
SHARE = {"times": "first", "corrected": "at_once", "stage": "running", "harm": "none"}
FOOD = {"times": "first", "corrected": "at_once", "scale": "small", "harm": "none"}
HARM_REMOVED: dict[str, Any] = {"grounds": ("removed-harm",), "grounds_proof": "当日清理。"}


def case_with(cause: str = CAUSE, kind: str = "legal", domain: str = "environment") -> Case:
    matter = Matter(profile="dazhou", domain=domain)
    return Case(party=Party(kind=kind), matter=matter, cause_code=cause)


def draft(**values: Any) -> DraftDecision:
    said = {"facts": "事实", "evidence_summary": "证据", "violated": "甲条", "basis": "乙条"}
    made: DraftDecision = command(DraftDecision, said | weighed() | values)
    return made


def rows(values: dict[str, str]) -> tuple[FoundCircumstance, ...]:
    return tuple(FoundCircumstance(item=item, value=value) for item, value in values.items())


def kept(case: Case | None = None, **values: Any) -> dict[str, Any]:
    return weighing.columns(case or case_with(), draft(**values), DAY)


def refused(case: Case | None = None, **values: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        kept(case, **values)
    return dict(caught.value.fields)


def test_a_draft_keeps_what_was_found_and_the_sums_of_law_and_step() -> None:
    columns = kept()

    found_rows = [{"item": k, "value": v, "proof": PROOF} for k, v in MILD.items()]
    assert columns.pop("benchmark")["range"] == "1万元–3.7万元"
    assert columns.pop("discretion").endswith("拟罚款2万元，在该档之内。")
    assert columns == {
        "cause_code": CAUSE,
        "circumstances": found_rows,
        "base_fen": None,
        "grounds": [],
        "grounds_proof": "",
        "legal_low_fen": 1_000_000,
        "legal_high_fen": 10_000_000,
        "step_low_fen": 1_000_000,
        "step_high_fen": 3_700_000,
        "fine_fen": 2_000_000,
        "fine_must": True,
        "mitigated": False,
        "deviates": False,
        "deviation_reason": "",
    }


def test_the_weighing_is_kept_in_words() -> None:
    cause = cause_on(CAUSE, DAY, "dazhou")
    assert cause is not None

    told = kept(items=fine(5_000), **HARM_REMOVED)["benchmark"]

    assert told["found"] == [
        {"label": c.label, "value": c.values[MILD[code]], "proof": PROOF}
        for code, c in cause.circumstances.items()
    ]
    assert told["grounds"] == [
        {
            "name": "主动消除或者减轻违法行为危害后果",
            "source": "行政处罚法 第三十二条第一项",
            "effects": "从轻处罚、减轻处罚",
        }
    ]
    assert (told["cause"], told["version"], told["sha256"]) == (
        cause.name,
        cause.version,
        cause.sha256,
    )
    words = ("step", "step_name", "row", "source", "legal", "legal_source", "range", "position")
    assert {name: told[name] for name in words} == {
        "step": "lenient",
        "step_name": "从轻",
        "row": "首次被查处、已经改正、没有或者只有轻微后果",
        "source": "本系统示例",
        "legal": "1万元–10万元",
        "legal_source": "大气污染防治法 第一百一十五条第一款第一项",
        "range": "1万元–3.7万元",
        "position": "低于法定下限",
    }
    assert told["base"] == ""
    assert told["headline"].startswith("法定 1万元–10万元；基准 从轻")
    assert told["layer"] == "本系统示例，启用前由机关核定"


def test_a_base_belongs_only_to_a_fine_that_is_a_share_of_it() -> None:
    share = case_with("eia-reapproval")
    said = {"items": fine(52_120), "circumstances": rows(SHARE)}

    assert list(refused(share, **said)) == ["base_fen"]
    made = kept(share, **said, base_fen=521_200_000)
    assert made["base_fen"] == 521_200_000
    assert made["benchmark"]["base"] == "建设项目总投资额 521.2万元"
    assert (made["legal_low_fen"], made["legal_high_fen"]) == (5_212_000, 26_060_000)
    strange = kept(base_fen=521_200_000)
    assert (strange["base_fen"], strange["benchmark"]["base"]) == (None, "")


def test_where_the_step_knows_no_fine_there_are_no_sums() -> None:
    food = case_with("food-purchase-check", domain="market")
    said = {"circumstances": rows(FOOD), "items": ({"kind": "warning"},)}

    made = kept(food, **said)

    sums = ("legal_low_fen", "legal_high_fen", "step_low_fen", "step_high_fen", "fine_fen")
    assert [made[name] for name in sums] == [None, None, None, None, 0]
    assert made["fine_must"] is False
    assert made["deviates"] is False
    told = made["benchmark"]
    assert (told["legal"], told["legal_source"], told["range"]) == ("", "", "")
    assert "不能罚款" in refused(food, **(said | {"items": fine(1_000)}))["items"]


def test_where_the_law_says_may_a_fine_is_no_must() -> None:
    price = case_with("price-marking", domain="market")

    made = kept(price, circumstances=rows(FOOD), items=fine(500))

    assert (made["fine_must"], made["legal_low_fen"]) == (False, 0)


def test_a_fine_without_a_sum_yet_is_weighed_as_none() -> None:
    told = weighing.verdict(case_with(), draft(items=({"kind": "fine"},)), DAY)

    assert told is not None
    assert told.weighed.fine_fen == 0


def test_several_fines_are_weighed_as_one_sum() -> None:
    assert kept(items=(*fine(20_000), *fine(10_000)))["fine_fen"] == 3_000_000
    both = (*fine(20_000), {"kind": "suspend_business", "detail": "停业整治"})
    assert kept(items=both)["fine_fen"] == 2_000_000


def test_a_deviation_needs_its_reason_and_has_it_said_last() -> None:
    high = fine(52_000)

    assert "高于该档上限" in refused(items=high)["deviation_reason"]
    assert "没有偏离" in refused(deviation_reason=REASON)["deviation_reason"]
    made = kept(items=high, deviation_reason=REASON, discretion="自己的话。")
    assert made["deviates"] is True
    assert made["deviation_reason"] == REASON
    assert made["discretion"] == f"自己的话。\n偏离裁量基准的理由：{REASON}"
    row = Draft(discretion=made["discretion"], deviation_reason=REASON)
    assert weighing.without_deviation(row) == "自己的话。"


def test_mitigation_rests_on_a_proven_ground_of_the_law() -> None:
    low = fine(5_000)

    assert list(refused(items=low)) == ["items"]
    assert list(refused(items=low, grounds=("removed-harm",))) == ["grounds_proof"]
    assert list(refused(grounds=("first-offence",), grounds_proof="x")) == ["grounds"]
    assert list(refused(grounds=("removed-harm", "no-such"), grounds_proof="x")) == ["grounds"]
    made = kept(items=low, **HARM_REMOVED)
    assert made["mitigated"] is True
    assert (made["grounds"], made["grounds_proof"]) == (["removed-harm"], "当日清理。")


def test_each_wrong_circumstance_is_named_at_its_row() -> None:
    times, *others = found()
    never = FoundCircumstance(item="times", value="never")
    mood = FoundCircumstance(item="mood", value="good")

    assert list(refused(circumstances=(*others, never))) == ["circumstances.3.value"]
    assert list(refused(circumstances=(mood, times, *others))) == ["circumstances.0.item"]
    assert list(refused(circumstances=tuple(others))) == ["circumstances"]
    assert "填写了两次" in refused(circumstances=(times, times, *others))["circumstances"]
    assert set(refused(circumstances=(never,), grounds=("no-such",))) == {
        "circumstances.0.value",
        "circumstances",
        "grounds",
    }


def test_without_a_cause_of_the_catalogue_nothing_is_weighed() -> None:
    free = case_with("")
    plain = {"circumstances": (), "discretion": "从轻。"}

    assert kept(free, **plain) == {"discretion": "从轻。"}
    for name, value in (
        ("circumstances", found()),
        ("base_fen", 5),
        ("grounds", ("removed-harm",)),
        ("deviation_reason", REASON),
    ):
        assert list(refused(free, **(plain | {name: value}))) == [name]
    assert refused(free, circumstances=()) == {"discretion": "请填写“裁量理由”"}


def test_a_draft_of_no_penalty_keeps_what_was_found_and_no_sums() -> None:
    said: dict[str, Any] = {
        "items": (),
        "no_penalty_ground": "first_time",
        "circumstances": found(times=""),
    }

    assert list(refused(**said)) == ["discretion"]
    assert kept(**said, discretion="初次、轻微、已经改正。") == {
        "cause_code": CAUSE,
        "circumstances": [
            {"item": k, "value": v, "proof": PROOF} for k, v in MILD.items() if k != "times"
        ],
        "discretion": "初次、轻微、已经改正。",
    }


def test_a_verdict_waits_until_all_is_found() -> None:
    share = case_with("eia-reapproval")
    whole = draft(items=fine(52_120), circumstances=rows(SHARE), base_fen=521_200_000)
    no_base = draft(items=fine(52_120), circumstances=rows(SHARE))

    assert weighing.verdict(case_with(""), draft(), DAY) is None
    assert weighing.verdict(case_with(), draft(circumstances=found(harm="")), DAY) is None
    assert weighing.verdict(share, no_base, DAY) is None
    told = weighing.verdict(share, whole, DAY)
    assert told is not None
    assert (told.headline, told.grounds) == (
        "法定 5.212万元–26.06万元；基准 从轻 5.212万元–11.4664万元；拟罚 5.212万元：在该档之内",
        (),
    )
    no_fine = weighing.verdict(case_with(), draft(items=(), grounds=("no-such",)), DAY)
    assert no_fine is not None
    assert (no_fine.weighed.fine_fen, no_fine.grounds) == (0, ())
    assert "没有罚款" in no_fine.weighed.unlawful


@pytest.mark.parametrize("kind", ["natural", "sole_trader", "legal", "other_org"])
def test_age_and_health_are_grounds_of_persons_only(kind: str) -> None:
    person = kind in {"natural", "sole_trader"}
    penalty = {g.code for g in weighing.grounds_of_case(case_with(kind=kind), DAY)}
    spared = {g.code for g in weighing.sparing_grounds(case_with(kind=kind), DAY)}

    assert ("under-18" in penalty) is person
    assert ("under-14" in spared) is person
    assert {"removed-harm", "merit"} <= penalty
    assert {"first-offence", "no-fault"} <= spared
    assert not penalty & spared


def test_the_hash_binds_what_was_found_and_large_sums_as_text() -> None:
    columns = kept(items=fine(5_000), **HARM_REMOVED)

    bound = weighing.bound(columns | {"base_fen": 2**60})

    assert bound == {
        "cause_code": CAUSE,
        "circumstances": columns["circumstances"],
        "base_fen": str(2**60),
        "grounds": ["removed-harm"],
        "grounds_proof": "当日清理。",
        "mitigated": True,
        "deviation_reason": "",
    }
    assert weighing.bound({"discretion": "x"}) == {}
    assert weighing.bound({"base_fen": None}) == {"base_fen": None}


def test_circumstances_are_told_one_a_line_with_their_proof() -> None:
    told = [{"label": "次数", "value": "首次", "proof": "笔录"}]
    told.append({"label": "后果", "value": "无", "proof": ""})

    assert weighing.lines(told) == ["次数：首次（笔录）", "后果：无"]
