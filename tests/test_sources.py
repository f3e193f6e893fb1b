"""What `docs/sources.md` says of the local documents is the state of the profiles and the code."""

import re
from pathlib import Path

import pytest

from gongjian.jurisdiction.profiles import profile, profiles

ROOT = Path(__file__).parents[1]
# What `matters.limits` looks for beside a limit, by its name.
OF_A_LIMIT = ("-extension", ".extension_times", ".excluded")
# Asked for with a name that is put together: `cases/services/secret.py`.
FAMILIES = ("secrecy.term.",)
# Limits of what does not run here yet, or of what nobody is held to yet. `gongjian due` answers
# them and docs/deadlines.md reckons each by hand; whoever builds the act takes its limit off here.
# No procedure for permits is loaded.
PERMITS = [
    "publication.permit",
    "permit.supplement",
    "permit.decision-limit",
    "permit.decision-extension",
    "permit.joint-limit",
    "permit.joint-extension",
    "permit.lower-level",
    "permit.delivery-limit",
    "permit.hearing-request-limit",
    "permit.hearing-hold-limit",
    "permit.hearing-notice-limit",
]
# Nothing is frozen or asked before a case here; what the court does with an application is not
# recorded.
COERCION = [
    "freeze-notice-limit",
    "freeze-limit",
    "freeze-extension",
    "court.accept",
    "detaining_questioning-limit",
    "detaining_questioning.extended",
    "detaining_questioning.unknown_identity",
]
# Penalties and lists alone are published; no channel tells that something stands in the credit
# system of enterprises; recordings stay outside, so nobody uploads one.
PUBLICITY = [
    "publication.credit_system",
    "publication.disclosure",
    "recording.upload",
]
# No act finds that a report is another's case (it is filed at once or handed over), records a
# keeper's receipt of goods or a notice for their owner.
POLICE = [
    "police.transfer_case",
    "police.goods_custody",
]
AWAITING = (*PERMITS, *COERCION, *PUBLICITY, *POLICE)
PLACES = ("dazhou", "lufeng", "xiamen", "kunming", "huainan")


def written() -> str:
    return (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def modules() -> str:
    found = sorted((ROOT / "src").rglob("*.py"))
    return "".join(p.read_text(encoding="utf-8") for p in found if "tests" not in p.parts)


@pytest.mark.parametrize("place", PLACES)
def test_every_clause_of_a_place_has_its_row_there(place: str) -> None:
    rows = {line.split("|")[1].strip() for line in written().splitlines() if line.startswith("| ")}

    assert [clause.id for clause in profile(place).clauses if clause.id not in rows] == []


def test_every_parameter_of_a_profile_is_read_somewhere() -> None:
    text = modules() + definitions()
    rows = {row.code: row for one in profiles() for row in one.rows}

    unread = {code for code, row in rows.items() if not read(code, text)}

    assert {code for code in unread if not rows[code].is_limit} == set()
    assert unread == set(AWAITING)


def read(code: str, text: str) -> bool:
    """Tell whether a parameter is named, or belongs to one that is and is reached through it."""
    if re.search(rf"[\"'`:]{re.escape(code)}[\"'`\s]", text):
        return True
    if any(code.startswith(family) for family in FAMILIES):
        return True
    base = next((code.removesuffix(end) for end in OF_A_LIMIT if code.endswith(end)), "")
    return bool(base) and read(f"{base}-limit", text)


def definitions() -> str:
    folders = ("processes", "tables", "catalog", "documents", "formats")
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.toml"))]
    return "".join(path.read_text(encoding="utf-8") for path in found)
