"""Whether a deputy of a congress may be detained, and which congress is still to be told.

Source: 公安机关办理行政案件程序规定 第一百七十四条.
"""

from collections.abc import Sequence

from gongjian.cases.models import Case, Decision
from gongjian.common.reads import once

from .choices import DeputyLevel
from .deputies import Deputy, DeputyReport
from .models import Offender
from .queries import detention_of


@once
def deputies_of(case: Case) -> Sequence[Deputy]:
    """Return what was last stated of each congress, oldest first; one query."""
    rows = Deputy.objects.filter(case=case).select_related("permit").order_by("id")
    return list({row.congress: row for row in rows}.values())


def unpermitted(case: Case) -> list[Deputy]:
    """Return the congresses of the county or above that have not permitted a detention."""
    rows = [row for row in deputies_of(case) if row.level == DeputyLevel.UPPER]
    return [row for row in rows if not hasattr(row, "permit")]


def detention_barred(case: Case, offender: Offender | None) -> bool:
    """Tell whether the person may not be detained yet: unpermitted, or of no known congress.

    Source: 公安机关办理行政案件程序规定 第一百七十四条第一款.
    """
    unknown = offender is not None and offender.deputy and not deputies_of(case)
    return unknown or bool(unpermitted(case))


def unreported(case: Case, decision: Decision | None) -> list[Deputy]:
    """Return the congresses of townships not told yet that a decision detains their deputy.

    No query where nothing is decided; one where nobody is a deputy.

    Source: 公安机关办理行政案件程序规定 第一百七十四条第二款.
    """
    if decision is None:
        return []
    rows = [row for row in deputies_of(case) if row.level == DeputyLevel.TOWNSHIP]
    if not rows or detention_of(decision) is None:
        return []
    told = DeputyReport.objects.filter(decision=decision).values_list("deputy", flat=True)
    known = set(told)
    return [row for row in rows if row.pk not in known]
