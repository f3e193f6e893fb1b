"""A delivery that did not succeed, and the way that comes next (送达未成)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import CertificateShown, DeliveryFailure, DeliveryWay
from gongjian.cases.models import Case, Delivery, FailedDelivery
from gongjian.cases.public_order.queries import unpunished_by
from gongjian.cases.queries import (
    case_of,
    decision_of,
    latest_notice,
    running_hearing,
    spared_by,
)
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.tables import table

from .people import certified

CAN_FAIL = [(w.value, w.label) for w in DeliveryWay if w not in ("on_the_spot", "public_notice")]
VISITS = (DeliveryWay.DIRECT, DeliveryWay.LEFT)

# Papers of higher apps that wait to be delivered: `matter -> documents`.
_more: list[Callable[[Matter], list[Document]]] = []


def also_delivers(papers: Callable[[Matter], list[Document]]) -> None:
    """Let a higher app name its papers that wait to reach the party."""
    _more.append(papers)


def undelivered(matter: Matter) -> list[Document]:
    """Return the signed papers of a case that have not reached the party; a few queries."""
    case = case_of(matter)
    notice, hearing = latest_notice(case), running_hearing(case)
    waiting: list[Document | None] = []
    if notice is not None and notice.served_on is None:
        waiting.append(notice.document)
    if hearing is not None and hearing.served_on is None:
        waiting.append(hearing.notice)
    decision = decision_of(case)
    waiting.append(decision.document if decision else None)
    spared, unpunished = spared_by(case), unpunished_by(case)
    waiting.append(spared.document if spared else None)
    waiting.append(unpunished.document if unpunished else None)
    found = {p.pk: p for p in waiting if p is not None and p.state == DocumentState.ISSUED}
    reached = Delivery.objects.filter(document__in=list(found)).values_list("document", flat=True)
    for pk in reached if found else ():
        del found[pk]
    return [*found.values(), *(paper for papers in _more for paper in papers(matter))]


@dataclass(frozen=True)
class RecordFailedDelivery:
    paper: UUID = fields.ref("没有送达的文书", of="cases.undelivered")
    way: str = fields.choice("用过的送达方式", CAN_FAIL)
    tried_on: date = fields.day("送达日期", help="邮寄的，填退回之日")
    outcome: str = fields.choice("没有送达的情形", DeliveryFailure.choices)
    reason: str = fields.text("经过和原因", max_length=1000)
    proof: str = fields.text(
        "证明材料", max_length=1000, help="如退回的邮件、基层组织的证明、现场音像记录的编号"
    )


@act("cases.record_failed_delivery", title="登记送达未成")
def record_failed_delivery(*, act: Act, cmd: RecordFailedDelivery) -> FailedDelivery:
    """Record that a paper did not reach the party, and which way the law opens next.

    Raises:
        NotFound: no such paper of this case waits to be delivered.
        InvalidInput: tried before the paper existed.

    Source: 行政处罚法 第六十一条; 民事诉讼法 第八十八条至第九十五条.
    """
    paper = next((p for p in undelivered(act.matter) if p.uid == cmd.paper), None)
    if paper is None:
        raise NotFound("没有这份待送达的文书，请从列表中选择")
    made_on = local_date(paper.made_at)
    if cmd.tried_on < made_on:
        told = f"日期早于文书作出日（{made_on.isoformat()}），请核对"
        raise InvalidInput({"tried_on": told})
    before = failures_of(paper)
    visited = any(row.way in VISITS for row in before)
    asked = {"way": cmd.way, "outcome": cmd.outcome, "visited": visited}
    hit = table("next-delivery", act.matter.profile).decide(asked)
    row = FailedDelivery(
        case=case_of(act.matter),
        document=paper,
        way=cmd.way,
        tried_on=cmd.tried_on,
        outcome=cmd.outcome,
        reason=cmd.reason,
        proof=cmd.proof,
        next_way=str(hit.value),
        source=hit.source,
        recorded_by_id=act.officer,
        at=act.now,
    )
    act.write(row)
    act.notes["next_way"] = f"{DeliveryWay(row.next_way).label}（{hit.name}；{hit.source}）"
    return row


record_failed_delivery.requires(certified)


@record_failed_delivery.requires
def _one_waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if undelivered(matter) else "没有已签发而等待送达的文书"


@record_failed_delivery.prefilled
def _first(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    waiting = undelivered(matter)
    return {"paper": waiting[0].uid, "way": next_way(waiting[0])} if waiting else {}


def failures_of(paper: Document) -> list[FailedDelivery]:
    """Return the attempts to deliver a paper that did not succeed, oldest first."""
    return list(FailedDelivery.objects.filter(document=paper).order_by("id"))


def next_way(paper: Document) -> str:
    """Return the way by which a paper is to be delivered now: directly, or what failures opened."""
    failed = FailedDelivery.objects.filter(document=paper).order_by("-id").first()
    return failed.next_way if failed else DeliveryWay.DIRECT.value


def opens_public_notice(paper: Document) -> FailedDelivery | None:
    """Return the failure after which a paper may be delivered by public notice, if there is one.

    Source: 民事诉讼法 第九十五条第一款.
    """
    opened = FailedDelivery.objects.filter(document=paper, next_way=DeliveryWay.PUBLIC_NOTICE)
    return opened.order_by("-id").first()


def handing(case: Case, paper: Document | None) -> dict[str, Any]:
    """Return what the form of a delivery already knows: the way that is open, and the address."""
    party = case.party
    known = {
        "place": party.address,
        "receiver": party.legal_representative or party.name,
        "certificate_shown": CertificateShown.SHOWN,
    }
    if paper is not None and (failed := next_way(paper)) != DeliveryWay.DIRECT:
        known["way"] = failed
    return known
