"""The pages on which an attachment is boxed and compared, as people meet them."""

import pytest
from django.urls import reverse

from gongjian.cases.testing import PERSON, decided_case
from gongjian.documents.models import DocumentAccess
from gongjian.documents.paper import pdf
from gongjian.documents.paper.blocks import Paragraph
from gongjian.documents.testing import AT
from gongjian.jobs.services import work_until_idle
from gongjian.publicity.testing import draft, marked, scanned
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAPER = pdf.render([Paragraph(("当事人张示例，联系人：赵永强。",))], at=AT).content


@pytest.mark.requirement("P13")
def test_an_attachment_is_boxed_on_a_page_without_javascript_and_seen_by_the_second() -> None:
    cast = staffed_cast()
    matter = decided_case(cast, party=PERSON)
    attachment = marked(cast, matter, scanned(cast, matter, PAPER))
    publisher, checker = signed_in(cast, "publisher"), signed_in(cast, "publication_checker")
    add = reverse("workbench:matter_act", args=[matter.uid, "publicity.add_box"])
    confirm = reverse("workbench:matter_act", args=[matter.uid, "publicity.confirm_attachment"])
    sheet = reverse("workbench:sheet", args=[attachment.uid, 1])
    copy = reverse("workbench:copy", args=[attachment.uid, 1])

    early = publisher.get(copy)
    typed = {"attachment": attachment.uid, "page": 1, "x": 500, "y": 600, "what": "签名"}
    wrong = publisher.post(add, {**typed, "width": 600, "height": 20})
    added = publisher.post(add, {**typed, "width": 100, "height": 20})
    page = publisher.get(confirm).content.decode()
    picture = publisher.get(sheet)
    boxes = [box for box in attachment.boxes.all() if box.asked or box.by_id]
    told: dict[str, object] = {"attachment": attachment.uid, "compared": "on"}
    for number, box in enumerate(boxes, 1):
        told |= {f"boxes.{number}.item": box.uid, f"boxes.{number}.choice": "hide"}
    done = publisher.post(confirm, told)
    work_until_idle(cast.clock)
    draft(cast, matter, attachments=(str(attachment.uid),))
    publish = reverse("workbench:matter_act", args=[matter.uid, "publicity.publish_decision"])
    compared = checker.get(publish).content.decode()
    tab = checker.get(reverse("workbench:matter", args=[matter.uid]) + "?tab=publicity")

    assert early.status_code == 404
    assert wrong.status_code == 422
    assert "超出了页面右边" in wrong.content.decode()
    assert added.status_code == 302
    assert sheet in page
    assert "boxes.js" in page
    assert "style=" not in page
    assert "签名" in page
    assert picture["Content-Type"] == "image/jpeg"
    assert DocumentAccess.objects.filter(scan=attachment.scan).exists()
    assert done.status_code == 302, done.content.decode()
    assert copy in compared
    assert "已逐页查看附件的公开稿" in compared
    assert checker.get(copy).content.startswith(b"\xff\xd8")
    assert "查看公开稿" in tab.content.decode()
