"""Rules by which an agency widens its scope of review, for tests."""

from datetime import timedelta
from typing import Any

from .models import ScopeChange
from .testing import Cast

CLAUSE = "青市监法〔2026〕3号 第二条"
DAY = timedelta(days=1)


def drafted(cast: Cast, **values: Any) -> ScopeChange:
    """Draft that every fine is reviewed from tomorrow on."""
    said: dict[str, Any] = {
        "name": "全部罚款案件",
        "kinds": ("fine",),
        "reason": "近年罚款案件复议较多。",
        "clause": CLAUSE,
        "from_on": cast.today + DAY,
    }
    row: ScopeChange = cast.do("legal_reviewer", "cases.draft_scope_rule", **(said | values))
    return row


def widened(cast: Cast, **values: Any) -> ScopeChange:
    """Draft and approve it."""
    row = drafted(cast, **values)
    cast.do("agency_head", "cases.approve_scope_change", change=row.uid)
    row.refresh_from_db()
    return row
