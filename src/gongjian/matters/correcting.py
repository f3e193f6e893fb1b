"""Correcting the words of a recorded step (更正): a new row, never an edit.

Only words that nothing is reckoned from can be corrected. A date, a sum, a choice, and whatever a
paper, a limit or a gate rests on is put right where it was made, by the act that the refusal names.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from gongjian.common import acts, fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.fields import Widget
from gongjian.ui.options import Choices, options

from . import ports
from .choices import CorrectionState
from .definitions import process_of
from .models import Correction, Matter, Step
from .succession import handled_once

WORDS = frozenset({Widget.TEXT, Widget.LINE})
NEWEST = 200
WINDOW = 30
# What a page shows of a step, and of who took it.
SHOWN = ("matter", "seq", "code", "name", "act", "by_name", "at", "data", "made", "officer__post")
RECKONED = "这一项是日期、金额或者选择，期限和办案条件据以计算，不能更正；请依原步骤的程序重新办理"
PAPER = "这一步骤制作了文书：文书没有送达的，作废后重做；已经送达的，制作补正或者撤销、变更的文书"
LIMIT = "这一步骤起算、中止或者结束了期限，不能更正；请依原步骤的程序重新办理"
NO_SUCH = "本案没有这项记录，请从列表中选择"


@dataclass(frozen=True)
class CorrectStep:
    entry: str = fields.code("更正哪一项记录", of="matters.entry")
    right: str = fields.text("正确的内容", max_length=4000)
    reason: str = fields.text("错在哪里、为什么错", max_length=1000)


@act("matters.correct_step", title="更正步骤记录", step=False)
def correct_step(*, act: Act, cmd: CorrectStep) -> Correction:
    """State what is right instead of what a step says; after the decision a head must approve.

    Raises:
        InvalidInput: no such entry, the same words, or something that a gate or limit rests on.

    Source: 国办发〔2018〕118号 三（八）.
    """
    matter: Matter = act.matter
    step, name, label = _found(matter, cmd.entry)
    if why := instead(matter, step, name):
        raise InvalidInput({"entry": why})
    wrong = words_now(step, name)
    if cmd.right == wrong:
        raise InvalidInput({"right": "与现在的记录相同，没有需要更正的内容"})
    needs_head = touches_decided(matter, step)
    row = Correction(
        step=step,
        entry=name,
        label=label,
        wrong=wrong,
        right=cmd.right,
        reason=cmd.reason,
        needs_head=needs_head,
        state=CorrectionState.OPEN if needs_head else CorrectionState.STANDS,
        corrected_by_id=act.officer,
        corrected_at=act.now,
    )
    act.write(row)
    return row


@correct_step.requires
def _something_said(actor: Actor, matter: Matter, clock: Clock) -> str:
    if waiting(matter) is not None:
        return "已有一项更正等待机关负责人批准，请先等待批准"
    newest = [step for step in newest_steps(matter) if step.seq]
    if any(not instead(matter, s, n) for s, n, _ in _said(newest)):
        return ""
    more = len(newest) > WINDOW and any(correctable(matter))
    return "" if more else "本案没有可以更正的文字记录"


@dataclass(frozen=True)
class ApproveCorrection:
    note: str = fields.text("批示", max_length=1000)


@act("matters.approve_correction", title="批准更正", step=False)
def approve_correction(*, act: Act, cmd: ApproveCorrection) -> Correction:
    """Let the oldest correction that waits stand."""
    return _decided(act, CorrectionState.STANDS, cmd.note)


@dataclass(frozen=True)
class RefuseCorrection:
    note: str = fields.text("不予更正的理由", max_length=1000)


@act("matters.refuse_correction", title="不予更正", step=False)
def refuse_correction(*, act: Act, cmd: RefuseCorrection) -> Correction:
    """Let the record stand as it was written."""
    return _decided(act, CorrectionState.REFUSED, cmd.note)


@approve_correction.requires
@refuse_correction.requires
def _of_somebody_else(actor: Actor, matter: Matter, clock: Clock) -> str:
    row = waiting(matter)
    if row is None:
        return "没有等待批准的更正"
    if actor.officer == row.corrected_by_id or handled_once(matter, actor.officer or 0):
        return "不能批准自己承办案件的更正"
    return ""


def _decided(act: Act, state: CorrectionState, note: str) -> Correction:
    row = waiting(act.matter)
    if row is None:
        raise RuleBroken("没有等待批准的更正")
    row.state, row.note = state, note
    row.decided_by_id, row.decided_at = act.officer, act.now
    act.write(row)
    return row


def waiting(matter: Matter) -> Correction | None:
    """Return the oldest correction that waits for a head."""
    return next((r for r in corrections_of(matter) if r.state == CorrectionState.OPEN), None)


def corrections_of(matter: Matter) -> list[Correction]:
    """Return every correction of a matter, oldest first; asked once for each matter object."""
    known: list[Correction] | None = matter.__dict__.get("_corrections")
    if known is None:
        known = matter.__dict__["_corrections"] = _corrections(matter)
    return known


@prepared
def _corrections(matter: Matter) -> QuerySet[Correction]:
    rows = Correction.objects.filter(step__matter=matter).order_by("id")
    return rows.select_related("corrected_by")


def touches_decided(matter: Matter, step: Step) -> bool:
    """Tell whether a head has decided on what the step says: the step itself, or the case."""
    known = process_of(matter).steps.get(step.code)
    return matter.decided_on is not None or (known is not None and known.by != "handler")


def instead(matter: Matter, step: Step, name: str) -> str:
    """Return why an entry cannot be corrected by words, and what to do instead; "" if it can."""
    if step.act in ports.redone:
        return ports.redone[step.act]
    if _specs(step)[name].widget not in WORDS:
        return RECKONED
    if step.made:
        return PAPER
    known = process_of(matter).steps.get(step.code)
    moved = known and (known.starts + known.stops + known.pauses + known.resumes + known.extends)
    return LIMIT if moved else ""


def words_now(step: Step, name: str) -> str:
    """Return what an entry says now, the latest correction that stands included."""
    latest = step.corrections.filter(entry=name, state=CorrectionState.STANDS).last()
    return latest.right if latest else str(step.data.get(name, ""))


def entries(matter: Matter) -> Iterator[tuple[Step, str, str]]:
    """Yield what was said in the newest steps: step, field, label; one query."""
    yield from _said(matter.steps.filter(seq__gt=0).order_by("-seq")[:NEWEST])


def newest_steps(matter: Matter) -> list[Step]:
    """Return the newest steps, one more than a page shows; asked once for each matter object."""
    known: list[Step] | None = matter.__dict__.get("_newest_steps")
    if known is None:
        known = matter.__dict__["_newest_steps"] = _newest(matter)
    return known


@prepared
def _newest(matter: Matter) -> QuerySet[Step]:
    return shown(Step.objects.filter(matter=matter))


def shown(steps: QuerySet[Step]) -> QuerySet[Step]:
    """Return the newest of some steps, as many as a page shows and one more."""
    by = steps.select_related("officer").only(*SHOWN)
    return by.order_by("-seq")[: WINDOW + 1]


def _said(steps: Iterable[Step]) -> Iterator[tuple[Step, str, str]]:
    for step in steps:
        for name, spec in _specs(step).items():
            if step.data.get(name) not in (None, "", [], False):
                yield step, name, spec.label


def correctable(matter: Matter) -> Iterator[tuple[Step, str, str]]:
    """Yield the entries whose words can be corrected."""
    return (found for found in entries(matter) if not instead(matter, *found[:2]))


def _specs(step: Step) -> Mapping[str, Any]:
    return _specs_of(step.act)


@lru_cache(maxsize=1024)
def _specs_of(code: str) -> Mapping[str, Any]:
    service = acts.services().get(code)
    if service is None:
        return {}
    known = {f.name: fields.spec_of(f) for f in dataclasses.fields(service.cmd)}
    return {name: spec for name, spec in known.items() if not spec.secret}


def _found(matter: Matter, entry: str) -> tuple[Step, str, str]:
    for step, name, label in entries(matter):
        if key_of(step, name) == entry:
            return step, name, label
    raise InvalidInput({"entry": NO_SUCH})


def key_of(step: Step, name: str) -> str:
    """Return how a form names an entry of a step."""
    return f"{step.seq}.{name}"


@options("matters.entry")
def correctable_entries(actor: Actor, matter: Any) -> Choices:
    """List the entries of the case whose words can be corrected, newest first."""
    if matter is None:
        return []
    return [
        (key_of(step, name), f"{step.seq}　{step.name}：{label}")
        for step, name, label in correctable(matter)
    ]
