"""What a case tells whom it concerns: where it stands, what may be done, what was served."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.choices import REFUSALS, CodeHolder, FilingKind, PaperGround
from gongjian.cases.goods import Held, goods_of
from gongjian.cases.models import (
    Decision,
    Delivery,
    Overturn,
    PaperChange,
    PaperOverturn,
    PartyFiling,
    QueryCode,
)
from gongjian.cases.monitoring import recordings_of
from gongjian.cases.papers import stands_changed
from gongjian.cases.public_order.models import VictimCopy
from gongjian.cases.public_order.queries import unpunished_by
from gongjian.cases.queries import (
    case_of,
    decision_of,
    filings_of,
    hearing_limit,
    latest_notice,
    running_hearing,
)
from gongjian.cases.services.party import holder_of
from gongjian.cases.standing import changed_items, was_changed
from gongjian.channels.models import PersonsTaking
from gongjian.channels.queries import handed_over
from gongjian.common import acts, reads
from gongjian.common.clock import Clock, local_date
from gongjian.common.money import yuan
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.documents.paper.values import day_zh
from gongjian.fileroom.choices import PartState
from gongjian.fileroom.models import Reading, ReadingPart
from gongjian.fileroom.queries import may_read, open_readings
from gongjian.matters.choices import DeadlineState
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts
from gongjian.orgs.models import Agency
from gongjian.payments.queries import MoneyOf, money_of
from gongjian.remedies.choices import Challenged, RemedyKind
from gongjian.remedies.contested import Contested, gone
from gongjian.remedies.queries import (
    How,
    Until,
    changed_papers,
    fallen_papers,
    limits_of,
    limits_of_victim,
)

STATEMENT = "cases.submit_statement"
HEARING = "cases.record_hearing_request"
RECUSAL = "cases.apply_recusal"
CLAIM = "cases.claim_goods"
APPLY = "fileroom.apply_to_read"
PAGES = {
    STATEMENT: "desk:statement",
    HEARING: "desk:hearing",
    RECUSAL: "desk:recusal",
    CLAIM: "desk:claim",
    APPLY: "desk:apply",
}
# The acts of the party that are no step of the procedure.
BESIDE = (STATEMENT, RECUSAL, CLAIM, APPLY)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way, in plain words; `on` is its day once it is reached."""

    name: str
    words: str
    on: date | None
    now: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """What the party may do, until when; with an act, it can be done here."""

    name: str
    words: str
    until: date | None
    source: str
    page: str = ""
    left: int | None = None


@dataclass(frozen=True, slots=True)
class CaseTold:
    """All that the page of a case says."""

    matter: Matter
    victim: bool
    stages: Sequence[Stage]
    rights: Sequence[Right]
    papers: Sequence["Served"]
    filings: Sequence[PartyFiling]
    money: MoneyOf | None
    hearing: Any
    goods: Sequence["Kept"] = ()
    may_claim: bool = False
    handed: Sequence[PersonsTaking] = ()
    parts: int = 0
    may_apply: bool = False
    became: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """A paper that this person received, and when."""

    document: Document
    served_on: date


@dataclass(frozen=True, slots=True)
class Kept:
    """One measure on the party's own property, with its papers that were delivered to it."""

    goods: Held
    overdue: bool
    left: int | None
    papers: Sequence[tuple[Document, bool]]


def told(code: QueryCode, clock: Clock) -> CaseTold:
    """Return what the holder of a code may know; of a victim's code the least."""
    matter = code.matter
    if code.holder == CodeHolder.VICTIM:
        rights = _victim_rights(code, clock.today())
        return CaseTold(matter, True, _victim_stages(code), rights, served(code), [], None, None)
    with reads.shared():
        papers, now = served(code), offered(code, clock)
        return CaseTold(
            matter,
            False,
            _stages(matter),
            _rights(code, clock, now),
            papers,
            list(filings_of(matter)),
            money_of(matter, clock.today()),
            running_hearing(case_of(matter)),
            _kept(matter, papers, clock.today()),
            CLAIM in now,
            handed_over(matter),
            sum(len(one.parts) for one in granted(code, clock.today())),
            APPLY in now,
            _became(matter),
        )


def _became(matter: Matter) -> list[str]:
    """Return what review, court or the agency left of what was decided, in whole sentences.

    Four queries at most, one where nothing was decided or taken beside a penalty.

    Source: 行政复议法 第六十三条、第六十四条; 行政诉讼法 第七十条、第七十七条.
    """
    told = [
        f"{_since(one)}失效（{one.paper}）。"
        for one in fallen_papers(matter)
        if one.ground != PaperGround.UNLAWFUL and one.document.kind not in REFUSALS
    ]
    told += [f"{_since(one)}变更（{one.paper}），{_now(one)}。" for one in changed_papers(matter)]
    decision = decision_of(case_of(matter)) if matter.decided_on else None
    if decision is None:
        return told
    if over := Overturn.objects.filter(decision=decision).first():
        on = day_zh(over.effective_on)
        return [f"处罚决定自{on}起失效（{over.paper}），不再执行。", *told]
    changed = changed_items(decision) if was_changed(decision) else None
    if changed is None:
        return told
    on, now = day_zh(changed.effective_on), "".join(stands_changed(matter))
    return [f"处罚决定自{on}起变更（{changed.paper}），现为：{now}", *told]


