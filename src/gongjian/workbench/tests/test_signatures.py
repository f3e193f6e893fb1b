"""Signing on the screen: under what was issued, by whom it concerns; any change shows."""

import hashlib
import io
import json
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from gongjian.cases.testing import Cast, make_cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import (
    Document,
    DocumentAccess,
    Fingerprint,
    ScreenSignature,
    SignedPaper,
    Upload,
)
from gongjian.documents.services import print_set
from gongjian.documents.services.scanning import keep_upload
from gongjian.fileroom.queries import offerable
from gongjian.jobs.services import work_until_idle
from gongjian.ledger.models import Entry
from gongjian.ledger.sealing import seal
from gongjian.matters.models import Matter
from gongjian.publicity.attaching import sources as public_sources
from gongjian.vault.store import store
from gongjian.workbench.testing import signed_in

from .test_papers import story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
INK = "100,300 300,80 500,300 700,80;120,200 800,210"
PLACE = "被询问人签名"


def willing() -> tuple[Cast, Matter, Document]:
    """Return a case with an issued questioning record that the questioned person will sign."""
    return story(refused="", refusal_witness="")


def finger() -> bytes:
    """Return a photograph of a finger with the place where it was taken."""
    picture = Image.new("RGB", (300, 400), "white")
    for ring in range(20, 140, 12):
        ImageDraw.Draw(picture).ellipse(
            (150 - ring, 200 - ring, 150 + ring, 200 + ring), None, "red", 4
        )
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif)
    return target.getvalue()


def signer_of(record: Document) -> str:
    name: str = json.loads(record.data)["fields"]["person_name"]
    return name


def command(record: Document, **other: Any) -> dict[str, Any]:
    given = {
        "document": record.uid,
        "place": PLACE,
        "signer": signer_of(record),
        "checked": "read",
        "strokes": INK,
    }
    return given | other


def sign(
    cast: Cast, matter: Matter, record: Document, office: str = "handler", **other: Any
) -> Any:
    return cast.do(office, "documents.sign_on_screen", matter, **command(record, **other))


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.requirement("R4")
def test_who_signs_on_the_page_stands_on_a_paper_that_anybody_can_check() -> None:
    cast, matter, record = willing()
    client, page = signed_in(cast, "handler"), reverse("documents:sign", args=[record.uid])
    issued = record.files.get(format="pdf")

    shown = client.get(page).content.decode()
    form = {k: v for k, v in command(record).items() if k != "document"}
    form["fingerprint"] = SimpleUploadedFile("f.jpg", finger())
    done = client.post(page, form)
    assert done.status_code == 302, done.content.decode()
    signature = ScreenSignature.objects.get()
    work_until_idle(cast.clock)
    paper = SignedPaper.objects.get()
    opened = client.get(reverse("documents:signed", args=[paper.uid]))
    tab = client.get(reverse("workbench:matter", args=[matter.uid]) + "?tab=documents")

    # The paper comes first, then the field; without a script the page says to print.
    assert shown.index("被询问人签名：") < shown.index("sign-field")
    assert "没有启用脚本" in shown
    # Exactly this version; the issued file stays what it was.
    assert (signature.data_hash, signature.paper_sha256) == (record.data_hash, issued.sha256)
    assert signature.taken_by == cast.people["handler"]
    print_ = Fingerprint.objects.get()
    with store().open(print_.sha256) as kept:
        assert b"taken at home" not in kept.read()
    assert not Upload.objects.exists()
    # One entry with the digests, the name only as a keyed hash.
    entries = Entry.objects.filter(stream=matter.stream, payload__contains=signature.sha256)
    entry = entries.get()
    assert "documents.sign_on_screen" in entry.payload
    assert print_.sha256 in entry.payload
    assert signature.signer not in entry.payload
    if folder := os.environ.get("SIGNED_TO"):
        Path(folder).write_bytes(opened.content)
    # The paper drawn again says whose signature, when, and under which file.
    said = text_of(opened.content).replace("\r\n", "").replace("\n", "")
    assert hashlib.sha256(opened.content).hexdigest() == paper.sha256
    assert "签名页" in said
    assert issued.sha256 in said
    assert DocumentAccess.objects.get(signed=paper).by_name == cast.people["handler"].name
    assert "已在屏幕上签名" in tab.content.decode()
    # Anybody can check it, and any change shows.
    seal()
    verify, public = reverse("portal:verify"), Client()
    whole = public.post(verify, {"file": SimpleUploadedFile("a.pdf", opened.content)})
    changed = public.post(verify, {"file": SimpleUploadedFile("a.pdf", opened.content + b"\n")})
    with store().open(issued.sha256) as kept:
        original = public.post(verify, {"file": SimpleUploadedFile("b.pdf", kept.read())})
    assert "当场在屏幕上签名的行政执法文书" in whole.content.decode()
    assert "已被改动" in changed.content.decode()
    assert "行政执法文书" in original.content.decode()
    # Neither published, read in the file room, nor printed with the set.
    assert "签名页" not in text_of(print_set(cast.actor("handler"), matter, cast.clock).content)
    given = [*public_sources(matter).values(), *offerable(matter).values()]
    hidden = {paper.sha256, signature.sha256, print_.sha256}
    assert not hidden & {getattr(one, "sha256", "") for one in given}


