"""The benchmark applied to a draft: what was found, what the law and the benchmark say of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from gongjian.catalog.definitions import Cause, Ground
from gongjian.catalog.proving import Proven, proven
from gongjian.catalog.queries import cause_on, grounds_for
from gongjian.catalog.rules import Weighed, headline, missing, money, reasons, span, weigh
from gongjian.catalog.words import EFFECTS, LAYERS
from gongjian.common.errors import InvalidInput
from gongjian.parties.choices import PartyKind

from .daily import counted, daily_of
from .models import Case, Draft

# What a penalty draft may rest on; grounds to impose none belong to another proposal.
WEIGHED = ("lenient", "mitigate", "severe")
DEVIATION = "偏离裁量基准的理由："


class Found(Protocol):
    """One circumstance as the handler found it."""

    @property
    def item(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def proof(self) -> str: ...


class Proposal(Protocol):
    """What of a draft is weighed: of one act (`apart`)."""

    @property
    def circumstances(self) -> tuple[Any, ...]: ...
    @property
    def base_fen(self) -> int | None: ...
    @property
    def grounds(self) -> tuple[str, ...]: ...
    @property
    def grounds_proof(self) -> str: ...
    @property
    def items(self) -> tuple[Any, ...]: ...
    @property
    def deviation_reason(self) -> str: ...
    @property
    def discretion(self) -> str: ...
    @property
    def no_penalty_ground(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """A proposal weighed: columns of the draft, and the reasons as the system drafts them."""

    cause: Cause
    weighed: Weighed
    grounds: tuple[Ground, ...]
    reasons: str

    @property
    def headline(self) -> str:
        return headline(self.weighed)


def cause_of(case: Case, on: date) -> Cause | None:
    """Return the catalogue's cause of a case by the law that governs it, None for a free one."""
    if not case.cause_code:
        return None
    return cause_on(case.cause_code, law_day(case, on), case.matter.profile)


def law_day(case: Case, on: date) -> date:
    """Return the day whose law governs the act: when it ended, or today's where that is milder.

    Source: 行政处罚法 第三十七条.
    """
    ended = case.act_ended_on
    return on if case.newer_law or ended is None else min(ended, on)


def weighed_by_other_law(case: Case, draft: Draft, on: date) -> bool:
    """Tell whether a draft was weighed by the law, of the two, that does not govern the act.

    Source: 行政处罚法 第三十七条.
    """
    used = draft.benchmark.get("version") if draft.benchmark else None
    ended, profile = case.act_ended_on or on, case.matter.profile
    governs = cause_of(case, on)
    if used is None or governs is None or used == governs.version:
        return False
    both = (cause_on(case.cause_code, day, profile) for day in (ended, on))
    return used in {cause.version for cause in both if cause is not None}


def grounds_of_case(case: Case, on: date) -> list[Ground]:
    """Return the grounds a penalty draft of this case may rest on; none where days are counted."""
    return [] if daily_of(case) else _grounds_of(case, on, *WEIGHED)


def sparing_grounds(case: Case, on: date) -> list[Ground]:
    """Return the grounds on which this case may or must end without penalty, with their proofs.

    Source: 行政处罚法 第三十条、第三十一条、第三十三条.
    """
    return _grounds_of(case, on, "no_penalty", "may_spare")


def _grounds_of(case: Case, on: date, *effects: str) -> list[Ground]:
    matter = case.matter
    # A sole trader is a natural person who trades. Source: 民法典 第五十四条.
    person = case.party.kind in {PartyKind.NATURAL, PartyKind.SOLE_TRADER}
    return list(
        grounds_for(
            matter.domain,
            case.cause_code,
            law_day(case, on),
            *effects,
            profile=matter.profile,
            natural=person,
        )
    )


def standing_of(case: Case, on: date) -> list[Proven]:
    """Return how every element of the case's evidence guide stands; one query."""
    cause = cause_of(case, on)
    return proven(cause, case.evidence.order_by("id")) if cause else []


