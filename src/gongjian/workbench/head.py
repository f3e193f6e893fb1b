"""The frame of every staff page: agency, person, and the menu this person can use."""

from django.conf import settings
from django.http import HttpRequest

from gongjian.cases.secrecy import may_read as secrets_readable
from gongjian.channels.queries import may_read as channels_readable
from gongjian.channels.queries import may_read_channels
from gongjian.common import clock as clocks
from gongjian.exante.checks.queries import may_look
from gongjian.exante.queries import may_read as lists_readable
from gongjian.jurisdiction.calendar import national_calendar
from gongjian.orgs.choices import ADMINISTRATORS, Role
from gongjian.payments.queries import may_read as money_readable
from gongjian.ui.heads import MenuItem, StaffHead, provide_head
from gongjian.ui.links import link

from . import review_desk
from .burden.reading import may_read as makes_forms
from .notices import unread_count
from .people import may_read
from .person import officer, person
from .publishing import SUPERVISING


def head(request: HttpRequest) -> StaffHead | None:
    """Return the frame for who is signed in, None for nobody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    today = clocks.current().today()
    known = officer(request)
    demo = settings.GONGJIAN_MODE == "demo"
    return StaffHead(
        agency=known.agency.name if known else "",
        unit=known.unit.name if known else "",
        name=user.name,
        post="、".join(_offices(request)) or (known.post if known else ""),
        menu=_menu(request),
        help_link=link("workbench:help"),
        leave_link=link("workbench:leave") if known else "",
        notices_link=link("workbench:notices") if known else "",
        unread=unread_count(person(request)) if known else "",
        clock_link=link("workbench:next_day") if demo else "",
        clock_to=national_calendar().add_working_days(today, 1) if demo else None,
    )


def _offices(request: HttpRequest) -> list[str]:
    actor = person(request)
    own = [role.label for role in Role if role.value in actor.roles]
    return own + [f"代{absent.name}" for absent in actor.stands_for]


def _menu(request: HttpRequest) -> list[MenuItem]:
    actor = person(request)
    links = []
    if not actor.roles <= ADMINISTRATORS:
        links += [
            ("工作台", link("workbench:home")),
            ("案件", link("workbench:matters")),
            ("线索", link("workbench:clues")),
            ("案由目录", link("workbench:causes")),
        ]
    if secrets_readable(actor):
        links.append(("涉密登记", link("workbench:secret_cases")))
    if review_desk.may_read(actor):
        links.append(("法制审核", link("workbench:review")))
    elif review_desk.may_submit(actor):
        links.append(("其他送审", link("workbench:review_elsewhere")))
    if money_readable(actor):
        links.append(("缴款", link("workbench:payments")))
    if may_look(actor):
        links.append(("随机抽查", link("workbench:checks")))
    if lists_readable(actor):
        links.append(("事前公开", link("workbench:lists")))
    if channels_readable(actor):
        links.append(("对外报送", link("workbench:credit")))
    elif may_read_channels(actor):
        links.append(("对外报送", link("workbench:channels")))
    elif actor.agency is not None and actor.roles & SUPERVISING:
        links.append(("对外报送", link("workbench:supervision")))
    if makes_forms(actor):
        links.append(("表单负担", link("workbench:burden")))
    if may_read(actor):
        links.append(("机关与人员", link("workbench:people")))
    here = request.path
    return [MenuItem(name, to, here=_within(here, to)) for name, to in links]


# Pages that stand under a menu item without lying below its address.
BELOW = {
    "/staff/matters/": ("/staff/recordings/", "/staff/documents/"),
    "/staff/lists/": ("/staff/boards/", "/staff/announcements/", "/staff/import/powers/"),
    "/staff/credit/": (
        "/staff/channels/",
        "/staff/annual/",
        "/staff/numbers/",
        "/staff/register/",
        "/staff/leaks/",
        "/staff/supervision/",
    ),
}


def _within(here: str, item: str) -> bool:
    roots = (item, *BELOW.get(item, ()))
    return any(here == root or (root != "/staff/" and here.startswith(root)) for root in roots)


def install() -> None:
    """Describe the frame (called once at start-up)."""
    provide_head(head)
