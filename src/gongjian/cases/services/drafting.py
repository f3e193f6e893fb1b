"""The proposed decision, version by version (拟处罚决定)."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases import apart, competing, weighing
from gongjian.cases.ages import Age, age_at_act, minor_at_act, not_lighter, too_young
from gongjian.cases.choices import (
    NEVER_OF_POLICE,
    NO_PENALTY_SOURCES,
    WITH_AMOUNT,
    NoPenaltyGround,
    PenaltyKind,
    Proposal,
)
from gongjian.cases.citing import bound_law, faults_of, of_the_law, reasoned
from gongjian.cases.common_name import SAME_WORDS, common_of, invited, text_of
from gongjian.cases.companions import words as companion_words
from gongjian.cases.daily import daily_of
from gongjian.cases.daily import prefilled as as_days_say
from gongjian.cases.earlier import not_first
from gongjian.cases.fined import fined_twice, fines_before
from gongjian.cases.models import ActPosition, Case, Draft, Evidence
from gongjian.cases.public_order.choices import UNPUNISHED_FOR
from gongjian.cases.public_order.guarantee import GuarantorBreach
from gongjian.cases.public_order.queries import latest_offender, unsupported_in
from gongjian.cases.public_order.rules import OF_ITS_OWN, of_public_order
from gongjian.cases.public_order.separate import MOST_ACTS, days_of, numbers
from gongjian.cases.public_order.separate import faults as separate_faults
from gongjian.cases.public_order.supporting import Proposed
from gongjian.cases.queries import (
    case_of,
    excluded_evidence,
    found_on_scene,
    latest_draft,
    standing_evidence,
)
from gongjian.cases.reaches import goods_reach
from gongjian.cases.rules import GOODS, draft_hash, facts_hash, needs_amount, weight_columns
from gongjian.cases.scopes import review_from, review_scope
from gongjian.catalog.citing import cited
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.money import yuan
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

from .daily import recount
from .excluding import named_although_excluded
from .filing import PUBLIC_ORDER
from .people import certified

# The rows of the form that name the acts; lists of what concerns one of them depend on it.
ACTS = "acts"
# Only to keep typing errors out; how long the law allows stands in the profile.
MOST_DAYS = 99
# The domain of a police case that is no 治安 case.
POLICE = "public-security"
NOT_CONFISCATED = (
    "治安管理处罚没有没收：违反治安管理所得的财物追缴，违禁品和直接用于违法的本人工具收缴，"
    "请在决定以后办理“处理涉案财物”（治安管理处罚法 第十条、第十一条）"
)


@dataclass(frozen=True)
class PenaltyItem:
    kind: str = fields.choice(
        "处罚种类",
        PenaltyKind.choices,
        source="行政处罚法 第九条; 治安管理处罚法 第十条、第十一条",
    )
    amount_fen: int | None = fields.only_for(
        "kind",
        WITH_AMOUNT,
        fields.money("金额", required=False, min_fen=1),
        needed="罚款、没收违法所得必填",
    )
    detail: str = fields.line(
        "内容", required=False, help="例如：责令停止建设；没收物品的名称和数量"
    )
    days: int | None = fields.only_for(
        "kind",
        (PenaltyKind.DETENTION,),
        fields.number("拘留天数", least=1, most=MOST_DAYS, unit="日", required=False),
        needed="行政拘留必填",
    )
    value_fen: int | None = fields.only_for(
        "kind",
        (PenaltyKind.CONFISCATE_GOODS,),
        fields.money(
            "没收财物的价值",
            required=False,
            min_fen=1,
            help="没收非法财物填写；价值确实无法确定的不填",
            source="行政处罚法 第五十八条、第六十三条",
        ),
    )
    value_basis: str = fields.only_for(
        "kind",
        (PenaltyKind.CONFISCATE_GOODS,),
        fields.line(
            "价值的依据",
            required=False,
            help="例如：价格认定结论书（文号）、评估报告、发票、标价、当事人自述；"
            "价值无法确定的，写明原因，按达到各项数额办理",
        ),
    )

    conduct: str = fields.chosen_by(
        ACTS,
        fields.code(
            "针对的违法行为",
            of="cases.separate_act",
            required=False,
            help="选择这项处罚针对哪一种违法行为",
        ),
    )


@dataclass(frozen=True)
class SeparateAct:
    """One of several acts of a person, decided for itself; the first is the cause of the case."""

    act_cause: str = fields.code(
        "这种行为的目录案由",
        of="catalog.cause",
        required=False,
        help="第一种就是本案的案由，可以不选",
    )
    name: str = fields.only_for(
        "act_cause",
        ("",),
        fields.line(
            "违法行为的名称",
            max_length=100,
            required=False,
            help="目录没有的写明，例如：故意损毁财物",
        ),
    )
    own_basis: str = fields.only_for(
        "act_cause",
        ("",),
        fields.line(
            "这种行为的依据",
            max_length=300,
            required=False,
            help="目录没有的写明，与“处罚依据”中的写法一致",
        ),
    )


@dataclass(frozen=True)
class FurtherAct:
    """What of the weighing of the second act, or one after it, stands beside its circumstances."""

    item: str = fields.hidden()
    own_deviation: str = fields.line("偏离基准的，写明理由", max_length=2000, required=False)
    own_base_fen: int | None = fields.chosen_by(
        ACTS,
        fields.money(
            "罚款按比例计算的基数（元）", required=False, min_fen=1, given="cases.further_base"
        ),
    )


@dataclass(frozen=True)
class FoundCircumstance:
    """One circumstance of the cause's benchmark as it was found."""

    item: str = fields.hidden()
    value: str = fields.chosen_by(
        ACTS,
        fields.code("认定", of="cases.circumstance_value", within="item", required=False),
    )
    proof: str = fields.line("认定的证据", max_length=300, required=False)


