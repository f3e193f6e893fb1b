"""The proposed decision, version by version (拟处罚决定)."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.choices import PenaltyKind
from gongjian.cases.models import Case, Draft, Evidence
from gongjian.cases.queries import case_of, found_on_scene, latest_draft
from gongjian.cases.rules import draft_hash, facts_hash, needs_amount
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.matters.tables import table

from .people import certified


@dataclass(frozen=True)
class PenaltyItem:
    kind: str = fields.choice("处罚种类", PenaltyKind.choices, source="行政处罚法 第九条")
    amount_fen: int | None = fields.money("金额", required=False, min_fen=1)
    detail: str = fields.line(
        "内容", required=False, help="例如：责令停止建设；没收物品的名称和数量"
    )


@dataclass(frozen=True)
class DraftDecision:
    facts: str = fields.text("查明的违法事实", max_length=10_000)
    evidence_summary: str = fields.text("证据及证明内容", help="逐项写明证据名称和证明的事实")
    violated: str = fields.line("违反的条款", max_length=500, help="写到条、款、项")
    basis: str = fields.line("处罚依据", max_length=500, help="写到条、款、项")
    discretion: str = fields.text("裁量理由", help="从轻、减轻、从重的情节和适用的裁量基准")
    items: tuple[PenaltyItem, ...] = fields.rows("拟处罚内容")
    public_interest: bool = fields.check("涉及重大公共利益")
    social_risk: bool = fields.check("可能造成重大社会影响或者引发社会风险")
    major_rights: bool = fields.check("直接关系当事人或者第三人重大权益")
    complex: bool = fields.check("案情疑难复杂、涉及多个法律关系")
    findings_reason: str = fields.text("以上认定的理由", max_length=1000, required=False)
    social_impact: bool = fields.check("处罚决定具有一定社会影响", source="行政处罚法 第四十八条")


@act("cases.draft_decision", title="拟定处罚决定")
def draft_decision(*, act: Act, cmd: DraftDecision) -> Draft:
    """Write a new version of the proposed decision; earlier ones stay.

    Raises:
        InvalidInput: no item; a fine without a sum, a sum where the kind has none; a finding
            without reasons.

    Source: 行政处罚法 第五十七条、第五十八条.
    """
    _check(cmd)
    matter: Matter = act.matter
    case = case_of(matter)
    last = latest_draft(case)
    items = [_stored(item) for item in cmd.items]
    facts = facts_hash(
        party=str(case.party.uid),
        name=case.party.name,
        facts=cmd.facts,
        violated=cmd.violated,
        basis=cmd.basis,
    )
    required, source = review_scope(matter, case, cmd, items)
    draft = Draft(
        case=case,
        version=last.version + 1 if last else 1,
        items=items,
        review_required=required,
        review_source=source,
        facts_hash=facts,
        draft_hash=draft_hash(facts, items, cmd.discretion),
        drafted_by_id=act.officer,
        drafted_at=act.now,
        **{f.name: getattr(cmd, f.name) for f in dataclasses.fields(cmd) if f.name != "items"},
    )
    act.write(draft)
    return draft


draft_decision.requires(certified)


@draft_decision.prefilled
def _last_version(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    last = latest_draft(case)
    if last is not None:
        known = {f.name: getattr(last, f.name) for f in dataclasses.fields(DraftDecision)}
        known["items"] = [
            {"kind": i["kind"], "amount_fen": i["amount_fen"], "detail": i["detail"]}
            for i in last.items
        ]
        return known
    held = Evidence.objects.filter(case=case).order_by("id")
    lines = [f"{n}．{e.name}：证明{e.proves}" for n, e in enumerate(held, 1)]
    return from_scene(found_on_scene(matter)) | {"evidence_summary": "\n".join(lines)}


def from_scene(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a case taken over from the scene already knows of its draft."""
    known = {name: typed.get(name, "") for name in ("facts", "violated", "basis")}
    if typed.get("amount_fen"):
        known["items"] = [{"kind": PenaltyKind.FINE, "amount_fen": typed["amount_fen"]}]
    return known


def review_scope(
    matter: Matter, case: Case, cmd: DraftDecision, items: list[dict[str, Any]]
) -> tuple[bool, str]:
    """Ask the profile's table whether review must pass it; the strictest item counts.

    Source: 行政处罚法 第五十八条; 国办发〔2018〕118号; the catalogue of the agency.
    """
    scope = table("review-scope", matter.profile)
    hits = [
        scope.decide(
            {
                "summary_procedure": False,
                "public_interest": cmd.public_interest,
                "social_risk": cmd.social_risk,
                "major_rights": cmd.major_rights,
                "hearing_held": False,
                "complex": cmd.complex,
                "penalty_kind": item["kind"],
                "amount_fen": item["amount_fen"] or 0,
                "party_kind": case.party.kind,
            }
        )
        for item in items
    ]
    strictest = max(hits, key=lambda hit: bool(hit.value))
    return bool(strictest.value), strictest.source


def _stored(item: PenaltyItem) -> dict[str, Any]:
    return {"kind": item.kind, "amount_fen": item.amount_fen, "detail": item.detail}


def _check(cmd: DraftDecision) -> None:
    problems: dict[str, str] = {}
    for n, item in enumerate(cmd.items):
        label = PenaltyKind(item.kind).label
        if needs_amount(item.kind) and item.amount_fen is None:
            problems[f"items.{n}.amount_fen"] = f"“{label}”必须写明金额"
        if not needs_amount(item.kind) and item.amount_fen is not None:
            problems[f"items.{n}.amount_fen"] = f"“{label}”没有金额，请删除金额或者改选处罚种类"
        if item.kind == PenaltyKind.OTHER and not item.detail:
            problems[f"items.{n}.detail"] = "“其他行政处罚”必须写明内容"
    found = cmd.public_interest or cmd.social_risk or cmd.major_rights or cmd.complex
    if found and not cmd.findings_reason:
        problems["findings_reason"] = "勾选了重大情形，请写明认定的理由"
    if problems:
        raise InvalidInput(problems)
