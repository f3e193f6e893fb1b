"""Pairs of characters: any part of a text is found, and nothing that does not stand there."""

from hypothesis import given
from hypothesis import strategies as st

from gongjian.common.bigrams import compact, tokens, wanted

CHINESE = st.text("未批先建环境影响评价", min_size=2, max_size=12)


@given(CHINESE, st.data())
def test_any_part_of_a_run_is_a_run_of_its_pairs(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    asked, all_ = list(wanted(text[start:end]).tokens), tokens(text)

    assert any(all_[i : i + len(asked)] == asked for i in range(len(all_)))


def test_numbers_stay_whole_and_brackets_do_not_count() -> None:
    assert tokens("〔2026〕11号") == ["2026", "11", "号"]
    assert wanted("〔2026〕11号").tokens == ("2026", "11")
    assert compact("青环罚〔2026〕 １１号") == compact("青环罚[2026]11号")


def test_a_single_character_is_asked_for_by_itself() -> None:
    assert wanted("响").characters == ("响",)
    assert wanted("响").tokens == ()
