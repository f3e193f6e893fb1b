"""What a decision in the common name of several agencies says of all of them."""

from collections.abc import Mapping
from typing import Any

from .common_name import others_of, standing_signature
from .models import Case, CommonSignature


def signatures_of(case: Case) -> list[CommonSignature]:
    """Return the standing signatures of the other agencies of a leading case, in their order."""
    found = (standing_signature(row) for row in others_of(case))
    return [signature for signature in found if signature is not None]


def in_common(case: Case, own: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of the leading agency with what the others signed for their own cases.

    Alone, and before all have signed, they are its own. What each agency heard and proved stands
    under its name.

    Source: 行政处罚法 第四十四条至第四十六条、第五十九条.
    """
    others = others_of(case)
    signed = signatures_of(case)
    if not others or len(signed) != len(others):
        return own
    lead = case.matter.agency.name
    heard = [(lead, own["statement"])]
    heard += [(row.agency.name, s.heard) for row, s in zip(others, signed, strict=True)]
    evidence = dict.fromkeys([*own["evidence"], *(line for s in signed for line in s.evidence)])
    names = "、".join(name for name, _ in heard)
    return {
        **own,
        "agencies": f"{names}（以下统称本机关，由{lead}主办）",
        "respondents": names,
        "evidence": list(evidence),
        "statement": "\n".join(f"{name}：{said}" for name, said in heard),
    }
