"""What the index keeps of an item: words to find, values to count, and its place in the list."""

from datetime import date

import tantivy

from gongjian.common.bigrams import characters, compact, tokens
from gongjian.publicity.models import PublicItem

FACETS = ("agency", "kind", "cause", "domain", "year")
PLACE_BITS = 40


def schema() -> tantivy.Schema:
    """Return the fields; another layout needs another `LAYOUT`."""
    made = tantivy.SchemaBuilder()
    made.add_text_field("token", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("exact", tokenizer_name="raw", index_option="basic")
    made.add_text_field("pairs", tokenizer_name="whitespace", index_option="position")
    made.add_text_field("characters", tokenizer_name="whitespace", index_option="basic")
    for name in FACETS:
        made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("week", tokenizer_name="raw", index_option="basic")
    made.add_unsigned_field("place", indexed=True, fast=True)
    return made.build()


LAYOUT = "2"
SCHEMA = schema()


def place_of(item: PublicItem) -> int:
    """Return where an item stands in the list: by day of the decision, then by id; all differ."""
    return (item.decided_on.toordinal() << PLACE_BITS) + item.pk


def week_of(place: int) -> str:
    """Return the week of a place as the index names it; names sort as the weeks do."""
    return _week(place >> PLACE_BITS)


def places_of(first: date | None, last: date | None) -> tuple[int, int]:
    """Return the lowest place of the first day, and the first place after the last day."""
    begins, ends = (first or date.min).toordinal(), (last or date.max).toordinal()
    return begins << PLACE_BITS, (ends + 1) << PLACE_BITS


def weeks_between(first: date | None, last: date | None) -> tuple[str, str]:
    """Return the first and the last week with one of these days."""
    return _week((first or date.min).toordinal()), _week((last or date.max).toordinal())


def _week(ordinal: int) -> str:
    return f"{ordinal // 7:06d}"


def document(item: PublicItem) -> tantivy.Document:
    """Return a live item as the index keeps it. Nothing is read but the public text."""
    made = tantivy.Document()
    uscc = str(item.data["party"].get("uscc", ""))
    words = item.searchable
    made.add_text("token", item.token)
    for number in filter(None, (item.number, uscc)):
        made.add_text("exact", compact(number))
    made.add_text("pairs", " ".join(tokens(words)))
    made.add_text("characters", " ".join(sorted(characters(words))))
    for name, value in _facets(item):
        made.add_text(name, value)
    made.add_text("week", week_of(place_of(item)))
    made.add_unsigned("place", place_of(item))
    return made


def _facets(item: PublicItem) -> list[tuple[str, str]]:
    known = [
        ("agency", str(item.agency_uid)),
        ("cause", str(item.data.get("cause", ""))),
        ("domain", str(item.data.get("domain", ""))),
        ("year", _year(item.decided_on)),
    ]
    known += [("kind", str(kind)) for kind in item.data.get("kinds", [])]
    return [(name, value) for name, value in known if value]


def _year(day: date) -> str:
    return str(day.year)
