"""Reads of what is performed in the party's stead: how far it is, what is to come (代履行)."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongjian.cases.choices import CorrectionState, PaperGround, RecheckResult
from gongjian.cases.models import CorrectionOrder, PaperOverturn, Recheck
from gongjian.common.clock import HOME_ZONE
from gongjian.documents.choices import DocumentState
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

from .choices import ProxyPaperKind, ProxyState, ProxyStop
from .models import Proxy, ProxyPaper, ProxyVisit

# The time that a first demand gives; the time before which nobody begins.
DEMANDED, AGAIN = "proxy-demand", "proxy-demand-limit"
TELL, COST = "proxy-tell-limit", "proxy-cost-limit"
UNDONE = (RecheckResult.REFUSED, RecheckResult.OBSTRUCTED, RecheckResult.PARTLY)
FOR_GOOD = (ProxyStop.PERFORMED, ProxyStop.OVERTURNED, ProxyStop.LOST)
# By night: the law sets no hours, so those of 噪声污染防治法 are taken.
DAY_BEGINS, NIGHT_BEGINS = 6, 22


def open_proxy(matter: Matter) -> Proxy | None:
    """Return what is under way in the party's stead; one query."""
    found = Proxy.objects.filter(case__matter=matter, state=ProxyState.OPEN)
    return found.select_related("case__party", "order__delivery__document", "decision").first()


def paper_of(proxy: Proxy, kind: ProxyPaperKind) -> ProxyPaper | None:
    """Return the newest paper of a kind that counts; one query."""
    found = proxy.papers.filter(kind=kind).exclude(document__state=DocumentState.VOID)
    return found.select_related("document").order_by("-id").first()


def unperformed(matter: Matter) -> CorrectionOrder | None:
    """Return the order whose duty was found undone after its time, and that nobody took up.

    Source: 行政强制法 第五十条.
    """
    looked = Recheck.objects.filter(
        order=OuterRef("pk"), result__in=UNDONE, checked_on__gt=OuterRef("correct_by")
    )
    fell = PaperOverturn.objects.filter(document=OuterRef("delivery__document"))
    fell = fell.exclude(ground=PaperGround.UNLAWFUL)
    taken = Proxy.objects.filter(order=OuterRef("pk"))
    taken = taken.filter(~Q(state=ProxyState.STOPPED) | Q(ended_why__in=FOR_GOOD))
    found = CorrectionOrder.objects.filter(
        Exists(looked),
        ~Exists(taken),
        ~Exists(fell),
        case__matter=matter,
        state=CorrectionState.CHECKED,
    )
    return found.select_related("case__party", "delivery__document").order_by("-id").first()


_stayed: list[Callable[[CorrectionOrder], bool]] = []


def stayed_by(stayed: Callable[[CorrectionOrder], bool]) -> None:
    """Let a higher app tell whether a review or lawsuit stays an order that stands by itself."""
    _stayed.append(stayed)


def resting(order: CorrectionOrder) -> str:
    """Return why an order may not be performed by another now, or ""; four queries at most.

    Source: 行政强制法 第三十九条、第四十条; 行政复议法 第四十二条; 行政诉讼法 第五十六条.
    """
    fell = PaperOverturn.objects.filter(document=order.delivery.document)
    if fell.exclude(ground=PaperGround.UNLAWFUL).exists():
        return "责令改正已被撤销，不再执行，请办理“停止代履行”"
    looked = Recheck.objects.filter(order=order, result__in=UNDONE)
    if not looked.filter(checked_on__gt=order.correct_by).exists():
        return "责令改正的期限已经变更，变更以后还没有复查，不得代履行"
    if any(stayed(order) for stayed in _stayed):
        return "已决定停止执行责令改正，停止期间不得办理"
    return ""


def uncosted(matter: Matter) -> ProxyVisit | None:
    """Return what was performed and nobody has settled the cost of; one query."""
    found = ProxyVisit.objects.filter(proxy__case__matter=matter, proxy__cost__isnull=True)
    return found.select_related("proxy__case__party", "proxy__decision", "document").first()


def untold(matter: Matter) -> QuerySet[ProxyPaper]:
    """Return what was cleared in the party's absence, or settled, and not served yet."""
    kinds = (ProxyPaperKind.TOLD, ProxyPaperKind.COST)
    found = ProxyPaper.objects.filter(proxy__case__matter=matter, kind__in=kinds, served_on=None)
    return found.exclude(document__state=DocumentState.VOID)


def proxy_over(matter: Matter) -> bool:
    """Tell the guard of the close that nothing in the party's stead is left; three queries.

    Source: 行政强制法 第五十一条、第五十二条.
    """
    return open_proxy(matter) is None and uncosted(matter) is None and not untold(matter).exists()


def off_hours(matter: Matter, began_at: datetime, ended_at: datetime) -> str:
    """Return why it was by night or on a public holiday, or "".

    Source: 行政强制法 第四十三条第一款; 噪声污染防治法 第八十八条（夜间的起止）.
    """
    began, ended = (at.astimezone(HOME_ZONE) for at in (began_at, ended_at))
    night = ended.replace(hour=NIGHT_BEGINS, minute=0, second=0, microsecond=0)
    if ended.date() > began.date() or began.hour < DAY_BEGINS or ended > night:
        return "夜间（二十二时至次日六时）"
    holiday = profile(matter.profile).calendar.holiday(began.date())
    return f"法定节假日（{holiday}）" if holiday else ""


def proxies_of(matter: Matter) -> list[Proxy]:
    """Return all that was taken up in the party's stead, oldest first; two queries."""
    related = ("order__delivery__document", "decision", "visit__document", "cost", "visit__lead")
    found = Proxy.objects.filter(case__matter=matter).select_related(*related)
    return list(found.prefetch_related("papers__document").order_by("id"))
