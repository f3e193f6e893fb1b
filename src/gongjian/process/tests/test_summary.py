"""The checker proves the procedure on the spot, and names the fault of every mutant."""

import pytest

from gongjian.process import check_process, load_process
from gongjian.process.testing import edited, shipped, shipped_text

CODE = "penalty-summary"
GUARD = "enough_officers and suitable and within_limit and as_told and fined_once"
Edit = tuple[str, str, str | None]


def without(part: str) -> str:
    """Return the guard of the penalty as TOML, one of its conditions left out."""
    return '"' + " and ".join(p for p in GUARD.split(" and ") if p != part) + '"'


def test_the_shipped_process_is_proven() -> None:
    report = check_process(shipped(CODE))

    assert report.problems == ()
    assert len(shipped(CODE).invariants) >= 8


# (invariant, edits: (block, key, value), last steps of the way to the fault)
MUTANTS: list[tuple[str, list[Edit], str]] = [
    (
        "同一违法行为已经罚款、此前的罚款没有写明是不是同一行为的，不得再作出罚款决定",
        [("penalize", "when", without("fined_once"))],
        "作出当场处罚决定",
    ),
    (
        "当事人需要翻译而没有翻译在场的，不得告知",
        [("tell", "when", '"party_told"')],
        "当场告知",
    ),
    (
        "未表明执法身份不得告知和处罚",
        [("tell", "from", None), ("tell", "from_any", '["on_scene", "identified"]')],
        "当场告知",
    ),
    (
        "未告知事实、理由、依据和权利不得当场处罚",
        [("show_identity", "to", '["told"]')],
        "听取陈述、申辩 → 作出当场处罚决定",
    ),
    (
        "未听取陈述、申辩不得当场处罚",
        [("tell", "to", '["heard"]')],
        "当场告知 → 作出当场处罚决定",
    ),
    (
        "执法人员不得少于两人，依法由一名人民警察当场处罚的除外",
        [("penalize", "when", without("enough_officers"))],
        "作出当场处罚决定",
    ),
    (
        "执法人员不得少于两人，依法由一名人民警察当场处罚的除外",
        [("show_identity", "when", '"identity_shown"')],
        "表明执法身份",
    ),
    (
        "须审核、听证或者当事人未成年的案件不得当场处罚",
        [("penalize", "when", without("suitable"))],
        "作出当场处罚决定",
    ),
    (
        "当场处罚的罚款不得超过限额",
        [("penalize", "when", without("within_limit"))],
        "作出当场处罚决定",
    ),
    (
        "作出的处罚须是当场告知的处罚，不得因申辩加重",
        [("penalize", "when", without("as_told"))],
        "作出当场处罚决定",
    ),
    (
        "未作出决定不得交付",
        [("hear", "to", '["decided"]')],
        "听取陈述、申辩 → 当场交付决定书",
    ),
    (
        "决定书交付之前不得收缴、公示",
        [("penalize", "to", '["decided", "to_publish"]')],
        "作出当场处罚决定 → 拟定公示内容",
    ),
    (
        "决定书交付之前不得收缴、公示",
        [("collect", "from", '["decided"]')],
        "作出当场处罚决定 → 当场收缴罚款",
    ),
    (
        "仅给予警告的不得收缴",
        [("hand_over_warning", "to", '["to_report", "to_execute", "to_publish"]')],
        "当场交付决定书（警告） → 当场收缴罚款",
    ),
    (
        "当场收缴的罚款须先交机关、再缴付银行",
        [("collect", "to", '["handed_in"]')],
        "当场收缴罚款 → 将罚款缴付银行",
    ),
    (
        "当场收缴的罚款未缴付银行不得结案",
        [("hand_in", "to", '["executed"]')],
        "批准结案",
    ),
    (
        "罚没款未全部到账，不得登记已经履行",
        [("record_performance", "when", None)],
        "登记履行情况",
    ),
    (
        "决定有效且没有核销的，不得终结执行",
        [("end_execution", "when", None)],
        "终结执行",
    ),
    (
        "公示须一人拟定、另一人复核",
        [("return_publication", "to", '["release_drafted"]')],
        "退回重拟 → 复核并公示",
    ),
    (
        "未报所属机关备案不得结案",
        [
            ("hand_over", "to", '["reported", "to_execute", "to_publish"]'),
        ],
        "批准结案",
    ),
    (
        "履行和公示办结之前不得结案",
        [("hand_over", "to", '["to_report", "executed", "to_publish"]')],
        "批准结案",
    ),
    (
        "责令改正没有复查、也没有写明不再复查的理由的，不得结案",
        [("close", "when", '"victims_served"')],
        "批准结案",
    ),
    (
        "代履行没有结束、费用没有确定并告知当事人的，不得结案",
        [("close", "when", '"corrections_checked and victims_served"')],
        "批准结案",
    ),
    (
        "决定书没有送达被侵害人的，不得结案",
        [("close", "when", '"corrections_checked"')],
        "批准结案",
    ),
    (
        "没有待送达的被侵害人，不得登记送达",
        [("give_victim_copy", "when", None)],
        "送被侵害人决定书",
    ),
]


@pytest.mark.parametrize(("name", "edits", "way"), MUTANTS)
def test_a_mutant_is_refused_by_the_invariant_it_breaks(
    name: str, edits: list[Edit], way: str
) -> None:
    text = shipped_text(CODE)
    for edit in edits:
        text = edited(text, *edit)

    problems = [str(p) for p in check_process(load_process(text, "p.toml")).problems]

    found = [told for told in problems if f"违反“{name}”" in told]
    assert len(found) == 1, problems
    assert way in found[0]


def test_every_invariant_has_a_mutant() -> None:
    assert {i.name for i in shipped(CODE).invariants} == {name for name, _, _ in MUTANTS}
