"""Each act of a person weighed for itself: its cause, what was found of it, what it is fined.

One act is a list of one: `weighing` is asked act by act, and never knows of the others. In the
form, what concerns the second act and those after it carries its number: `2.times`.
"""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.catalog.citing import cited
from gongjian.catalog.definitions import Cause
from gongjian.catalog.queries import cause_on
from gongjian.common.errors import InvalidInput
from gongjian.common.text import numeral

from . import weighing
from .models import ActPosition, Case, Draft
from .weighing import DEVIATION, Verdict, cause_of, law_day

# What a row of a position keeps of `weighing.columns`; the draft keeps the reasons of all acts.
KEPT = (
    *("cause_code", "circumstances", "base_fen", "grounds", "grounds_proof", "benchmark"),
    *("legal_low_fen", "legal_high_fen", "step_low_fen", "step_high_fen", "fine_must"),
    *("mitigated", "deviates", "deviation_reason"),
)
# Before the code of a ground that the form asks once for every act.
EVERY = "all"
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A circumstance of one act, without the number of the act."""

    item: str
    value: str
    proof: str


@dataclass(frozen=True, slots=True)
class Part:
    """What of a proposal concerns one act; `case` is that of the draft under the act's cause."""

    number: int
    name: str
    basis: str
    case: Case
    circumstances: tuple[Found, ...]
    places: tuple[int, ...]  # where in the form each circumstance stands
    base_fen: int | None
    grounds: tuple[str, ...]
    grounds_proof: str
    items: tuple[Any, ...]
    deviation_reason: str
    discretion: str
    no_penalty_ground: str = ""


def under(case: Case, cause_code: str) -> Case:
    """Return a case as it were if its cause was another; nobody writes it."""
    other = copy.copy(case)
    other.cause_code = cause_code
    return other


def coded(number: int, code: str) -> str:
    """Return a code of the first act as it is, one of another act with its number."""
    return code if number == 1 else f"{number}.{code}"


def acts_of(draft: Draft) -> Sequence[Draft | ActPosition]:
    """Return how each act of a draft was weighed: the draft itself where it speaks of one.

    One query where there are several, once for each draft.
    """
    if not draft.act_count:
        return [draft]
    known: list[ActPosition] | None = draft.__dict__.get("_acts")
    if known is None:
        known = sorted(draft.positions.all(), key=lambda one: one.number)
        hold(draft, known)
    return known


def hold(draft: Draft, rows: Sequence[ActPosition]) -> None:
    """Let a draft that is not written yet know the positions of its acts."""
    draft.__dict__["_acts"] = list(rows)


def cause_of_act(case: Case, number: int, code: str, on: date) -> Cause | None:
    """Return the catalogue's cause of an act; the first is that of the case."""
    return cause_of(case if number == 1 else under(case, code), on)


def named(case: Case, cmd: Any, on: date) -> list[tuple[str, str, str]]:
    """Return the acts as name, basis and cause: what is left out is said by the cause."""
    told = []
    for number, one in enumerate(cmd.acts, 1):
        code = case.cause_code if number == 1 else one.act_cause
        cause = cause_of_act(case, number, code, on) if code else None
        basis = cited(a for a in cause.articles if a.role == "basis") if cause else ""
        told.append((one.name or (cause.name if cause else ""), one.own_basis or basis, code))
    return told


def cause_faults(case: Case, cmd: Any, on: date) -> dict[str, str]:
    """Return, by field, what is wrong with the causes of several acts."""
    told: dict[str, str] = {}
    codes = [case.cause_code, *(one.act_cause for one in cmd.acts[1:])]
    for at, one in enumerate(cmd.acts):
        cause = cause_on(one.act_cause, law_day(case, on), case.matter.profile)
        place = f"acts.{at}.act_cause"
        if at == 0 and one.act_cause not in {"", case.cause_code}:
            told[place] = "第一种是本案的案由，请不要另选；本案案由不对的，先“确定案由”"
        elif one.act_cause and (cause is None or cause.domain != case.matter.domain):
            told[place] = "目录中没有本案可以适用的这项案由，请重新选择"
        elif at and one.act_cause and one.act_cause in codes[:at]:
            told[place] = "与前面一种的案由相同，请合为一种"
    for at, (name, basis, code) in enumerate(named(case, cmd, on)):
        if not code and not name:
            told[f"acts.{at}.name"] = "请选择这种行为的目录案由；目录没有的，写明名称和依据"
        elif not code and not basis:
            told[f"acts.{at}.own_basis"] = "没有选择目录案由的，请写明这种行为的依据"
    return told