def _since(one: PaperOverturn | PaperChange) -> str:
    return f"{one.document}自{day_zh(one.effective_on)}起"


def _now(one: PaperChange) -> str:
    if one.correct_by is None:
        return f"没收的数额为{yuan(one.fen or 0)}元"
    return f"改正的内容为：{one.requirement}；改正期限至{day_zh(one.correct_by)}"


@dataclass(frozen=True, slots=True)
class Granted:
    """A leave to read with the parts that are shown, each with its pages."""

    reading: Reading
    parts: Sequence[tuple[ReadingPart, int]]


def granted(code: QueryCode, today: date) -> list[Granted]:
    """Return what the holder of a code may read of the file today; three queries."""
    if not may_read(code):
        return []
    return [
        Granted(
            reading,
            [
                (part, sum(not page.withheld for page in part.pages.all()))
                for part in reading.parts.all()
                if part.state == PartState.READY
            ],
        )
        for reading in open_readings(code.matter, today)
    ]


def requests(code: QueryCode) -> list[PartyFiling]:
    """Return what was asked to read of the file, oldest first; nothing to a victim."""
    if not may_read(code):
        return []
    return [one for one in filings_of(code.matter) if one.kind == FilingKind.READING]


def _kept(matter: Matter, papers: Sequence[Served], today: date) -> list[Kept]:
    opened = {one.document.pk for one in papers}
    return [
        Kept(
            goods=one,
            overdue=one.overdue(today),
            left=(one.until - today).days if one.held and one.until else None,
            papers=[(paper, paper.pk in opened) for paper in one.papers],
        )
        for one in goods_of(matter)
    ]


def served(code: QueryCode) -> list[Served]:
    """Return what this person received, oldest first: a victim, the copy of the decision.

    Source: 行政处罚法 第六十一条; 治安管理处罚法 第一百一十六条第二款.
    """
    if code.holder == CodeHolder.VICTIM:
        return _copies(code)
    delivered = Delivery.objects.filter(
        case__matter=code.matter_id, document__state=DocumentState.ISSUED
    )
    rows = delivered.select_related("document").order_by("served_on", "id")
    return [Served(row.document, row.served_on) for row in rows]


def _copies(code: QueryCode) -> list[Served]:
    """Return the copy of a victim, which may come before the party has the decision."""
    return [Served(one.paper, one.reached_on) for one in _reached(code)]


def _reached(code: QueryCode) -> list[Contested]:
    """Return what was decided and reached a victim, as it stands."""
    copies = VictimCopy.objects.filter(victim=code.victim_id, unreached="")
    rows = copies.select_related("decision__document", "unpunished__document")
    found = []
    for row in rows:
        if row.decision is not None:
            made, kind, fallen = row.decision, Challenged.PENALTY, gone(row.decision)
            found.append(Contested(kind, made.document, row.given_on, made, fallen))
        elif row.unpunished is not None:
            found.append(Contested(Challenged.SPARED, row.unpunished.document, row.given_on))
    return [one for one in found if one.paper.state == DocumentState.ISSUED]


def paper(code: QueryCode, uid: Any) -> Document | None:
    """Return one document that this person received."""
    return next((one.document for one in served(code) if one.document.uid == uid), None)


def offered(code: QueryCode, clock: Clock) -> set[str]:
    """Return the acts that the services would accept from this person now."""
    actor, matter = holder_of(code), code.matter
    found = {offer.code for offer in next_acts(actor, matter, clock)}
    for name in BESIDE:
        service = acts.service(name)
        if acts.may(actor, service, matter) and not service.unmet(actor, matter, clock):
            found.add(name)
    return found & set(PAGES)


def _stages(matter: Matter) -> list[Stage]:
    case = case_of(matter)
    notice = latest_notice(case)
    informed = notice.served_on if notice else None
    decision = Decision.objects.filter(case=case, void=False).select_related("document").first()
    served_on = None
    if decision is not None and decision.document_id:
        found = Delivery.objects.filter(document=decision.document_id)
        served_on = found.values_list("served_on", flat=True).first()
    closed_on = local_date(matter.closed_at) if matter.closed_at else None
    rows = [
        ("立案调查", "机关已经立案，正在查清事实。", matter.filed_on),
        ("告知您", "机关把拟作出的处罚、理由和您的权利告诉您，听取您的意见。", informed),
        ("作出决定", "机关负责人作出决定。", matter.decided_on),
        ("送达决定书", "决定书交给您，履行和复议、诉讼的期限从这一天起算。", served_on),
        ("办结", "案件办理完毕，归档保存。", closed_on),
    ]
    reached = max((n for n, row in enumerate(rows) if row[2]), default=-1)
    return [
        Stage(name, words, on, now=number == min(reached + 1, len(rows) - 1) and not closed_on)
        for number, (name, words, on) in enumerate(rows)
    ]


