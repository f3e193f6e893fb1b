"""What is published of random checks: plans before the draw, the rest when it warns nobody.

Of a draw that still runs nothing is public: who is drawn would be warned. It is told when every
object has its result, when the days of the plan are over, or when it was made void.

Source: REQUIREMENTS P7, P12, X3; HN3; KM2.1.3(1).
"""

from datetime import date
from itertools import groupby

from django.utils.timezone import localtime

from gongjian.exante.checks.choices import CheckResult
from gongjian.exante.checks.drawing import ALGORITHM, secret_of, sha256, to_draw
from gongjian.exante.checks.models import CheckDraw, CheckPlan, CheckSeat, CheckTarget
from gongjian.orgs.models import Agency

from .form import Drawn, Row
from .officers import withheld_ids

PLANS = (
    ("name", "计划"),
    ("item", "抽查事项"),
    ("period", "检查期间"),
    ("share", "抽取"),
    ("each", "每个对象的检查人员"),
    ("pool_sha256", "名录指纹（SHA-256）"),
    ("commitments", "承诺值"),
    ("objects", "检查对象名录"),
    ("officers", "检查人员名录（编码）"),
)
DRAWS = (
    ("plan", "计划"),
    ("plan_number", "计划编号"),
    ("turn", "第几次抽取"),
    ("drawn", "抽取时间"),
    ("outcome", "结果"),
    ("witness_from", "见证人"),
    ("words", "见证人说出的词"),
    ("secret", "秘密数"),
    ("pool_sha256", "名录指纹（SHA-256）"),
    ("seed", "种子"),
    ("objects", "抽中的对象"),
    ("officers", "各对象的检查人员（编码）"),
)
RESULTS = (
    ("plan", "计划"),
    ("object", "检查对象"),
    ("code", "统一社会信用代码"),
    ("checked_on", "检查日期"),
    ("result", "检查结果"),
    ("officers", "检查人员"),
)
NO_PLAN = "本机关目前没有随机抽查计划。"
NO_DRAW = "目前没有已经完成或者作废的抽取。正在检查的抽取，全部登记结果以后公布，以免走漏。"
NO_RESULT = "目前没有登记的抽查结果。"
HOW_PLANS = (
    "名录指纹＝名录各行（先对象、空一行、再人员，换行相隔）的 SHA-256。"
    "承诺值＝该次抽取所用秘密数的 SHA-256，在抽取之前公布，秘密数在抽取记录里公布。"
)
HOW_DRAWS = (
    f"种子＝“{ALGORITHM}”、秘密数、名录指纹、见证人说出的词四行的 SHA-256。"
    "对象按“种子、空行、代码”三行的 SHA-256 从小到大排列，取前若干个；"
    "检查人员按“种子、对象代码、人员编码”三行排列，回避的由后一名递补。"
    "任何人可以用 gongjian-verify 重算。"
)
WITHHELD = "（依法不公开）"


def plans(agency: Agency, on: date) -> Drawn:
    """Return the plans with their pools and the hashes that bind the draws; two queries."""
    rows = CheckPlan.objects.filter(agency=agency).select_related("item").order_by("-number")
    made = [_plan(row) for row in rows.prefetch_related("draws")]
    return Drawn(PLANS, made, [HOW_PLANS] if made else [NO_PLAN])


def _plan(plan: CheckPlan) -> Row:
    count = len(plan.objects_pool)
    draws = list(plan.draws.all())
    turns = len(draws) + (all(draw.voided_on for draw in draws))
    told = [f"{turn} {sha256(secret_of(plan.uid.bytes, turn))}" for turn in range(1, turns + 1)]
    cells = {
        "name": plan.name,
        "item": plan.item.name,
        "period": f"{plan.from_on} 至 {plan.to_on}",
        "share": f"{count} 个对象抽 {plan.percent}%，即 {to_draw(count, plan.percent)} 个",
        "each": f"{plan.each} 人",
        "pool_sha256": plan.pool,
        "commitments": "\n".join(told),
        "objects": "\n".join(plan.objects_pool),
        "officers": "\n".join(plan.officers_pool),
    }
    return Row(str(plan.number), cells)


def draws(agency: Agency, on: date) -> Drawn:
    """Return the draws that warn nobody any more, void ones too; three queries."""
    found = CheckDraw.objects.filter(plan__agency=agency).select_related("plan")
    found = found.prefetch_related("targets__seats__officer").order_by("-plan__number", "turn")
    shown = [_draw(draw) for draw in found if _told(draw, on)]
    return Drawn(DRAWS, shown, [HOW_DRAWS] if shown else [NO_DRAW])


def _told(draw: CheckDraw, on: date) -> bool:
    over = draw.voided_on is not None or draw.plan.to_on < on
    return over or all(target.result for target in draw.targets.all())


def _draw(draw: CheckDraw) -> Row:
    plan, targets = draw.plan, list(draw.targets.all())
    cells = {
        "plan": plan.name,
        "plan_number": str(plan.number),
        "turn": str(draw.turn),
        "drawn": localtime(draw.drawn_at).strftime("%Y-%m-%d %H:%M"),
        "outcome": f"作废：{draw.void_reason}" if draw.voided_on else "有效",
        "witness_from": draw.witness_from,
        "words": draw.words,
        "secret": draw.secret,
        "pool_sha256": plan.pool,
        "seed": draw.seed,
        "objects": "\n".join(f"{target.code} {target.name}" for target in targets),
        "officers": "\n".join(_seats(target) for target in targets),
    }
    return Row(f"{plan.number}-{draw.turn}", cells)


def _seats(target: CheckTarget) -> str:
    sat = [f"{s.officer.uid}{'（回避）' if s.left_on else ''}" for s in target.seats.all()]
    return " ".join([target.code, *sat])


def results(agency: Agency, on: date) -> Drawn:
    """Return what the checks found, object by object; two queries."""
    hidden = withheld_ids(agency)
    found = CheckSeat.objects.filter(target__draw__plan__agency=agency, left_on__isnull=True)
    found = found.filter(target__draw__voided_on__isnull=True).exclude(target__result="")
    seats = found.select_related("target__draw__plan", "officer").order_by(
        "-target__draw__plan__number", "target__rank", "target_id", "rank"
    )
    rows = [_result(one, list(sat), hidden) for one, sat in groupby(seats, lambda s: s.target)]
    return Drawn(RESULTS, rows, [] if rows else [NO_RESULT])


def _result(target: CheckTarget, seats: list[CheckSeat], hidden: set[int]) -> Row:
    sat = [WITHHELD if seat.officer_id in hidden else seat.officer.name for seat in seats]
    cells = {
        "plan": target.draw.plan.name,
        "object": target.name,
        "code": target.code,
        "checked_on": str(target.checked_on),
        "result": CheckResult(target.result).label,
        "officers": "、".join(sat),
    }
    return Row(f"{target.draw.plan.number}-{target.code}", cells)
