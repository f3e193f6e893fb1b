"""What the database asks where a minor is punished: the reasons say how more lightly."""

from gongjian.common.db.triggers import require
from gongjian.parties.rules import ADULT

from .ages import LIGHTER

# What counts of a person is what was established last.
NEWEST = (
    "SELECT 1 FROM {table} o WHERE o.case_id = {draft}.case_id AND o.minor AND o.id ="
    " (SELECT MAX(n.id) FROM {table} n WHERE n.case_id = {draft}.case_id)"
)
NO_OFFENDER = "SELECT 1 FROM cases_offender f WHERE f.case_id = {draft}.case_id"


def _harsh(draft: str) -> str:
    """Return the condition that a draft punishes a minor, and names nothing lighter.

    By the age it keeps, else by what was established of the person, else by what was found.
    """
    lighter = " OR ".join(f"{draft}.discretion LIKE '%{word}%'" for word in LIGHTER)
    established = NEWEST.format(table="cases_offender", draft=draft)
    found = NEWEST.format(table="cases_assistance", draft=draft)
    minor = (
        f"(NOT EXISTS ({NO_OFFENDER.format(draft=draft)}) AND EXISTS ({found}))"
        f" OR EXISTS ({established})"
    )
    return (
        f"{draft}.proposal <> 'no_penalty' AND NOT ({lighter})"
        f" AND ({draft}.age_at_act < {ADULT} OR ({draft}.age_at_act IS NULL AND ({minor})))"
    )


def declare_ages() -> None:
    """Let nobody under age be punished but more lightly, whenever the age was found.

    Source: 行政处罚法 第三十条; 治安管理处罚法 第十二条.
    """
    require("cases_draft", "a minor is punished more lightly", f"NOT ({_harsh('NEW')})")
    require(
        "cases_decision",
        "a minor is punished more lightly",
        "NOT EXISTS (SELECT 1 FROM cases_draft d"  # noqa: S608 -- constants
        f" WHERE d.id = NEW.draft_id AND {_harsh('d')})",
    )