@dataclass(frozen=True)
class CompetingNorm:
    """What the act violates beside its cause; the draft compares the fines."""

    norm: str = fields.code("同时违反的规定", of="cases.competing_norm")


@dataclass(frozen=True, kw_only=True)
class DraftDecision:
    facts: str = fields.under("事实和证据", fields.text("查明的违法事实", max_length=10_000))
    evidence_summary: str = fields.text("证据及证明内容", help="逐项写明证据名称和证明的事实")
    violated: str = fields.under(
        "适用的条款", fields.line("违反的条款", max_length=500, help="写到条、款、项")
    )
    basis: str = fields.line("处罚依据", max_length=500, help="写到条、款、项")
    citation_reason: str = fields.chosen_by(
        ACTS,
        fields.text(
            "引用案由目录以外条款的理由",
            max_length=1000,
            required=False,
            given="cases.circumstance",
            help="条款与案由目录一致的不填；审核人员和机关负责人会看到",
        ),
    )
    acts: tuple[SeparateAct, ...] = fields.under(
        "情节和裁量",
        fields.rows(
            "两种以上违法行为",
            required=False,
            folded=True,
            help="只有一种的不加；有两种以上的逐种列出，第一种为本案案由，各自裁量、分别决定",
            source="行政处罚法 第三十四条; 治安管理处罚法 第十六条; "
            "公安机关办理行政案件程序规定 第一百六十一条",
        ),
    )
    circumstances: tuple[FoundCircumstance, ...] = fields.chosen_by(
        ACTS,
        fields.rows(
            "裁量情节",
            of="cases.circumstance",
            required=False,
            help="逐项认定，写明证据；系统据此得出适用的裁量基准",
            source="行政处罚法 第三十四条",
        ),
    )
    base_fen: int | None = fields.money(
        "计算罚款的基数", required=False, min_fen=1, given="cases.base", help="例如建设项目总投资额"
    )
    grounds: tuple[str, ...] = fields.chosen_by(
        ACTS,
        fields.code(
            "法定的从轻、减轻、从重情形",
            of="cases.ground",
            many=True,
            required=False,
            given="cases.circumstance",
            help="低于法定下限的罚款，只有减轻处罚的情形可以适用",
        ),
    )
    grounds_proof: str = fields.chosen_by(
        ACTS,
        fields.text(
            "法定情形的事实和证据", max_length=2000, required=False, given="cases.circumstance"
        ),
    )
    competing: tuple[CompetingNorm, ...] = fields.rows(
        "同一行为同时违反的其他规定",
        required=False,
        folded=True,
        help="一种违法行为违反几项规定、都应当罚款的，逐项列出，按照罚款数额高的规定处罚；没有的不加",
        source="行政处罚法 第二十九条",
    )
    items: tuple[PenaltyItem, ...] = fields.under(
        "拟处罚内容", fields.rows("拟处罚内容", required=False, help="拟不予处罚的不填")
    )
    no_penalty_ground: str = fields.code(
        "拟不予处罚的情形",
        of="cases.no_penalty_ground",
        required=False,
        help="给予处罚的不选；选了即为拟不予处罚",
        source="行政处罚法 第三十条至第三十三条、第五十七条; "
        "治安管理处罚法 第九条、第十二条至第十四条、第十九条、第二十条",
    )
    deviation_reason: str = fields.chosen_by(
        ACTS,
        fields.text(
            "偏离裁量基准的理由",
            max_length=2000,
            required=False,
            given="cases.circumstance",
            help="罚款不在适用的档次之内的，必须写明；审核人员和机关负责人会首先看到",
        ),
    )
    further: tuple[FurtherAct, ...] = fields.chosen_by(
        ACTS,
        fields.rows(
            "其他各种违法行为的偏离理由和基数",
            of="cases.further_act",
            required=False,
            help="上一项写第一种的；其余各种在这里逐种写",
        ),
    )
    discretion: str = fields.text(
        "裁量理由",
        required=False,
        help="从轻、减轻、从重的情节和适用的裁量基准；案由在目录内的可以留空，由系统起草",
    )
    public_interest: bool = fields.under("对审核和公示的认定", fields.check("涉及重大公共利益"))
    social_risk: bool = fields.check("可能造成重大社会影响或者引发社会风险")
    major_rights: bool = fields.check("直接关系当事人或者第三人重大权益")
    complex: bool = fields.check("案情疑难复杂、涉及多个法律关系")
    findings_reason: str = fields.text("以上认定的理由", max_length=1000, required=False)
    social_impact: bool = fields.check("处罚决定具有一定社会影响", source="行政处罚法 第四十八条")