def verdict(case: Case, cmd: Proposal, on: date) -> Verdict | None:
    """Weigh a proposal as far as it goes: None without a cause, or while something is missing."""
    cause = cause_of(case, on)
    if cause is None or daily_of(case) is not None:
        return None
    found = {c.item: c.value for c in cmd.circumstances}
    if missing(cause, found, cmd.base_fen):
        return None
    known = {g.code: g for g in grounds_of_case(case, on)}
    grounds = tuple(known[code] for code in cmd.grounds if code in known)
    fines = [i.amount_fen or 0 for i in cmd.items if i.kind == "fine"]
    weighed = weigh(
        cause,
        found,
        fine_fen=sum(fines) if fines else None,
        base_fen=cmd.base_fen,
        grounds=grounds,
        kinds=[i.kind for i in cmd.items],
    )
    proofs = {c.item: c.proof for c in cmd.circumstances}
    text = reasons(cause, found, proofs, weighed, grounds)
    return Verdict(cause, weighed, grounds, text)


def columns(case: Case, cmd: Proposal, on: date) -> dict[str, Any]:
    """Return what a draft keeps of its weighing.

    Raises:
        InvalidInput: a circumstance or the base is not found; a ground is unknown or unproven; the
            sum is outside the law; it deviates without a reason, or has a reason and does not.

    Source: 行政处罚法 第五条第二款、第三十二条、第三十四条.
    """
    daily = daily_of(case)
    if daily is not None and not cmd.no_penalty_ground:
        return counted(daily, cmd)
    cause = cause_of(case, on)
    if cause is None:
        _nothing_to_weigh(cmd)
        return {"discretion": cmd.discretion}
    if cmd.no_penalty_ground:
        return _not_weighed(cause, cmd)
    problems = _not_found(cause, cmd) | _grounds(case, cmd, on)
    if problems:
        raise InvalidInput(problems)
    told = verdict(case, cmd, on)
    assert told is not None
    weighed = told.weighed
    if weighed.unlawful:
        raise InvalidInput({"items": f"{weighed.unlawful}。{told.headline}"})
    if weighed.deviates and not cmd.deviation_reason:
        said = f"{told.headline}。偏离裁量基准的，请写明理由，或者调整罚款数额"
        raise InvalidInput({"deviation_reason": said})
    if not weighed.deviates and cmd.deviation_reason:
        raise InvalidInput({"deviation_reason": "拟处罚没有偏离裁量基准，请删去偏离的理由"})
    legal, step = weighed.legal, weighed.benchmark
    return {
        "cause_code": cause.code,
        "circumstances": [
            {"item": c.item, "value": c.value, "proof": c.proof} for c in cmd.circumstances
        ],
        "base_fen": cmd.base_fen if cause.base else None,
        "grounds": list(cmd.grounds),
        "grounds_proof": cmd.grounds_proof,
        "benchmark": snapshot(told, cmd),
        "legal_low_fen": legal.low if legal else None,
        "legal_high_fen": legal.high if legal else None,
        "step_low_fen": step.low if step else None,
        "step_high_fen": step.high if step else None,
        "fine_fen": weighed.fine_fen,
        "fine_must": bool(weighed.legal_range and weighed.legal_range.must),
        "mitigated": weighed.mitigated,
        "deviates": weighed.deviates,
        "deviation_reason": cmd.deviation_reason,
        "discretion": with_deviation(cmd.discretion or told.reasons, cmd.deviation_reason),
    }


def _not_weighed(cause: Cause, cmd: Proposal) -> dict[str, Any]:
    """Return what a draft to impose no penalty keeps: there is no sum to weigh.

    Source: 行政处罚法 第三十条、第三十一条、第三十三条.
    """
    if not cmd.discretion:
        raise InvalidInput({"discretion": "不予处罚的，请写明理由"})
    found = [c for c in cmd.circumstances if c.value]
    return {
        "cause_code": cause.code,
        "circumstances": [{"item": c.item, "value": c.value, "proof": c.proof} for c in found],
        "discretion": cmd.discretion,
    }


