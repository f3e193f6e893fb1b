"""Words in the cases of the house: an index of its own, from which rights then choose.

The index tells which cases hold all words, five hundred at most, and nothing of them but the keys;
the list asks `visible_matters` for these. What was written since the index last looked is searched
in the database beside it. Without an index, or where more is found, the database alone is asked.
"""

import os
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from gongjian.common.bigrams import characters, tokens
from gongjian.common.indexes import (
    HEAP,
    MOST_WORDS,
    IndexFolder,
    all_of,
    side_by_side,
    words_of,
)
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter

MOST = 500
# Entries that are looked at once more, as commits may overtake each other; and how far the
# index may lag before the database is asked alone. Figures of ours.
LOOK_BACK, LAG = 200, 2_000
AT_ONCE = 5_000
BATCH = 500
POSITION = "position"


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("matter", tokenizer_name="raw", index_option="basic")
    made.add_text_field("pairs", tokenizer_name="whitespace", index_option="position")
    made.add_text_field("characters", tokenizer_name="whitespace", index_option="basic")
    made.add_unsigned_field("place", indexed=True, fast=True)
    return made.build()


SCHEMA = _schema()
WORK = IndexFolder("work", "1", SCHEMA)


def holding(words: str) -> Q | None:
    """Return the condition on a matter that it holds every word; None where too many may.

    Two queries of the index and one of the database.
    """
    known = WORK.opened() if settings.GONGJIAN_SEARCH else None
    position = _position()
    if known is None or position is None:
        return None
    asked = [side_by_side(SCHEMA, one) for one in words_of(words)]
    if not asked:
        return Q(pk__in=[])
    found: Any = (
        known[1].searcher().search(all_of(asked), MOST + 1, count=False, order_by_field="place")
    )
    since = Entry.objects.filter(pk__gt=position - LOOK_BACK)
    fresh = set(since.values_list("stream", flat=True)[: LAG + 1])
    if len(found.hits) > MOST or len(fresh) > LAG:
        return None
    return Q(pk__in=[place for place, _ in found.hits]) | Q(stream__in=fresh) & containing(words)


def containing(words: str) -> Q:
    """Return the same condition for the database alone, which reads every row for it."""
    return reduce(and_, (_contains(word) for word in words.split()[:MOST_WORDS]), Q())


def _contains(word: str) -> Q:
    numbered = Document.objects.filter(matter=OuterRef("pk"), number__contains=word)
    columns = ("number", "title", "party_name", "lead__name")
    return reduce(
        or_, (Q(**{f"{column}__contains": word}) for column in columns), Q(Exists(numbered))
    )


def keep_up() -> int:
    """Bring the index up to date, made anew where there is none; return how many were written."""
    with WORK.writing():
        folder, position = WORK.current(), _position()
        # Ahead of the log: the index of another database.
        if folder is None or position is None or position > _newest_entry():
            return _made_anew()
        return _followed(folder, position)


def _made_anew() -> int:
    newest = _newest_entry()
    folder, index = WORK.begin()
    written = _written(index, Matter.objects.order_by("pk"))
    _keep(folder, newest)
    WORK.use(folder)
    return written


def _followed(folder: Path, position: int) -> int:
    entries = Entry.objects.filter(pk__gt=position).order_by("pk")
    upto = list(entries.values_list("pk", flat=True)[:AT_ONCE])
    if not upto:
        return 0
    changed = Entry.objects.filter(pk__gt=position - LOOK_BACK, pk__lte=upto[-1])
    matters = Matter.objects.filter(stream__in=changed.values("stream")).order_by("pk")
    written = _written(tantivy.Index.open(str(folder)), matters, anew=False)
    _keep(folder, upto[-1])
    return written


def _written(index: tantivy.Index, matters: QuerySet[Matter], *, anew: bool = True) -> int:
    writer, written, last = index.writer(HEAP, 1), 0, 0
    while batch := list(_read(matters, last)):
        numbers = _numbers(batch)
        for matter in batch:
            if not anew:
                writer.delete_documents_by_term("matter", str(matter.pk))
            if matter.secret_since is None:
                writer.add_document(_document(matter, numbers.get(matter.pk, ())))
        written, last = written + len(batch), batch[-1].pk
    writer.commit()
    writer.wait_merging_threads()
    return written


def _read(matters: QuerySet[Matter], after: int) -> QuerySet[Matter]:
    shown = ("number", "title", "party_name", "secret_since", "lead__name")
    return matters.filter(pk__gt=after).select_related("lead").only(*shown)[:BATCH]


def _numbers(matters: Iterable[Matter]) -> dict[int, list[str]]:
    """Return the numbers of the documents of some matters; one query."""
    found: dict[int, list[str]] = {}
    numbered = Document.objects.filter(matter__in=[m.pk for m in matters]).exclude(number="")
    for matter, number in numbered.values_list("matter", "number"):
        found.setdefault(matter, []).append(number)
    return found


def _document(matter: Matter, numbers: Iterable[str]) -> tantivy.Document:
    """Return a matter as the index keeps it: pairs of characters, and its key."""
    lead = matter.lead.name if matter.lead else ""
    parts = [matter.number, matter.title, matter.party_name, lead, *numbers]
    made = tantivy.Document()
    made.add_text("matter", str(matter.pk))
    # A bar between them: nothing is found that begins in one and ends in the next.
    made.add_text("pairs", " | ".join(" ".join(tokens(part)) for part in parts))
    made.add_text("characters", " ".join(sorted(characters("".join(parts)))))
    made.add_unsigned("place", matter.pk)
    return made


def _newest_entry() -> int:
    return int(Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def _position() -> int | None:
    """Return up to which entry the index has followed; None where nobody knows."""
    folder = WORK.current()
    try:
        return int((folder / POSITION).read_text()) if folder else None
    except (OSError, ValueError):
        return None


def _keep(folder: Path, position: int) -> None:
    aside = folder / f".{POSITION}"
    aside.write_text(str(position))
    os.replace(aside, folder / POSITION)
