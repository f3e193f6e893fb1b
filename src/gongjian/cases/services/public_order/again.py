"""Bringing the same person in again: no detention in the shape of one summons after another."""

from datetime import datetime
from typing import Protocol

from gongjian.cases.papers import moment
from gongjian.cases.public_order.choices import BROUGHT
from gongjian.cases.public_order.models import Questioning
from gongjian.cases.public_order.rules import HourLimit
from gongjian.common.clock import local_date
from gongjian.jurisdiction.limits import due_at
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

APART = "questioning.apart"


class Brought(Protocol):
    """What a record of questioning says of how somebody came."""

    @property
    def person(self) -> str: ...
    @property
    def came_by(self) -> str: ...
    @property
    def arrived_at(self) -> datetime: ...
    @property
    def again_reason(self) -> str: ...


def apart_from(matter: Matter, said: Brought) -> HourLimit | None:
    """Return from when a person could be brought in again apart from the last time.

    None for who came by himself, and who was never brought in before in this case.

    Source: 公安机关办理行政案件程序规定 第六十九条第二款（不得以连续传唤的形式变相拘禁）.
    """
    if said.came_by not in BROUGHT:
        return None
    before = Questioning.objects.filter(
        case__matter=matter,
        person=said.person,
        came_by__in=BROUGHT,
        arrived_at__lt=said.arrived_at,
    )
    ended = before.order_by("-ended_at").values_list("ended_at", flat=True).first()
    if ended is None:
        return None
    limit = profile(matter.profile).limit(APART, matter.domain, local_date(ended))
    return HourLimit(due_at(ended, limit), limit.length, limit.source)


def too_soon(said: Brought, apart: HourLimit | None) -> dict[str, str]:
    """Tell, by field, that somebody was brought in again so soon and nothing says why."""
    if apart is None or said.arrived_at >= apart.due_at or said.again_reason.strip():
        return {}
    told = (
        f"距上一次询问结束不足{apart.length}（至{moment(apart.due_at)}）。"
        f"不得以连续传唤的形式变相拘禁（{apart.source}）；确有必要的，写明理由"
    )
    return {"again_reason": told}
