"""A decision carried on to the portal, for tests, the demo and the benchmark."""

from typing import Any

from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

from .models import PublicItem, Release
from .services import draft_release

READ: dict[str, Any] = dict.fromkeys(("content", "secrecy", "rights", "impact"), "clear")


def draft(cast: Cast, matter: Matter, **values: Any) -> Release:
    """Let the publisher draw the public text; the summary is the system's unless given."""
    assert draft_release.prefill is not None
    known = draft_release.prefill(cast.actor("publisher"), matter)
    release: Release = cast.do(
        "publisher", "publicity.draft_release", matter, **{**known, **READ, **values}
    )
    return release


def publish(cast: Cast, matter: Matter, **values: Any) -> PublicItem:
    """Draft and publish: two persons."""
    release = draft(cast, matter, **values)
    item: PublicItem = cast.do(
        "publication_checker",
        "publicity.publish_decision",
        matter,
        release=release.uid,
        compared=True,
    )
    return item
