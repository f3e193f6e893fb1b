"""Reads of the file room: what may be offered, what was asked for and granted, who opened what."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from gongjian.cases.choices import CodeHolder, FilingKind
from gongjian.cases.models import Evidence, PartyFiling, QueryCode
from gongjian.cases.queries import case_of, latest_notice, standing_evidence, waiting_filings
from gongjian.common.clock import local_date
from gongjian.documents.choices import DocumentState, FileFormat
from gongjian.documents.models import DocumentFile, Scan
from gongjian.matters.models import Matter
from gongjian.remedies.queries import running

from .choices import PartState, ReadingState
from .models import Reading, ReadingMask, ReadingPage, ReadingPart
from .rules import Stage, rules

Source = DocumentFile | Scan | Evidence

# What who prepares a leave sees of it besides.
MASKS = ("parts__pages__masks__by", "parts__pages__masks__lifted_by")


def offerable(matter: Matter) -> dict[str, Source]:
    """Return what of a file may be offered for reading, by code; three queries.

    Issued papers of the kinds that a class of the rules offers, the scans of them, and the
    evidence on which a decision may rest. What is internal, names an informant or concerns others
    alone is never among them.

    Source: rules.toml.
    """
    issued = {"document__matter": matter, "document__state": DocumentState.ISSUED}
    issued |= {"document__kind__in": rules().offered}
    files = DocumentFile.objects.filter(**issued, format=FileFormat.PDF)
    scans = Scan.objects.filter(**issued)
    found: dict[str, Source] = {}
    for kind, rows in (("file", files), ("scan", scans)):
        for row in rows.select_related("document").order_by("document_id", "id"):
            found[f"{kind}.{row.uid}"] = row
    for evidence in standing_evidence(case_of(matter)):
        found[f"evidence.{evidence.uid}"] = evidence
    return found


def title_of(source: Source) -> str:
    """Return a thing of the file as people name it."""
    if isinstance(source, Evidence):
        return f"证据：{source.name}（{source.get_kind_display()}）"[:200]
    paper = str(source.document)
    if not source.document.number:
        paper = f"{paper}（{local_date(source.document.made_at).isoformat()}）"
    return f"{paper}　扫描件{source.number}" if isinstance(source, Scan) else paper


def stage_of(matter: Matter) -> Stage:
    """Return what the law says of reading the file now; three queries at most."""
    stages = rules().stages
    if matter.decided_on is not None or matter.closed_at is not None:
        contested = matter.decided_on is not None and running(matter) is not None
        return stages["contested" if contested else "decided"]
    notice = latest_notice(case_of(matter))
    told = notice is not None and notice.served_on is not None
    return stages["informed" if told else "investigating"]


def requests_waiting(matter: Matter) -> QuerySet[PartyFiling]:
    """Return the requests to read the file that nobody has answered yet, oldest first."""
    return waiting_filings(matter).filter(kind=FilingKind.READING)


def readings_of(matter: Matter) -> QuerySet[Reading]:
    """Return the leaves given in a matter, newest first, with their parts."""
    related = ("filing", "granted_by", "opened_by")
    found = Reading.objects.filter(matter=matter).select_related(*related).order_by("-id")
    return found.prefetch_related("parts__pages", "parts__evidence")


def preparing(matter: Matter) -> Reading | None:
    """Return the leave that is being prepared: one at a time."""
    found = readings_of(matter).filter(state=ReadingState.GRANTED)
    return found.prefetch_related(*MASKS).first()


def open_readings(matter: Matter, today: date) -> list[Reading]:
    """Return what the party may read today, newest first; nothing of a case that became secret."""
    found = readings_of(matter).filter(
        state=ReadingState.OPEN, until_on__gte=today, matter__secret_since__isnull=True
    )
    return list(found)


def may_read(code: QueryCode) -> bool:
    """Tell whether the holder of a code may read what was granted: the party and its agents."""
    if code.holder == CodeHolder.AGENT:
        return code.agent is not None and code.agent.may_state
    return code.holder == CodeHolder.PARTY


def readable_part(code: QueryCode, uid: UUID, today: date) -> ReadingPart | None:
    """Return one part that the holder of a code may read today, else None; one query."""
    if not may_read(code):
        return None
    found = ReadingPart.objects.filter(
        uid=uid,
        state=PartState.READY,
        reading__matter=code.matter_id,
        reading__matter__secret_since__isnull=True,
        reading__state=ReadingState.OPEN,
        reading__until_on__gte=today,
    )
    related = ("reading", "evidence", "document_file__document", "scan__document")
    return found.select_related(*related).first()


def pages_prepared(matter: Matter) -> list[ReadingPage]:
    """Return the pages that are drawn and not yet opened, in order; two queries."""
    found = ReadingPage.objects.filter(part__reading=preparing(matter), part__state=PartState.READY)
    return list(found.select_related("part").order_by("part__number", "number"))


def page_code(page: ReadingPage) -> str:
    """Return by which code forms name a page: the part's number and its own."""
    return f"{page.part.number}.{page.number}"


def mask_code(mask: ReadingMask) -> str:
    """Return by which code forms name a place that is covered, or was."""
    return f"{page_code(mask.page)}.{mask.number}"


def page_of(part: ReadingPart, number: int) -> ReadingPage | None:
    """Return one page of a part that is shown."""
    return part.pages.filter(number=number, withheld=False).first()


def openings_of(parts: Iterable[ReadingPart]) -> dict[int, int]:
    """Return how often each part was opened, by its key; one query."""
    counted = ReadingPart.objects.filter(pk__in=[part.pk for part in parts])
    return dict(counted.annotate(times=Count("openings")).values_list("pk", "times"))
