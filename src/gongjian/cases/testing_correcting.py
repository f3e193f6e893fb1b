"""Orders to correct and re-checks, played for tests."""

from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction

from gongjian.common.records import Record
from gongjian.documents.testing import typed_command
from gongjian.matters.models import Matter

from .models import CorrectionOrder, Recheck
from .testing import Cast, handed_over, sign_papers


def order(cast: Cast, matter: Matter, days: int = 0) -> CorrectionOrder:
    """Make, sign and serve an order to correct."""
    said = vars(typed_command("correction-order", cast.now))
    cast.do("handler", "documents.make_correction_order", matter, None, **said)
    sign_papers(cast, matter)
    return serve(cast, matter, days)


def serve(cast: Cast, matter: Matter, days: int = 0) -> CorrectionOrder:
    """Serve the order to correct today; it gives that many days."""
    known = handed_over(cast) | {"correct_by": cast.today + timedelta(days=days)}
    made: CorrectionOrder = cast.do("handler", "cases.deliver_correction", matter, **known)
    return made


def note(cast: Cast, matter: Matter, days: int = 0) -> CorrectionOrder:
    """Register what the served decision orders to correct."""
    said: dict[str, Any] = {
        "requirement": "停止排放。",
        "correct_by": cast.today + timedelta(days=days),
    }
    made: CorrectionOrder = cast.do("handler", "cases.note_correction", matter, **said)
    return made


def recheck(cast: Cast, matter: Matter, **values: Any) -> Recheck:
    """Look again whether the party corrected."""
    cast.wait(hours=3)
    known: dict[str, Any] = {
        "began_at": cast.now - timedelta(hours=2),
        "ended_at": cast.now - timedelta(hours=1),
        "place": "青川市罗家镇金塘村1号",
        "present": "无人在场，敲门无人应答。",
        "certificate_shown": "shown",
        "dressed": True,
        "unannounced": True,
        "result": "corrected",
        "findings": "两条生产线已经停止生产。",
        "evidence": "现场照片4张",
    }
    made: Recheck = cast.do("handler", "cases.recheck", matter, **(known | values))
    return made


def refused_copy(row: Record, **changed: Any) -> str:
    """Return why the database refuses a copy of a row with other values; "" where it takes it."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    rows: Any = type(row)._default_manager
    copy = type(row)(**{k: v for k, v in fields.items() if k not in {"id", "uid"}} | changed)
    try:
        with transaction.atomic():
            rows.bulk_create([copy])
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return ""
