"""Weighing: what always holds of it, over every cause of the catalogue."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongjian.catalog.definitions import Cause
from gongjian.catalog.library import causes, grounds_of
from gongjian.catalog.rules import (
    Sums,
    headline,
    legal_sums,
    missing,
    money,
    reasons,
    span,
    step_sums,
    weigh,
)
from gongjian.catalog.testing import sample

every_cause = st.sampled_from(causes())
bases = st.integers(1, 10**13)
fines = st.one_of(st.none(), st.integers(1, 10**12))


@st.composite
def weighings(draw: Any) -> tuple[Cause, dict[str, str]]:
    cause = draw(every_cause)
    found = {code: draw(st.sampled_from(list(c.values))) for code, c in cause.circumstances.items()}
    return cause, found


@pytest.mark.requirement("I8")
@given(weighings(), bases)
def test_the_benchmark_never_leaves_the_law(case: tuple[Cause, dict[str, str]], base: int) -> None:
    cause, found = case

    weighed = weigh(cause, found, fine_fen=None, base_fen=base)

    if weighed.legal is not None and weighed.benchmark is not None:
        assert weighed.legal.low <= weighed.benchmark.low <= weighed.benchmark.high
        assert weighed.benchmark.high <= weighed.legal.high


@given(weighings(), bases, st.data())
def test_graver_circumstances_never_lower_the_benchmark(
    case: tuple[Cause, dict[str, str]], base: int, data: st.DataObject
) -> None:
    cause, found = case
    code = data.draw(st.sampled_from(list(found)))
    scale = list(cause.circumstances[code].values)
    at = scale.index(found[code])
    assume(at + 1 < len(scale))

    before = weigh(cause, found, fine_fen=None, base_fen=base)
    after = weigh(cause, found | {code: scale[at + 1]}, fine_fen=None, base_fen=base)

    rank = list(cause.steps).index
    assert rank(after.step.code) >= rank(before.step.code)
    if before.step.range == after.step.range and before.benchmark and after.benchmark:
        assert after.benchmark.low >= before.benchmark.low
        assert after.benchmark.high >= before.benchmark.high


@given(weighings(), bases, fines, st.booleans())
def test_what_is_neither_unlawful_nor_deviating_lies_in_its_step(
    case: tuple[Cause, dict[str, str]], base: int, fine: int | None, mitigate: bool
) -> None:
    cause, found = case
    grounds = [g for g in grounds_of(cause) if g.allows("mitigate")] if mitigate else []

    weighed = weigh(cause, found, fine_fen=fine, base_fen=base, grounds=grounds)

    if weighed.unlawful or weighed.legal is None or weighed.benchmark is None:
        return
    assert weighed.fine_fen <= weighed.legal.high
    if weighed.mitigated:
        assert mitigate
        assert weighed.fine_fen < weighed.legal.low
        assert not weighed.deviates
    else:
        assert weighed.deviates == (weighed.fine_fen not in weighed.benchmark)
        spared = fine is None and weighed.legal_range and not weighed.legal_range.must
        assert weighed.fine_fen in weighed.legal or spared


@given(bases)
def test_steps_of_a_range_share_their_borders(base: int) -> None:
    for cause in causes():
        for legal in cause.ranges.values():
            sums = legal_sums(legal, base)
            parts = [step_sums(s, sums) for s in cause.steps.values() if s.range == legal.code]
            assert parts[0].low == sums.low
            assert parts[-1].high == sums.high
            assert all(a.high == b.low for a, b in pairwise(parts))


@given(bases)
def test_a_share_of_a_base_is_rounded_inwards(base: int) -> None:
    legal = next(c for c in causes() if c.code == "eia-reapproval").ranges["fine"]

    sums = legal_sums(legal, base)

    assert sums.low * 100 >= base
    assert sums.high * 100 <= base * 5 or sums.high == sums.low


FIRST = {"times": "first", "harm": "none"}


def test_below_the_legal_minimum_only_a_ground_of_the_law_opens() -> None:
    cause = sample()
    ground = next(g for g in grounds_of(cause) if g.code == "removed-harm")

    assert "低于法定下限" in weigh(cause, FIRST, fine_fen=999_999).unlawful
    with_ground = weigh(cause, FIRST, fine_fen=999_999, grounds=[ground])
    assert (with_ground.unlawful, with_ground.mitigated) == ("", True)


def test_a_ground_of_leniency_alone_does_not_open_the_minimum() -> None:
    cause = sample()
    severe = [g for g in grounds_of(cause) if not g.allows("mitigate")]

    assert weigh(cause, FIRST, fine_fen=1, grounds=severe).unlawful


def test_above_the_legal_maximum_nothing_opens() -> None:
    cause = sample()

    weighed = weigh(cause, FIRST, fine_fen=10_000_001, grounds=grounds_of(cause))

    assert "高于法定上限" in weighed.unlawful


def test_where_the_law_says_must_no_fine_is_below_the_law() -> None:
    assert "没有罚款就低于法定下限" in weigh(sample(), FIRST, fine_fen=None).unlawful
    may = sample(("must = true\n", ""))
    assert weigh(may, FIRST, fine_fen=None).unlawful == ""
    assert weigh(may, FIRST, fine_fen=None).deviates


def test_a_kind_the_basis_does_not_threaten_is_refused() -> None:
    weighed = weigh(sample(), FIRST, fine_fen=1_000_000, kinds=["fine", "revoke_licence"])

    assert "吊销许可证件" in weighed.unlawful
    assert weigh(sample(), FIRST, fine_fen=1_000_000, kinds=["warning", "other"]).unlawful == ""


def test_what_is_missing_is_named() -> None:
    share = sample(
        (
            "min_fen = 1_000_000\nmax_fen = 10_000_000",
            'min_bp = 100\nmax_bp = 500\nbase = "总投资额"',
        )
    )

    assert list(missing(sample(), {"times": "first", "harm": "huge"}, None)) == ["harm"]
    assert "总投资额" in missing(share, FIRST, None)["base_fen"]
    assert missing(share, FIRST, 1) == {}


def test_the_headline_says_range_step_and_position() -> None:
    weighed = weigh(sample(), FIRST, fine_fen=5_200_000)

    assert headline(weighed) == (
        "法定 1万元–10万元；基准 从轻 1万元–3.7万元；拟罚 5.2万元：高于该档上限"
    )
    assert weighed.deviates


def test_the_reasons_tell_circumstances_proofs_step_and_sum() -> None:
    weighed = weigh(sample(), FIRST, fine_fen=2_000_000)

    text = reasons(sample(), FIRST, {"times": "查询记录。"}, weighed)

    assert text.startswith("经查，违法次数：首次（查询记录）；后果：没有。")
    assert text.endswith("拟罚款2万元，在该档之内。")


def test_sums_are_told_briefly() -> None:
    assert [money(f) for f in (80_000, 5_212_000, 123_450, 10_000_000, 1_000_000_000_100)] == [
        "800元",
        "5.212万元",
        "1,234.50元",
        "10万元",
        "1,000,000.0001万元",
    ]
    assert span(Sums(0, 50_000)) == "500元以下"
