"""One run of the scan: new public texts and a share of the old ones, found, told, taken down."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.common.crypto import blind_index
from gongjian.common.errors import RuleBroken
from gongjian.documents.services.reading import whole
from gongjian.matters.models import Matter
from gongjian.publicity.attachments.checking import more_than_pictures
from gongjian.publicity.choices import ItemState
from gongjian.publicity.handing import WHAT, content_of
from gongjian.publicity.models import (
    LeakFinding,
    LeakJudgement,
    LeakScan,
    NumberStanding,
    Objection,
    PublicAttachment,
    PublicItem,
    TextJudgement,
)
from gongjian.publicity.redaction import Term
from gongjian.publicity.rendition import known_words
from gongjian.publicity.services.suspending import SuspendPublication, suspend_publication

from .finding import Closed, Hit, Known, find, masked, strings_of
from .kinds import LeakKind, LeakOutcome
from .reading import last_scan

BATCH = 200
# Looked at again each night beside what is new, so that all is seen anew in a week at a million.
SHARE = 150_000
KINDS = {"姓名": LeakKind.NAME, "证件号码": LeakKind.ID_NUMBER, "电话号码": LeakKind.PHONE}


@dataclass(frozen=True, slots=True)
class PublicText:
    """Another public text: where it stands, of which agency (id), what it says."""

    place: str
    agency: int
    text: str


Told = Callable[[int, Matter | None, str, Clock], None]
_others: list[Callable[[], Iterable[PublicText]]] = []
_tell: list[Told] = []


def also_public(texts: Callable[[], Iterable[PublicText]]) -> None:
    """Let higher apps name their public texts (lists, reports)."""
    _others.append(texts)


def tell_of_leaks(tell: Told) -> None:
    """Let a higher app tell people: called with agency, matter (None for a list), what to say."""
    _tell.append(tell)


def scan(clock: Clock) -> LeakScan:
    """Look through what is new, a share of the rest, and every other public text."""
    began, last = clock.now(), last_scan()
    closed, items, found = closed_numbers(), 0, 0
    newest = reached = last.newest if last else 0
    for batch in _new_items(newest):
        items, newest = items + len(batch), batch[-1].pk
        found += _looked_through(batch, closed, clock)
    reached, seen = last.reached if last else 0, 0
    if last is not None:
        for batch in _old_items(reached, last.newest):
            seen, reached = seen + len(batch), batch[-1].pk
            found += _looked_through(batch, closed, clock)
        reached = 0 if seen < SHARE else reached
    others, hits = _other_texts(closed, clock)
    return LeakScan.objects.create(
        began_at=began,
        ended_at=clock.now(),
        items=items + seen,
        others=others,
        found=found + hits,
        newest=newest,
        reached=reached,
    )


def closed_numbers() -> Closed:
    """Return the numbers of decisions that the public must not even find by number."""
    closed = Closed()
    hidden = NumberStanding.objects.filter(hidden=True).values_list("document__number", flat=True)
    for number in hidden.iterator(chunk_size=5000):
        closed.add(number)
    return closed


def hits_of(item: PublicItem, closed: Closed) -> list[Hit]:
    """Return what stands in the public words of an item and must not."""
    terms, kept = known_words(item.decision)
    own = item.decision.case.party.name
    found = find(text_of(item), [_known(t, own) for t in terms], kept, closed)
    return [*found, *_in_attachments(item)]


def _in_attachments(item: PublicItem) -> Iterator[Hit]:
    """Yield each attachment that is not what was published, or holds more than pictures."""
    if item.state not in {ItemState.LIVE, ItemState.SUSPENDED}:
        return
    for one in item.attachments.all():
        try:
            more = more_than_pictures(_had(one))
        except (FileNotFoundError, RuleBroken):
            more = "不是公示时的文件"
        if more:
            yield Hit(LeakKind.ATTACHMENT, f"附件{one.number}：{more}", certain=True)


def _had(one: PublicAttachment) -> bytes:
    """Return what the public gets; where nothing lies ready for it, what it would get."""
    return content_of(one) if hasattr(one, "copy") else whole(one.sha256, WHAT)


def text_of(item: PublicItem) -> str:
    """Return every word of an item that anyone can read, also in search, feed and open data."""
    said = [item.number, item.withdrawal_reason, item.correction_reason]
    said += [objection.answer for objection in item.objections.all()]
    if item.state in {ItemState.LIVE, ItemState.SUSPENDED}:
        said += [item.title, item.summary, item.party_name, item.penalty, item.searchable]
        said += strings_of(item.data)
    return "\n".join(said)


def _known(term: Term, own: str) -> Known:
    kind = KINDS.get(term.what, LeakKind.ADDRESS)
    # A third person's name may be an ordinary word elsewhere: people look at it first.
    certain = kind != LeakKind.NAME or term.words == own
    return Known(term.words, kind, certain)


def _new_items(newest: int) -> Iterator[list[PublicItem]]:
    while batch := list(with_file().filter(pk__gt=newest)[:BATCH]):
        yield batch
        newest = batch[-1].pk


def _old_items(reached: int, newest: int) -> Iterator[list[PublicItem]]:
    for _ in range(SHARE // BATCH):
        batch = list(with_file().filter(pk__gt=reached, pk__lte=newest)[:BATCH])
        if not batch:
            return
        yield batch
        reached = batch[-1].pk


def with_file() -> QuerySet[PublicItem]:
    """Return items with the rows that know who is to be protected."""
    case = "decision__case"
    related = (
        f"{case}__party",
        *(f"{case}__matter__{one}" for one in ("agency", "lead", "second", "reviewer")),
    )
    answered = Objection.objects.exclude(answer="").only("item", "answer")
    found = PublicItem.objects.select_related(*related).order_by("pk")
    return found.prefetch_related(
        f"{case}__inspections",
        f"{case}__rechecks",
        f"{case}__evidence",
        f"{case}__deliveries",
        Prefetch("objections", answered),
        "attachments",
    )


def _looked_through(batch: Sequence[PublicItem], closed: Closed, clock: Clock) -> int:
    """Keep what a batch shows; return how many finds are new."""
    hits = {item.pk: hits_of(item, closed) for item in batch}
    known: dict[int, list[LeakFinding]] = {}
    for leak in LeakFinding.objects.filter(item__in=[i.pk for i in batch], gone_on=None):
        known.setdefault(leak.item_id or 0, []).append(leak)
    fresh = 0
    for item in batch:
        if hits[item.pk] or item.pk in known:
            fresh += _keep_item(item, hits[item.pk], clock)
    return fresh


def _keep_item(item: PublicItem, hits: Sequence[Hit], clock: Clock) -> int:
    harmless = set(
        LeakJudgement.objects.filter(
            item__decision=item.decision_id, outcome=LeakOutcome.HARMLESS
        ).values_list("fingerprint", flat=True)
    )
    matter = item.decision.case.matter
    left = [h for h in hits if fingerprint(h) not in harmless]
    fresh = _keep(item.token, matter.agency_id, left, clock.today(), item)
    if item.state == ItemState.LIVE and any(hit.certain for hit in left):
        _take_down(item, matter, clock)
    if fresh:
        for tell in _tell:
            tell(matter.agency_id, matter, "公示内容中可能有不应公开的信息，请核查", clock)
    return fresh


def _take_down(item: PublicItem, matter: Matter, clock: Clock) -> None:
    cmd = SuspendPublication(item=item.uid)
    suspend_publication(actor=SYSTEM, matter=matter.uid, cmd=cmd, clock=clock)


def _keep(
    place: str, agency: int, hits: Sequence[Hit], today: date, item: PublicItem | None = None
) -> int:
    """Write down finds and let those that are no longer there be gone; return how many are new."""
    marks = {fingerprint(hit): hit for hit in hits}
    with transaction.atomic():
        here = LeakFinding.objects.filter(place=place)
        here.filter(gone_on=None).exclude(fingerprint__in=marks).update(gone_on=today)
        here.filter(~Q(gone_on=None), fingerprint__in=marks).update(gone_on=None, found_on=today)
        known = set(here.values_list("fingerprint", flat=True))
        rows = [
            LeakFinding(
                item=item,
                place=place,
                agency_id=agency,
                kind=hit.kind,
                certain=hit.certain,
                shown=masked(hit),
                fingerprint=mark,
                found_on=today,
            )
            for mark, hit in marks.items()
            if mark not in known
        ]
        LeakFinding.objects.bulk_create(rows)
    return len(rows)


def fingerprint(hit: Hit) -> str:
    """Return the keyed hash by which a find is known again."""
    return blind_index("leak", f"{hit.kind}:{hit.value}")


def _other_texts(closed: Closed, clock: Clock) -> tuple[int, int]:
    """Look through the lists and reports; return how many, and how many new finds."""
    seen = fresh = 0
    harmless = _judged_harmless()
    told: set[int] = set()
    for texts in _others:
        for text in texts():
            seen += 1
            series = text.place.rpartition("/")[0]
            hits = [
                hit
                for hit in find(text.text, (), (), closed)
                if (text.agency, series, fingerprint(hit)) not in harmless
            ]
            if hits or LeakFinding.objects.filter(place=text.place, gone_on=None).exists():
                new = _keep(text.place, text.agency, hits, clock.today())
                fresh += new
                told |= {text.agency} if new else set()
    for agency in sorted(told):
        for tell in _tell:
            tell(agency, None, "公开的清单或者年报中可能有不应公开的信息，请核查", clock)
    return seen, fresh


def _judged_harmless() -> set[tuple[int, str, str]]:
    """Return what people have found harmless: agency, text without its version, value."""
    judged = TextJudgement.objects.filter(outcome=LeakOutcome.HARMLESS)
    return set(judged.values_list("agency", "series", "fingerprint"))
