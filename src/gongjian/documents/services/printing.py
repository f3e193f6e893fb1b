"""All documents of a case in one PDF, behind a list of what is inside (卷内文书目录)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import RuleBroken
from gongjian.documents.choices import DocumentState, FileFormat
from gongjian.documents.models import Document, DocumentAccess, DocumentFile
from gongjian.documents.paper import pdf
from gongjian.documents.paper.blocks import Block, Cell, Line, Note, Paragraph, Table, Title
from gongjian.documents.paper.merging import merged, pages_of
from gongjian.documents.paper.values import day_zh
from gongjian.matters.models import Matter

from .reading import OpenedFile, whole


@dataclass(frozen=True, slots=True)
class _Part:
    document: Document
    content: bytes
    pages: int


def print_set(actor: Actor, matter: Matter, clock: Clock) -> OpenedFile:
    """Return every issued document of a matter as one PDF, in the order they were made.

    The caller has found the matter among those the person may see. Pages are numbered through, and
    the list says where each document begins. Writes one access row for each document.

    Raises:
        RuleBroken: nothing is issued yet, or a file is no longer what was issued.
    """
    parts = [_part(file) for file in _files(matter)]
    if not parts:
        raise RuleBroken("本案还没有已制发的文书，不能打印。请在文书制发之后再试")
    listed = pdf.render(
        _list(matter, parts, clock),
        at=clock.now(),
        demo=settings.GONGJIAN_MODE == "demo",
        font_dirs=settings.GONGJIAN_FONT_DIRS,
    )
    DocumentAccess.objects.bulk_create(
        DocumentAccess(
            document=part.document,
            format=FileFormat.PDF,
            officer_id=actor.officer,
            by_name=actor.name,
            door="print",
            at=clock.now(),
        )
        for part in parts
    )
    content = merged(listed.content, [part.content for part in parts])
    return OpenedFile(content, f"{matter.number or matter.title}全套文书.pdf")


def _files(matter: Matter) -> list[DocumentFile]:
    issued = DocumentFile.objects.filter(
        document__matter=matter, document__state=DocumentState.ISSUED, format=FileFormat.PDF
    )
    return list(issued.select_related("document").order_by("document_id"))


def _part(file: DocumentFile) -> _Part:
    content = whole(file.sha256, f"《{file.document.title}》的文件")
    return _Part(file.document, content, pages_of(content))


def _list(matter: Matter, parts: Sequence[_Part], clock: Clock) -> list[Block]:
    head = tuple(Cell((t,), label=True) for t in ("序号", "文号", "文书名称", "日期", "页次"))
    rows, page = [head], 1
    for number, part in enumerate(parts, 1):
        made_on = day_zh(local_date(part.document.made_at))
        texts = (str(number), part.document.number or "—", part.document.title, made_on, str(page))
        rows.append(tuple(Cell((text,)) for text in texts))
        page += part.pages
    return [
        Title(matter.agency.name, "卷内文书目录"),
        Line("案由", matter.title),
        Line("当事人", matter.party_name),
        Line("案件编号", matter.number or "尚未编号"),
        Table((3, 8, 8, 8, 3), tuple(rows), header=True),
        Paragraph((f"共{len(parts)}份文书，{page - 1}页。",), flush=True),
        Note(
            f"{day_zh(clock.today())}由系统汇编，供查阅和装订；电子签名以各份文书的原件为准，"
            "作废的文书不在其内。"
        ),
    ]