def parts(case: Case, cmd: Any, on: date) -> list[Part]:
    """Return a proposal act by act; a list of one where it names none.

    What carries the number of an act that is not there is left with the first, which refuses it.
    """
    acts = named(case, cmd, on) or [("", "", case.cause_code)]
    further = {row.item: row for row in cmd.further}
    found: list[Part] = []
    for number, (name, basis, code) in enumerate(acts, 1):
        own = [
            (at, Found(item, c.value, c.proof))
            for at, c in enumerate(cmd.circumstances)
            for of, item in [_split(c.item, len(acts))]
            if of == number
        ]
        row = further.get(str(number))
        first = number == 1
        found.append(
            Part(
                number,
                name,
                basis,
                case if first else under(case, code),
                tuple(one for _, one in own),
                tuple(at for at, _ in own),
                cmd.base_fen if first else row.own_base_fen if row else None,
                (grounds := _grounds(cmd.grounds, number, len(acts))),
                cmd.grounds_proof if grounds or len(acts) == 1 else "",
                tuple(i for i in cmd.items if (i.conduct or "1") == str(number)),
                cmd.deviation_reason if first else row.own_deviation if row else "",
                cmd.discretion,
                cmd.no_penalty_ground,
            )
        )
    return found


def bare(grounds: Iterable[str]) -> tuple[str, ...]:
    """Return grounds without the number of the act, each once."""
    return tuple(dict.fromkeys(code.rpartition(".")[2] for code in grounds))


def _grounds(grounds: Iterable[str], number: int, most: int) -> tuple[str, ...]:
    shared, own = _shared(grounds) if most > 1 else [], []
    for code in grounds:
        of, bare_code = _split(code, most)
        if of == number and bare_code.removeprefix(f"{EVERY}.") not in shared:
            own.append(bare_code)
    return (*shared, *dict.fromkeys(own))


def _shared(grounds: Iterable[str]) -> list[str]:
    """Return the grounds that were found once for every act."""
    before = f"{EVERY}."
    return list(dict.fromkeys(c.removeprefix(before) for c in grounds if c.startswith(before)))


def _split(code: str, most: int) -> tuple[int, str]:
    head, dot, rest = code.partition(".")
    if dot and head.isascii() and head.isdigit() and 2 <= int(head) <= most:
        return int(head), rest
    return 1, code


def weighed(case: Case, cmd: Any, on: date) -> tuple[Columns, list[Columns]]:
    """Return what a draft keeps of its weighing, and the columns of the positions of its acts.

    Raises:
        InvalidInput: what `weighing.columns` refuses of any act, at its own field.

    Source: 行政处罚法 第五条第二款、第三十二条、第三十四条; 治安管理处罚法 第十六条.
    """
    each = parts(case, cmd, on)
    if len(each) == 1:
        return weighing.columns(case, each[0], on), []
    problems: dict[str, str] = {}
    kept = []
    for part in each:
        try:
            kept.append(weighing.columns(part.case, part, on))
        except InvalidInput as error:
            for field, why in _placed(part, cmd, error.fields):
                problems[field] = "；".join(filter(None, (problems.get(field), why)))
    if problems:
        raise InvalidInput(problems)
    rows = [_row(part, columns) for part, columns in zip(each, kept, strict=True)]
    return _together(kept[0], rows, cmd.discretion or _reasons(each, kept)), rows


def _together(first: Columns, rows: Sequence[Columns], discretion: str) -> Columns:
    """Return the columns of a draft of several acts: no range of one bounds the sum of all."""
    none = dict.fromkeys(("legal_low_fen", "legal_high_fen", "step_low_fen", "step_high_fen"))
    grounds = [code for row in rows for code in row.get("grounds", ())]
    proofs = [row["grounds_proof"] for row in rows if row.get("grounds_proof")]
    return (
        first
        | none
        | {
            "grounds": list(dict.fromkeys(grounds)),
            "grounds_proof": proofs[0] if proofs else "",
            "mitigated": any(row.get("mitigated") for row in rows),
            "discretion": discretion + _tail(rows),
        }
    )


