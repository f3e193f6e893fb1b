"""Attachments: read, boxed, confirmed by one person, published by another."""

import io
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from gongjian.cases.testing import PERSON, Cast, decided_case, make_cast
from gongjian.common.errors import DomainError, InvalidInput, NotFound
from gongjian.documents.models import Document
from gongjian.documents.paper import pdf
from gongjian.documents.paper.blocks import Paragraph
from gongjian.documents.testing import AT
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.parties.services import CorrectParty, correct_party
from gongjian.publicity.attaching import sources
from gongjian.publicity.choices import AttachmentState, ItemState
from gongjian.publicity.models import (
    Attachment,
    AttachmentBox,
    AttachmentResult,
    PublicAttachment,
    PublicItem,
    Release,
    ReleaseAttachment,
)
from gongjian.publicity.testing import (
    READ,
    confirm_all,
    cover,
    draft,
    hide_all,
    marked,
    publish,
    scanned,
)
from gongjian.vault.store import store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHECKER = "publication_checker"
PUBLISH = "publicity.publish_decision"
# The party, and a name that nobody registered: certain, and proposed.
PAPER = pdf.render([Paragraph(("当事人张示例，联系人：赵永强，电话13900000001。",))], at=AT).content


def begun() -> tuple[Cast, Matter, Attachment]:
    """Return a decided case with a scan whose pages are read."""
    cast = make_cast()
    matter = decided_case(cast, party=PERSON)
    return cast, matter, marked(cast, matter, scanned(cast, matter, PAPER))


