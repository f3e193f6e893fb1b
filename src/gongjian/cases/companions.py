"""What the cases of one event have of each other (同案): names, evidence, records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongjian.common.text import mask_name
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter

from .models import Case, Evidence, Inspection, SharedMaterial
from .one_event import companions_of
from .public_order.models import Offender, Questioning
from .public_order.queries import PROCESS, known_minor


def minors_among(cases: Iterable[Case], on: date) -> set[int]:
    """Return the ids of those whose offender is a minor, as far as is known; one query."""
    listed = list(cases)
    newest = {row.case_id: row for row in Offender.objects.filter(case__in=listed).order_by("id")}
    return {one.pk for one in listed if known_minor(one, newest.get(one.pk), on)}


def words(case: Case, on: date) -> str:
    """Return who else took part, as the facts of a decision may say it; "" where nobody did.

    A minor is not called by name, and no number of another case is told.

    Source: 治安管理处罚法 第十七条、第一百一十五条; 未成年人保护法 第一百零三条.
    """
    others = companions_of(case)
    if not others:
        return ""
    minors = minors_among(others, on)
    names = (
        f"{mask_name(one.party.name)}（未成年人）" if one.pk in minors else one.party.name
        for one in others
    )
    return f"同案违法行为人{'、'.join(names)}另案处理。"


def knows_companions(matter: Matter) -> bool:
    """Tell whether a matter runs under the procedure in which each offender has a case."""
    return process_of(matter).code == PROCESS


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a case could take over from another one of the event."""

    source: Case
    evidence: list[Evidence]
    papers: list[Document]


def lacking(case: Case, sources: Iterable[Case]) -> list[Lacking]:
    """Return what stands in other cases of the event and is not in this one yet, by case.

    A piece that a case itself took over is named by the piece where it was obtained, so that it
    falls with that one alone, and comes once. Four queries, whatever the number of cases.
    """
    listed = list(sources)
    held = set(Evidence.objects.filter(case=case).values_list("origin", flat=True))
    copied = SharedMaterial.objects.filter(target=case, original__isnull=False)
    held_papers = set(copied.values_list("original", flat=True))
    pieces = _roots(listed, case)
    papers = _papers(listed)
    found = []
    for source in listed:
        evidence = [p for p in pieces if p.case_id == source.pk and p.pk not in held]
        originals = [d for pk, d in papers if pk == source.pk and d.pk not in held_papers]
        if evidence or originals:
            found.append(Lacking(source, evidence, originals))
    return found


def _roots(cases: list[Case], case: Case) -> list[Evidence]:
    own = Evidence.objects.filter(case__in=cases, excluded_on__isnull=True, exclusion__isnull=True)
    standing = own.filter(origin__isnull=True).exclude(case=case)
    return list(standing.select_related("case").order_by("id"))


def _papers(cases: list[Case]) -> list[tuple[int, Document]]:
    """Return the records of what was found and said, with the case in which each was made."""
    seen = Inspection.objects.filter(case__in=cases)
    asked = Questioning.objects.filter(
        case__in=cases, usable=True, evidence__exclusion__isnull=True
    )
    asked = asked.filter(evidence__excluded_on__isnull=True)
    rows: list[QuerySet[Inspection] | QuerySet[Questioning]] = [seen, asked]
    made = [
        (row.case_id, row.document)
        for found in rows
        for row in found.select_related("document").order_by("id")
        if row.document.state != DocumentState.VOID
    ]
    return sorted(made, key=lambda pair: pair[1].pk)
