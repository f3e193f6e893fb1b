"""What of a file must be painted over before its party reads it: what concerns others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongjian.cases.models import Case
from gongjian.publicity.attachments.drawing import Box, painted
from gongjian.publicity.attachments.finding import Found, found_in
from gongjian.publicity.attachments.raster import Picture
from gongjian.publicity.attachments.reading import Page
from gongjian.publicity.redaction import Term, redact
from gongjian.publicity.rendition import words_of_others


@dataclass(frozen=True, slots=True)
class Masked:
    """A page as the party may see it; `boxes`: what is painted over."""

    picture: Picture
    boxes: Sequence[Box]
    bare: bool


def known(matter_id: int) -> tuple[list[Term], list[str]]:
    """Return the words that identify others in a case, and those of the party that stay."""
    related = ("party", "matter__agency", "matter__lead", "matter__second", "matter__reviewer")
    rows = Case.objects.select_related(*related)
    case = rows.prefetch_related("inspections", "deliveries", "evidence").get(matter=matter_id)
    return words_of_others(case)


def proposed(
    pages: Sequence[Page], terms: Sequence[Term], kept: Sequence[str]
) -> dict[int, list[Found]]:
    """Return every find by its page, certain or not: all are covered until a person lifts one."""
    by_page: dict[int, list[Found]] = {}
    for one in found_in(pages, terms, kept):
        by_page.setdefault(one.page, []).append(one)
    return by_page


def masked(pages: Sequence[Page], boxes: Mapping[int, Sequence[Box]]) -> list[Masked]:
    """Return the pages with the boxes of each, by its number from 1, painted over."""
    return [
        Masked(painted(page.picture.jpeg, boxes.get(n, ())), boxes.get(n, ()), page.bare)
        for n, page in enumerate(pages, 1)
    ]


def without_others(text: str, terms: Iterable[Term], kept: Iterable[str]) -> str:
    """Return a text with what concerns others left out."""
    return redact(text, terms, kept)[0]
