"""Reads of the channels; who may look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency

from .choices import DispatchState
from .models import (
    Channel,
    Cosignature,
    CreditBatch,
    CreditLine,
    Dispatch,
    Line,
    PersonsReceiver,
    PersonsTaking,
    PublicWitness,
    TakenLine,
    Witness,
    WitnessLine,
)

WITNESSES_SHOWN = 20

PRESCRIBED = "publication.channels"
# Which of the ways that rules name the platform serves by itself; the others are channels of one's
# own, registered here or kept by hand.
SERVED = {
    "platform": "本平台的公众门户",
    "mobile": "公众门户的手机页面",
    "hall": "大厅公示屏",
    "kiosk": "大厅公示屏",
}
READERS = frozenset({"publisher", "publication_checker", "agency_head", "supervisor"})


def may_read(actor: Actor) -> bool:
    """Tell whether this person looks after what goes out from the agency."""
    return actor.agency is not None and bool(actor.roles & READERS)


@dataclass(frozen=True, slots=True)
class PrescribedWay:
    """A way by which the rules of a place want things public; `served` says what here does it."""

    label: str
    served: str


def prescribed_ways(agency: Agency, on: date) -> tuple[Sequence[PrescribedWay], str]:
    """Return by which ways the place wants its publications shown, and where that is said.

    Source: 国办发〔2018〕118号 （一）、（四）; DZ1(1); XM4.1.1; HN7; REQUIREMENTS P17.
    """
    rule = profile(agency.profile).parameter(PRESCRIBED, agency.domain, on=on)
    rows = [item for item in rule.items if isinstance(item, dict)]
    ways = [PrescribedWay(str(r["label"]), SERVED.get(str(r["code"]), "")) for r in rows]
    return ways, rule.citation


def batches_of(actor: Actor) -> QuerySet[CreditBatch]:
    """Return the batches for the credit platform of this person's agency."""
    if not may_read(actor):
        return CreditBatch.objects.none()
    return CreditBatch.objects.filter(agency=actor.agency).select_related("made_by", "agency")


def visible_batch(actor: Actor, uid: UUID) -> CreditBatch:
    """Return a batch this person may see.

    Raises:
        NotFound: there is none, or it is another agency's.
    """
    batch = batches_of(actor).select_related("receipt_by", "released_to").filter(uid=uid).first()
    if batch is None:
        raise NotFound("没有这一批双公示文件，或者您无权查看。请从列表中打开")
    return batch


# Long enough to save a file, too short to come back for it.
TAKEN_FOR = timedelta(minutes=10)


def visible_taking(actor: Actor, uid: UUID, now: datetime) -> PersonsTaking:
    """Return a taking of persons to the one who took them, for some minutes.

    Raises:
        NotFound: there is none, another person took them, or it is too long ago.
    """
    mine = PersonsTaking.objects.filter(taken_by=actor.officer, taken_at__gt=now - TAKEN_FOR)
    taking = mine.filter(uid=uid, batch__in=batches_of(actor))
    taking = taking.select_related("batch__agency", "receiver")
    if found := taking.first():
        return found
    raise NotFound("没有可以下载的自然人信息，或者取出已经超过十分钟。请在批次页面重新取出")


def handed_over(matter: Matter) -> list[PersonsTaking]:
    """Return when this person's name and number went to whom, the first time for each of them.

    Source: 个人信息保护法 第十七条、第二十三条、第三十五条.
    """
    mine = CreditLine.objects.filter(person=True, item__decision__case__matter=matter)
    held = TakenLine.objects.filter(taking=OuterRef("pk"), line__in=mine)
    # Takings of before say only which batch: whoever stood in it is told.
    before = Q(lines__isnull=True, batch__in=mine.values("batch"))
    takings = PersonsTaking.objects.filter(Exists(held) | before)
    newest = takings.select_related("batch", "receiver").order_by("-id")
    first = {(taking.batch_id, taking.receiver_id): taking for taking in newest}
    return sorted(first.values(), key=lambda taking: taking.taken_at)


def may_read_channels(actor: Actor) -> bool:
    """Tell whether this person looks after the channels: the readers, and who registers them."""
    return may_read(actor) or (actor.agency is not None and "admin_system" in actor.roles)


def channels_of(actor: Actor) -> QuerySet[Channel]:
    """Return the channels of this person's agency, those in use first."""
    if not may_read_channels(actor):
        return Channel.objects.none()
    rows = Channel.objects.filter(agency=actor.agency).select_related("agency", "line")
    return rows.order_by(F("closed_at").asc(nulls_first=True), "id")


def receivers_of(actor: Actor) -> QuerySet[PersonsReceiver]:
    """Return the certificates of receivers of this person's agency, those in use first."""
    if not may_read_channels(actor):
        return PersonsReceiver.objects.none()
    rows = PersonsReceiver.objects.filter(agency=actor.agency).select_related("added_by")
    return rows.order_by(F("closed_at").asc(nulls_first=True), "name", "id")


def visible_channel(actor: Actor, uid: UUID) -> Channel:
    """Return a channel this person may see.

    Raises:
        NotFound: there is none, or it is another agency's.
    """
    people = ("opened_by", "closed_by")
    channel = channels_of(actor).select_related("agency", "line", *people).filter(uid=uid).first()
    if channel is None:
        raise NotFound("没有这个推送渠道，或者您无权查看。请从列表中打开")
    return channel


def troubles() -> dict[str, int]:
    """Count what the channels and witnesses in use suffer from; three queries.

    `alarms`: witnesses who hold another log than ours; the others have failed since their last
    success.
    """
    watching = WitnessLine.objects.filter(witness__closed_at=None)
    return {
        "alarms": watching.exclude(alarm="").count(),
        "witnesses": watching.filter(failures__gt=0).count(),
        "channels": Line.objects.filter(failures__gt=0, channel__closed_at=None).count(),
    }


def outbox_depth() -> int:
    """Return how many published items wait for a receiver's receipt, on all channels in use."""
    waiting = Dispatch.objects.filter(state=DispatchState.WAITING, channel__closed_at=None)
    return waiting.count()


def witnesses_of(actor: Actor) -> QuerySet[Witness]:
    """Return the witnesses of this person's agency, those in use first."""
    if not may_read_channels(actor):
        return Witness.objects.none()
    rows = Witness.objects.filter(agency=actor.agency).select_related("line")
    last = Cosignature.objects.filter(witness=OuterRef("pk")).order_by("-size").values("size")[:1]
    rows = rows.annotate(cosigned=Subquery(last))
    return rows.order_by(F("closed_at").asc(nulls_first=True), "id")


def countersigning() -> list[PublicWitness]:
    """Return what the portal shows of witnesses, the longest known first."""
    return list(PublicWitness.objects.order_by("witness")[:WITNESSES_SHOWN])
