"""From frozen text to issued files: drawn and sealed outside the transaction, then recorded."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from gongjian.common import fields
from gongjian.common.acts import SYSTEM, Act, act
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.documents.backends import seal_backend
from gongjian.documents.catalogue import definition
from gongjian.documents.choices import DocumentState, FileFormat
from gongjian.documents.models import Document, DocumentFile
from gongjian.documents.paper import pdf, templates, word
from gongjian.documents.paper.binding import Frame
from gongjian.documents.paper.blocks import Block, from_plain
from gongjian.documents.rules import digest
from gongjian.vault.store import store

from .reading import whole


@dataclass(frozen=True)
class FileMade:
    """A file that lies in the vault."""

    format: str = fields.choice("格式", FileFormat.choices)
    sha256: str = fields.line("SHA-256", max_length=64)
    sm3: str = fields.line("SM3", max_length=64)
    size: int = fields.number("字节数", least=1, most=2**31 - 1)


@dataclass(frozen=True)
class RecordIssue:
    document: UUID = fields.ref("文书", of="documents.document")
    files: tuple[FileMade, ...] = fields.rows("文件")


@dataclass(frozen=True, slots=True)
class Frozen:
    """The text of a document and how it was made, as they stand since."""

    issuer: str
    demo: bool
    made_on: str
    fields: Mapping[str, Any]
    blocks: Sequence[Block]


@act("documents.record_issue", title="登记文书制发", step=False)
def record_issue(*, act: Act, cmd: RecordIssue) -> Document:
    """Record the files of a frozen document: from now on it is issued and may be delivered.

    Raises:
        NotFound: the document is not of this matter.
        RuleBroken: it is issued already, or void.
    """
    mine = Document.objects.select_for_update().filter(matter=act.matter, uid=cmd.document)
    document = mine.first()
    if document is None:
        raise NotFound("没有这份文书")
    if document.state != DocumentState.FROZEN:
        raise RuleBroken(f"《{document.title}》已经制发或者作废，不能再次登记")
    document.state = DocumentState.ISSUED
    act.write(document)
    act.write_new(
        DocumentFile(
            document=document,
            format=file.format,
            sha256=file.sha256,
            sm3=file.sm3,
            size=file.size,
            made_at=act.now,
        )
        for file in cmd.files
    )
    return document


def issue(document: Document, clock: Clock) -> None:
    """Draw, seal and keep the files of a frozen document, then record them.

    May be repeated at any point: what was kept but not recorded is only kept once more.

    Raises:
        RuleBroken: the frozen text no longer has its hash.
    """
    if document.state != DocumentState.FROZEN:
        return
    files = tuple(_kept(document, clock))
    record_issue(
        actor=SYSTEM,
        matter=document.matter.uid,
        cmd=RecordIssue(document=document.uid, files=files),
        clock=clock,
    )


def _kept(document: Document, clock: Clock) -> Iterator[FileMade]:
    text = frozen(document)
    for kind, content in (
        (FileFormat.PDF, _pdf(document, text, clock)),
        (FileFormat.DOCX, _word(document, text)),
    ):
        kept = store().put(content)
        yield FileMade(format=kind, sha256=kept.sha256, sm3=kept.sm3, size=kept.size)


def _word(document: Document, text: Frozen) -> bytes:
    """Draw the Word file from the agency's template where there was one, else from the blocks."""
    template = document.template
    if template is None:
        return word.render(text.blocks, at=document.made_at, demo=text.demo)
    content = whole(template.sha256, f"《{document.title}》的模板")
    frame = Frame(text.issuer, document.number, text.made_on)
    return templates.fill(content, definition(document.kind), text.fields, frame)


def _pdf(document: Document, text: Frozen, clock: Clock) -> bytes:
    drawn = pdf.render(
        text.blocks,
        at=document.made_at,
        demo=text.demo,
        font_dirs=settings.GONGJIAN_FONT_DIRS,
    )
    return seal_backend().sign(drawn, agency=text.issuer, reason=document.title, at=clock.now())


def frozen(document: Document) -> Frozen:
    """Return the text of a document as it was frozen.

    Raises:
        RuleBroken: it no longer has its hash.
    """
    if digest(document.data) != document.data_hash:
        raise RuleBroken(
            f"《{document.title}》的内容与其哈希不符，不能制发；请运行 gongjian verify"
        )
    data = json.loads(document.data)
    return Frozen(
        data["issuer"], data["demo"], data["made_on"], data["fields"], from_plain(data["blocks"])
    )