def test_doors_of_the_act() -> None:
    cast, matter, record = willing()

    def refused(kind: type[Exception], match: str, **other: Any) -> None:
        with pytest.raises(kind) as caught:
            sign(cast, matter, record, **other)
        fields = getattr(caught.value, "fields", {})
        assert match in f"{caught.value}{fields}"

    refused(InvalidInput, "没有写到", signer="外人示例")
    # A paper names companies and authorities in short fields as well: only people sign.
    refused(InvalidInput, "不能签名", signer=matter.party_name)
    refused(InvalidInput, "不能签名", signer=cast.agency.name)
    refused(InvalidInput, "没有写到", signer=matter.party_name[:4])
    refused(InvalidInput, "承办人不能代", signer=cast.people["handler"].name)
    refused(InvalidInput, "从中选择", place="询问人员签名")
    refused(InvalidInput, "空白", strokes="10,10 12,12")
    refused(InvalidInput, "格式不对", strokes="<svg>")
    refused(InvalidInput, "超出", strokes="100,100 9000,100")
    refused(InvalidInput, "另一名承办人", beside=cast.people["agency_head"].uid)
    refused(Exception, "指印", fingerprint=uuid4())
    assert not ScreenSignature.objects.exists()
    sign(cast, matter, record, beside=cast.people["second"].uid)
    refused(RuleBroken, "不用再签")
    cast.do("handler", "documents.void_document", matter, document=record.uid, reason="日期写错。")
    refused(RuleBroken, "已作废", signer=matter.party_name)
    work_until_idle(cast.clock)
    assert not SignedPaper.objects.exists()


def test_doors_of_the_database() -> None:
    cast, matter, record = willing()
    sent = keep_upload(cast.actor("handler"), finger(), "f.jpg", cast.clock)
    signature = sign(cast, matter, record, fingerprint=sent.uid)
    work_until_idle(cast.clock)
    paper = SignedPaper.objects.get()
    # Sent as it was taken, nothing but the pixels stays.
    assert sent.sha256 not in set(store().names())
    assert signature.fingerprint.sha256 in set(store().names())

    def refused(do: Any) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            do()

    row = ScreenSignature.objects.filter(pk=signature.pk)
    fresh = {
        f.attname: getattr(signature, f.attname)
        for f in ScreenSignature._meta.concrete_fields
        if f.attname not in {"id", "uid"}
    }
    refused(lambda: row.update(signer="别人"))
    refused(lambda: row._raw_delete(connection.alias))
    refused(lambda: SignedPaper.objects.filter(pk=paper.pk).update(sha256="0" * 64))
    refused(lambda: ScreenSignature.objects.create(**fresh))
    other = fresh | {"signer": "甲乙"}
    refused(lambda: ScreenSignature.objects.create(**other | {"data_hash": "0" * 64}))
    refused(lambda: ScreenSignature.objects.create(**other | {"paper_sha256": "0" * 64}))
    refused(lambda: ScreenSignature.objects.create(**other | {"beside_id": signature.taken_by_id}))
    refused(
        lambda: SignedPaper.objects.create(
            document=record, number=2, sha256="1" * 64, sm3="1" * 64, size=1, made_at=cast.now
        )
    )
    cast.do("handler", "documents.void_document", matter, document=record.uid, reason="日期写错。")
    refused(lambda: ScreenSignature.objects.create(**other))


def test_doors_of_the_page() -> None:
    cast, matter, record = willing()
    sign(cast, matter, record)
    work_until_idle(cast.clock)
    page = reverse("documents:sign", args=[record.uid])
    paper = reverse("documents:signed", args=[SignedPaper.objects.get().uid])
    stranger = signed_in(make_cast(accounts=True), "handler")
    handler = signed_in(cast, "handler")
    approval = Document.objects.filter(matter=matter, kind="filing-approval").get()

    assert [stranger.get(a).status_code for a in (page, paper)] == [404, 404]
    assert Client().get(page).status_code == 302
    assert signed_in(cast, "agency_head").get(page).status_code == 403
    again = handler.post(page, {"place": PLACE, "signer": "", "checked": "", "strokes": INK})
    assert again.status_code == 422
    assert INK in again.content.decode()
    none = handler.get(reverse("documents:sign", args=[approval.uid]))
    assert "没有由当事人等签名的位置" in none.content.decode()
