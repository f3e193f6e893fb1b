"""A case on its way to review, for tests: every step is the real service."""

from typing import Any

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter

MAJOR: dict[str, Any] = {"major_rights": True, "findings_reason": "关系当事人重大权益。"}


def heard(cast: Cast, **values: Any) -> Matter:
    """Return a case whose party was told and whose time to speak is over."""
    matter = story.file_case(cast, story.open_case(cast, **values))
    story.investigate(cast, matter, **MAJOR)
    story.let_time_run(cast, story.inform(cast, matter))
    work_until_idle(cast.clock)
    return matter


def submitted(cast: Cast, **values: Any) -> Matter:
    """Return a case that waits for its opinion."""
    matter = heard(cast, **values)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    return matter


def opine(cast: Cast, matter: Matter, act: str, *, values: Any = None, **found: str) -> Any:
    """Give an opinion through one of its acts, lawful but for what is named."""
    checked = story.findings(matter.profile, **found)
    known = {"reasons": "见审核内容。"} | (values or {})
    return cast.do("legal_reviewer", f"review.{act}", matter, **checked, **known)