# Fields of the command that a draft keeps as they are.
PLAIN = (
    "facts",
    "evidence_summary",
    "violated",
    "basis",
    "public_interest",
    "social_risk",
    "major_rights",
    "complex",
    "findings_reason",
    "social_impact",
    "no_penalty_ground",
)
KEPT = ("grounds_proof", "citation_reason")


@act("cases.draft_decision", title="拟定处罚决定")
def draft_decision(*, act: Act, cmd: DraftDecision) -> Draft:
    """Write a new version of the proposed decision; earlier ones stay.

    Raises:
        InvalidInput: no item; a fine without a sum, a sum where the kind has none; a finding
            without reasons; an act fined twice (`fined`); a child punished, a minor not more
            lightly (`ages`); outside the law or, without a reason, the benchmark (`weighing`);
            provisions that are not those of the cause or not in force (`citing`).

    Source: 行政处罚法 第五十七条、第五十八条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    _reason_known(case)
    _check(case, cmd, act.today)
    _check_guarantor(case, cmd)
    recount(act, case)
    last = latest_draft(case)
    items = [_stored(item) for item in cmd.items]
    if told := fined_twice(fines_before(case), items):
        raise InvalidInput({"items": told})
    kept, positions = apart.weighed(case, cmd, act.today)
    kept |= competing.columns(case, _beside(cmd), kept, act.today)
    age = age_at_act(case, act.today)
    _check_age(case, cmd, age, kept["discretion"])
    _check_grounds(case, cmd, kept["discretion"], act.today)
    facts = facts_hash(
        party=str(case.party.uid),
        name=case.party.name,
        facts=cmd.facts,
        violated=cmd.violated,
        basis=cmd.basis,
    )
    proposal = Proposal.NO_PENALTY if cmd.no_penalty_ground else Proposal.PENALTY
    scope = review_scope(matter, case, cmd, items, today=act.today)
    draft = Draft(
        case=case,
        version=last.version + 1 if last else 1,
        items=items,
        review_required=scope.required,
        review_source=scope.source,
        review_from_fen=review_from(matter, case, cmd, act.today),
        facts_hash=facts,
        proposal=proposal,
        draft_hash=draft_hash(
            facts,
            items,
            kept["discretion"],
            weighing.bound(kept) | bound_law(case, cmd.citation_reason) | apart.bound(positions),
            proposal=proposal,
            ground=cmd.no_penalty_ground,
        ),
        exclusions=excluded_evidence(case).count(),
        age_at_act=None if age is None or case.public_order else age.years,
        punishable_from=age.punishable_from if age else None,
        drafted_by_id=act.officer,
        drafted_at=act.now,
        citation_reason=cmd.citation_reason,
        **(kept | weight_columns(items) | of_the_law(case, act.today)),
        **goods_reach(matter, case, cmd),
        **_separately(case, cmd, items, act.today),
        **{f: getattr(cmd, f) for f in PLAIN},
    )
    rows = [ActPosition(draft=draft, **row) for row in positions]
    apart.hold(draft, rows)
    draft.cites_beyond = reasoned(faults_of(draft, act.today), cmd.citation_reason)
    act.write(draft)
    for row in rows:
        row.draft = draft
    act.write_new(rows)
    return draft


def _beside(cmd: DraftDecision) -> list[str]:
    """Return the norms that the only act violates beside its cause.

    Source: 行政处罚法 第二十九条.
    """
    codes = list(dict.fromkeys(row.norm for row in cmd.competing))
    if codes and (cmd.acts or cmd.no_penalty_ground):
        told = "只在给予处罚、只有一种违法行为时填写，请删去"
        raise InvalidInput({"competing": told})
    return codes


def _cites_public_order(cmd: DraftDecision) -> bool:
    return of_public_order(cmd.violated, cmd.basis, *(one.own_basis for one in cmd.acts))


def _check_guarantor(case: Case, cmd: DraftDecision) -> None:
    """Refuse anything but a fine within the article of who did not do a guarantor's duty.

    Source: 治安管理处罚法 第一百二十八条第二款.
    """
    breach = GuarantorBreach.objects.filter(case=case).first() if case.public_order else None
    if breach is None or cmd.no_penalty_ground:
        return
    fine = sum(item.amount_fen or 0 for item in cmd.items)
    if fine > breach.most_fen or any(item.kind != PenaltyKind.FINE for item in cmd.items):
        told = f"担保人不履行担保义务的，只能处{yuan(breach.most_fen)}元以下罚款"
        raise InvalidInput({"items": f"{told}（治安管理处罚法 第一百二十八条第二款）"})


draft_decision.requires(certified)


@draft_decision.prefilled
def _last_version(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    last = latest_draft(case)
    if last is not None:
        known: dict[str, Any] = {name: getattr(last, name) for name in PLAIN + KEPT}
        known |= apart.typed(last, FurtherAct, FoundCircumstance)
        known["items"] = _typed(last.items)
        known["acts"] = _typed_acts(last)
        known["competing"] = tuple(CompetingNorm(norm=row["norm"]) for row in last.competing)
        known["evidence_summary"] = _with_newer(last.evidence_summary, standing_evidence(case))
        return known | _handed_over(case, last)
    inspected = case.inspections.order_by("-id").values_list("findings", flat=True).first()
    facts = filter(None, (inspected, companion_words(case, clocks.current().today())))
    summary = _with_newer("", standing_evidence(case))
    known = {"evidence_summary": summary, "facts": "\n".join(facts)}
    cause = weighing.cause_of(case, clocks.current().today())
    if cause is not None:
        known |= {
            role: cited(a for a in cause.articles if a.role == role)
            for role in ("violated", "basis")
        }
    known |= {k: v for k, v in from_scene(found_on_scene(matter)).items() if v}
    if (daily := daily_of(case)) is not None:
        known |= as_days_say(daily, known.get("basis", ""))
    return known | _handed_over(case, None)


def _with_newer(summary: str, held: Iterable[Evidence]) -> str:
    """Return the list of the evidence with what it does not name yet."""
    lines = summary.splitlines()
    newer = (piece for piece in held if piece.name not in summary)
    more = [f"{n}．{e.name}：证明{e.proves}" for n, e in enumerate(newer, len(lines) + 1)]
    return "\n".join(lines + more)


def _typed(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = [f.name for f in dataclasses.fields(PenaltyItem) if f.name != "conduct"]
    return [
        {name: i.get(name) for name in names} | {"conduct": str(i.get("act") or "")} for i in items
    ]


def _typed_acts(draft: Draft) -> tuple[SeparateAct, ...]:
    """Return the acts of an earlier version; of before positions were kept they have no cause."""
    codes = [one.cause_code for one in apart.acts_of(draft)] if draft.act_count else []
    return tuple(
        SeparateAct(
            act_cause=codes[n] if n and codes else "", name=one["name"], own_basis=one["basis"]
        )
        for n, one in enumerate(draft.acts)
    )


def _handed_over(case: Case, last: Draft | None) -> dict[str, Any]:
    """Return the leading agency's words where this one joined it and has drafted none since."""
    text = text_of(case) if invited(case) else None
    if text is None or (last is not None and last.drafted_at > text.handed_at):
        return {}
    words = {name: getattr(text.draft, name) for name in SAME_WORDS}
    return words | {"items": _typed(text.draft.items)}


