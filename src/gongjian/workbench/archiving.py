"""Many files to the archive on one page: what is due, what was typed of each, each its own act."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.http import QueryDict

from gongjian.cases.models import ArchivedFile
from gongjian.cases.retention import kept_for, retention_of
from gongjian.cases.services import ArchiveFile, archive_file
from gongjian.cases.services.archiving import LIMIT
from gongjian.common import acts, fields
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import DomainError, InvalidInput, NotFound, RuleBroken
from gongjian.matters.choices import DeadlineState
from gongjian.matters.models import Deadline, Matter, Todo
from gongjian.matters.queries import inbox, visible_matters
from gongjian.orgs.choices import Role
from gongjian.process import Hit
from gongjian.ui.fields import FormField, Typed
from gongjian.ui.forms import ActForm, typed_from
from gongjian.ui.pager import SIZE, Page, page

from .inbox import TODO_SHOWN

OF_ONE = ("number", "volumes", "pages", "retention", "note")
OF_ALL = ("place", "archived_on")
DRAFT = "cases.archive_file:"  # one for the page; that of a single case ends in its uid
# A year at the head, if any; whatever stands between; the count.
_NUMBERED = re.compile(r"((?:19|20)\d\d)?(.*?)(\d{1,12})")


def may_archive(actor: Actor) -> bool:
    """Tell whether this person takes files into the archive."""
    return acts.may(actor, archive_file)


def due_page(actor: Actor, after: str) -> Page[Todo]:
    """Return a page of what the archive waits for, first due first; one query."""
    waits = Deadline.objects.filter(matter=OuterRef("matter"), code=LIMIT, state=DeadlineState.OPEN)
    found = inbox(actor).filter(Exists(waits), role=Role.ARCHIVIST)
    shown = found.only(*TODO_SHOWN, "matter__closed_at")
    return page(shown, order=("due_on", "id"), after=after)


@dataclass(frozen=True, kw_only=True)
class OfAll:
    """What is typed once for all files of the page."""

    place: str = fields.line("存放处", max_length=100, help="库房、柜、格；所选案卷都放在这里")
    archived_on: date = fields.day("归档日期", help="案卷交档案人员之日；所选案卷相同")


@dataclass
class Row:
    """One file: what was typed of it, and what became of it."""

    matter: Matter
    form: ActForm
    rule: str
    seq: int
    done: ArchivedFile | None = None

    @property
    def asked(self) -> list[FormField]:
        """The fields of this file alone, in the order of the table."""
        named = {item.name: item for item in self.form.fields if isinstance(item, FormField)}
        return [named[name] for name in OF_ONE]

    @property
    def told(self) -> list[str]:
        """What is wrong with this file; what all share is told above the table."""
        shared = {f"id_{name}" for name in OF_ALL}
        return [p.message for p in self.form.problems if p.target not in shared]

    @property
    def sound(self) -> bool:
        """Whether nothing stands against taking this file."""
        return not self.form.problems


@dataclass
class Batch:
    """What one page holds: what all files share, and the rows."""

    shared: ActForm
    rows: list[Row] = field(default_factory=list)

    @property
    def done(self) -> list[Row]:
        return [row for row in self.rows if row.done]

    @property
    def left(self) -> list[Row]:
        return [row for row in self.rows if not row.done]

    @property
    def sound(self) -> list[Row]:
        return [row for row in self.left if row.sound]

    @property
    def wrong(self) -> int:
        return len(self.left) - len(self.sound)


def proposed(actor: Actor, chosen: Sequence[str], kept: Typed, clock: Clock) -> Batch:
    """Return the rows of some cases: what is known of each, and what was `kept` of the typing.

    Numbers follow the last one given; how long a file is kept is what its table says.
    """
    matters = _chosen(actor, chosen)
    of_all = typed_from(OfAll, {"archived_on": clock.today()})
    of_all |= {name: kept[name] for name in OF_ALL if name in kept}
    shared = ActForm(OfAll, actor, None, of_all, posted=False)
    numbers = numbers_after(_last_number(actor), len(matters), clock.today().year)
    batch = Batch(shared)
    for matter, number in zip(matters, numbers, strict=True):
        hit = retention_of(matter)
        known = {"number": number, "volumes": 1, "retention": str(hit.value)}
        of_one = typed_from(ArchiveFile, known)
        of_one |= {n: kept[f"{matter.uid}.{n}"] for n in OF_ONE if f"{matter.uid}.{n}" in kept}
        form = ActForm(ArchiveFile, actor, matter, of_one, posted=False)
        batch.rows.append(Row(matter, form, _told(matter, hit), matter.seq))
    return batch


def typed(actor: Actor, posted: QueryDict) -> Batch:
    """Return the rows as they were typed."""
    of_all = {name: posted.getlist(name) for name in OF_ALL}
    batch = Batch(ActForm(OfAll, actor, None, of_all, posted=True))
    for matter in _chosen(actor, posted.getlist("matter")):
        of_one = {name: posted.getlist(f"{matter.uid}.{name}") for name in OF_ONE}
        form = ActForm(ArchiveFile, actor, matter, of_all | of_one, posted=True)
        seen = posted.get(f"{matter.uid}.seq", "")
        seq = int(seen) if seen.isascii() and seen.isdigit() else matter.seq
        rule = _told(matter, retention_of(matter))
        batch.rows.append(Row(matter, form, rule, seq))
    return batch


def check(batch: Batch, actor: Actor) -> None:
    """Do each act and take it back, so that the page tells of each file what stands against it."""
    _each(batch, lambda row: _undone(row, actor))


def perform(batch: Batch, actor: Actor) -> None:
    """Do one act for each file; what is refused of one stops no other."""
    _each(batch, lambda row: _done(row, actor))


def _each(batch: Batch, act: Callable[[Row], None]) -> None:
    batch.shared.is_valid()
    twice = _twice(row.form.typed.get("number", ()) for row in batch.rows)
    for row in batch.rows:
        valid = row.form.is_valid()
        if valid and row.form.command().number in twice:
            row.form.take(InvalidInput({"number": "与本页另一份案卷的归档号相同"}))
        elif valid:
            try:
                act(row)
            except DomainError as error:
                row.form.take(error)
                row.seq = Matter.objects.values_list("seq", flat=True).get(pk=row.matter.pk)
            except IntegrityError:
                # Somebody took a file under the same number in the same moment.
                told = "没有归档：归档号可能刚刚用于另一份案卷，请换一个归档号再试"
                row.form.take(RuleBroken(told))
        _share(batch.shared, row.form)


def _share(shared: ActForm, form: ActForm) -> None:
    """Tell once above the table what the service found wrong with what all files share."""
    wrong = {f"id_{name}": name for name in OF_ALL}
    told = {wrong[p.target]: p.message for p in form.problems if p.target in wrong}
    if told:
        shared.take(InvalidInput(told))


class _Undone(Exception):
    """Takes back what was done in a transaction."""


def _undone(row: Row, actor: Actor) -> None:
    try:
        with transaction.atomic():
            _act(row, actor)
            raise _Undone
    except _Undone:
        return


def _done(row: Row, actor: Actor) -> None:
    row.done = _act(row, actor)


def _act(row: Row, actor: Actor) -> ArchivedFile:
    cmd: Any = row.form.command()
    return archive_file(actor=actor, matter=row.matter.uid, expect_seq=row.seq, cmd=cmd)


def numbers_after(last: str, many: int, year: int) -> list[str]:
    """Return the numbers that follow the last one given; each year begins anew."""
    found = _NUMBERED.fullmatch(last)
    begun, between, digits = found.groups(default="") if found else (str(year), "", "0000")
    if begun and begun != str(year):
        begun, digits = str(year), "0" * len(digits)
    return [f"{begun}{between}{int(digits) + n:0{len(digits)}d}" for n in range(1, many + 1)]


def _last_number(actor: Actor) -> str:
    given = ArchivedFile.objects.filter(agency=actor.agency).order_by("-pk")
    return given.values_list("number", flat=True).first() or ""


def _chosen(actor: Actor, chosen: Sequence[str]) -> list[Matter]:
    """Return the cases that were chosen, in the order of the list.

    Raises:
        RuleBroken: more than a page.
        NotFound: one that is not there for this person.
    """
    uids = list(dict.fromkeys(chosen))
    if len(uids) > SIZE:
        raise RuleBroken(f"一次最多归档{SIZE}件，请分几次办理")
    try:
        found = visible_matters(actor).in_bulk([UUID(uid) for uid in uids], field_name="uid")
        return [found[UUID(uid)] for uid in uids]
    except (ValueError, KeyError):
        raise NotFound("所选案件中有的不存在，或者您无权查看。请从列表重新选择") from None


def _told(matter: Matter, hit: Hit) -> str:
    return f"{hit.name}：{kept_for(matter, hit)}"


def _twice(numbers: Iterable[Sequence[str]]) -> set[str]:
    counted = Counter(typed[-1].strip() for typed in numbers if typed)
    return {number for number, times in counted.items() if number and times > 1}
