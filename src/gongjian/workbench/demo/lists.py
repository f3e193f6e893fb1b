"""The demo's lists that are public beforehand, drawn and released by whose office it is."""

from datetime import date, timedelta
from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.exante.announcements.doing import (
    DraftAnnouncement,
    PublishAnnouncement,
    draft_announcement,
    publish_announcement,
)
from gongjian.exante.checks.models import CheckPlan
from gongjian.exante.choices import ListKind
from gongjian.exante.services import (
    CONFIRMED,
    DraftList,
    PublishList,
    confirmed_by,
    draft_list,
    publish_list,
)
from gongjian.exante.stating import (
    Material,
    StateGuide,
    StateSpotCheck,
    state_guide,
    state_spot_check,
)
from gongjian.orgs.models import Agency
from gongjian.orgs.queries import actor_for, officers_with_role

from .checks import draw as draw_plan
from .checks import plan as plan_for


def publish_lists(
    agency: Agency,
    guides: list[dict[str, Any]],
    checks: list[dict[str, Any]],
    pools: list[dict[str, Any]],
    announcements: list[dict[str, Any]],
) -> None:
    """Publish lists and announcements of an agency that has a publisher and a checker."""
    today = clocks.current().today()
    people = [
        officers_with_role(agency, role, today).select_related("agency").first()
        for role in ("publisher", "publication_checker")
    ]
    if None in people:
        return
    publisher, checker = (actor_for(one, "demo", today) for one in people if one is not None)
    for guide in guides:
        materials = tuple(Material(**one) for one in guide["materials"])
        state_guide(actor=publisher, cmd=StateGuide(**guide | {"materials": materials}))
    for check in checks:
        state_spot_check(actor=publisher, cmd=StateSpotCheck(**check))
    by = confirmed_by(agency, today)
    confirmed = f"{by}，演示文号〔2026〕1号" if by else ""
    planned: list[CheckPlan] = []
    for kind in ListKind:
        cmd = DraftList(kind=kind, confirmed=confirmed if kind in CONFIRMED else "")
        drawn = draft_list(actor=publisher, cmd=cmd)
        publish_list(actor=checker, cmd=PublishList(version=drawn.uid, compared=True))
        if kind == ListKind.SPOT_CHECKS:
            planned = [made for pool in pools if (made := plan_for(agency, pool))]
        elif kind == ListKind.CHECK_PLANS:
            for one in planned:
                draw_plan(one)
    for said in announcements:
        _announce(publisher, checker, said, today)


def _announce(publisher: Actor, checker: Actor, said: dict[str, Any], today: date) -> None:
    until = today + timedelta(days=said["days"])
    told = {name: said[name] for name in ("kind", "title", "body")}
    drawn = draft_announcement(actor=publisher, cmd=DraftAnnouncement(**told, until=until))
    cmd = PublishAnnouncement(announcement=drawn.uid, compared=True)
    publish_announcement(actor=checker, cmd=cmd)
