"""Valid commands of the acts on documents: taking back, scans, templates."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gongjian.common import acts
from gongjian.common.acts import SYSTEM
from gongjian.documents.models import Document
from gongjian.documents.options import documents_to_sign, issued_documents
from gongjian.documents.queries import voidable
from gongjian.documents.services.signing import RecordSignedPaper, places_to_sign
from gongjian.recording.options import handlers, steps

from .standing import NOBODY, Builder, Standing, fixed

WRONG = "写错了日期。"


def _voided(at: Standing) -> Any:
    free = voidable(at.matter)
    paper = at.chance.choice(free).uid if free else NOBODY
    return acts.service("documents.void_document").cmd(document=paper, reason=WRONG)


def _scan(at: Standing) -> Any:
    paper = issued_documents(SYSTEM, at.matter)
    uid = UUID(paper[0][0]) if paper else NOBODY
    return acts.service("documents.attach_scan").cmd(document=uid, pages=(NOBODY,))


def _signed(at: Standing) -> Any:
    paper = documents_to_sign(SYSTEM, at.matter)
    document = Document.objects.get(uid=paper[0][0]) if paper else None
    return acts.service("documents.sign_on_screen").cmd(
        document=document.uid if document else NOBODY,
        place=places_to_sign(document)[0].label if document else "当事人签名",
        signer=at.matter.party_name,
        checked="read",
        strokes="100,100 400,200 700,100",
    )


def _redrawn(at: Standing) -> Any:
    paper = Document.objects.filter(matter=at.matter).order_by("-id").first()
    return RecordSignedPaper(
        document=paper.uid if paper else NOBODY,
        number=1,
        sha256="0" * 64,
        sm3="0" * 64,
        size=1,
    )


def _recording(at: Standing) -> Any:
    step, officer = steps(SYSTEM, at.matter), handlers(SYSTEM, at.matter)
    return acts.service("recording.add").cmd(
        file=NOBODY,
        step=UUID(step[0][0]),
        officer=UUID(officer[0][0]),
        started_at=at.matter.opened_at,
        note="进入加工间检查。",
    )


COMMANDS: Mapping[str, Builder] = {
    "documents.attach_scan": _scan,
    "documents.sign_on_screen": _signed,
    "documents.record_signed_paper": _redrawn,
    "recording.add": _recording,
    "documents.void_document": _voided,
    "cases.void_notice": fixed("cases.void_notice", reason=WRONG),
    "cases.void_decision": fixed("cases.void_decision", reason=WRONG),
    "cases.void_no_penalty": fixed("cases.void_no_penalty", reason=WRONG),
}
