"""An agency's own Word templates: added by its administrator, versioned, never changed."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared_first
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound
from gongjian.common.text import shorten
from gongjian.documents.catalogue import definition, definitions
from gongjian.documents.models import WORD, Template, Upload
from gongjian.documents.paper.binding import Frame
from gongjian.documents.paper.templates import BadTemplate, fill, prove, sample_values
from gongjian.orgs.models import Agency
from gongjian.vault.store import store

from .reading import OpenedFile, whole


def keep_word(actor: Actor, content: bytes, name: str, clock: Clock) -> Upload:
    """Keep a Word file that a person hands in until `add_template` takes it.

    Raises:
        NotAllowed: who is no officer hands nothing in.
        InvalidInput: empty or too large.
    """
    if actor.officer is None:
        raise NotAllowed("只有执法人员可以上传模板，请使用本机关系统管理员账号登录")
    most = settings.GONGJIAN_SCAN_MAX_BYTES
    if not content or len(content) > most:
        told = f"模板应为不超过{most // (1024 * 1024)}MB的 .docx 文件，请重新选择"
        raise InvalidInput({"file": told})
    kept = store().put(content)
    return Upload.objects.create(
        officer_id=actor.officer,
        media=WORD,
        name=shorten("".join(c for c in name if c.isprintable()), 200),
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        at=clock.now(),
    )


@dataclass(frozen=True)
class AddTemplate:
    kind: str = fields.choice("文书", [(c, form.name) for c, form in definitions().items()])
    file: UUID = fields.ref("模板文件", of="documents.word_uploads", help="先在“文书模板”页上传")


@act("documents.add_template", title="启用文书模板", about="agency")
def add_template(*, act: Act, cmd: AddTemplate) -> Template:
    """Put an agency's own Word template in force for documents made from now on.

    The Word file of that kind is drawn from it; the PDF stays as it is, documents made before too.

    Raises:
        NotFound: the upload is not this person's.
        InvalidInput: names every unknown placeholder, every missing mandatory field, every program.
    """
    upload = Upload.objects.filter(officer=act.officer, uid=cmd.file, media=WORD).first()
    if upload is None:
        raise NotFound("没有这个模板文件，或者已经使用，请重新上传")
    form = definition(cmd.kind)
    try:
        prove(whole(upload.sha256, "模板文件"), form)
    except BadTemplate as error:
        raise InvalidInput({"file": str(error)}) from None
    agency = Agency.objects.select_for_update().get(pk=act.agency)
    last = templates_of(act.agency).filter(kind=cmd.kind).order_by("-version").first()
    template = Template(
        agency=agency,
        kind=cmd.kind,
        version=last.version + 1 if last else 1,
        name=upload.name,
        sha256=upload.sha256,
        sm3=upload.sm3,
        size=upload.size,
        definition_sha256=form.sha256,
        added_by_id=act.officer,
        added_at=act.now,
    )
    act.write(template, stream=agency.stream)
    upload.delete()
    return template


def templates_of(agency: int) -> QuerySet[Template]:
    """Return the templates of an agency, all versions, newest first."""
    return Template.objects.filter(agency=agency).order_by("kind", "-version")


def template_for(agency: Agency, kind: str) -> Template | None:
    """Return the template that a document made now is drawn from in Word, or None.

    One whose definition has changed since no longer counts: it was proven for other fields.
    """
    last = _newest(agency.pk, kind)
    return last if last and last.definition_sha256 == definition(kind).sha256 else None


@prepared_first
def _newest(agency: int, kind: str) -> QuerySet[Template]:
    return Template.objects.filter(agency=agency, kind=kind).order_by("-version")


def preview(actor: Actor, uid: UUID) -> OpenedFile:
    """Return a template of the person's agency, filled with the labels of its fields.

    Raises:
        NotFound: absent, or another agency's.
    """
    template = Template.objects.filter(uid=uid, agency=actor.agency).first()
    if template is None or actor.agency is None:
        raise NotFound("没有这个模板，或者不是本机关的。请从“文书模板”页打开。")
    form = definition(template.kind)
    content = whole(template.sha256, "模板文件")
    frame = Frame(template.agency.name, "〔文号〕", "2026-01-01")
    drawn = fill(content, form, sample_values(form), frame)
    return OpenedFile(drawn, f"{form.name}模板第{template.version}版预览.docx")
