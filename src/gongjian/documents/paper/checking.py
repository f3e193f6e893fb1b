"""Does this signed PDF hold? One answer, in a sentence a party understands."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the signature holds, who signed and when, and why not."""

    holds: bool
    reason: str
    signer: str = ""
    at: datetime | None = None


def check(pdf: bytes, *, roots: Iterable[Any]) -> Verdict:
    """Check signature, chain, seal of the whole file and later changes.

    Only pyHanko's `bottom_line` counts: `intact` alone says nothing of who signed. Bytes after the
    signed range are refused here; the whole-file hashes in the record say it once more.
    """
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
    except (PdfError, ValueError, TypeError, KeyError, IndexError):
        return Verdict(False, "文件不是完整的 PDF")
    if len(signatures) != 1:
        return Verdict(False, f"文件应当有一个电子签名，现有{len(signatures)}个")
    signature = signatures[0]
    first, _, second, length = (int(number) for number in signature.byte_range)
    if first != 0 or second + length != len(pdf):
        return Verdict(False, "签名之后文件被追加过内容")
    return _status(signature, roots)


def _status(signature: Any, roots: Iterable[Any]) -> Verdict:
    signed_at = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=list(roots),
        moment=signed_at,
        allow_fetching=False,
        best_signature_time=signed_at,
    )
    try:
        status = validate_pdf_signature(signature, signer_validation_context=context)
    except (PdfError, ValueError, TypeError, KeyError) as error:
        return Verdict(False, f"签名无法读取（{type(error).__name__}）")
    signer = signature.signer_cert.subject.native.get("common_name", "")
    if status.bottom_line:
        return Verdict(True, f"由{signer}签名，签名之后未被改动", signer, signed_at)
    return Verdict(False, _why(status), signer, signed_at)


def _why(status: Any) -> str:
    if not status.intact:
        return "文件内容与签名不符，签名之后被改动过"
    if not status.valid:
        return "签名本身不成立"
    if not status.trusted:
        return "签名证书不是本系统信任的机构颁发的"
    return "签名之后文件有不允许的改动"
