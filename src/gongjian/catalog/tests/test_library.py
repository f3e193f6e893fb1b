"""Which cause is in force, and which grounds it has."""

from datetime import date, timedelta

from gongjian.catalog.library import cause_on, causes, grounds_of, shared_grounds

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