def _row(part: Part, columns: Columns) -> Columns:
    fines = (i.amount_fen or 0 for i in part.items if i.kind == "fine")
    return {name: columns[name] for name in KEPT if name in columns} | {
        "number": part.number,
        "name": part.name,
        "basis": part.basis,
        "fine_fen": sum(fines),
        "days": sum(i.days or 0 for i in part.items),
    }


def _placed(part: Part, cmd: Any, told: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with one of several acts, at the field of the form it stands in."""
    rows = [row.item for row in cmd.further]
    at = rows.index(str(part.number)) if str(part.number) in rows else None
    own = {"base_fen": "own_base_fen", "deviation_reason": "own_deviation"}
    for field, why in told.items():
        head, _, rest = field.partition(".")
        number, _, column = rest.partition(".")
        if head in own and part.number > 1:
            place = "further" if at is None else f"further.{at}.{own[head]}"
        elif head == "circumstances" and column:
            place = f"circumstances.{part.places[int(number)]}.{column}"
        else:
            place = field
        yield place, why if field == "discretion" else f"“{part.name}”：{why}"


def _reasons(each: Sequence[Part], kept: Sequence[Columns]) -> str:
    """Return the reasons of all acts as the system drafts them, an act a paragraph."""
    return "\n".join(
        f"对{part.name}的行为，"
        + columns["discretion"].removesuffix(f"\n{DEVIATION}{part.deviation_reason}")
        for part, columns in zip(each, kept, strict=True)
    )


def _tail(rows: Iterable[Mapping[str, Any]]) -> str:
    told = ((row["name"], row.get("deviation_reason", "")) for row in rows)
    return "".join(f"\n{name}，{DEVIATION}{reason}" for name, reason in told if reason)


def without_deviation(draft: Draft) -> str:
    """Return the reasons of discretion as they were typed."""
    if not draft.act_count:
        return weighing.without_deviation(draft)
    return draft.discretion.removesuffix(_tail([vars(one) for one in acts_of(draft)]))


def verdicts(case: Case, cmd: Any, on: date) -> list[tuple[Part, Verdict]]:
    """Return each act that can be weighed so far, with what its benchmark says."""
    told = ((part, weighing.verdict(part.case, part, on)) for part in parts(case, cmd, on))
    return [(part, verdict) for part, verdict in told if verdict is not None]


def drafted_reasons(case: Case, cmd: Any, on: date) -> str:
    """Return the reasons of discretion as the system drafts them; "" while an act is missing."""
    told, most = verdicts(case, cmd, on), max(len(cmd.acts), 1)
    if len(told) < most:
        return ""
    if most == 1:
        return told[0][1].reasons
    return "\n".join(f"对{part.name}的行为，{verdict.reasons}" for part, verdict in told)


def bound(rows: Iterable[Mapping[str, Any]]) -> Columns:
    """Return what of several acts the hash of the draft binds."""
    told = [{"name": row["name"], "basis": row["basis"]} | weighing.bound(row) for row in rows]
    return {"acts": told} if told else {}


def typed(draft: Draft, further: Callable[..., Any], circumstance: Callable[..., Any]) -> Columns:
    """Return, as the form has them, the findings of the acts of an earlier version."""
    each = acts_of(draft)
    numbered = [(getattr(one, "number", 1), one) for one in each]
    first = each[0]
    return {
        "circumstances": tuple(
            circumstance(**(c | {"item": coded(n, c["item"])}))
            for n, one in numbered
            for c in one.circumstances
        ),
        "grounds": _typed_grounds(numbered),
        "base_fen": first.base_fen,
        "deviation_reason": first.deviation_reason,
        "further": tuple(
            further(item=str(n), own_base_fen=one.base_fen, own_deviation=one.deviation_reason)
            for n, one in numbered[1:]
        ),
        "discretion": without_deviation(draft),
    }


def _typed_grounds(numbered: Sequence[tuple[int, Draft | ActPosition]]) -> tuple[str, ...]:
    """Return the grounds of all acts as the form asks them: what all have in common once."""
    shared = [c for c in numbered[0][1].grounds if all(c in one.grounds for _, one in numbered)]
    if len(numbered) < 2:
        return tuple(shared)
    own = (coded(n, c) for n, one in numbered for c in one.grounds if c not in shared)
    return (*(f"{EVERY}.{code}" for code in shared), *own)


def label(number: int, name: str) -> str:
    """Return how a form names an act."""
    return f"第{numeral(number)}种 {name}".rstrip()
