"""Checking a file where the log's entries cannot be read: by what was sealed for its hash alone.

The worker follows the log and seals, for each file that somebody may hold (a document, a published
text, a list), the part of its entry that a proof discloses. The key of the row and the key of its
content are hashes of the file's hash: a portal of its own needs no right on any entry, and whoever
takes the table learns of no file that he does not have.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from gongjian.documents.choices import DocumentState
from gongjian.documents.models import DocumentFile, SignedPaper
from gongjian.exante.models import ListFile
from gongjian.ledger.models import Leaf
from gongjian.ledger.proofs import disclosed
from gongjian.publicity.models import ProofMark, PublicAttachment, PublicFile, PublicProof

ROW, SEAL = b"gongjian.proof.row/1:", b"gongjian.proof.seal/1:"
NONCE, BATCH = 12, 500
DOCUMENT = '{"t":"documents.document","u":"'
KINDS = {
    '{"t":"documents.documentfile","u":"': "document",
    '{"t":"documents.signedpaper","u":"': "signed",
    '{"t":"publicity.publicfile","u":"': "text",
    '{"t":"publicity.publicattachment","u":"': "attachment",
    '{"t":"exante.listfile","u":"': "list",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's proof but for the path to today's checkpoint; `kind` and `about` say of what."""

    kind: str
    about: str
    void: bool
    part: dict[str, Any]


def opened(sha256: str) -> Opened | None:
    """Return what the log says of the file with this hash; None when nothing. One query."""
    row = PublicProof.objects.filter(key=_key(sha256)).first()
    if row is None:
        return None
    sealed = bytes(row.sealed)
    told = json.loads(_box(sha256).decrypt(sealed[:NONCE], sealed[NONCE:], None))
    return Opened(told["kind"], told["about"], row.void, told["part"])


def catch_up() -> int:
    """Seal what the log has taken in since the last time; return how many leaves were looked at."""
    seen = 0
    while some := _batch():
        seen += some
    return seen


@transaction.atomic
def _batch() -> int:
    mark, _ = ProofMark.objects.get_or_create(pk=1)
    mark = ProofMark.objects.select_for_update().get(pk=1)
    leaves = Leaf.objects.filter(index__gte=mark.size).order_by("index")
    found = list(leaves.select_related("entry")[:BATCH])
    if not found:
        return 0
    PublicProof.objects.bulk_create(
        list({row.key: row for row in _rows(found)}.values()),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["sealed"],
    )
    _mark_void(found)
    mark.size = found[-1].index + 1
    mark.save(update_fields=["size"])
    return len(found)


def _rows(leaves: Iterable[Leaf]) -> Iterator[PublicProof]:
    for leaf in leaves:
        for number, line in enumerate(leaf.entry.lines):
            kind = next((kind for start, kind in KINDS.items() if line.startswith(start)), "")
            if kind:
                told = json.loads(line)
                part = disclosed(leaf.entry, number, leaf.index)
                yield _row(kind, told["v"]["sha256"], _about(kind, told["u"]), part)


def _row(kind: str, sha256: str, about: str, part: dict[str, Any]) -> PublicProof:
    text = json.dumps({"kind": kind, "about": about, "part": part}, ensure_ascii=False)
    nonce = os.urandom(NONCE)
    return PublicProof(
        key=_key(sha256), sealed=nonce + _box(sha256).encrypt(nonce, text.encode(), None)
    )


def _about(kind: str, uid: str) -> str:
    """Return by what the public page of a file is found: a token or the uid of a list."""
    if kind == "document":
        return str(DocumentFile.objects.values_list("document__token", flat=True).get(uid=uid))
    if kind == "signed":
        return str(SignedPaper.objects.values_list("document__token", flat=True).get(uid=uid))
    if kind == "attachment":
        return str(PublicAttachment.objects.values_list("item__token", flat=True).get(uid=uid))
    if kind == "text":
        return str(PublicFile.objects.values_list("item__token", flat=True).get(uid=uid))
    return str(ListFile.objects.values_list("list__uid", flat=True).get(uid=uid))


def _mark_void(leaves: Iterable[Leaf]) -> None:
    """Note at the files of documents that these entries made void that they are."""
    lines = [line for leaf in leaves for line in leaf.entry.lines if line.startswith(DOCUMENT)]
    uids = [
        told["u"] for told in map(json.loads, lines) if told["v"]["state"] == DocumentState.VOID
    ]
    for model in (DocumentFile, SignedPaper):
        files = model._default_manager.filter(document__uid__in=uids)
        keys = [_key(sha256) for sha256 in files.values_list("sha256", flat=True)]
        PublicProof.objects.filter(key__in=keys).update(void=True)


def _key(sha256: str) -> str:
    return hashlib.sha256(ROW + sha256.encode()).hexdigest()


def _box(sha256: str) -> AESGCM:
    return AESGCM(hashlib.sha256(SEAL + sha256.encode()).digest())
