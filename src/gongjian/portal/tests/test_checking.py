"""A stranger checks a document: by its code, by its bytes, with a bundle and without us."""

import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from gongjian.cases.testing import Cast, decided_case, make_cast, open_case
from gongjian.common.clock import Clock
from gongjian.documents.models import DocumentFile
from gongjian.exante.testing import publish_list
from gongjian.jobs.models import Job
from gongjian.ledger.keys import verifier_key
from gongjian.ledger.sealing import seal
from gongjian.matters.models import Matter
from gongjian.portal.proving import catch_up, opened
from gongjian.portal.reading import only_public
from gongjian.portal.views import apart
from gongjian.publicity.models import PublicItem, PublicProof
from gongjian.publicity.testing import publish
from gongjian.vault.store import store

pytestmark = pytest.mark.django_db


def decision_pdf() -> bytes:
    found = DocumentFile.objects.get(document__kind="penalty-decision", format="pdf")
    with store().open(found.sha256) as file:
        return file.read()


def sent(client: Client, content: bytes, name: str = "决定书.pdf") -> str:
    answer = client.post("/verify", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    return answer.content.decode()


def published() -> tuple[Cast, Matter, PublicItem]:
    cast = make_cast(drawn=True)
    matter = decided_case(cast)
    item = publish(cast, matter)
    seal()
    return cast, matter, item


def proven(file: bytes, bundle: bytes, folder: Path) -> "subprocess.CompletedProcess[str]":
    (folder / "file").write_bytes(file)
    (folder / "proof.zip").write_bytes(bundle)
    command = [sys.executable, "-m", "gongjian_verify", "file", "--proof", "proof.zip"]
    command += ["--key", verifier_key()]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_original_is_recognised_and_leads_to_its_page(client: Client) -> None:
    *_, item = published()

    page = sent(client, decision_pdf())

    assert "是原件，没有改动" in page
    assert f"/decisions/{item.token}" in page


def test_one_changed_byte_is_no_original(client: Client) -> None:
    published()
    changed = bytearray(decision_pdf())
    changed[500] ^= 1

    assert "不是本平台制发的原件" in sent(client, bytes(changed))


def test_a_file_that_waits_for_the_log_is_said_to_wait(client: Client) -> None:
    decided_case(make_cast(drawn=True))

    assert "正在写入存证日志" in sent(client, decision_pdf())


@pytest.mark.parametrize("content", [b"", None])
def test_asking_without_a_file_says_what_to_do(client: Client, content: bytes | None) -> None:
    data = {} if content is None else {"file": SimpleUploadedFile("x.pdf", content)}

    answer = client.post("/verify", data)

    assert answer.status_code == 422
    assert "请先选择要核验的文件" in answer.content.decode()


@pytest.mark.requirement("X1")
def test_the_offline_tool_proves_the_decision_with_the_bundle(
    client: Client, tmp_path: Path
) -> None:
    published()
    pdf = decision_pdf()
    bundle = client.get(f"/verify/{hashlib.sha256(pdf).hexdigest()}.zip").content

    assert proven(pdf, bundle, tmp_path).returncode == 0
    assert proven(pdf + b"\n", bundle, tmp_path).returncode == 1


def test_the_offline_tool_proves_the_published_text(client: Client, tmp_path: Path) -> None:
    *_, item = published()
    text = client.get(f"/decisions/{item.token}/rendition.json").content
    bundle = client.get(f"/decisions/{item.token}/proof.zip").content

    assert proven(text, bundle, tmp_path).returncode == 0
    assert proven(text.replace(b"5212000", b"5212001"), bundle, tmp_path).returncode == 1


def test_a_bundle_discloses_one_row_and_no_one_s_name(client: Client) -> None:
    published()
    sha256 = hashlib.sha256(decision_pdf()).hexdigest()
    bundle = client.get(f"/verify/{sha256}.zip").content

    with zipfile.ZipFile(io.BytesIO(bundle)) as box:
        text = "".join(box.read(name).decode() for name in box.namelist())
    assert "documents.documentfile" in text
    for canary in ("恒远", "吴示例", "青环行罚决字", "示例"):
        assert canary not in text


@pytest.mark.parametrize("sha256", ["0" * 64, "x", "A" * 64])
def test_nothing_is_known_of_another_file(client: Client, sha256: str) -> None:
    assert client.get(f"/verify/{sha256}.zip").status_code == 404


def test_the_code_of_a_published_document_leads_to_its_page(client: Client) -> None:
    *_, item = published()

    assert item.number in client.get(f"/d/{item.document_token}").content.decode()


def test_unknown_unpublished_and_sealed_documents_get_one_answer(client: Client) -> None:
    open_cast, sealed_cast = (
        make_cast(drawn=True),
        make_cast(profile="lufeng", domain="public-security", drawn=True),
    )
    waiting = decided_case(open_cast)
    sealed = decided_case(sealed_cast, public_order=True)
    sealed_cast.do("publication_checker", "publicity.withhold", sealed)
    tokens = [
        DocumentFile.objects.filter(document__matter=m, document__kind="penalty-decision")
        .values_list("document__token", flat=True)
        .first()
        for m in (waiting, sealed)
    ]

    answers = {client.get(f"/d/{t}").content.split(b"<main")[1] for t in ("unknown", *tokens)}

    assert len(answers) == 1


def test_health_is_well_when_nothing_waits(client: Client) -> None:
    seal()

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["ok"] is True


def test_health_tells_when_jobs_wait_too_long(client: Client) -> None:
    long_ago = Clock().now().replace(year=2020)
    Job.objects.create(kind="documents.render", ids={}, run_at=long_ago)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["jobs"] is False


def test_health_tells_when_the_clock_was_set_back(client: Client) -> None:
    cast = make_cast()
    open_case(cast)
    cast.now = Clock().now() + timedelta(hours=3)
    open_case(cast)
    seal()

    told = client.get("/healthz")

    assert told.status_code == 503
    assert told.json()["clock"] is False
    assert told.json()["clock_behind_seconds"] > 10_000


def test_health_tells_when_sealing_lags(client: Client) -> None:
    cast = make_cast(drawn=True)
    seal()
    decided_case(cast)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["sealing"] is False


def test_a_sealed_proof_is_the_proof_itself_and_tells_nothing_without_the_file(
    client: Client, rf: RequestFactory
) -> None:
    cast, matter, item = published()
    listed = publish_list(cast, "bodies")
    seal()
    catch_up()
    pdf = decision_pdf()
    file = listed.files.first()
    assert file is not None

    for sha256 in (hashlib.sha256(pdf).hexdigest(), file.sha256):
        live = client.get(f"/verify/{sha256}.zip").content
        with only_public():
            assert apart.proof(rf.get("/"), sha256).content == live
            told = opened(sha256)
        assert told is not None
        assert not told.void
        said = "".join(map(str, PublicProof.objects.values_list("key", flat=True)))
        assert sha256 not in said
    live = client.get(f"/decisions/{item.token}/proof.zip").content
    with only_public():
        assert apart.rendition_proof(rf.get("/"), item.token).content == live

    paper = DocumentFile.objects.get(document__kind="penalty-decision", format="pdf").document
    paper.refresh_from_db()
    assert catch_up() == 0
    whole = b"".join(bytes(row.sealed) for row in PublicProof.objects.all())
    for closed in (b"documentfile", paper.token.encode(), matter.number.encode()):
        assert closed not in whole
