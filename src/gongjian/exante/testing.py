"""Lists carried on to the portal, for tests and the demo."""

from typing import Any

from gongjian.cases.testing import Cast

from .choices import ListKind
from .models import OpenList


def publish_list(cast: Cast, kind: str = ListKind.OFFICERS, **values: Any) -> OpenList:
    """Draw a list and publish it: two persons."""
    given: dict[str, Any] = {"confirmed": "青川市司法局 青司确〔2026〕1号", **values}
    drawn = cast.do("publisher", "exante.draft_list", kind=kind, **given)
    released: OpenList = cast.do(
        "publication_checker", "exante.publish_list", version=drawn.uid, compared=True
    )
    return released
