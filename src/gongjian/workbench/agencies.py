"""The agencies that decide in their common name, as the page of either case may show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongjian.cases.common_name import common_of, standing_signature, text_of
from gongjian.cases.models import Case, CommonAgency, CommonSignature, Draft
from gongjian.cases.papers import item_lines
from gongjian.orgs.models import Agency

RELATED = ("agency", "case__matter__lead", "case__matter__second")


@dataclass(frozen=True, slots=True)
class Joined:
    """One agency: who handles, what it said and whether it signed; nothing else of its case."""

    agency: Agency
    leads: bool
    state: str
    said: str = ""
    handlers: str = ""
    signature: CommonSignature | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """All agencies of a common decision, and the text that the leading one handed over."""

    rows: Sequence[Joined]
    text: Draft | None = None
    items: list[str] = field(default_factory=list)


def agencies_told(case: Case) -> Told | None:
    """Return who decides together with the agency of a case; None, without a query, where none."""
    own = common_of(case)
    if own is None:
        return None
    standing = CommonAgency.objects.filter(lead=own.lead_id, left_on__isnull=True)
    rows = standing.select_related(*RELATED).order_by("id")
    text = text_of(case) if own.lead_id != case.pk else None
    return Told(
        [_joined(row) for row in sorted(rows, key=lambda row: row.case_id != row.lead_id)],
        text.draft if text else None,
        item_lines(text.draft.items) if text else [],
    )


def _joined(row: CommonAgency) -> Joined:
    if row.case is None:
        return Joined(row.agency, False, "等待答复")
    if row.case_id == row.lead_id:
        return Joined(row.agency, True, "主办", row.reason, _handlers(row.case))
    used = row.case.common_signatures.filter(decision__void=False).select_related("signed_by")
    signature = used.last() or standing_signature(row)
    state = "已经签署" if signature else "已经同意，尚未签署"
    return Joined(row.agency, False, state, row.opinion, _handlers(row.case), signature)


def _handlers(case: Case) -> str:
    matter = case.matter
    return "、".join(one.name for one in (matter.lead, matter.second) if one is not None)
