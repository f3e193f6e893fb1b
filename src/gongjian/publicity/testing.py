"""A decision carried on to the portal, for tests, the demo and the benchmark."""

from typing import Any

from gongjian.cases.testing import Cast
from gongjian.common import clock as clocks
from gongjian.matters.models import Matter

from .choices import Choice
from .gate import standing_of
from .models import PublicItem, Release
from .proposals import proposals
from .services import RedactionChoice, draft_release

READ: dict[str, Any] = dict.fromkeys(("content", "secrecy", "rights", "impact"), "clear")


def draft(cast: Cast, matter: Matter, **values: Any) -> Release:
    """Let the publisher draw the public text; the summary is the system's unless given.

    What the system proposes to hide is hidden, unless `redactions` says otherwise.
    """
    assert draft_release.prefill is not None
    known = draft_release.prefill(cast.actor("publisher"), matter)
    release: Release = cast.do(
        "publisher",
        "publicity.draft_release",
        matter,
        **{**known, "redactions": hide_all(matter), **READ, **values},
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
        redactions=confirm_all(release),
        compared=True,
    )
    return item


def hide_all(matter: Matter) -> tuple[RedactionChoice, ...]:
    """Hide whatever the system proposes to hide in the decision of a matter."""
    stands = standing_of(matter, clocks.current().today())
    if stands is None or stands.verdict.withheld:
        return ()
    return tuple(RedactionChoice(p.code, Choice.HIDE) for p in proposals(stands.decision))


def confirm_all(release: Release) -> tuple[RedactionChoice, ...]:
    """Confirm every redaction as it was drafted."""
    return tuple(RedactionChoice(r.code, r.choice) for r in release.redactions.order_by("id"))