def refused(attempt: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            attempt()
    except DatabaseError:
        return True
    return False


def refusal(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> str:
    with pytest.raises(DomainError) as told:
        cast.do(office, code, matter, **values)
    error = told.value
    return "；".join(error.fields.values()) if isinstance(error, InvalidInput) else error.message


def test_what_stays_inside_the_agency_is_not_among_the_files() -> None:
    matter = decided_case(make_cast())

    work_until_idle()
    kinds = {source.document.kind for source in sources(matter).values()}

    assert "penalty-decision" in kinds
    inside = Document.objects.filter(matter=matter, outward=False).values_list("kind", flat=True)
    assert inside
    assert not kinds & set(inside)


@pytest.mark.requirement("P13")
def test_a_copy_becomes_public_when_one_has_confirmed_and_another_has_seen_it() -> None:
    cast, matter, attachment = begun()
    whats = {(box.what, box.asked, box.choice) for box in attachment.boxes.all()}
    cast.do(
        "publisher",
        "publicity.add_box",
        matter,
        attachment=attachment.uid,
        page=1,
        x=600,
        y=700,
        width=200,
        height=50,
        what="签名",
    )

    cover(cast, matter, attachment)
    release = draft(cast, matter, attachments=(str(attachment.uid),))
    publishing: dict[str, Any] = {
        "release": release.uid,
        "redactions": confirm_all(release),
        "compared": True,
    }
    unseen = refusal(cast, CHECKER, PUBLISH, matter, **publishing)
    item = cast.do(CHECKER, PUBLISH, matter, attachments_seen=True, **publishing)

    shown = PublicAttachment.objects.get()
    with store().open(shown.sha256) as kept:
        content = kept.read()
    entry = matter.stream.entries.order_by("-seq")[0]
    assert ("姓名", False, "hide") in whats
    assert ("姓名", True, "") in whats
    assert attachment.state == AttachmentState.READY
    assert "逐页查看" in unseen
    assert (shown.item, shown.title, shown.pages) == (item, "行政处罚决定书", 1)
    assert pypdfium2.PdfDocument(content)[0].get_textpage().count_chars() == 0
    assert [a["sha256"] for a in item.data["attachments"]] == [shown.sha256]
    assert {"签名", "姓名", "手机号码"} & {h["what"] for h in item.data["attachments"][0]["hidden"]}
    assert "publicity.publicattachment" in [json.loads(line)["t"] for line in entry.lines[1:]]


def test_what_is_not_decided_or_not_looked_at_goes_nowhere() -> None:
    cast, matter, attachment = begun()
    confirm = "publicity.confirm_attachment"

    said = refusal(cast, "publisher", confirm, matter, attachment=attachment.uid)
    early = refusal(
        cast,
        "publisher",
        "publicity.draft_release",
        matter,
        summary="罚款",
        redactions=hide_all(matter),
        attachments=(str(attachment.uid),),
        **READ,
    )
    scan = io.BytesIO()
    pypdfium2.PdfDocument(PAPER)[0].render().to_pil().convert("RGB").save(scan, "JPEG")
    cast.do("publisher", "publicity.drop_attachment", matter, attachment=str(attachment.uid))
    photo = marked(cast, matter, scanned(cast, matter, scan.getvalue()))
    blind = refusal(cast, "publisher", confirm, matter, attachment=photo.uid, compared=True)
    outside = refusal(
        cast,
        "publisher",
        "publicity.add_box",
        matter,
        attachment=photo.uid,
        page=2,
        x=900,
        y=0,
        width=200,
        height=10,
        what="姓名",
    )

    assert "没有决定" in said
    assert "对照原件" in said
    assert "不能随附" in early
    assert "第1页系统读不全" in blind
    assert "没有这一页" in outside
    assert "超出了页面右边" in outside


def test_who_confirmed_the_boxes_does_not_publish() -> None:
    cast, matter, attachment = begun()
    both = make_officer(cast.agency, roles=("publisher", CHECKER))
    drafter = cast.people["publisher"]
    cast.people["publisher"], cast.people["both"] = both, both
    cast.actors.clear()
    cover(cast, matter, attachment)
    cast.people["publisher"] = drafter
    cast.actors.clear()
    release = draft(cast, matter, attachments=(str(attachment.uid),))

    said = refusal(
        cast,
        "both",
        PUBLISH,
        matter,
        release=release.uid,
        redactions=confirm_all(release),
        compared=True,
        attachments_seen=True,
    )
    by_hand = Release.objects.filter(pk=release.pk)
    assert not release.redactions.exists()  # so it is the attachment that holds it back

    assert "您确认了附件的遮盖" in said
    assert refused(lambda: by_hand.update(state="published", checked_by=both, checked_at=cast.now))


@pytest.mark.tampers
def test_the_database_lets_nothing_unconfirmed_out() -> None:
    cast, matter, attachment = begun()
    here = Attachment.objects.filter(pk=attachment.pk)
    officer = cast.people["publisher"]
    confirmed = {"confirmed_by": officer, "confirmed_at": cast.now}
    item = publish(cast, matter)
    values: dict[str, Any] = {"pages": 1, "sha256": "0" * 64, "sm3": "0" * 64, "size": 1}
    result = AttachmentResult(attachment=attachment, made_at=cast.now, **values)
    ready_made = Attachment(
        decision=attachment.decision,
        number=9,
        scan=attachment.scan,
        title="x",
        words="x",
        state="ready",
        asked_by=officer,
        asked_at=cast.now,
        **confirmed,
    )
    certain = AttachmentBox.objects.filter(asked=False, attachment=attachment)
    joined = ReleaseAttachment(release=item.release, attachment=attachment, number=1)

    tried: dict[str, Callable[[], Any]] = {
        "drawn with open boxes": lambda: here.update(state="drawing", **confirmed),
        "ready by nobody": lambda: here.update(state="ready"),
        "made ready": partial(Attachment.objects.bulk_create, [ready_made]),
        "a copy of it": partial(AttachmentResult.objects.bulk_create, [result]),
        "what is certain uncovered": lambda: certain.update(choice="keep"),
        "a box moved": lambda: certain.update(x=0),
    }

    assert [name for name, attempt in tried.items() if not refused(attempt)] == []
    joined.save()
    cover(cast, matter, attachment)
    public = PublicAttachment(item=item, result=attachment.result, number=1, title="x", **values)
    assert refused(public.save)  # another file than the one drawn


def test_a_file_that_cannot_be_read_says_so_and_the_next_may_come() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    lost = next(code for code in sources(matter) if code.startswith("file."))

    failed = marked(cast, matter, lost)
    named = refusal(
        cast,
        "publisher",
        "publicity.choose_attachment",
        matter,
        file=scanned(cast, matter, PAPER),
        title="张三的电话13900000001",
    )
    with pytest.raises(NotFound):
        cast.do("publisher", "publicity.choose_attachment", matter, file="scan.x", title="笔录")

    assert failed.state == AttachmentState.FAILED
    assert "缺失" in failed.problem
    assert "名称将公开" in named


def test_a_correction_carries_the_copy_anew_and_not_once_the_case_knows_more() -> None:
    cast, matter, attachment = begun()
    cover(cast, matter, attachment)
    item = publish(cast, matter, attachments=(str(attachment.uid),))
    again: dict[str, Any] = {
        "summary": "罚款",
        "redactions": hide_all(matter),
        "attachments": (str(attachment.uid),),
        "reason": "摘要有误。",
        **READ,
    }
    release = cast.do("publisher", "publicity.draft_correction", matter, **again)
    cast.do(
        CHECKER,
        "publicity.correct_publication",
        matter,
        release=release.uid,
        redactions=confirm_all(release),
        compared=True,
        attachments_seen=True,
    )
    item.refresh_from_db()
    newest = PublicItem.objects.get(state=ItemState.LIVE)
    party = attachment.decision.case.party
    correct_party(actor=cast.actor("handler"), cmd=CorrectParty(party=party.uid, name="张改例"))
    again["redactions"] = hide_all(matter)

    stale = refusal(cast, "publisher", "publicity.draft_correction", matter, **again)
    redone = marked(cast, matter, f"scan.{attachment.scan.uid}")  # type: ignore[union-attr]

    assert item.state == ItemState.CORRECTED
    assert [a.result.attachment for a in newest.attachments.all()] == [attachment]
    assert "已有更正" in stale
    assert redone.words != attachment.words


@pytest.mark.requirement("P12")
def test_a_place_that_publishes_the_whole_decision_publishes_nothing_without_it() -> None:
    cast = make_cast("xiamen", "public-security")
    matter = decided_case(cast)

    with pytest.raises(InvalidInput) as told:
        draft(cast, matter)
    paper = cover(cast, matter, marked(cast, matter, scanned(cast, matter, PAPER)))
    release = draft(cast, matter, attachments=(str(paper.uid),))

    assert "经技术处理的全文" in told.value.fields["attachments"]
    assert release.attachments.get().attachment == paper


def test_the_rule_of_its_police_does_not_bind_the_other_agencies_of_that_place() -> None:
    cast = make_cast("xiamen", "environment")

    assert not draft(cast, decided_case(cast)).attachments.exists()
