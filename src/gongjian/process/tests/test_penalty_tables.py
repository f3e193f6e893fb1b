"""Who decides, and what must be discussed: a jurist's list of cases."""

from typing import Any

import pytest

from gongjian.common.data import data_folder
from gongjian.process import Table, load_table


def shipped(code: str, profile: str = "national") -> Table:
    path = data_folder("tables") / code / f"{profile}.toml"
    return load_table(path.read_text(encoding="utf-8"), path.name)


SMALL_FINE: dict[str, Any] = {
    "complex": False,
    "hearing_held": False,
    "domain": "market",
    "party_kind": "legal",
    "penalty_kind": "fine",
    "total_fen": 100_000,
    "unvalued": False,
}


@pytest.mark.parametrize(
    ("changes", "required"),
    [
        ({}, False),
        ({"complex": True}, True),
        ({"hearing_held": True}, True),
        ({"total_fen": 9_999_999}, False),
        ({"total_fen": 10_000_000}, True),
        ({"party_kind": "natural", "total_fen": 999_999}, False),
        ({"party_kind": "natural", "total_fen": 1_000_000}, True),
        ({"penalty_kind": "revoke_licence", "total_fen": 0}, True),
        ({"penalty_kind": "suspend_licence", "total_fen": 0}, False),
        ({"domain": "environment", "total_fen": 49_999_999}, False),
        ({"domain": "environment", "total_fen": 50_000_000}, True),
        ({"domain": "environment", "complex": True}, True),
        ({"domain": "environment", "penalty_kind": "confiscate_goods", "unvalued": True}, True),
        ({"domain": "environment", "penalty_kind": "close_down", "total_fen": 0}, True),
        ({"domain": "public-order", "penalty_kind": "detention", "total_fen": 0}, False),
        (
            {
                "domain": "public-order",
                "penalty_kind": "detention",
                "total_fen": 0,
                "complex": True,
            },
            True,
        ),
    ],
)
def test_what_the_heads_must_discuss(changes: dict[str, Any], required: bool) -> None:
    assert shipped("discussion-scope").decide(SMALL_FINE | changes).value is required


ORDINARY: dict[str, Any] = {
    "procedure": "ordinary",
    "level": "agency",
    "discussion_required": False,
    "domain": "market",
    "party_kind": "legal",
    "penalty_kind": "fine",
    "amount_fen": 100_000,
}
SUMMARY = {"procedure": "summary"}
POLICE = {"domain": "public-order", "party_kind": "natural"}
STATION = {**POLICE, "level": "station"}


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        ({}, "head"),
        ({"discussion_required": True}, "collective"),
        ({"penalty_kind": "detention", "amount_fen": 0}, "no_power"),
        ({**SUMMARY, "penalty_kind": "detention", "amount_fen": 0}, "no_power"),
        ({"domain": "public-security", "penalty_kind": "detention", "amount_fen": 0}, "no_power"),
        ({"domain": "public-security"}, "head"),
        ({**SUMMARY, "penalty_kind": "warning", "amount_fen": 0}, "on_the_spot"),
        ({**SUMMARY, "amount_fen": 300_000}, "on_the_spot"),
        ({**SUMMARY, "amount_fen": 300_001}, "ordinary"),
        ({**SUMMARY, "party_kind": "natural", "amount_fen": 20_000}, "on_the_spot"),
        ({**SUMMARY, "party_kind": "natural", "amount_fen": 20_001}, "ordinary"),
        ({**SUMMARY, "penalty_kind": "confiscate_goods", "amount_fen": 100}, "ordinary"),
        ({**SUMMARY, **POLICE, "amount_fen": 50_000}, "on_the_spot"),
        ({**SUMMARY, **POLICE, "amount_fen": 50_001}, "ordinary"),
        ({**SUMMARY, **POLICE, "party_kind": "legal", "amount_fen": 50_001}, "ordinary"),
        ({**SUMMARY, **POLICE, "penalty_kind": "detention", "amount_fen": 0}, "ordinary"),
        ({**STATION, "penalty_kind": "warning", "amount_fen": 0}, "station"),
        ({**STATION, "amount_fen": 100_000}, "station"),
        ({**STATION, "amount_fen": 100_001}, "superior"),
        ({**STATION, "penalty_kind": "detention", "amount_fen": 0}, "superior"),
        ({**STATION, "amount_fen": 100_000, "discussion_required": True}, "superior"),
        ({**POLICE, "penalty_kind": "detention", "amount_fen": 0}, "head"),
    ],
)
def test_who_decides(changes: dict[str, Any], by: str) -> None:
    assert shipped("who-decides").decide(ORDINARY | changes).value == by


