"""Which limits a step is measured by: its own and those on the way on, not those beside."""

from gongjian.common.data import data_folder
from gongjian.process import Process, load_process
from gongjian.process.ahead import limits_ahead


def ordinary() -> Process:
    path = data_folder("processes") / "penalty-ordinary.toml"
    return load_process(path.read_text(encoding="utf-8"))


def ahead(process: Process, code: str, *left: str) -> frozenset[str]:
    return limits_ahead(process, code, frozenset(left))


def test_the_limits_on_the_way_on_are_known_and_those_beside_are_not() -> None:
    process = ordinary()

    filing = ahead(process, "propose_filing", "registered")
    assert {"filing-limit", "decision-limit", "publication-limit"} <= filing
    paying = ahead(process, "record_performance", "to_execute")
    assert {"payment-limit", "closing-limit"} <= paying
    assert not {"publication-limit", "delivery-limit"} & paying
    public = ahead(process, "draft_publication", "to_publish")
    assert {"publication-limit", "closing-limit"} <= public
    assert "payment-limit" not in public


def test_what_is_done_beside_the_way_counts_where_it_is_possible() -> None:
    process = ordinary()

    assert "preserve-limit" in ahead(process, "end_investigation", "investigating")
    assert "preserve-limit" not in ahead(process, "withhold", "to_publish")
