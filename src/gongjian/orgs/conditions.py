"""Conditions on the persons who act, asked when an act is offered and again when it is done."""

from datetime import date
from typing import Any

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock

from .queries import certificate_valid


def certified(actor: Actor, matter: Any, clock: Clock) -> str:
    """Ask that the acting officer's certificate is valid today.

    Source: 行政处罚法 第四十二条、第五十五条.
    """
    if actor.officer is not None and _certified_today(actor.officer, matter, clock.today()):
        return ""
    return "您的执法证件不在有效期内或者已被暂停，不能办理。请先办理证件手续"


def two_certified(actor: Actor, matter: Any, clock: Clock) -> str:
    """Ask that the matter has two different handlers whose certificates are valid today.

    Source: 行政处罚法 第四十二条第一款.
    """
    if matter.second_id is None or matter.second_id == matter.lead_id:
        return "承办的执法人员不足两人，不能办理。请先指定协办人"
    for officer in (matter.lead_id, matter.second_id):
        if not _certified_today(officer, matter, clock.today()):
            return "两名承办人中有人的执法证件不在有效期内或者已被暂停，不能办理。请先办理证件手续"
    return ""


def _certified_today(officer: int, matter: Any, on: date) -> bool:
    """Ask once for each matter object: a page asks for every act it might offer."""
    if matter is None:
        return certificate_valid(officer, on) is not None
    known: dict[tuple[int, date], bool] = matter.__dict__.setdefault("_certified", {})
    if (officer, on) not in known:
        known[officer, on] = certificate_valid(officer, on) is not None
    return known[officer, on]