def test_the_heaviest_penalty_of_a_decision_says_who_decides() -> None:
    items: list[dict[str, Any]] = [
        {"penalty_kind": "warning", "amount_fen": 0},
        {"amount_fen": 100_001},
    ]

    hit = shipped("who-decides").strictest(ORDINARY | STATION | item for item in items)

    assert (hit.value, hit.source[:9]) == ("superior", "治安管理处罚法 第"[:9])


CREDIT: dict[str, Any] = {
    "domain": "market",
    "procedure": "ordinary",
    "party_kind": "legal",
    "penalty_kind": "fine",
    "amount_fen": 100_000,
}


@pytest.mark.parametrize(
    ("changes", "credit_class"),
    [
        ({}, "minor"),
        ({"amount_fen": 9_999_999}, "minor"),
        ({"amount_fen": 10_000_000}, "general"),
        ({"amount_fen": 100_000_000}, "serious"),
        ({"party_kind": "natural", "amount_fen": 1_000_000}, "general"),
        ({"party_kind": "natural", "amount_fen": 10_000_000}, "serious"),
        ({"procedure": "summary", "amount_fen": 300_000}, "minor"),
        ({"penalty_kind": "warning", "amount_fen": 0}, "minor"),
        ({"penalty_kind": "criticism", "amount_fen": 0}, "minor"),
        ({"penalty_kind": "confiscate_goods", "amount_fen": 0}, "general"),
        ({"penalty_kind": "suspend_licence", "amount_fen": 0}, "general"),
        ({"penalty_kind": "revoke_licence", "amount_fen": 0}, "serious"),
        ({"penalty_kind": "bar_from_trade", "amount_fen": 0}, "serious"),
        ({"penalty_kind": "suspend_business", "amount_fen": 0}, "serious"),
        ({"penalty_kind": "restrict_business", "amount_fen": 0}, "serious"),
        ({"penalty_kind": "downgrade", "amount_fen": 0}, "general"),
        ({"domain": "public-order", "amount_fen": 100_000_000}, "none"),
        ({"domain": "public-security", "penalty_kind": "detention", "amount_fen": 0}, "none"),
    ],
)
def test_the_class_of_a_record(changes: dict[str, Any], credit_class: str) -> None:
    assert shipped("credit-class").decide(CREDIT | changes).value == credit_class


@pytest.mark.parametrize(
    ("channel", "credit_class", "kind", "period"),
    [
        ("credit_china", "minor", "warning", "minor"),
        ("credit_china", "general", "fine", "general"),
        ("credit_china", "serious", "revoke_licence", "serious"),
        ("credit_china", "none", "fine", "none"),
        ("enterprise_system", "minor", "warning", "none"),
        ("enterprise_system", "minor", "criticism", "months_3"),
        ("enterprise_system", "minor", "fine", "months_3"),
        ("enterprise_system", "general", "fine", "months_36"),
        ("enterprise_system", "serious", "revoke_licence", "months_36"),
        ("enterprise_system", "none", "fine", "none"),
        ("portal", "general", "fine", "open_ended"),
        ("portal", "none", "detention", "none"),
    ],
)
def test_how_long_a_channel_shows_it(
    channel: str, credit_class: str, kind: str, period: str
) -> None:
    asked = {"channel": channel, "credit_class": credit_class, "penalty_kind": kind}

    assert shipped("display-period").decide(asked).value == period


KEPT: dict[str, Any] = {
    "record": "file",
    "procedure": "ordinary",
    "outcome": "penalty",
    "major": False,
    "remedy": False,
}


@pytest.mark.parametrize(
    ("changes", "retention"),
    [
        ({}, "permanent"),
        ({"procedure": "summary"}, "years_30"),
        ({"outcome": "no_penalty"}, "years_30"),
        ({"outcome": "no_penalty", "major": True}, "permanent"),
        ({"procedure": "summary", "remedy": True}, "permanent"),
        ({"record": "recording"}, "years_10"),
    ],
)
def test_how_long_a_file_is_kept(changes: dict[str, Any], retention: str) -> None:
    assert shipped("retention").decide(KEPT | changes).value == retention
