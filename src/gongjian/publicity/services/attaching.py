"""Making the public copy of a file: chosen, read, boxed, confirmed by a person, drawn.

The file itself is never published. Who confirms the boxes is not who publishes.
"""

from dataclasses import dataclass
from uuid import UUID

from gongjian.cases.models import Decision
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import DocumentFile
from gongjian.jobs.registry import enqueue
from gongjian.matters.models import Matter
from gongjian.publicity.attaching import bare_pages, in_work, open_boxes, sources, words_of
from gongjian.publicity.attachments.finding import WHOLE
from gongjian.publicity.choices import AttachmentState, BoxKind, Choice, ReleaseState
from gongjian.publicity.gate import standing_of
from gongjian.publicity.models import (
    Attachment,
    AttachmentBox,
    ReleaseAttachment,
)
from gongjian.publicity.patterns import FOUND
from gongjian.publicity.rendition import fit_for_public

from .drafting import open_to_public

READ = "publicity.read_attachment"
DRAW = "publicity.draw_attachment"
MOST_BOXES = 2000
DROPPABLE = [s for s in AttachmentState.values if s != AttachmentState.DROPPED]


@dataclass(frozen=True)
class ChooseAttachment:
    file: str = fields.code(
        "案卷里的文件",
        of="publicity.attachable",
        help="对外文书（PDF）或者附上的扫描件（PDF、JPG、PNG）。公开的只是重新画出的图片",
    )
    title: str = fields.line(
        "公开的名称", max_length=60, help="例如：行政处罚决定书。将公开，请勿写入个人姓名"
    )


@act("publicity.choose_attachment", title="选取公开附件", step=False)
def choose_attachment(*, act: Act, cmd: ChooseAttachment) -> Attachment:
    """Begin the public copy of a file of the case; its pages are read outside the transaction.

    Raises:
        NotFound: no such file in this case.
        InvalidInput: the title, which becomes public, holds what must be hidden.

    Source: 政府信息公开条例 第十五条; DZ1(1); HN12.
    """
    source = sources(act.matter).get(cmd.file)
    if source is None:
        raise NotFound("本案没有这个文件，请从列表中选择")
    decision = _decision(act)
    if not fit_for_public(decision, cmd.title):
        raise InvalidInput({"title": "名称将公开，其中含有应当隐去的姓名、号码或者住址，请删去"})
    attachment = Attachment(
        decision=decision,
        number=Attachment.objects.filter(decision=decision).count() + 1,
        document_file=source if isinstance(source, DocumentFile) else None,
        scan=None if isinstance(source, DocumentFile) else source,
        title=cmd.title,
        words=words_of(decision),
        asked_by_id=act.officer,
        asked_at=act.now,
    )
    act.write(attachment)
    enqueue(READ, attachment=str(attachment.uid))
    return attachment


@choose_attachment.requires
def _decided(actor: Actor, matter: Matter, clock: Clock) -> str:
    if standing_of(matter, clock.today()) is None:
        return "还没有作出处罚决定，不能公示"
    return "" if sources(matter) else "案卷里还没有可以公开的文件，文书制发以后再办理"


@choose_attachment.requires
def _one_at_a_time(actor: Actor, matter: Matter, clock: Clock) -> str:
    working = in_work(matter)
    return f"附件“{working.title}”还在处理，请先完成或者放弃" if working else ""


choose_attachment.requires(open_to_public)


@dataclass(frozen=True)
class AddBox:
    attachment: UUID = fields.hidden()
    page: int = fields.number("页", least=1, most=999)
    x: int = fields.number("左", least=0, most=WHOLE - 1, unit="‰", help="距左边，页宽的千分之几")
    y: int = fields.number("上", least=0, most=WHOLE - 1, unit="‰", help="距上边，页高的千分之几")
    width: int = fields.number("宽", least=1, most=WHOLE, unit="‰", help="页宽的千分之几")
    height: int = fields.number("高", least=1, most=WHOLE, unit="‰", help="页高的千分之几")
    what: str = fields.choice("遮盖的是", BoxKind.choices)


@act("publicity.add_box", title="增加遮盖", step=False)
def add_box(*, act: Act, cmd: AddBox) -> AttachmentBox:
    """Cover a rectangle of a page that the system did not find.

    Raises:
        NotFound: not the attachment whose boxes are being decided.
        InvalidInput: there is no such page, or the rectangle leaves it.

    Source: 政府信息公开条例 第十五条; DZ1(1).
    """
    attachment = _marking(act, cmd.attachment)
    problems = {}
    if not attachment.pages.filter(number=cmd.page).exists():
        problems["page"] = "没有这一页，请核对页码"
    if cmd.x + cmd.width > WHOLE:
        problems["width"] = f"超出了页面右边，左和宽之和不能大于{WHOLE}"
    if cmd.y + cmd.height > WHOLE:
        problems["height"] = f"超出了页面下边，上和高之和不能大于{WHOLE}"
    if attachment.boxes.count() >= MOST_BOXES:
        problems["page"] = f"一份附件最多{MOST_BOXES}处遮盖，请改为不公开这份附件"
    if problems:
        raise InvalidInput(problems)
    box = AttachmentBox(
        attachment=attachment,
        page=cmd.page,
        x=cmd.x,
        y=cmd.y,
        width=cmd.width,
        height=cmd.height,
        what=cmd.what,
        ground=FOUND,
        certainty=100,
        asked=False,
        choice=Choice.HIDE,
        by_id=act.officer,
    )
    act.write(box)
    return box


