"""Reads: the documents of a matter, and what a paper's code leads to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects

from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.db.prepared import prepared, prepared_any
from gongjian.common.reads import once
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import history_of

from . import ports
from .choices import DocumentState
from .models import Document, DocumentFile, Scan, ScreenSignature, SignedPaper
from .paper import qr


def documents_of(matter: Matter) -> QuerySet[Document]:
    """Return the documents of a matter, oldest first, void ones included, with files and scans."""
    return files_of(matter).prefetch_related("scans")


def files_of(matter: Matter) -> QuerySet[Document]:
    """Return them with their files alone."""
    return Document.objects.filter(matter=matter).order_by("id").prefetch_related("files")


def know_files(matter: Matter, documents: Sequence[Document], *, scans: bool = False) -> None:
    """Read the files (and scans) of some documents of a matter: `files.all()` asks no more.

    One query each, which needs no list of the documents: that would be another text each time.
    """
    if not documents:
        return
    keys = sorted(document.pk for document in documents)
    _know("files", documents, _files_between(matter, keys[0], keys[-1]))
    if scans:
        _know("scans", documents, _scans_between(matter, keys[0], keys[-1]))


def _know(name: str, documents: Sequence[Document], rows: Sequence[DocumentFile | Scan]) -> None:
    of: dict[int, list[Any]] = {document.pk: [] for document in documents}
    for row in rows:
        of.get(row.document_id, []).append(row)
    for document in documents:
        document.__dict__.setdefault("_prefetched_objects_cache", {})[name] = of[document.pk]


@prepared
def _files_between(matter: Matter, first: int, last: int) -> QuerySet[DocumentFile]:
    near = DocumentFile.objects.filter(document__gte=first, document__lte=last)
    return near.filter(document__matter=matter).only("document", "format").order_by("id")


@prepared
def _scans_between(matter: Matter, first: int, last: int) -> QuerySet[Scan]:
    near = Scan.objects.filter(document__gte=first, document__lte=last)
    shown = near.filter(document__matter=matter).order_by("id")
    return shown.only("document", "uid", "number", "media", "note")


@prepared
def lines_of(matter: Matter) -> QuerySet[Document, Any]:  # a kind of dict without a name
    """Return what a list names them by , oldest first: a case may have hundreds."""
    every = Document.objects.filter(matter=matter).order_by("id")
    return every.values("uid", "kind", "title", "number", "state")


def standing_documents(matter: Matter) -> QuerySet[Document]:
    """Return the documents of a matter that count, oldest first, with their files: no void ones."""
    return documents_of(matter).exclude(state=DocumentState.VOID)


def issued(matter: Matter, kind: str) -> Document | None:
    """Return the last issued document of a kind, or None."""
    found = Document.objects.filter(matter=matter, kind=kind, state=DocumentState.ISSUED)
    return found.order_by("-id").first()


@prepared_any
def any_issued(matter: Matter) -> QuerySet[Document]:
    """Tell whether the matter has a document to print."""
    return Document.objects.filter(matter=matter, state=DocumentState.ISSUED)


@once
def held(matter: Matter) -> Collection[str]:
    """Return the kinds of documents a matter has, void ones left out (one query)."""
    return frozenset(_kinds_held(matter))


def held_among(lines: Iterable[Mapping[str, Any]]) -> Collection[str]:
    """Return the same from the lines of all documents of a matter, where they were read already."""
    return frozenset(line["kind"] for line in lines if line["state"] != DocumentState.VOID)


@prepared
def _kinds_held(matter: Matter) -> QuerySet[Document, str]:
    standing = Document.objects.filter(matter=matter).exclude(state=DocumentState.VOID)
    return standing.order_by().values_list("kind", flat=True).distinct()


def voidable(matter: Matter, among: Iterable[Document] | None = None) -> list[Document]:
    """Return the documents that may be declared void: not delivered, and can be made anew here.

    Those that a side step makes which is possible where the matter stands, and that no step which
    moved the matter on has made as well. `among` are documents that a page has read already: only
    these are looked at, and not read again. Six queries, one less with `among`.
    """
    kinds = _kinds_made_anew(matter)
    if not kinds:
        return []
    kept = ports.relied_on(matter)
    standing = _standing_of(matter, kinds) if among is None else _of_kinds(among, kinds)
    return [document for document in standing if document.pk not in kept]


def _kinds_made_anew(matter: Matter) -> Collection[str]:
    process, here = process_of(matter), frozenset(matter.marking)
    steps = process.steps.values()
    taken = set(history_of(matter))
    moving = {k for step in steps if not step.side and step.code in taken for k in step.makes}
    return {k for s in steps if s.side and s.preset_in(here) is not None for k in s.makes} - moving


def _standing_of(matter: Matter, kinds: Collection[str]) -> QuerySet[Document]:
    made = Document.objects.filter(matter=matter, kind__in=kinds)
    return made.exclude(state=DocumentState.VOID).order_by("id")


def _of_kinds(documents: Iterable[Document], kinds: Collection[str]) -> list[Document]:
    return [d for d in documents if d.kind in kinds and d.state != DocumentState.VOID]


def voidable_by(
    actor: Actor, matter: Matter, among: Iterable[Document] | None = None
) -> list[Document]:
    """Return those that this person may declare void: who may make one anew, nobody else.

    What the head approved is not taken away by who asked for it.

    Source: 行政强制法 第十八条第一项、第十九条; 行政处罚法 第五十六条.
    """
    makers: dict[str, set[str]] = {}
    for step in process_of(matter).steps.values():
        for kind in step.makes if step.side else ():
            makers.setdefault(kind, set()).add(step.act)
    mine = {
        kind
        for kind, codes in makers.items()
        if any(acts.may(actor, acts.service(code), matter) for code in codes)
    }
    return [document for document in voidable(matter, among) if document.kind in mine]


def by_token(token: str) -> Document | None:
    """Return the outward document whose QR code carries `token`, with agency and files.

    Those of a case that became a state secret answer to no code.
    """
    outward = Document.objects.filter(token=token, outward=True, matter__secret_since__isnull=True)
    found = outward.select_related("agency")
    return found.prefetch_related("files").first()


def address_of(token: str) -> str:
    """Return the public address that the code of a paper leads to."""
    return f"{settings.GONGJIAN_PUBLIC_URL.rstrip('/')}/d/{token}"


def qr_of(document: Document) -> str:
    """Return the QR code of an outward document as SVG, the one its paper carries."""
    return qr.svg(address_of(document.token), scales=True)


def file_by_hash(sha256: str) -> DocumentFile | None:
    """Return the issued file with this hash, its document and matter; who asks holds the file."""
    found = DocumentFile.objects.filter(sha256=sha256)
    return found.select_related("document__matter").order_by("-id").first()


def signed_by_hash(sha256: str) -> SignedPaper | None:
    """Return the paper signed on the screen with this hash; who asks holds the file."""
    found = SignedPaper.objects.filter(sha256=sha256)
    return found.select_related("document__matter").order_by("-id").first()


def signed_on_screen() -> Exists:
    """Return what tells, of each document of a list, whether anybody signed it on the screen."""
    return Exists(ScreenSignature.objects.filter(document=OuterRef("pk")))


def unsigned_papers(matter: Matter, kinds: Collection[str]) -> QuerySet[Document]:
    """Return the issued papers of these kinds without signature on the screen or scan, by age."""
    issued = Document.objects.filter(matter=matter, state=DocumentState.ISSUED, kind__in=kinds)
    scanned = Exists(Scan.objects.filter(document=OuterRef("pk")))
    return issued.filter(~signed_on_screen(), ~scanned).order_by("id").only("title", "number")


def know_signatures(documents: Sequence[Document]) -> None:
    """Read who signed them on the screen, and the files drawn with it; nothing where nobody did."""
    signed = [document for document in documents if getattr(document, "on_screen", False)]
    prefetch_related_objects(signed, "signatures", "signed")


def signatures_in(matter: Matter) -> list[ScreenSignature]:
    """Return who signed which standing paper of a matter on the screen, the oldest first."""
    found = ScreenSignature.objects.filter(document__matter=matter)
    standing = found.exclude(document__state=DocumentState.VOID)
    return list(standing.select_related("document").order_by("id"))
