"""Which materials must come with a submission, and which of them the file holds.

Source: 国办发〔2018〕118号 （十四）; XM4.3.4; LF3.5; KM2.3.4.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from gongjian.cases.models import Case
from gongjian.cases.queries import case_of, latest_draft, standing_evidence
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters import ports
from gongjian.matters.models import Matter

from .checks import Item, items_of


@dataclass(frozen=True, slots=True)
class Material:
    """One material of the list, and whether the file holds it."""

    item: Item
    held: bool

    @property
    def label(self) -> str:
        return self.item.label


def _issued(matter: Matter, case: Case, wanted: str) -> bool:
    """Ask that every document has become a file. Source: XM4.3.4."""
    return not Document.objects.filter(matter=matter, state=DocumentState.FROZEN).exists()


def _held(matter: Matter, case: Case, wanted: str) -> bool:
    return bool(set(wanted.split("|")) & set(ports.documents_held(matter)))


def _filed(matter: Matter, case: Case, wanted: str) -> bool:
    """Ask for the filing: of this case, or of the one it was split from or makes anew."""
    before = case.stems_from
    return _held(matter, case, wanted) or (
        before is not None and _filed(before.matter, before, wanted)
    )


_rows: Mapping[str, Callable[[Case], bool]] = {
    "evidence": lambda case: standing_evidence(case).exists(),
    "draft": lambda case: case.drafts.exists(),
}
_sources: Mapping[str, Callable[[Matter, Case, str], bool]] = {
    "document": _held,
    "filing": _filed,
    "documents": _issued,
    "rows": lambda matter, case, wanted: _rows[wanted](case),
    "step": lambda matter, case, wanted: matter.steps.filter(code__in=wanted.split("|")).exists(),
}


def materials_of(matter: Matter, on: date) -> list[Material]:
    """Return the list for this kind of matter, with what is there and what is not."""
    case = case_of(matter)
    draft = latest_draft(case)
    found = []
    for item in items_of("review.materials", matter.profile, on):
        asked_of = item.values.get("proposal")
        if draft and asked_of not in (None, draft.proposal):
            continue
        if item.values["kind"] == matter.kind:
            source, wanted = item.values["held"].split(":")
            found.append(Material(item, _sources[source](matter, case, wanted)))
    return found


def missing_materials(matter: Matter, on: date) -> list[str]:
    """Return the names of the materials that are not there."""
    return [material.label for material in materials_of(matter, on) if not material.held]
