"""A decision carried on to the portal, for tests, the demo and the benchmark."""

from typing import Any

from gongjian.cases.testing import Cast, made_up_for
from gongjian.common import clock as clocks
from gongjian.documents.models import Document
from gongjian.documents.queries import issued
from gongjian.documents.services import keep_upload
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter

from .attaching import bare_pages, open_boxes
from .choices import Choice
from .gate import standing_of
from .models import Attachment, PublicItem, PublicRuling, Release, RulingRound
from .proposals import proposals
from .services import BoxChoice, RedactionChoice, draft_release

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
        attachments_seen=True,
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


def scanned(cast: Cast, matter: Matter, content: bytes) -> str:
    """Attach a scan to the decision as the handler does; return the code of the file."""
    decision = issued(matter, "penalty-decision")
    assert decision is not None
    kept = keep_upload(cast.actor("handler"), content, "扫描件", cast.clock)
    cast.do("handler", "documents.attach_scan", matter, document=decision.uid, pages=(kept.uid,))
    return f"scan.{decision.scans.order_by('-number')[0].uid}"


def marked(cast: Cast, matter: Matter, file: str, title: str = "行政处罚决定书") -> Attachment:
    """Choose a file and let its pages be read."""
    chosen: Attachment = cast.do(
        "publisher", "publicity.choose_attachment", matter, file=file, title=title
    )
    work_until_idle(cast.clock)
    chosen.refresh_from_db()
    return chosen


def cover(cast: Cast, matter: Matter, attachment: Attachment) -> Attachment:
    """Confirm every box, say to have seen every page, and let the copy be drawn."""
    cast.do(
        "publisher",
        "publicity.confirm_attachment",
        matter,
        attachment=attachment.uid,
        boxes=tuple(BoxChoice(str(b.uid), Choice.HIDE) for b in open_boxes(attachment)),
        pages_seen=tuple(str(page.number) for page in bare_pages(attachment)),
        compared=True,
    )
    work_until_idle(cast.clock)
    attachment.refresh_from_db()
    return attachment


def seize(cast: Cast, matter: Matter) -> Document:
    """Seize goods in a filed case, approved before."""
    for kind, who in (("seizure-approval", "agency_head"), ("seizure-decision", "handler")):
        given = vars(typed_command(kind, cast.now))
        if kind == "seizure-approval":
            given |= made_up_for(matter)
        paper: Document = cast.do(who, act_code(kind), matter, **given)
    return paper


def draft_ruling(cast: Cast, matter: Matter, paper: Document, **values: Any) -> RulingRound:
    """Let the publisher draw the public text of a decision other than the penalty."""
    made: RulingRound = cast.do(
        "publisher", "publicity.draft_ruling", matter, document=paper.uid, **READ, **values
    )
    return made


def publish_ruling(cast: Cast, matter: Matter, paper: Document, **values: Any) -> PublicRuling:
    """Draft and publish it: two persons."""
    release = draft_ruling(cast, matter, paper, **values)
    item: PublicRuling = cast.do(
        "publication_checker",
        "publicity.publish_ruling",
        matter,
        release=release.uid,
        compared=True,
    )
    return item
