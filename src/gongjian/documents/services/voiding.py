"""Declaring a document void before it has reached anybody; made anew, it takes a new number."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.queries import voidable, voidable_by

from .making import void


@dataclass(frozen=True)
class VoidDocument:
    document: UUID = fields.ref("文书", of="documents.voidable")
    reason: str = fields.text(
        "作废的理由", max_length=1000, help="写明错在哪里；文号保留作废记录，不再使用"
    )


@act("documents.void_document", title="作废文书", final=True, step=False)
def void_document(*, act: Act, cmd: VoidDocument) -> Document:
    """Declare a document void while it can still be made anew; its number is never given again.

    Only what a side step made, where that side step is still possible: what moved the procedure on
    (a notice, a decision) is taken back by a step of its own.

    Raises:
        NotFound: the document is not of this matter.
        RuleBroken: void already, delivered, or its time to be made anew has passed; or somebody
            else makes such documents (what the head approved).
    """
    document = Document.objects.filter(matter=act.matter, uid=cmd.document).first()
    if document is None:
        raise NotFound("本案没有这份文书，请从案件的“文书”页选择")
    if document not in voidable(act.matter):
        raise RuleBroken(
            f"《{document.title}》不能作废：已经作废、已经送达，或者案件已经过了可以重新制作它的环节。"
            "告知书、决定书在送达之前请用“作废告知书”“作废决定书”办理"
        )
    if document not in voidable_by(act.actor, act.matter):
        raise RuleBroken(f"《{document.title}》不由您制作，请由有权制作它的人员作废")
    void(act, document, cmd.reason)
    return document
