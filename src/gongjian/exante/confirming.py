"""Published lists are looked through again at fixed intervals, and confirmed to hold unchanged."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.models import Agency
from gongjian.orgs.queries import agency_for_update
from gongjian.publicity.rendition import digest

from .choices import CONFIRMABLE, ListKind, ListState, TaskGround
from .content import draw
from .models import Adjustment, ListConfirmation, OpenList
from .queries import CONFIRM, open_confirmations, ripe


@dataclass(frozen=True)
class ConfirmUnchanged:
    version: UUID = fields.ref("清单", of="exante.confirmable")
    compared: bool = fields.check("已逐条核对，内容与实际一致")


@act("exante.confirm_unchanged", title="确认清单无变化", about="list")
def confirm_unchanged(*, act: Act, cmd: ConfirmUnchanged) -> ListConfirmation:
    """Tell the public that a list was looked through today and still holds.

    One person other than who drew the version: nothing new is shown but the day, so nothing waits
    for a release, and still two persons stand behind every line.

    Raises:
        InvalidInput: nobody looked, or this version is not the person's to confirm.
        RuleBroken: the system holds something else by now, so a new version is due.

    Source: HN8; REQUIREMENTS P18.
    """
    if not cmd.compared:
        raise InvalidInput({"compared": "请先逐条核对，再勾选"})
    agency = agency_for_update(act.agency)
    found = confirmable(act.actor).filter(uid=cmd.version).first()
    if found is None:
        told = "这份清单不能由您确认：已有新版本，或者是您生成的，须由另一人核对"
        raise InvalidInput({"version": told})
    if found.confirmations.filter(confirmed_on=act.today).exists():
        raise RuleBroken("今天已经核对过这份清单，无需重复确认")
    if digest(draw(found.kind, agency, act.today)) != found.sha256:
        raise RuleBroken("系统里的资料已有变化，不能确认无变化。请生成新版本")
    row = ListConfirmation(list=found, confirmed_by_id=act.officer, confirmed_on=act.today)
    owed = open_confirmations(agency.pk).get(found.kind)
    if owed is not None:
        owed.closed_on = act.today
    act.write(row, *([owed] if owed else []), stream=agency.stream)
    return row


@confirm_unchanged.requires
def _another_drew(actor: Actor, matter: object, clock: Clock) -> str:
    return "" if confirmable(actor).exists() else "没有须由您核对的公开清单"


@dataclass(frozen=True)
class NoteUnconfirmed:
    agency: UUID = fields.hidden()
    kind: str = fields.choice("清单", ListKind.choices)


@act("exante.note_unconfirmed", title="登记清单核对任务", about="list")
def note_unconfirmed(*, act: Act, cmd: NoteUnconfirmed) -> Adjustment:
    """Open the task of looking a list through again. Done by the system.

    Raises:
        RuleBroken: it is not due yet, or the task is open.

    Source: HN8; REQUIREMENTS P18.
    """
    agency = Agency.objects.select_related("stream").filter(uid=cmd.agency).first()
    if agency is None:
        raise NotFound("没有这个机关")
    due = ripe(agency, act.today).get(cmd.kind)
    if due is None:
        raise RuleBroken("这份清单还没有到核对的时候")
    row = Adjustment(
        agency=agency,
        kind=cmd.kind,
        ground=TaskGround.UNCONFIRMED,
        noticed_on=act.today,
        due_on=due.due_on,
        rule=profile(agency.profile).parameter(CONFIRM, agency.domain, on=act.today).citation,
        explanation=list(due.explanation),
    )
    act.write(row, stream=agency.stream)
    return row


def confirmable(actor: Actor) -> QuerySet[OpenList]:
    """Return the newest versions that this person may confirm if they still hold.

    Neither an own draft, nor a list whose new version waits or is owed.
    """
    of_kind = {"agency": OuterRef("agency"), "kind": OuterRef("kind")}
    newer = OpenList.objects.filter(
        Q(state=ListState.DRAFTED) | Q(state=ListState.PUBLISHED, version__gt=OuterRef("version")),
        **of_kind,
    )
    changed = Adjustment.objects.filter(
        ground=TaskGround.CHANGED, closed_on__isnull=True, **of_kind
    )
    shown = OpenList.objects.filter(
        agency=actor.agency or 0, state=ListState.PUBLISHED, closed_on__isnull=True
    ).filter(kind__in=CONFIRMABLE)
    shown = shown.exclude(drafted_by=actor.officer or 0)
    return shown.filter(~Exists(newer), ~Exists(changed)).order_by("kind")
