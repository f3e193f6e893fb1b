"""What the public gets of an attachment: a PDF of pictures, for as long as its item is shown."""

import hashlib
from pathlib import Path

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client

from gongjian.cases.testing import PERSON, decided_case, make_cast
from gongjian.documents.paper import pdf
from gongjian.documents.paper.blocks import Paragraph
from gongjian.documents.testing import AT
from gongjian.jobs.services import work_until_idle
from gongjian.portal.export import export
from gongjian.portal.queries import provable
from gongjian.publicity.leaks.finding import Closed
from gongjian.publicity.leaks.kinds import LeakKind
from gongjian.publicity.leaks.scanning import hits_of, with_file
from gongjian.publicity.models import PublicCopy
from gongjian.publicity.testing import cover, marked, publish, scanned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAPER = pdf.render([Paragraph(("当事人张示例。",))], at=AT).content


@pytest.mark.requirement("P13")
def test_an_attachment_is_handed_out_exported_scanned_and_taken_back(
    client: Client, home: Path, tmp_path: Path
) -> None:
    cast = make_cast()
    matter = decided_case(cast, party=PERSON)
    copy = cover(cast, matter, marked(cast, matter, scanned(cast, matter, PAPER)))
    item = publish(cast, matter, attachments=(str(copy.uid),))
    address, folder = f"/decisions/{item.token}/1.pdf", tmp_path / "out"

    page = client.get(f"/decisions/{item.token}").content.decode()
    waiting = client.get(address)
    work_until_idle(cast.clock)
    taken = client.get(address)
    none = client.get(f"/decisions/{item.token}/2.pdf")
    export(folder)
    proven = provable(hashlib.sha256(taken.content).hexdigest())
    exported = (folder / address[1:]).read_bytes()
    clean = hits_of(with_file().get(pk=item.pk), Closed())
    # Somebody puts the original in its place.
    PublicCopy.objects.update(content=PAPER)
    (hit,) = hits_of(with_file().get(pk=item.pk), Closed())
    changed = client.get(address)
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        matter,
        item=item.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="决定已被撤销。",
    )
    gone = client.get(address)
    left_there = PublicCopy.objects.count()
    work_until_idle(cast.clock)
    cache.clear()
    removed = export(folder).removed

    assert (waiting.status_code, "请过一分钟" in waiting.content.decode()) == (404, True)
    assert (left_there, PublicCopy.objects.count()) == (1, 0)
    assert address in page
    assert "行政处罚决定书" in page
    assert "PDF，1 页" in page
    assert taken["Content-Type"] == "application/pdf"
    assert exported == taken.content
    assert proven is not None
    assert (proven.what, proven.item, proven.stream) == ("公示附件", item, matter.stream_id)
    assert pypdfium2.PdfDocument(taken.content)[0].get_textpage().count_chars() == 0
    assert none.status_code == 404
    assert clean == []
    assert (hit.kind, hit.certain) == (LeakKind.ATTACHMENT, True)
    assert changed.status_code == 409
    assert PAPER not in changed.content
    assert gone.status_code == 410
    assert address[1:] in removed
