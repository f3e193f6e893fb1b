"""A bank's file taken in: looked at first, then every row an act of its own, all or none."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotAllowed
from gongjian.vault.store import store

from .bankfile import BankFile, ReceiptLine, read
from .models import BankReceipt, PaymentNotice
from .rules import code_of, valid_code
from .services.receipts import TakeReceipt, take_receipt


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A line of the file, whether it is in already, and the case its code leads to."""

    line: ReceiptLine
    known: bool
    number: str
    code_note: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing is written."""

    file: BankFile
    rows: tuple[PreviewRow, ...]

    @property
    def new(self) -> int:
        return sum(not row.known for row in self.rows)

    @property
    def unmatched(self) -> int:
        return sum(not row.known and not row.number for row in self.rows)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    taken: int
    known: int
    matched: int


def preview(actor: Actor, content: bytes, clock: Clock | None = None) -> Preview:
    """Return what a file holds and what would become of each row; three queries."""
    agency = _agency(actor)
    found = read(content, (clock or clocks.current()).today())
    serials = [line.serial for line in found.lines]
    rows = BankReceipt.objects.filter(agency=agency, serial__in=serials)
    taken = {row.serial: row for row in rows}
    codes = {code for line in found.lines if valid_code(code := code_of(line.code))}
    notices = PaymentNotice.objects.filter(agency=agency, code__in=codes).select_related("decision")
    numbers = {notice.code: notice.decision.number for notice in notices}
    lines = tuple(_compared(line, taken.get(line.serial)) for line in found.lines)
    return Preview(
        replace(found, lines=lines),
        tuple(
            PreviewRow(
                line,
                line.serial in taken,
                numbers.get(code_of(line.code), ""),
                _note(line, numbers),
            )
            for line in lines
        ),
    )


def import_file(actor: Actor, content: bytes, clock: Clock | None = None) -> Imported:
    """Take every new row of a file; with one bad row none is taken. Done twice, it adds nothing.

    Raises:
        InvalidInput: names every row that is wrong.
        HandlerTakesMoney: a row belongs to a case this person handles.
    """
    clock = clock or clocks.current()
    seen = preview(actor, content, clock)
    if not seen.file.sound:
        raise InvalidInput(problems(seen.file))
    new = [row for row in seen.rows if not row.known]
    kept = store().put(content).sha256 if new else ""
    taken = []
    with transaction.atomic():
        for row in new:
            line = row.line
            assert line.paid_on is not None
            cmd = TakeReceipt(
                serial=line.serial,
                paid_on=line.paid_on,
                amount_fen=line.amount_fen,
                payer=line.payer,
                code=line.code,
                memo=line.memo,
                way=line.way,
                file_sha256=kept,
            )
            taken.append(take_receipt(actor=actor, cmd=cmd, clock=clock))
    matched = sum(receipt.notice_id is not None for receipt in taken)
    return Imported(len(taken), len(seen.rows) - len(new), matched)


def problems(found: BankFile) -> Mapping[str, str]:
    """Return what is wrong with a file, by row."""
    told = {"file": "；".join(found.problems)} if found.problems else {}
    rows = {f"row.{x.number}": f"第{x.number}行：{'；'.join(x.problems)}" for x in found.lines}
    return told | {key: text for key, text in rows.items() if not text.endswith("行：")}


def digest_of(content: bytes) -> str:
    """Return the hash by which a page knows that the file it shows is the one it takes."""
    return hashlib.sha256(content).hexdigest()


def _agency(actor: Actor) -> int:
    if actor.agency is None or "finance" not in actor.offices:
        raise NotAllowed("导入银行到账须由财务办理。如有需要，请联系本机关管理员。")
    return actor.agency


def _compared(line: ReceiptLine, known: BankReceipt | None) -> ReceiptLine:
    if known is None or (known.paid_on, known.amount_fen) == (line.paid_on, line.amount_fen):
        return line
    problem = f"流水号{line.serial}已经入账，但日期或者金额不同，请与银行核对"
    return replace(line, problems=(*line.problems, problem))


def _note(line: ReceiptLine, numbers: Mapping[str, str]) -> str:
    code = code_of(line.code)
    if code in numbers:
        return ""
    if not line.code:
        return "没有缴款码，导入后待认领"
    return "没有这个缴款码，导入后待认领" if valid_code(code) else "缴款码有误，导入后待认领"
