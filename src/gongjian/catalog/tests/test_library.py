"""Which cause is in force, and which grounds it has."""

from datetime import date, timedelta

from gongjian.catalog.library import cause_on, causes, grounds_of, shared_grounds
from gongjian.catalog.testing import REPEALED

TODAY = date(2026, 3, 2)


def codes(cause: str) -> dict[str, tuple[str, ...]]:
    found = cause_on(cause, TODAY)
    assert found is not None
    return {g.code: g.proofs for g in grounds_of(found)}


def test_a_cause_is_known_from_its_first_day_on() -> None:
    order = next(c for c in causes() if c.code == "unit-disorder")

    assert cause_on("unit-disorder", order.effective_from) is order
    assert cause_on("unit-disorder", order.effective_from - timedelta(days=1)) is None
    assert cause_on("no-such-cause", TODAY) is None


def test_a_cause_may_say_more_exactly_what_a_general_ground_asks() -> None:
    assert "已在责令期限内补建台账" in codes("discharge-ledger")["first-offence"]
    assert "危害后果轻微" in codes("voc-enclosed")["first-offence"]


def test_a_cause_may_shut_a_general_ground_out() -> None:
    assert not {"first-offence", "minor"} & set(codes("water-evasion"))


def test_public_order_has_grounds_of_its_own() -> None:
    assert all(code.startswith("order-") for code in codes("unit-disorder"))


def test_every_ground_a_cause_shuts_out_exists() -> None:
    for cause in causes():
        general = {g.code for g in shared_grounds().by_domain[cause.domain]}
        assert set(cause.without) <= general, cause.code


def test_a_cause_changes_with_the_law_from_the_day_it_takes_effect() -> None:
    code = date(2026, 8, 15)
    old, new = cause_on("waste-sign", code - timedelta(days=1)), cause_on("waste-sign", code)

    assert old is not None
    assert new is not None
    assert {a.law for a in old.articles} == {"中华人民共和国固体废物污染环境防治法"}
    assert {a.law for a in new.articles} == {"中华人民共和国生态环境法典"}


def test_no_cause_cites_a_law_that_the_ecological_code_repealed() -> None:
    """Source: 生态环境法典 第一千二百四十二条."""
    today = [c for c in causes() if c.in_force(date(2026, 8, 15))]

    cited = {a.law.removeprefix("中华人民共和国") for c in today for a in c.articles}
    assert not cited & set(REPEALED)
    # Which article of the code follows 大气污染防治法 第一百一十二条 is for the agency to find.
    assert {c.code for c in causes()} - {c.code for c in today} == {"false-vehicle-report"}
