"""Weighing (裁量): from circumstances found to step, range and position of the proposed fine.

Pure: no database, no clock. Sums are whole fen.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongjian.process import Hit

from .definitions import BASIS_POINTS, THOUSAND, Cause, Ground, LegalRange, Step
from .words import PENALTY_KINDS


@dataclass(frozen=True, slots=True)
class Sums:
    """A span of sums in fen, both ends included."""

    low: int
    high: int

    def __contains__(self, fen: int) -> bool:
        return self.low <= fen <= self.high


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the benchmark says of one proposal.

    `legal` and `benchmark` are None where the step knows no fine. `unlawful` says why the sum may
    not be decided at all; `deviates` that it lies outside its step and needs a reason of its own.
    `mitigated`: below the legal minimum, on a ground of the law.
    """

    step: Step
    row: Hit
    legal_range: LegalRange | None
    legal: Sums | None
    benchmark: Sums | None
    fine_fen: int
    mitigated: bool
    deviates: bool
    position: str
    unlawful: str


def legal_sums(legal: LegalRange, base_fen: int | None) -> Sums:
    """Return the legal range in fen; shares of a base are rounded inwards.

    Raises:
        ValueError: the range is a share of a base that is not given.
    """
    if not legal.base:
        return Sums(legal.low, legal.high)
    if base_fen is None:
        msg = f"the range {legal.code} needs its base"
        raise ValueError(msg)
    low = -(-base_fen * legal.low // BASIS_POINTS)
    return Sums(low, max(low, base_fen * legal.high // BASIS_POINTS))


def step_sums(step: Step, legal: Sums) -> Sums:
    """Return what a step covers of a legal range: neighbours share their border, none leaves it."""
    if step.fixed:
        return Sums(step.low, step.high)
    width = legal.high - legal.low
    low, high = (legal.low + width * part // THOUSAND for part in (step.low, step.high))
    return Sums(low, high)


def missing(cause: Cause, found: Mapping[str, str], base_fen: int | None) -> dict[str, str]:
    """Return what is still to be found before weighing, as code → reason; {} when nothing is."""
    wrong = {
        c.code: f"还没有认定“{c.label}”"
        for c in cause.circumstances.values()
        if found.get(c.code) not in c.values
    }
    if not wrong and base_fen is None:
        legal = cause.ranges.get(_step(cause, found)[0].range)
        if legal is not None and legal.base:
            wrong["base_fen"] = f"罚款按{legal.base}的比例计算，请填写{legal.base}"
    return wrong


def weigh(
    cause: Cause,
    found: Mapping[str, str],
    *,
    fine_fen: int | None,
    base_fen: int | None = None,
    grounds: Collection[Ground] = (),
    kinds: Iterable[str] = (),
) -> Weighed:
    """Return step, range and position of a proposal. Ask `missing` first.

    `fine_fen` None: no fine is proposed. `kinds` are the kinds of penalty proposed.

    Source: 行政处罚法 第五条第二款、第三十二条、第三十四条.
    """
    step, hit = _step(cause, found)
    fine = fine_fen or 0
    legal_range = cause.ranges.get(step.range)
    if legal_range is None:
        unlawful = f"“{step.name}”档依法不能罚款" if fine else ""
        return Weighed(
            step,
            hit,
            None,
            None,
            None,
            fine,
            mitigated=False,
            deviates=False,
            position="" if fine else "不罚款，与该档一致",
            unlawful=unlawful or _other_kinds(cause, kinds),
        )
    legal = legal_sums(legal_range, base_fen)
    benchmark = step_sums(step, legal)
    # Where the law says 可以, no fine at all is within the law; below its minimum a fine is not.
    spared = not fine and not legal_range.must
    below = fine < legal.low and not spared
    mitigated = below and any(g.allows("mitigate") for g in grounds)
    unlawful = ""
    if fine > legal.high:
        unlawful = f"罚款高于法定上限（{money(legal.high)}），不得作出"
    elif below and not mitigated:
        unlawful = (
            f"{'罚款低于法定下限' if fine else '法律规定应当罚款，没有罚款就低于法定下限'}"
            f"（{money(legal.low)}），没有法定的减轻处罚情形不得作出"
        )
    return Weighed(
        step,
        hit,
        legal_range,
        legal,
        benchmark,
        fine,
        mitigated=mitigated,
        deviates=not unlawful and not mitigated and fine not in benchmark,
        position=_position(fine, legal, benchmark),
        unlawful=unlawful or _other_kinds(cause, kinds),
    )


def _step(cause: Cause, found: Mapping[str, str]) -> tuple[Step, Hit]:
    hit = cause.table.decide({code: found[code] for code in cause.circumstances})
    return cause.steps[str(hit.value)], hit


def _other_kinds(cause: Cause, kinds: Iterable[str]) -> str:
    """Say which kind the basis does not threaten; orders to mend (other) are no penalty of it.

    Source: 行政处罚法 第四条、第三十八条.
    """
    threatened = {p.kind for p in cause.penalties} | ({"fine"} if cause.ranges else set())
    strange = [k for k in kinds if k in PENALTY_KINDS and k not in threatened]
    names = "、".join(PENALTY_KINDS[k] for k in dict.fromkeys(strange))
    return f"“{names}”不在本案由的法定处罚种类之内" if strange else ""


def _position(fine: int, legal: Sums, benchmark: Sums) -> str:
    if fine > legal.high:
        return "高于法定上限"
    if fine < legal.low:
        return "低于法定下限" if fine else "不罚款"
    if fine > benchmark.high:
        return "高于该档上限"
    return "低于该档下限" if fine < benchmark.low else "在该档之内"


def headline(weighed: Weighed) -> str:
    """Say range, step and position in one line, for example 法定 1万元–10万元；基准 从轻 ….

    The sums are those of the law and the benchmark; nothing is judged here.
    """
    if weighed.legal is None or weighed.benchmark is None:
        return f"基准 {weighed.step.name}（不罚款）" + (
            f"；{weighed.position}" if weighed.position else ""
        )
    proposed = money(weighed.fine_fen) if weighed.fine_fen else "不罚款"
    return (
        f"法定 {span(weighed.legal)}；基准 {weighed.step.name} {span(weighed.benchmark)}；"
        f"拟罚 {proposed}：{weighed.position}"
    )


def span(sums: Sums) -> str:
    """Return a span of sums, for example 1万元–3.7万元 or 500元以下."""
    if not sums.low:
        return f"{money(sums.high)}以下"
    return f"{money(sums.low)}–{money(sums.high)}"


def money(fen: int) -> str:
    """Return a sum briefly: 1万元, 5.212万元, 800元, 1,234.5元 is 1,234.50元."""
    yuan, rest = divmod(fen, 100)
    if rest:
        return f"{yuan:,}.{rest:02d}元"
    if yuan < BASIS_POINTS:
        return f"{yuan:,}元"
    whole, part = divmod(yuan, BASIS_POINTS)
    digits = f"{part:04d}".rstrip("0")
    return f"{whole:,}{'.' + digits if digits else ''}万元"


def reasons(
    cause: Cause,
    found: Mapping[str, str],
    proofs: Mapping[str, str],
    weighed: Weighed,
    grounds: Sequence[Ground] = (),
) -> str:
    """Write the reasons of discretion as a draft; a person reads and owns them.

    Source: 行政处罚法 第三十四条、第五十七条、第五十九条.
    """
    told = []
    for code, circumstance in cause.circumstances.items():
        proof = proofs.get(code, "").strip().rstrip("。；")
        value = circumstance.values[found[code]]
        told.append(f"{circumstance.label}：{value}" + (f"（{proof}）" if proof else ""))
    text = f"经查，{'；'.join(told)}。"
    for ground in grounds:
        text += f"当事人具有“{ground.name}”的情形（{ground.source}）。"
    text += f"对照裁量基准“{weighed.row.name}”，属于“{weighed.step.name}”档"
    if weighed.legal is None or weighed.benchmark is None:
        return f"{text}，不处罚款。"
    text += f"：法定罚款幅度为{span(weighed.legal)}，该档为{span(weighed.benchmark)}。"
    proposed = f"拟罚款{money(weighed.fine_fen)}" if weighed.fine_fen else "拟不处罚款"
    if weighed.mitigated:
        return f"{text}依法减轻处罚，{proposed}。"
    return f"{text}{proposed}，{weighed.position}。"