def from_scene(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a case taken over from the scene already knows of its draft."""
    known = {name: typed.get(name, "") for name in ("facts", "violated", "basis")}
    if typed.get("amount_fen"):
        known["items"] = [{"kind": PenaltyKind.FINE, "amount_fen": typed["amount_fen"]}]
    return known


@draft_decision.suggested
def _reasons(actor: Actor, matter: Matter, cmd: DraftDecision) -> Mapping[str, Any]:
    told = apart.drafted_reasons(case_of(matter), cmd, clocks.current().today())
    return {"discretion": told} if told else {}


def _stored(item: PenaltyItem) -> dict[str, Any]:
    stored = {"kind": item.kind, "amount_fen": item.amount_fen, "detail": item.detail}
    if item.kind == GOODS:
        stored |= {"value_fen": item.value_fen, "value_basis": item.value_basis}
    if item.conduct:
        stored["act"] = _number(item.conduct)
    return stored | ({"days": item.days} if item.days else {})


def _number(code: str) -> int:
    """Return which act a code names; a code that names none is of one that is not there."""
    return int(code) if code in dict(numbers()) else MOST_ACTS + 1


def _value_faults(item: PenaltyItem) -> dict[str, str]:
    """Ask what goods are worth and by which proof, or why nobody can tell.

    Source: 行政处罚法 第五十八条、第六十三条第一款第二项.
    """
    if item.kind == GOODS:
        if item.value_basis.strip():
            return {}
        told = "请写明价值的依据" if item.value_fen else "请填写价值和依据；无法确定的写明原因"
        return {"value_basis" if item.value_fen else "value_fen": told}
    given = [name for name in ("value_fen", "value_basis") if getattr(item, name)]
    return dict.fromkeys(given, "只有“没收非法财物”填写价值和依据，请删除")


def most_detention_days(matter: Matter, on: date) -> int:
    """Return for how long a person may be detained, all items together (合并执行).

    Source: 治安管理处罚法 第十六条.
    """
    rules = profile(matter.profile)
    return int(rules.parameter("detention.max_days", PUBLIC_ORDER, on=on).number)


def most_days_of_one(matter: Matter, on: date) -> int:
    """Return for how long a person may be detained for one act.

    Source: 治安管理处罚法 第三章.
    """
    rules = profile(matter.profile)
    return int(rules.parameter("detention.act_max_days", PUBLIC_ORDER, on=on).number)


def _no_detention(case: Case) -> str:
    """Return why nobody is detained by the ordinary procedure, which neither executes it nor
    tells the family.

    Source: 行政处罚法 第十八条第三款; 治安管理处罚法 第一百四十一条第一款.
    """
    if case.matter.domain == POLICE:
        return (
            "行政拘留的处罚程序适用治安管理处罚法（第一百四十一条第一款），"
            "不能按普通程序决定：请另行登记案件，勾选“属于违反治安管理的行为”，按治安案件办理"
        )
    return "公安机关以外的机关不得决定行政拘留（行政处罚法 第十八条第三款），请改选处罚种类"


def _reason_known(case: Case) -> None:
    """Ask for the reason of a choice of law that was made before reasons were kept.

    Source: 行政处罚法 第三十七条.
    """
    if case.newer_law and not case.newer_law_reason:
        raise RuleBroken("适用新法没有写明理由，请重新“确定案由”并写明新的规定为什么处罚较轻")


def _check_age(case: Case, cmd: DraftDecision, age: Age | None, discretion: str) -> None:
    if not cmd.items:
        return
    if told := too_young(case, age):
        raise InvalidInput({"items": told})
    if told := not_lighter(minor_at_act(case, age), discretion):
        raise InvalidInput({"discretion": told})


def _check_grounds(case: Case, cmd: DraftDecision, discretion: str, on: date) -> None:
    """Ask that the grounds of 治安管理处罚法 stand on what was established.

    Source: 治安管理处罚法 第九条、第十二条、第十九条至第二十二条.
    """
    if not case.public_order:
        return
    proposed = Proposed(apart.bare(cmd.grounds), cmd.no_penalty_ground, discretion)
    if told := unsupported_in(case, proposed, latest_offender(case), on):
        raise InvalidInput(told)


def sparing(case: Case) -> Collection[NoPenaltyGround]:
    """Return the grounds not to punish that the law of a case knows."""
    return UNPUNISHED_FOR if case.public_order else NO_PENALTY_SOURCES


def _ground_fault(case: Case, cmd: DraftDecision) -> str:
    """Return why no such ground not to punish can stand in this case; "" where it can."""
    if not cmd.no_penalty_ground:
        return ""
    if cmd.items:
        return "已填写拟处罚内容，不能同时选择不予处罚的情形"
    if cmd.no_penalty_ground not in sparing(case):
        known = "、".join(f"“{ground.label}”" for ground in sparing(case))
        return f"{'治安案件' if case.public_order else '本案'}没有这一情形，请从{known}中选择"
    return not_first(case) if cmd.no_penalty_ground == NoPenaltyGround.FIRST_TIME else ""


def _separately(
    case: Case, cmd: DraftDecision, items: Sequence[Mapping[str, Any]], on: date
) -> dict[str, Any]:
    """Return what a draft keeps of several acts, and of the days of detention that one may have.

    Source: 治安管理处罚法 第十六条.
    """
    acts = [{"name": name, "basis": basis} for name, basis, _ in apart.named(case, cmd, on)]
    kept: dict[str, Any] = {"acts": acts, "act_count": len(acts)}
    if not any(item.get("days") for item in items):
        return kept
    most = most_detention_days(case.matter, on)
    return kept | {
        "act_days": days_of(items, most).heaviest,
        "act_most_days": most_days_of_one(case.matter, on),
        "merged_most_days": most,
    }


def _act_faults(case: Case, cmd: DraftDecision, on: date) -> dict[str, str]:
    if cmd.acts and (told := _one_act_only(case, cmd)):
        return {"acts": told}
    if told_of := apart.cause_faults(case, cmd, on):
        return told_of
    if cmd.no_penalty_ground:
        return {}
    items = [_stored(item) for item in cmd.items]
    detained = any(item.days for item in cmd.items)
    most = most_days_of_one(case.matter, on) if detained else MOST_DAYS
    return separate_faults(
        [(name, basis) for name, basis, _ in apart.named(case, cmd, on)],
        items,
        own=[one.own_basis for one in cmd.acts],
        basis=cmd.basis,
        most_of_one=most,
    )


def _one_act_only(case: Case, cmd: DraftDecision) -> str:
    """Return why a draft of this case cannot speak of several acts; "" where it can."""
    if cmd.no_penalty_ground:
        return "拟不予处罚的不填"
    if daily_of(case) is not None:
        return "按日连续处罚的案件只有一种违法行为，请删去"
    if common_of(case) is not None:
        return "以共同名义作出的决定还不能分别决定两种以上违法行为，请删去或者另案办理"
    return ""


def _check(case: Case, cmd: DraftDecision, on: date) -> None:
    problems: dict[str, str] = {}
    if named := named_although_excluded(case, cmd.evidence_summary):
        problems["evidence_summary"] = (
            f"证据“{'、'.join(named)}”已被排除，不得作为认定案件事实的根据，请删去"
        )
    if not cmd.items and not cmd.no_penalty_ground:
        problems["items"] = "请填写拟处罚内容；拟不予处罚的，请选择不予处罚的情形"
    if not case.public_order and _cites_public_order(cmd):
        problems["basis"] = OF_ITS_OWN
    if told := _ground_fault(case, cmd):
        problems["no_penalty_ground"] = told
    for n, item in enumerate(cmd.items):
        label = PenaltyKind(item.kind).label
        if needs_amount(item.kind) and item.amount_fen is None:
            problems[f"items.{n}.amount_fen"] = f"“{label}”必须写明金额"
        if not needs_amount(item.kind) and item.amount_fen is not None:
            problems[f"items.{n}.amount_fen"] = f"“{label}”没有金额，请删除金额或者改选处罚种类"
        if item.kind in (PenaltyKind.OTHER, GOODS) and not item.detail:
            what = "内容" if item.kind == PenaltyKind.OTHER else "物品的名称和数量"
            problems[f"items.{n}.detail"] = f"“{label}”必须写明{what}"
        problems |= {f"items.{n}.{name}": told for name, told in _value_faults(item).items()}
        if (item.kind == PenaltyKind.DETENTION) != (item.days is not None):
            problems[f"items.{n}.days"] = "行政拘留必须写明天数，其他处罚没有天数"
        if item.kind == PenaltyKind.DETENTION and not case.public_order:
            problems[f"items.{n}.kind"] = _no_detention(case)
        if item.kind in NEVER_OF_POLICE and case.public_order:
            problems[f"items.{n}.kind"] = NOT_CONFISCATED
    problems |= _act_faults(case, cmd, on)
    found = cmd.public_interest or cmd.social_risk or cmd.major_rights or cmd.complex
    if found and not cmd.findings_reason:
        problems["findings_reason"] = "勾选了重大情形，请写明认定的理由"
    if problems:
        raise InvalidInput(problems)
