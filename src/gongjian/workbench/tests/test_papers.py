"""Scans and the whole set on paper: by page and API, seen only by who may, never untraced."""

import json
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyhanko.pdf_utils import generic as untyped
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.documents.models import Document, DocumentAccess, Scan, Upload
from gongjian.documents.services import AttachScan, attach_scan, keep_upload, print_set
from gongjian.documents.testing import typed_command
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter
from gongjian.workbench.testing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
generic: Any = untyped
Writer: Any = PdfFileWriter
Page: Any = PageObject


def pdf(mark: int = 0, **root: Any) -> bytes:
    """Return a page; each `mark` gives other bytes."""
    writer = Writer()
    box = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595 + mark, 842)])
    content = writer.add_object(generic.StreamObject(stream_data=b""))
    writer.insert_page(Page(contents=content, media_box=box))
    for name, value in root.items():
        writer.root[f"/{name}"] = value
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


ONE, TWO = pdf(1), pdf(2)


def story(**other: Any) -> tuple[Cast, Matter, Document]:
    """Return a case with an issued questioning record; `other` are values unlike the samples."""
    cast = make_cast(accounts=True)
    matter = file_case(cast, open_case(cast))
    values = vars(typed_command("questioning-record", cast.now)) | other
    record = cast.do("handler", "documents.make_questioning_record", matter, **values)
    work_until_idle(cast.clock)
    record.refresh_from_db()
    return cast, matter, record


def sent(*contents: bytes, name: str = "页.pdf") -> dict[str, Any]:
    return {"pages": [SimpleUploadedFile(name, content) for content in contents]}


@pytest.mark.requirement("Q7")
def test_scans_handed_in_on_the_page_are_tied_to_the_version_and_opened_with_a_trace() -> None:
    cast, matter, record = story()
    client = signed_in(cast, "handler")

    done = client.post(reverse("documents:attach", args=[record.uid]), sent(ONE, TWO))
    tab = client.get(reverse("workbench:matter", args=[matter.uid]) + "?tab=documents")
    scans = list(Scan.objects.order_by("number"))
    opened = client.get(reverse("documents:scan", args=[scans[1].uid]))

    assert done.status_code == 302
    assert [(s.number, s.media, s.data_hash) for s in scans] == [
        (1, "pdf", record.data_hash),
        (2, "pdf", record.data_hash),
    ]
    assert opened.content == TWO
    assert DocumentAccess.objects.get(scan=scans[1]).by_name == cast.people["handler"].name
    assert "签名扫描件" in tab.content.decode()
    assert not Upload.objects.exists()


def test_a_scan_handed_in_by_api_is_attached_by_the_act() -> None:
    cast, matter, record = story()
    client = signed_in(cast, "handler")

    kept = client.post("/api/v1/uploads", {"file": SimpleUploadedFile("a.pdf", pdf())})
    command = {"document": str(record.uid), "pages": [kept.json()["uid"]]}
    done = client.post(
        f"/api/v1/matters/{matter.uid}/acts/documents.attach_scan",
        json.dumps(command),
        content_type="application/json",
    )

    assert kept.status_code == 200, kept.content
    assert done.status_code == 200, done.content
    assert Scan.objects.get().document == record


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ program", "只收 PDF、JPG、PNG"),
        (
            pdf(
                OpenAction=generic.DictionaryObject(
                    {
                        generic.NameObject("/S"): generic.NameObject("/JavaScript"),
                    }
                )
            ),
            "程序",
        ),
        (b"", "空文件"),
    ],
)
def test_what_is_no_scan_is_refused_on_the_page_with_advice(content: bytes, said: str) -> None:
    cast, _, record = story()

    answer = signed_in(cast, "handler").post(
        reverse("documents:attach", args=[record.uid]), sent(content)
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Scan.objects.exists()


def test_a_scan_that_is_too_large_is_refused_with_the_limit(settings: Any) -> None:
    cast, _, record = story()
    settings.GONGJIAN_SCAN_MAX_BYTES = 300

    answer = signed_in(cast, "handler").post(
        reverse("documents:attach", args=[record.uid]), sent(pdf() + b" " * 300)
    )

    assert answer.status_code == 422
    assert "请降低扫描分辨率" in answer.content.decode()


def test_nobody_uses_what_another_handed_in_and_no_file_is_attached_twice() -> None:
    cast, matter, record = story()
    mine = keep_upload(cast.actor("handler"), ONE, "a.pdf", cast.clock)
    again = keep_upload(cast.actor("handler"), ONE, "a.pdf", cast.clock)

    def attach(office: str, upload: Upload) -> None:
        cmd = AttachScan(document=record.uid, pages=(upload.uid,))
        actor = cast.actor(office)
        attach_scan(actor=actor, matter=matter.uid, cmd=cmd, clock=cast.clock)

    with pytest.raises(NotFound):
        attach("second", mine)
    attach("handler", mine)
    with pytest.raises(RuleBroken, match="不用再附"):
        attach("handler", again)


def test_strangers_neither_attach_nor_open() -> None:
    cast, _, record = story()
    stranger = signed_in(make_cast(accounts=True), "handler")
    signed_in(cast, "handler").post(reverse("documents:attach", args=[record.uid]), sent(pdf()))
    scan = Scan.objects.get()

    answers = [
        stranger.get(reverse("documents:attach", args=[record.uid])),
        stranger.post(reverse("documents:attach", args=[record.uid]), sent(pdf(3))),
        stranger.get(reverse("documents:scan", args=[scan.uid])),
        stranger.get(reverse("documents:print", args=[record.matter.uid])),
    ]

    assert [a.status_code for a in answers] == [404] * 4
    head = signed_in(cast, "agency_head").get(reverse("documents:attach", args=[record.uid]))
    assert head.status_code == 403


def test_a_void_document_takes_no_scan_and_is_not_printed() -> None:
    cast, matter, record = story()
    cast.do("handler", "documents.void_document", matter, document=record.uid, reason="日期写错。")

    answer = signed_in(cast, "handler").post(
        reverse("documents:attach", args=[record.uid]), sent(pdf())
    )
    printed = print_set(cast.actor("handler"), matter, cast.clock)

    assert answer.status_code == 422
    assert "已作废" in answer.content.decode()
    assert "询问笔录" not in text_of(printed.content)


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_whole_set_has_a_list_in_front_and_every_document_with_a_trace() -> None:
    cast, matter, _ = story()

    answer = signed_in(cast, "handler").get(reverse("documents:print", args=[matter.uid]))

    said = text_of(answer.content)
    front = said.split("立案审批表\n", 1)[0]
    assert answer["Content-Type"] == "application/pdf"
    assert "卷内文书目录" in said
    assert "询问笔录" in said
    assert "共2份文书" in said.replace(" ", "")
    assert front
    assert DocumentAccess.objects.filter(door="print").count() == 2


def test_a_case_without_issued_documents_prints_nothing_and_says_why() -> None:
    cast = make_cast()
    matter = open_case(cast)

    with pytest.raises(RuleBroken, match="还没有已制发的文书"):
        print_set(cast.actor("handler"), matter, cast.clock)
