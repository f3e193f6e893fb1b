"""Reads of attachments: which files may become one, how far each is, what the public is told."""

from collections.abc import Iterable
from typing import Any

from gongjian.cases.models import Decision
from gongjian.common.crypto import blind_index
from gongjian.documents.choices import DocumentState, FileFormat
from gongjian.documents.models import DocumentFile, Scan
from gongjian.matters.models import Matter

from .attachments.finding import HOLDER
from .choices import AttachmentState, Choice, ReleaseState
from .models import Attachment, AttachmentBox, AttachmentPage, Release
from .redaction import Term
from .rendition import hidden_kinds, known_words

WORKING = (AttachmentState.READING, AttachmentState.MARKING, AttachmentState.DRAWING)
Source = DocumentFile | Scan


def sources(matter: Matter) -> dict[str, Source]:
    """Return the files of which a public copy can be made, by code; two queries.

    The PDF of documents issued to the outside and the scans attached to them: approvals and
    records of discussion stay inside. A Word file is the same document.

    Source: 政府信息公开条例 第十六条.
    """
    issued = {"document__matter": matter, "document__state": DocumentState.ISSUED}
    issued |= {"document__outward": True}
    files = DocumentFile.objects.filter(**issued, format=FileFormat.PDF)
    scans = Scan.objects.filter(**issued)
    found: dict[str, Source] = {}
    for kind, rows in (("file", files), ("scan", scans)):
        for row in rows.select_related("document").order_by("document_id", "id"):
            found[f"{kind}.{row.uid}"] = row
    return found


def source_label(source: Source) -> str:
    """Return a file as people choose it."""
    if isinstance(source, Scan):
        return f"{source.document}　扫描件{source.number}（{source.get_media_display()}）"
    return f"{source.document}　制发的文件（PDF）"


def source_of(attachment: Attachment) -> Source:
    """Return the file that a public copy is made of."""
    source = attachment.document_file or attachment.scan
    assert source is not None
    return source


def media_of(source: Source) -> str:
    return source.media if isinstance(source, Scan) else source.format


def attachments_of(matter: Matter) -> list[Attachment]:
    """Return every attachment of a matter, newest first, dropped ones left out."""
    found = Attachment.objects.filter(decision__case__matter=matter)
    related = ("asked_by", "confirmed_by", "result", "document_file__document", "scan__document")
    standing = found.exclude(state=AttachmentState.DROPPED).select_related(*related)
    return list(standing.order_by("-number"))


def in_work(matter: Matter) -> Attachment | None:
    """Return the attachment that is being made: one at a time."""
    found = Attachment.objects.filter(decision__case__matter=matter, state__in=WORKING)
    return found.select_related("decision").first()


def bare_pages(attachment: Attachment) -> list[AttachmentPage]:
    """Return the pages that a person must look at."""
    return [page for page in attachment.pages.all() if page.bare]


def open_boxes(attachment: Attachment) -> list[AttachmentBox]:
    """Return the boxes that a person decides: uncertain finds, and what people drew."""
    return [box for box in attachment.boxes.all() if box.asked or box.by_id is not None]


def terms_of(decision: Decision) -> tuple[list[Term], list[str]]:
    """Return what must be covered on paper and what may stay: as in texts, and the paper's code."""
    terms, kept = known_words(decision)
    papers = {f.document.token for f in sources(decision.case.matter).values() if f.document.token}
    return [*terms, *(Term(token, "", "核验码", HOLDER) for token in sorted(papers))], kept


def words_of(decision: Decision) -> str:
    """Return a keyed hash of what the case knows to identify somebody."""
    return blind_index("attachment", "\n".join(sorted({t.words for t in known_words(decision)[0]})))


def ready(decision: Decision) -> list[Attachment]:
    """Return the public copies that may go with a publication; not those gone stale."""
    found = Attachment.objects.filter(decision=decision, state=AttachmentState.READY)
    return list(found.filter(words=words_of(decision)).select_related("result"))


def stale(release: Release, decision: Decision) -> bool:
    """Tell whether the case has learned since whom the attachments of a round must hide."""
    carried = [joined.attachment for joined in carried_by(release)]
    return bool(carried) and {one.words for one in carried} != {words_of(decision)}


def carried_by(release: Release) -> list[Any]:
    """Return the attachments of a round in their order; one query."""
    return list(release.attachments.select_related("attachment__result").order_by("number"))


def waiting_with_attachments(matter: Matter) -> list[Attachment]:
    """Return the attachments of the round that waits for the second person."""
    waiting = Release.objects.filter(
        decision__case__matter=matter, state=ReleaseState.DRAFTED
    ).first()
    return [joined.attachment for joined in carried_by(waiting)] if waiting else []


def told(attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    """Return attachments as the public text names them: title, size, hash, what is covered."""
    return [_told(number, one) for number, one in enumerate(attachments, 1)]


def _told(number: int, attachment: Attachment) -> dict[str, Any]:
    covered = attachment.boxes.filter(choice=Choice.HIDE)
    result = attachment.result
    return {
        "number": number,
        "title": attachment.title,
        "pages": result.pages,
        "size": result.size,
        "sha256": result.sha256,
        "hidden": hidden_kinds({"what": box.what, "ground": box.ground} for box in covered),
    }
