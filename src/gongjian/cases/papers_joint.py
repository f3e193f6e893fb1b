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
from .papers import details, evidence_lines, heard, penalty_lines, term_of
from .rules import weight_of

FINE, GAIN = "罚款", "没收的违法所得"
NO_CIRCUMSTANCE = "没有从轻、减轻、从重处罚的情形。"


def joint_fields(on: date, parties: Sequence[tuple[Case, Draft, Notice]]) -> Mapping[str, Any]:
    """Return the fields that every original has in common.

    Source: 行政处罚法 第五条、第四十四条、第四十五条、第五十九条.
    """
    evidence = dict.fromkeys(line for case, _, _ in parties for line in evidence_lines(case))
    payers = [row for case, draft, _ in parties for row in _payer(case, draft, on)]
    return {
        "parties": [_party(case, draft, notice) for case, draft, notice in parties],
        "joint_evidence": list(evidence),
        "payers": payers,
        "fined": "是" if any(row["fine"] for row in payers) else "",
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
        "discretion": draft.reasons or NO_CIRCUMSTANCE,
        "penalties": "".join(
            f"{number}．{line}" for number, line in enumerate(penalty_lines(draft), 1)
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
    """Return what a party pays on its own: its fine and its gain, each by its name."""
    owed = owed_by(draft.items)
    if not owed:
        return []
    told = {name: f"人民币{capital_yuan(fen)}（{yuan(fen)}元）" for name, fen in owed}
    return [
        {
            "name": case.party.name,
            "fine": told.get(FINE, ""),
            "gain": told.get(GAIN, ""),
            "owed": "和".join(f"{name}{sum_}" for name, sum_ in told.items()),
            "term": term_of(case.matter, "payment-limit", on),
        }
    ]


def owed_by(items: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Return each sum that penalty items ask of a party, by its name and in fen, the fine first."""
    sums = weight_of(items)
    kinds = ((FINE, PenaltyKind.FINE), (GAIN, PenaltyKind.CONFISCATE_GAIN))
    return [(name, fen) for name, kind in kinds if (fen := sums.sum_of(kind))]
