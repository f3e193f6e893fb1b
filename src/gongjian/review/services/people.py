"""Conditions on the persons who review."""

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer


def qualified(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for the national legal qualification. Source: 行政处罚法 第五十八条第二款."""
    held = Officer.objects.filter(pk=actor.officer or 0).exclude(legal_qualification="")
    if held.exists():
        return ""
    return "您没有登记国家统一法律职业资格，不能从事法制审核。请联系管理员登记"
