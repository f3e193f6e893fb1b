"""What the paper says by which two persons decide what the public sees (公示审核表)."""

from collections.abc import Mapping, Sequence
from typing import Any

from gongjian.common.acts import Act
from gongjian.common.clock import local_date

from .choices import Answer, Finding
from .gate import Standing
from .models import Attachment, Release
from .models.release import Round
from .rendition import hidden_kinds
from .rules import Verdict
from .rulings import RulingStanding

# What the first person states after reading the decision.
CHECKS = {
    "content": "内容审查：与决定书一致、完整",
    "secrecy": "保密审查：不含国家秘密、工作秘密",
    "rights": "权益审查：不损害当事人和第三人",
    "impact": "社会影响审查",
}


def publication_review(
    act: Act,
    stands: Standing,
    release: Release,
    drafted: Release | None,
    opinion: str,
    copies: Sequence[Attachment] = (),
) -> Mapping[str, Any]:
    """公示审核表 of a round that this person settles; `drafted`: what another one drew up before.

    Source: 行政处罚法 第四十八条; 政府信息公开条例 第十四条、第十五条、第十七条.
    """
    decision = stands.decision
    return {
        "decision_number": decision.number,
        "cause": decision.case.cause,
        "party_name": decision.case.party.name,
        "decided_on": decision.decided_on,
        "attachments": [f"{copy.title}（{copy.result.pages}页）" for copy in copies],
        **_settled(act, stands.verdict, release, drafted, opinion),
    }


def ruling_review(
    act: Act, stands: RulingStanding, release: Round, drafted: Round | None, opinion: str
) -> Mapping[str, Any]:
    """公示审核表 of a decision other than a penalty. Source: 国办发〔2018〕118号 二（六）."""
    return {
        "decision_number": stands.document.number,
        "cause": stands.case.cause,
        "party_name": stands.case.party.name,
        "decided_on": stands.decided_on,
        "attachments": [],
        **_settled(act, stands.verdict, release, drafted, opinion),
    }


def _settled(
    act: Act, verdict: Verdict, release: Round, drafted: Round | None, opinion: str
) -> Mapping[str, Any]:
    """Return what two persons found and settled."""
    answer = Answer(release.verdict)
    withheld = answer is Answer.WITHHOLD
    if answer is Answer.PUBLISH and release.hidden:
        answer = Answer.REDACT
    found = drafted.findings if drafted else {}
    drafter = drafted.drafted_by if drafted else None
    clause = release.clause.replace("; ", "；")
    return {
        "delivered_on": release.delivered_on,
        "summary": "" if withheld else release.summary,
        "checks": [
            {"item": label, "finding": Finding(found[code]).label}
            for code, label in CHECKS.items()
            if found.get(code)
        ],
        "hidden": [
            {"what": k["what"], "ground": k["ground"], "times": str(k["times"])}
            for k in hidden_kinds(release.hidden)
        ],
        "note": found.get("note", ""),
        "conclusion": answer.label,
        "clause": f"{verdict.reason}（{clause}）" if withheld else clause,
        "opinion": opinion,
        "drafter": drafter.name if drafter else "",
        "drafted_on": local_date(drafted.drafted_at) if drafted and drafter else None,
        "checker": act.actor.name,
        "checked_on": act.today,
    }
