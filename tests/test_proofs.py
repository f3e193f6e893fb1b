"""A proof bundle convinces a stranger of the true file and of nothing else."""

import io
import json
import random
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.documents.models import DocumentFile
from gongjian.jobs.services import work_until_idle
from gongjian.ledger.hashing import leaf_hash
from gongjian.ledger.keys import verifier_key
from gongjian.ledger.notes import signed_checkpoint
from gongjian.ledger.proofs import NotSealed, bundle
from gongjian.ledger.sealing import seal
from gongjian.vault.store import store
from gongjian_verify.__main__ import main
from gongjian_verify.bundle import BundleError, check_file, verify_bundle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def kept() -> tuple[bytes, bytes]:
    """Return a signed paper of a case and its proof."""
    cast = story.make_cast(drawn=True)
    matter = story.file_case(cast, story.open_case(cast))
    work_until_idle(cast.clock)
    file = DocumentFile.objects.filter(format="pdf").order_by("id")[0]
    with pytest.raises(NotSealed):
        bundle(file, matter.stream)
    seal()
    with store().open(file.sha256) as content:
        return content.read(), bundle(file, matter.stream)


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return {name: box.read(name).decode() for name in box.namelist()}


def zipped(parts: dict[str, str]) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return box.getvalue()


def test_the_file_is_proven_and_nobody_is_named(kept: tuple[bytes, bytes]) -> None:
    paper, proof = kept

    verdict = verify_bundle(proof, key=verifier_key())

    assert check_file(verdict, paper)["t"] == "documents.documentfile"
    assert not verdict.own_key
    disclosed = json.loads(parts_of(proof)["proof.json"])["lines"]["disclosed"]
    assert len(disclosed) == 1
    assert "actor" not in disclosed[0]["text"]
    assert set(json.loads(disclosed[0]["text"])["v"]) == {
        "id",
        "uid",
        "document_id",
        "format",
        "sha256",
        "sm3",
        "size",
        "made_at",
    }


def test_another_file_is_refused(kept: tuple[bytes, bytes]) -> None:
    paper, proof = kept
    verdict = verify_bundle(proof)

    for other in (paper + b"\n", paper[:-1], b"", bytes(len(paper))):
        with pytest.raises(BundleError, match="不符"):
            check_file(verdict, other)


def test_no_changed_bundle_says_anything_else(kept: tuple[bytes, bytes]) -> None:
    paper, proof = kept
    parts, chance = parts_of(proof), random.Random(7)
    true = verify_bundle(proof, key=verifier_key())
    refused = 0
    for _ in range(400):
        name = chance.choice(["proof.json", "checkpoint"])
        text = parts[name]
        at = chance.randrange(len(text))
        new = chance.choice('0123456789abcdefXYZ+/=\n {}[]"')
        changed = zipped(parts | {name: text[:at] + new + text[at + 1 :]})
        try:
            verdict = verify_bundle(changed, key=verifier_key())
        except BundleError:
            refused += 1
        else:  # white space between the members of the JSON
            assert verdict == true
            check_file(verdict, paper)
    assert refused > 300


def test_any_damaged_zip_is_refused_in_words(kept: tuple[bytes, bytes]) -> None:
    _, proof = kept
    chance = random.Random(8)
    for _ in range(200):
        at = chance.randrange(len(proof))
        for changed in (proof[:at], proof[:at] + bytes([proof[at] ^ 0xFF]) + proof[at + 1 :]):
            with suppress(BundleError):  # any other exception fails the test
                verify_bundle(changed, key=verifier_key())


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"leaf": 7},
        {"leaf": "{}"},
        {"leaf": "\ud800"},
        {"lines": []},
        {"lines": {"hashes": [], "disclosed": []}},
        {"lines": {"hashes": [7], "disclosed": []}},
        {"lines": {"hashes": [], "disclosed": [7]}},
        {"log": {"index": -1, "size": 1, "path": []}},
        {"log": {"index": True, "size": 1, "path": []}},
        {"log": {"index": 0, "size": 1, "path": [7]}},
        {"log": {"index": 10**400, "size": 1, "path": []}},
    ],
)
def test_nonsense_is_refused_in_words(kept: tuple[bytes, bytes], change: dict[str, Any]) -> None:
    parts = parts_of(kept[1])
    proof = json.loads(parts["proof.json"]) | change

    with pytest.raises(BundleError, match=r"\S"):
        verify_bundle(zipped(parts | {"proof.json": json.dumps(proof)}))


def test_the_command_speaks_plainly(
    kept: tuple[bytes, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper, proof = tmp_path / "决定书.pdf", tmp_path / "证明.zip"
    paper.write_bytes(kept[0])
    proof.write_bytes(kept[1])

    assert main([str(paper), "--proof", str(proof), "--key", verifier_key()]) == 0
    trusted = capsys.readouterr().out
    assert main([str(proof)]) == 0
    alone = capsys.readouterr().out
    paper.write_bytes(kept[0] + b" ")
    assert main([str(paper), "--proof", str(proof), "--key", verifier_key()]) == 1
    changed = capsys.readouterr().out
    other = verifier_key().replace("+", "x+", 1)
    assert main([str(paper), "--proof", str(proof), "--key", other]) == 1
    assert main([str(tmp_path / "没有.zip")]) == 1

    assert trusted.startswith("核验通过")
    assert "注意" not in trusted
    assert "证明包自带的公钥" in alone
    assert changed.startswith("核验不通过")


def test_a_forged_bundle_with_a_key_of_its_own_fails_against_the_true_key(
    kept: tuple[bytes, bytes], settings: Any, tmp_path: Path
) -> None:
    true_key, true_home = verifier_key(), settings.GONGJIAN_HOME
    proof = json.loads(parts_of(kept[1])["proof.json"])
    settings.GONGJIAN_HOME = tmp_path / "forger"
    proof["log"] = {"index": 0, "size": 1, "path": []}
    forged = zipped(
        {
            "proof.json": json.dumps(proof),
            "checkpoint": signed_checkpoint(1, leaf_hash(proof["leaf"].encode())),
            "key": verifier_key(),
        }
    )
    settings.GONGJIAN_HOME = true_home

    assert verify_bundle(forged).own_key
    with pytest.raises(BundleError, match="公钥"):
        verify_bundle(forged, key=true_key)
