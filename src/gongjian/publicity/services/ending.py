"""How long the portal shows a penalty, and the end of that (公示期)."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency
from gongjian.publicity.choices import ItemState
from gongjian.publicity.models import DisplayRule, PublicItem
from gongjian.publicity.queries import past_their_period
from gongjian.publicity.tasks import follow

MOST_MONTHS = 240
NOT_YET = "公示期还没有届满，或者已经不在门户上"


@dataclass(frozen=True)
class SetDisplayPeriod:
    basis: str = fields.line("依据：规定的名称、文号", max_length=200)
    minor: int | None = fields.number(
        "轻微违法", least=1, most=MOST_MONTHS, unit="个月", required=False, help="不填的不设期限"
    )
    general: int | None = fields.number(
        "一般违法", least=1, most=MOST_MONTHS, unit="个月", required=False, help="不填的不设期限"
    )
    serious: int | None = fields.number(
        "严重违法", least=1, most=MOST_MONTHS, unit="个月", required=False, help="不填的不设期限"
    )


@act("publicity.set_display_period", title="规定门户公示期", about="agency", final=True)
def set_display_period(*, act: Act, cmd: SetDisplayPeriod) -> DisplayRule:
    """Set how long the agency's portal shows penalties published from today on.

    Raises:
        InvalidInput: a heavier class would be shown for less time than a lighter one.

    Source: tables/display-period（本机关门户：期限由各地规定）.
    """
    known = [m for m in (cmd.minor, cmd.general, cmd.serious) if m is not None]
    if known != sorted(known):
        raise InvalidInput({"serious": "较重的违法，公示期不能短于较轻的，请核对"})
    rule = DisplayRule(
        agency_id=act.agency,
        minor=cmd.minor,
        general=cmd.general,
        serious=cmd.serious,
        basis=cmd.basis,
        from_on=act.today,
        set_by_id=act.officer,
    )
    agency = Agency.objects.select_related("stream").get(pk=act.agency)
    act.write(rule, stream=agency.stream)
    return rule


@dataclass(frozen=True)
class EndDisplay:
    item: UUID = fields.hidden()


@act("publicity.end_display", title="公示期满", step=False)
def end_display(*, act: Act, cmd: EndDisplay) -> PublicItem:
    """Take an item off the portal on the day after its period; number and dates stay.

    Raises:
        RuleBroken: its period has not ended.

    Source: tables/display-period; 个人信息保护法 第十九条.
    """
    item = (
        past_their_period(act.today).filter(uid=cmd.item, decision__case__matter=act.matter).first()
    )
    if item is None:
        raise RuleBroken(NOT_YET)
    item.state, item.ended_on = ItemState.ENDED, act.today
    act.write(item)
    follow(item)
    return item


@end_display.requires
def _period_over(actor: Actor, matter: Matter, clock: Clock) -> str:
    over = past_their_period(clock.today()).filter(decision__case__matter=matter)
    return "" if over.exists() else NOT_YET
