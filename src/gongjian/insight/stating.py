"""What people state for a report: figures the system does not hold, and acts done outside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongjian.orgs.models import Agency

from .choices import ReportState
from .models import AnnualReport

DONE = (ReportState.APPROVED, ReportState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person says of one column.

    `n`: the whole figure, what the system counted among it; `beyond`: only what comes on top.
    `fen`: the sum of a column that asks for one; `reason`: why there is more than was counted.
    """

    n: int | None = None
    fen: int | None = None
    beyond: int | None = None
    reason: str = ""


Told = Mapping[str, Stated]


def told_below(agencies: Sequence[Agency], year: int) -> dict[UUID, Told]:
    """Return what agencies stated in their own reports of a year, once approved; one query."""
    known = {one.pk: one.uid for one in agencies}
    done = AnnualReport.objects.filter(agency__in=known, year=year, state__in=DONE)
    rows = done.order_by("round").values_list("agency", "tables")
    return {known[pk]: _of_report(tables) for pk, tables in rows} if known else {}


def _of_report(tables: Sequence[Mapping[str, Any]]) -> Told:
    """Read back what was stated in the first line of each table, which is the agency's own."""
    found = {}
    for table in tables:
        cells = table["rows"][0]["cells"]
        for column in table["columns"]:
            cell = cells[column["code"]]
            if column["how"] == "stated":
                found[column["code"]] = Stated(n=cell["n"], fen=cell.get("fen"))
            elif cell.get("reason"):
                found[column["code"]] = Stated(beyond=cell["beyond"], reason=cell["reason"])
    return found


def reasons(tables: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the words with which people explained what they added to frozen tables."""
    for table in tables:
        for row in table["rows"]:
            yield from (cell["reason"] for cell in row["cells"].values() if cell.get("reason"))