def snapshot(told: Verdict, cmd: Proposal) -> dict[str, Any]:
    """Return the weighing in words as it was, whatever becomes of the catalogue."""
    cause, weighed = told.cause, told.weighed
    found = {c.item: c for c in cmd.circumstances}
    return {
        "cause": cause.name,
        "version": cause.version,
        "sha256": cause.sha256,
        "layer": LAYERS[cause.layer],
        "step": weighed.step.code,
        "step_name": weighed.step.name,
        "row": weighed.row.name,
        "source": weighed.row.source,
        "legal": span(weighed.legal) if weighed.legal else "",
        "legal_source": weighed.legal_range.source if weighed.legal_range else "",
        "range": span(weighed.benchmark) if weighed.benchmark else "",
        "position": weighed.position,
        "headline": told.headline,
        "base": f"{cause.base} {money(cmd.base_fen)}" if cause.base and cmd.base_fen else "",
        "found": [
            {
                "label": c.label,
                "value": c.values[found[code].value],
                "proof": found[code].proof,
            }
            for code, c in cause.circumstances.items()
        ],
        "grounds": [
            {
                "name": g.name,
                "source": g.source,
                "effects": _effects(g),
            }
            for g in told.grounds
        ],
    }


def _effects(ground: Ground) -> str:
    return "、".join(EFFECTS[effect] for effect in ground.effects)


def with_deviation(discretion: str, reason: str) -> str:
    """Return the reasons of discretion with the reason of a deviation said at their end."""
    return f"{discretion}\n{DEVIATION}{reason}" if reason else discretion


def without_deviation(draft: Draft) -> str:
    """Return the reasons of discretion as they were typed."""
    return draft.discretion.removesuffix(f"\n{DEVIATION}{draft.deviation_reason}")


def bound(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a weighing the hash of the draft binds."""
    names = (
        "cause_code",
        "circumstances",
        "base_fen",
        "grounds",
        "grounds_proof",
        "mitigated",
        "deviation_reason",
        "competing",
    )
    found = {name: kept[name] for name in names if name in kept}
    # Sums beyond what a JSON number carries exactly are bound as text.
    return found | ({"base_fen": str(found["base_fen"])} if found.get("base_fen") else {})


def _nothing_to_weigh(cmd: Proposal) -> None:
    given = {
        "circumstances": cmd.circumstances,
        "base_fen": cmd.base_fen,
        "grounds": cmd.grounds,
        "deviation_reason": cmd.deviation_reason,
    }
    said = "本案没有选用目录中的案由，不能按裁量基准填写；请删去，在“裁量理由”中说明"
    problems = {name: said for name, value in given.items() if value}
    if not cmd.discretion:
        problems["discretion"] = "请填写“裁量理由”"
    if problems:
        raise InvalidInput(problems)


def _not_found(cause: Cause, cmd: Proposal) -> dict[str, str]:
    found = {c.item: c.value for c in cmd.circumstances}
    at = {c.item: n for n, c in enumerate(cmd.circumstances)}
    problems = {
        f"circumstances.{n}.item": f"本案由没有“{item}”这项情节"
        for item, n in at.items()
        if item not in cause.circumstances
    }
    if len(at) < len(cmd.circumstances):
        problems["circumstances"] = "同一项情节填写了两次"
    for code, why in missing(cause, found, cmd.base_fen).items():
        place = f"circumstances.{at[code]}.value" if code in at else code
        problems[place if code in at or code == "base_fen" else "circumstances"] = why
    return problems


def _grounds(case: Case, cmd: Proposal, on: date) -> dict[str, str]:
    known = {g.code for g in grounds_of_case(case, on)}
    if set(cmd.grounds) - known:
        return {"grounds": "所选的法定情形不适用于本案由，请重新选择"}
    if cmd.grounds and not cmd.grounds_proof:
        return {"grounds_proof": "适用法定情形的，请写明证明它的事实和证据"}
    return {}


def lines(found: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the circumstances of a snapshot, one a line."""
    return [
        f"{f['label']}：{f['value']}" + (f"（{f['proof']}）" if f["proof"] else "") for f in found
    ]