@dataclass(frozen=True)
class BoxChoice:
    item: str = fields.hidden()
    choice: str = fields.choice("处理", Choice.choices)


@dataclass(frozen=True)
class ConfirmAttachment:
    attachment: UUID = fields.hidden()
    boxes: tuple[BoxChoice, ...] = fields.rows(
        "逐处决定",
        of="publicity.attachment_box",
        required=False,
        help="系统建议的、人工画上的，逐处确认遮盖或者不遮盖。案件资料确知的一律遮盖",
        source="政府信息公开条例 第十五条; HN12",
    )
    pages_seen: tuple[str, ...] = fields.code(
        "已经逐页查看（扫描、图片、印章等系统读不出文字的页）",
        of="publicity.bare_page",
        many=True,
        required=False,
    )
    compared: bool = fields.check("已对照原件，需要遮盖的都已遮盖")


@act("publicity.confirm_attachment", title="确认附件遮盖", step=False)
def confirm_attachment(*, act: Act, cmd: ConfirmAttachment) -> Attachment:
    """Decide every box and say to have seen every page that only a person can read.

    Raises:
        NotFound: not the attachment whose boxes are being decided.
        InvalidInput: a box is left open, or a page not looked at.

    Source: 政府信息公开条例 第十五条; DZ1(1); HN12.
    """
    attachment = _marking(act, cmd.attachment)
    said = {choice.item: choice.choice for choice in cmd.boxes}
    boxes, pages = open_boxes(attachment), bare_pages(attachment)
    problems = {}
    if left := sum(box.asked and str(box.uid) not in said for box in boxes):
        problems["boxes"] = f"还有{left}处建议遮盖的没有决定，请逐处选择"
    elif unknown := set(said) - {str(box.uid) for box in boxes}:
        problems["boxes"] = f"有{len(unknown)}处不属于这份附件，请刷新页面"
    unseen = [str(p.number) for p in pages if str(p.number) not in cmd.pages_seen]
    if unseen:
        problems["pages_seen"] = f"第{'、'.join(unseen)}页系统读不全，请逐页查看后勾选"
    if not cmd.compared:
        problems["compared"] = "请先对照原件，再勾选"
    if problems:
        raise InvalidInput(problems)
    for box in boxes:
        box.choice = said.get(str(box.uid), Choice.HIDE)
    for page in pages:
        page.seen = True
    attachment.state = AttachmentState.DRAWING
    attachment.confirmed_by_id, attachment.confirmed_at = act.officer, act.now
    # Boxes and pages first: the database draws nothing before all of them are decided.
    act.write(*boxes, *pages, attachment)
    enqueue(DRAW, attachment=str(attachment.uid))
    return attachment


@dataclass(frozen=True)
class DropAttachment:
    attachment: str = fields.code("附件", of="publicity.droppable_attachment")


@act("publicity.drop_attachment", title="放弃附件", step=False)
def drop_attachment(*, act: Act, cmd: DropAttachment) -> Attachment:
    """Give up a public copy that no publication carries.

    Raises:
        NotFound: there is none such.
    """
    attachment = droppable(act.matter).get(cmd.attachment)
    if attachment is None:
        raise NotFound("没有可以放弃的这份附件，请刷新页面")
    attachment.state = AttachmentState.DROPPED
    act.write(attachment)
    return attachment


@drop_attachment.requires
def _something_to_drop(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if droppable(matter) else "本案没有可以放弃的附件"


def droppable(matter: Matter) -> dict[str, Attachment]:
    """Return the attachments that no waiting or published round carries, by uid."""
    found = Attachment.objects.filter(decision__case__matter=matter, state__in=DROPPABLE)
    carried = ReleaseAttachment.objects.exclude(release__state=ReleaseState.RETURNED)
    free = found.exclude(pk__in=carried.values("attachment"))
    return {str(one.uid): one for one in free}


def _marks(actor: Actor, matter: Matter, clock: Clock) -> str:
    working = in_work(matter)
    if working is None:
        return "没有待确认遮盖的附件，请先选取"
    if working.state != AttachmentState.MARKING:
        return f"附件“{working.title}”{working.get_state_display()}，请稍候刷新页面"
    return ""


add_box.requires(_marks)
confirm_attachment.requires(_marks)


@add_box.prefilled
@confirm_attachment.prefilled
def _the_one(actor: Actor, matter: Matter) -> dict[str, object]:
    working = in_work(matter)
    return {"attachment": working.uid} if working else {}


def _marking(act: Act, uid: UUID) -> Attachment:
    marking = Attachment.objects.select_for_update(of=("self",)).filter(
        decision__case__matter=act.matter, state=AttachmentState.MARKING, uid=uid
    )
    attachment = marking.prefetch_related("boxes", "pages").first()
    if attachment is None:
        raise NotFound("这份附件不在待确认遮盖之列，请刷新页面")
    return attachment


def _decision(act: Act) -> Decision:
    stands = standing_of(act.matter, act.today)
    if stands is None:
        raise RuleBroken("还没有作出处罚决定，不能公示")
    return stands.decision
