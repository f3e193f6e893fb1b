"""What a decision for several parties says of each, alike in the original of every one of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongjian.common.money import capital_yuan, yuan
from gongjian.documents.ports import standing_of
from gongjian.parties.models import Party

from .choices import PenaltyKind
from .joint import joint_of
from .models import Case, Draft, Notice
from .papers import details, evidence_lines, heard, item_lines, term_of
from .rules import weight_of

NO_CIRCUMSTANCE = "没有从轻、减轻、从重处罚的情形。"


def joint_fields(on: date, parties: Sequence[tuple[Case, Draft, Notice]]) -> Mapping[str, Any]:
    """Return the fields that every original has in common.

    Source: 行政处罚法 第五条、第四十四条、第四十五条、第五十九条.
    """
    evidence = dict.fromkeys(line for case, _, _ in parties for line in evidence_lines(case))
    return {
        "parties": [_party(case, draft, notice) for case, draft, notice in parties],
        "joint_evidence": list(evidence),
        "payers": [row for case, draft, _ in parties for row in _payer(case, draft, on)],
        "discretion": "",
        "performance": "",
    }


def _party(case: Case, draft: Draft, notice: Notice) -> dict[str, str]:
    return {
        "name": case.party.name,
        "details": _known(case),
        "facts": draft.facts,
        "heard": heard(notice),
        "violated": draft.violated,
        "basis": draft.basis,
        "discretion": draft.discretion or NO_CIRCUMSTANCE,
        "penalties": "".join(
            f"{number}．{line}" for number, line in enumerate(item_lines(draft.items), 1)
        ),
    }


def _known(case: Case) -> str:
    party: Party = case.party
    row = joint_of(case)
    beside = standing_of(case.matter).get("beside") or []
    lines = [
        *details(party),
        {"label": "住所（住址）", "text": party.address},
        *beside,
        {"label": "作用和责任", "text": row.share.rstrip("。") if row else ""},
    ]
    return "；".join(f"{line['label']}：{line['text']}" for line in lines if line["text"])


def _payer(case: Case, draft: Draft, on: date) -> list[dict[str, str]]:
    fen = weight_of(draft.items).sum_of(PenaltyKind.FINE)
    if not fen:
        return []
    fine = f"人民币{capital_yuan(fen)}（{yuan(fen)}元）"
    term = term_of(case.matter, "payment-limit", on)
    return [{"name": case.party.name, "fine": fine, "term": term}]
