"""Lists whose items a publisher states: service guides and items of random checks.

Stated powers stand in the list of powers, beside those of the catalogue.
"""

from collections.abc import Sequence
from datetime import date

from gongjian.common.reads import once
from gongjian.exante.choices import ListKind
from gongjian.exante.models import StatedItem
from gongjian.orgs.models import Agency

from .form import Drawn, Row

GUIDES = (
    ("name", "服务事项"),
    ("accepting", "受理机构"),
    ("approving", "决定机构"),
    ("conditions", "办理条件"),
    ("materials", "申请材料"),
    ("term", "办理期限"),
    ("fee", "收费"),
    ("result", "办理结果"),
    ("place", "办理地点和时间"),
    ("basis", "依据"),
    ("samples", "样表"),
)
SPOT_CHECKS = (
    ("name", "抽查事项"),
    ("objects", "抽查对象"),
    ("content", "抽查内容"),
    ("way", "抽查方式"),
    ("rate", "比例和频次"),
    ("unit", "实施机构"),
    ("basis", "依据"),
)
NO_GUIDE = "本机关目前没有登记依申请办理的事项。"
NO_CHECK = "本机关目前没有登记随机抽查事项。"


def guides(agency: Agency, on: date) -> Drawn:
    """Return the service guides as stated; one query.

    Source: REQUIREMENTS P6; HN2; KM2.1.1(5); DZ2(2); XM4.1.2.
    """
    return _drawn(agency, ListKind.GUIDES, GUIDES, NO_GUIDE)


def spot_checks(agency: Agency, on: date) -> Drawn:
    """Return the items of random checks as stated; one query.

    Source: REQUIREMENTS P7; HN3; KM2.1.1(6); DZ2(2).
    """
    return _drawn(agency, ListKind.SPOT_CHECKS, SPOT_CHECKS, NO_CHECK)


def _drawn(agency: Agency, kind: str, columns: Sequence[tuple[str, str]], empty: str) -> Drawn:
    rows = [Row(str(item.number), item.cells) for item in stated_items(agency) if item.kind == kind]
    return Drawn(columns, rows, [] if rows else [empty])


@once
def stated_items(agency: Agency) -> list[StatedItem]:
    """Return what is stated for any list."""
    stated = StatedItem.objects.filter(agency=agency, ended_on__isnull=True)
    return list(stated.order_by("number"))
