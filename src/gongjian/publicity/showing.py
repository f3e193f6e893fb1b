"""What else is public by law: who enforces, and by which procedure (事前公开).

Source: 国办发〔2018〕118号 二（四）.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from gongjian.matters.models import ProcessVersion
from gongjian.orgs.models import Agency
from gongjian.process import Process, load_process

from .choices import ItemState
from .models import PublicRuling


@dataclass(frozen=True, slots=True)
class PublicProcedure:
    """A procedure as it runs: the definition itself, its hash, who put it in force and when."""

    process: Process
    version: str
    sha256: str
    activated_by: str
    activated_at: datetime


def procedure_in_force(code: str) -> PublicProcedure | None:
    """Return the version under which new matters run; one query, text only when unknown."""
    found = ProcessVersion.objects.filter(code=code, in_force=True).defer("text").first()
    if found is None:
        return None
    process = _parsed(found.sha256, found.pk)
    return PublicProcedure(
        process, found.version, found.sha256, found.activated_by, found.activated_at
    )


def procedure_hash(code: str) -> str:
    """Return the hash of the version in force, "" without one; one query, no object made."""
    table = ProcessVersion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT sha256 FROM "{table}" WHERE code = %s AND in_force', [code])  # noqa: S608
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def procedures_running() -> list[PublicProcedure]:
    """Return every procedure in force, parsed, by code; one query, texts only when unknown."""
    found = ProcessVersion.objects.filter(in_force=True).order_by("code").defer("text")
    return [
        PublicProcedure(
            _parsed(row.sha256, row.pk), row.version, row.sha256, row.activated_by, row.activated_at
        )
        for row in found
    ]


def procedures_in_force() -> list[tuple[str, str]]:
    """Return code and name of every procedure in force, by code."""
    found = ProcessVersion.objects.filter(in_force=True).order_by("code")
    return list(found.values_list("code", "name"))


def agencies_of_the_house() -> list[Agency]:
    """Return every agency, top down; one query."""
    return list(Agency.objects.order_by("path"))


def profiles_of_the_house() -> list[str]:
    """Return whose rules the agencies follow, that of the topmost first; one query."""
    return list(dict.fromkeys(Agency.objects.order_by("path").values_list("profile", flat=True)))


def agency_by_code(code: str) -> Agency | None:
    """Return an agency by the code in its addresses; one query."""
    return Agency.objects.filter(code=code).first()


@lru_cache(maxsize=16)
def _parsed(sha256: str, pk: int) -> Process:
    # The hash in the key: another database (a test, a fresh demo) may use the same id.
    return load_process(ProcessVersion.objects.get(pk=pk).text)


def rulings_shown(kind: str = "") -> QuerySet[PublicRuling]:
    """Return the live decisions other than penalties, of one kind where it is named."""
    shown = PublicRuling.objects.filter(state=ItemState.LIVE)
    return shown.filter(kind=kind) if kind else shown


def ruling_of(token: str) -> PublicRuling | None:
    """Return one, live or withdrawn; one query."""
    return PublicRuling.objects.filter(token=token).first()


def ruling_json(shown: PublicRuling) -> dict[str, Any]:
    """Return a live one as open data: the rendition with its dates."""
    return {
        **shown.data,
        "token": shown.token,
        "title": shown.title,
        "summary": shown.summary,
        "delivered_on": shown.delivered_on.isoformat(),
        "due_on": shown.due_on.isoformat(),
        "published_on": shown.published_on.isoformat(),
    }
