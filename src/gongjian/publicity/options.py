"""What a person may choose in the forms of publication."""

from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.ui.options import options

from .attaching import (
    bare_pages,
    in_work,
    open_boxes,
    ready,
    source_label,
    sources,
    waiting_with_attachments,
)
from .choices import ReleaseState
from .gate import standing_of
from .leaks.reading import open_leaks, open_text_leaks
from .models import AttachmentBox, PublicItem, Release
from .proposals import proposals
from .queries import open_objections
from .rulings import RulingStanding, open_rulings, shown_rulings, waiting_rounds
from .services.attaching import droppable


@options("publicity.live_item")
def live_item(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what is on the portal of this matter."""
    shown = PublicItem.objects.filter(
        decision__case__matter=matter, state__in=["live", "suspended"]
    )
    return [(str(i.uid), f"{i.number}（{i.published_on.isoformat()} 公示）") for i in shown]


@options("publicity.open_leak")
def open_leak(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what the scan found in what is public of this matter and nobody has judged."""
    return [
        (leak.fingerprint, f"{leak.get_kind_display()} {leak.shown}（{leak.found_on.isoformat()}）")
        for leak in open_leaks(matter)
    ]


@options("publicity.open_text_leak")
def open_text_leak(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what the scan found in lists and reports of this agency and nobody has judged."""
    found: dict[str, str] = {}
    for leak in open_text_leaks(actor.agency or 0):
        said = f"{leak.get_kind_display()} {leak.shown}（{leak.place}）"
        found.setdefault(leak.mark, said)
    return list(found.items())


@options("publicity.proposal")
def proposal(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what may identify somebody in the decision of this matter."""
    stands = standing_of(matter, clocks.current().today())
    if stands is None or stands.verdict.withheld:
        return []
    return [(p.code, p.label) for p in proposals(stands.decision)]


@options("publicity.redaction")
def redaction(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what the drafter of the waiting round chose, for the second person to confirm."""
    waiting = Release.objects.filter(
        decision__case__matter=matter, state=ReleaseState.DRAFTED
    ).first()
    stands = standing_of(matter, clocks.current().today())
    if waiting is None or stands is None or not waiting.data:
        return []
    labels = {p.code: p.label for p in proposals(stands.decision)}
    return [
        (r.code, f"{labels.get(r.code, r.what)}；拟定人：{r.get_choice_display()}")
        for r in waiting.redactions.order_by("id")
    ]


@options("publicity.open_objection")
def open_objection(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the objections that wait for an answer."""
    return [
        (str(o.uid), f"{o.filed_on.isoformat()} {o.get_ground_display()}（{o.due_on} 前答复）")
        for o in open_objections(matter)
    ]


@options("publicity.attachable")
def attachable(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the files of the case of which a public copy can be made."""
    return [(code, source_label(source)) for code, source in sources(matter).items()]


@options("publicity.ready_attachment")
def ready_attachment(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the public copies that may go with a publication of this matter."""
    stands = standing_of(matter, clocks.current().today())
    if stands is None or stands.verdict.withheld:
        return []
    return [(str(a.uid), f"{a.title}（{a.result.pages}页）") for a in ready(stands.decision)]


@options("publicity.carried_attachment")
def carried_attachment(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the attachments of the round that waits for the second person."""
    return [(str(one.uid), one.title) for one in waiting_with_attachments(matter)]


@options("publicity.attachment_box")
def attachment_box(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the boxes that a person decides in the attachment that is being made."""
    working = in_work(matter)
    if working is None:
        return []
    numbers = {box.pk: n for n, box in enumerate(working.boxes.all(), 1)}
    return [(str(b.uid), _box_label(numbers[b.pk], b)) for b in open_boxes(working)]


@options("publicity.bare_page")
def bare_page(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the pages of which the system cannot read everything."""
    working = in_work(matter)
    found = bare_pages(working) if working else []
    return [(str(page.number), f"第 {page.number} 页") for page in found]


@options("publicity.droppable_attachment")
def droppable_attachment(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the public copies that no publication carries."""
    found = droppable(matter).items()
    return [(uid, f"{one.title}（{one.get_state_display()}）") for uid, one in found]


@options("publicity.open_ruling")
def open_ruling(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the decisions other than penalties that wait to be published."""
    waiting = {one.document_id for one in waiting_rounds(matter)}
    found = open_rulings(matter, clocks.current().today())
    return [_ruling(one) for one in found if one.document.pk not in waiting]


@options("publicity.closed_ruling")
def closed_ruling(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List those that a clause closes and nobody has settled."""
    found = open_rulings(matter, clocks.current().today())
    return [_ruling(one) for one in found if one.verdict.withheld]


@options("publicity.waiting_ruling")
def waiting_ruling(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the drafts of such decisions that wait for the second person."""
    rounds = waiting_rounds(matter)
    return [(str(r.uid), f"{r.document}（{r.drafted_by} 拟定）") for r in rounds]


@options("publicity.live_ruling")
def live_ruling(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what is on the portal of such decisions."""
    shown = shown_rulings(matter)
    return [(str(i.uid), f"{i.document}（{i.published_on.isoformat()} 公示）") for i in shown]


def _ruling(one: RulingStanding) -> tuple[str, str]:
    return str(one.document.uid), f"{one.document}（{one.decided_on.isoformat()}）"


def _box_label(number: int, box: AttachmentBox) -> str:
    by = "人工画上" if box.by_id else f"把握 {box.certainty}%"
    return f"第 {box.page} 页，框 {number}：{box.what}，{by}"