def _victim_stages(code: QueryCode) -> list[Stage]:
    matter = code.matter
    spared = unpunished_by(case_of(matter))
    decided_on = matter.decided_on or (spared.decided_on if spared else None)
    copy = VictimCopy.objects.filter(victim=code.victim_id).first()
    given_on = copy.given_on if copy and not copy.unreached else None
    waits = decided_on is not None and copy is None
    return [
        Stage("立案调查", "公安机关已经立案。", matter.filed_on),
        Stage("作出决定", "公安机关查清事实以后作出决定。", decided_on, not decided_on),
        Stage("送您决定书副本", "作出决定以后，把决定书副本送给您。", given_on, waits),
    ]


def _rights(code: QueryCode, clock: Clock, now: set[str]) -> list[Right]:
    matter, today = code.matter, clock.today()
    due = {
        d.code: d.due_on for d in matter.deadlines.filter(state=DeadlineState.OPEN).order_by("id")
    }
    rights: list[Right] = []

    def add(name: str, words: str, until: date | None, source: str, act: str = "") -> None:
        left = (until - today).days if until else None
        rights.append(Right(name, words, until, source, PAGES.get(act, ""), left))

    if STATEMENT in now:
        words = "对拟作出的处罚说明您的意见，提出事实、理由和证据。不会因为陈述申辩加重处罚。"
        add("陈述、申辩", words, due.get("statement-limit"), "行政处罚法 第四十五条", STATEMENT)
    notice = latest_notice(case_of(matter))
    if HEARING in now and notice and notice.hearing_right and notice.served_on:
        until = hearing_limit(matter, notice.served_on)
        if today <= until:
            words = "要求机关举行听证，听取您的意见。您不承担听证的费用。"
            add("要求听证", words, until, "行政处罚法 第六十三条、第六十四条", HEARING)
    for piece in recordings_of(case_of(matter)):
        if piece.told_on is not None:
            where = f"设备{piece.device}（{piece.device_site}）的记录：{piece.told_how}。"
            add("查询监控记录", where, None, "行政处罚法 第四十一条")
    if RECUSAL in now:
        words = "认为办案人员与案件有利害关系、可能影响公正的，可以申请换人。"
        add("申请回避", words, None, "行政处罚法 第四十三条", RECUSAL)
    for remedy in limits_of(matter):
        if today <= remedy.due.due_on:
            add(remedy.label, *_lodged(matter, remedy))
    return rights


def _victim_rights(code: QueryCode, today: date) -> list[Right]:
    """Return what a victim may do against the decision, in his own terms.

    Source: 治安管理处罚法 第一百二十一条.
    """
    matter, rights = code.matter, []
    for remedy in (r for one in _reached(code) for r in limits_of_victim(matter, one)):
        until = remedy.due.due_on
        if today <= until:
            words, _until, source = _lodged(matter, remedy)
            from_copy = f"期限从您收到决定书副本的第二天起算。{words}"
            source = f"治安管理处罚法 第一百二十一条；{source}"
            left = (until - today).days
            rights.append(Right(remedy.label, from_copy, until, source, left=left))
    return rights


def _lodged(matter: Matter, remedy: Until) -> tuple[str, date, str]:
    """Return how a remedy is lodged, until when, and by which law."""
    words, source = LODGED[remedy.how]
    if remedy.against.decision is None:
        words = f"针对{remedy.against.label}。{words}"
    if remedy.kind == RemedyKind.REVIEW:
        words += _where(matter.agency)
    if remedy.handed_here:
        given = HANDED_HERE if remedy.how == How.REVIEW_FIRST else HANDED_AS_MONITORED
        words, source = words + given, source + "、第三十二条"
    return words, remedy.due.due_on, source


def _where(agency: Agency) -> str:
    """Return where the application goes. Source: 行政复议法 第二十二条第二款."""
    address = f"当面或者邮寄提交：{agency.review_address}。" if agency.review_address else ""
    online = f"网上提交：{agency.review_online}。" if agency.review_online else ""
    return address + online


HANDED_HERE = "也可以把申请书交给作出处罚决定的机关，由它在五个工作日内转送复议机关。"
HANDED_AS_MONITORED = f"本案的违法事实由电子技术监控设备记录，{HANDED_HERE}"
LODGED = {
    How.REVIEW: (
        "对决定不服的，可以向决定书写明的复议机关申请复议；复议不收费。",
        "行政复议法 第二十条、第二十二条",
    ),
    How.REVIEW_FIRST: (
        "对当场作出的处罚不服的，应当先申请行政复议，对复议决定仍不服的再起诉；复议不收费。",
        "行政复议法 第二十条、第二十三条",
    ),
    How.LAWSUIT: (
        "对决定不服的，可以向决定书写明的人民法院起诉。",
        "行政诉讼法 第四十六条",
    ),
    How.LAWSUIT_AFTER: (
        "对复议决定仍不服的，可以向人民法院起诉。",
        "行政诉讼法 第四十五条",
    ),
}
