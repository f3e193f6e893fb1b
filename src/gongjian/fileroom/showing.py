"""Showing what was granted: each opening is written down before a page is sent."""

from dataclasses import dataclass

from gongjian.cases.models import QueryCode
from gongjian.cases.services.party import holder_of
from gongjian.common.clock import HOME_ZONE, Clock, local_date
from gongjian.documents.services.reading import note_opening, whole

from .masking import known, without_others
from .models import Opening, ReadingPage, ReadingPart
from .watermark import marked


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of evidence as the party may read it."""

    name: str
    kind: str
    proves: str


def picture(code: QueryCode, part: ReadingPart, page: ReadingPage, clock: Clock) -> bytes:
    """Return a page with the reader's name and the moment over it; the opening is noted.

    In the list of who opened a paper the party stands once a day; here every page stands.
    """
    now = clock.now()
    known_today = part.openings.filter(code=code).order_by("-id").first()
    Opening.objects.create(part=part, page=page.number, code=code, at=now)
    source = part.document_file or part.scan
    if source and (known_today is None or local_date(known_today.at) != clock.today()):
        note_opening(holder_of(code), source, clock)
    words = f"{code.name} {now.astimezone(HOME_ZONE):%Y-%m-%d %H:%M} 仅供查阅"
    return marked(whole(page.sha256, "查阅的页"), words)


def entry(code: QueryCode, part: ReadingPart, clock: Clock) -> Entry:
    """Return a piece of evidence in words, without who gave it; the opening is noted."""
    evidence = part.evidence
    assert evidence is not None
    Opening.objects.create(part=part, page=0, code=code, at=clock.now())
    terms, kept = known(part.reading.matter_id)
    return Entry(
        without_others(evidence.name, terms, kept),
        evidence.get_kind_display(),
        without_others(evidence.proves, terms, kept),
    )
