"""Words in the cases of the house: an index of its own, from which rights then choose.

The index tells which cases hold all words and nothing of them but the keys; the list asks
`visible_matters` for these. Where very many hold them it tells the newest: a page of a list that is
newest first mostly follows from these. What was written since the index last looked is searched in
the database beside it. Without an index, or where all that does not suffice, the database alone is
asked, which then reads many rows.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import and_, or_
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from gongjian.common.acts import Actor
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
from gongjian.matters.queries import OFFICES
from gongjian.orgs.models import Agency

# How many keys are asked for at first, and then once more.
MOST, MANY = 200, 1_000
MOST_AGENCIES = 100
# Entries that are looked at once more, as commits may overtake each other; and how far the
# index may lag before the database is asked alone. Figures of ours.
LOOK_BACK, LAG = 200, 2_000
AT_ONCE = 5_000
BATCH = 500
POSITION = "position"
# What an entry of the index is made of, beside the numbers of documents.
KEPT = (
    "number",
    "title",
    "party_name",
    "lead__name",
    "second",
    "reviewer",
    "unit",
    "agency",
    "opened_at",
    "secret_since",
)


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("matter", tokenizer_name="raw", index_option="basic")
    made.add_text_field("reach", tokenizer_name="raw", index_option="basic")
    made.add_text_field("pairs", tokenizer_name="whitespace", index_option="position")
    made.add_text_field("characters", tokenizer_name="whitespace", index_option="basic")
    made.add_unsigned_field("place", indexed=True, fast=True)
    return made.build()


SCHEMA = _schema()
WORK = IndexFolder("work", "2", SCHEMA)
# A place is when a case was opened, in 32nds of a second, and its key, which leaves room for 134
# million cases. Within a 32nd the index may order otherwise than the database.
KEY_BITS, PARTS = 27, 32


@dataclass(frozen=True, slots=True)
class Held:
    """The condition on a matter that it holds every word; unless `whole`, on the nearest alone."""

    condition: Q
    whole: bool


def holding(
    actor: Actor,
    words: str,
    *,
    by_age: bool,
    since: datetime | None = None,
    older: bool = True,
) -> Iterator[Held]:
    """Yield conditions, each wider than the one before; nothing where the database must be asked.

    `by_age`: the list is newest first, so that conditions on the nearest suffice for it; it goes on
    from the moment `since` to older cases or to newer ones. Each is one query of the index; the
    database is asked once, twice for who sees other agencies. The index leaves out what is not in
    reach of this person: rights are still to be asked.
    """
    known = WORK.opened() if settings.GONGJIAN_SEARCH else None
    position = _position()
    if known is None or position is None:
        return
    asked = [side_by_side(SCHEMA, one) for one in words_of(words)]
    if not asked:
        yield Held(Q(pk__in=[]), whole=True)
        return
    entries = Entry.objects.filter(pk__gt=position - LOOK_BACK)
    fresh = set(entries.values_list("stream", flat=True)[: LAG + 1])
    if len(fresh) > LAG:
        return
    lately = Q(stream__in=fresh) & containing(words)
    bounds = [*_within(actor), *(_bounds(since, older=older) if by_age else [])]
    for most in (MOST, MANY) if by_age else (MOST,):
        places = _places(known[1], [*asked, *bounds], most + 1, older=older)
        keys = Q(pk__in=[place & ((1 << KEY_BITS) - 1) for place in places])
        if len(places) <= most:
            yield Held(keys | lately, whole=True)
            return
        first, last = places[0] >> KEY_BITS, places[-1] >> KEY_BITS
        if by_age and first != last:
            # What lies beside the last one may not have been told.
            edge = datetime.fromtimestamp((last + older) / PARTS, UTC)
            near = Q(opened_at__gte=edge) if older else Q(opened_at__lt=edge)
            yield Held((keys | lately) & near, whole=False)


def _places(index: tantivy.Index, asked: list[Any], most: int, *, older: bool) -> list[int]:
    order = tantivy.Order.Desc if older else tantivy.Order.Asc
    found: Any = index.searcher().search(
        all_of(asked), most, count=False, order_by_field="place", order=order
    )
    return [place for place, _ in found.hits]


def _bounds(since: datetime | None, *, older: bool) -> list[tantivy.Query]:
    if since is None:
        return []
    part, kind = _part(since), tantivy.FieldType.Unsigned
    low, high = (None, (part + 1) << KEY_BITS) if older else (part << KEY_BITS, None)
    return [tantivy.Query.range_query(SCHEMA, "place", kind, lower_bound=low, upper_bound=high)]


def _within(actor: Actor) -> list[tantivy.Query]:
    """Return the query for what may be in reach: at least all that `visible_matters` can hold."""
    if "system" in actor.roles or actor.own_matter is not None:
        return []
    reached = {f"officer {actor.officer}"}
    for one in (actor, *actor.stands_for):
        if "unit_head" in one.roles:
            reached.add(f"unit {one.unit}")
        if one.roles & OFFICES.keys():
            reached.add(f"agency {one.agency}")
        if "supervisor" in one.roles:
            below = Agency.objects.filter(path__startswith=one.agency_path)
            agencies = list(below.values_list("pk", flat=True)[: MOST_AGENCIES + 1])
            if len(agencies) > MOST_AGENCIES:
                return []
            reached |= {f"agency {pk}" for pk in agencies}
    terms = [tantivy.Query.term_query(SCHEMA, "reach", name) for name in sorted(reached)]
    return [tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])]


def _reach(matter: Matter) -> Iterator[str]:
    """Yield by what a person may come to see a matter."""
    officers = {matter.lead_id, matter.second_id, matter.reviewer_id} - {None}
    yield from (f"officer {pk}" for pk in officers)
    yield f"unit {matter.unit_id}"
    yield f"agency {matter.agency_id}"


def _part(moment: datetime) -> int:
    return max(0, int(moment.timestamp() * PARTS))


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
    return matters.filter(pk__gt=after).select_related("lead").only(*KEPT)[:BATCH]


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
    for name in _reach(matter):
        made.add_text("reach", name)
    # A bar between them: nothing is found that begins in one and ends in the next.
    made.add_text("pairs", " | ".join(" ".join(tokens(part)) for part in parts))
    made.add_text("characters", " ".join(sorted(characters("".join(parts)))))
    made.add_unsigned("place", (_part(matter.opened_at) << KEY_BITS) + matter.pk)
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
