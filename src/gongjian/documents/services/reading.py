"""Opening a file: seen only with its matter, and never without a trace."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document, DocumentAccess, DocumentFile, Scan, SignedPaper
from gongjian.matters.queries import may_see
from gongjian.vault.store import store


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The bytes of a file and the name it is saved under."""

    content: bytes
    name: str


def open_file(actor: Actor, uid: UUID, file_format: str, clock: Clock) -> OpenedFile:
    """Return a file of a document whose matter this person may see; writes one access row.

    Raises:
        NotFound: absent, or of a matter this person may not see.
        RuleBroken: not made yet, or the bytes are no longer those that were issued.

    Source: 等保 2.0 安全审计; 国办发〔2018〕118号 三（十一）.
    """
    seen = Document.objects.filter(may_see(actor), uid=uid)
    document = seen.first()
    if document is None:
        raise NotFound("没有这份文书，或者您无权查看。请从案件页面打开。")
    file = document.files.filter(format=file_format).first()
    if file is None:
        state = DocumentState(document.state).label
        raise RuleBroken(f"《{document.title}》{state}，还没有这种格式的文件。请稍候刷新页面")
    content = whole(file.sha256, f"《{document.title}》的文件")
    note_opening(actor, file, clock)
    return OpenedFile(content, f"{document.title}{document.number}.{file_format}")


def note_opening(actor: Actor, file: DocumentFile | Scan | SignedPaper, clock: Clock) -> None:
    """Write down that a person saw a file, or pictures of its pages; one row."""
    DocumentAccess.objects.create(
        document=file.document,
        scan=file if isinstance(file, Scan) else None,
        signed=file if isinstance(file, SignedPaper) else None,
        format=file.media if isinstance(file, Scan) else file.format,
        officer_id=actor.officer,
        by_name=actor.name,
        door=actor.door,
        at=clock.now(),
    )


def whole(sha256: str, what: str) -> bytes:
    """Return a kept file, read anew and compared with its hash.

    Raises:
        RuleBroken: the bytes are no longer those that were kept.
    """
    with store().open(sha256) as kept:
        content = kept.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise RuleBroken(f"{what}与登记的哈希不符，请立即报告管理员")
    return content
