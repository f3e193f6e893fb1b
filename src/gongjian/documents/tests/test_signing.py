"""Seal and signature: who signed, what was signed, and every change found."""

import io
import random
import stat
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest

from gongjian.documents.paper import pdf
from gongjian.documents.paper.authority import NoAuthority, open_authority, open_identity
from gongjian.documents.paper.checking import check
from gongjian.documents.paper.seal import picture
from gongjian.documents.paper.signing import LocalSeal
from gongjian.documents.testing import AT, ISSUER, blocks_of


@lru_cache(maxsize=2)
def drawn(kind: str) -> pdf.Pdf:
    return pdf.render(blocks_of(kind), at=AT)


def signed(backend: LocalSeal, kind: str = "penalty-decision", at: datetime = AT) -> bytes:
    return backend.sign(drawn(kind), agency=ISSUER, reason="行政处罚决定书", at=at)


@pytest.fixture
def backend(tmp_path: Path) -> LocalSeal:
    return LocalSeal(tmp_path, create=True)


@pytest.mark.requirement("R4")
def test_a_signed_document_names_its_agency_and_its_moment(backend: LocalSeal) -> None:
    verdict = check(signed(backend), roots=backend.roots())

    assert verdict.holds, verdict.reason
    assert (verdict.signer, verdict.at) == (ISSUER, AT)


def test_a_document_without_seal_is_signed_all_the_same(backend: LocalSeal) -> None:
    assert check(signed(backend, "delivery-receipt"), roots=backend.roots()).holds


def test_the_seal_is_seen_on_the_page(backend: LocalSeal) -> None:
    place = drawn("penalty-decision").seal
    assert place is not None

    def red_around(content: bytes) -> int:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()
        image = document[place.page - 1].render(scale=1, may_draw_forms=True)
        pixels, stride, channels = bytes(image.buffer), image.stride, image.n_channels
        spots = (
            int(y) * stride + int(x) * channels
            for y in range(int(place.y) - 57, int(place.y) + 57)
            for x in range(int(place.x) - 57, int(place.x) + 57)
        )
        return sum(pixels[at + 2] > 180 and pixels[at] < 90 for at in spots)

    assert red_around(drawn("penalty-decision").content) == 0
    assert red_around(signed(backend)) > 1000


def test_a_signature_of_an_unknown_authority_does_not_hold(
    backend: LocalSeal, tmp_path: Path
) -> None:
    other = LocalSeal(tmp_path / "other", create=True)

    verdict = check(signed(other), roots=backend.roots())

    assert not verdict.holds
    assert "信任" in verdict.reason


def test_bytes_after_the_end_do_not_pass(backend: LocalSeal) -> None:
    verdict = check(signed(backend) + b"\n%", roots=backend.roots())

    assert (verdict.holds, verdict.reason) == (False, "签名之后文件被追加过内容")


def test_an_unsigned_file_and_no_file_do_not_pass(backend: LocalSeal) -> None:
    assert not check(drawn("penalty-decision").content, roots=backend.roots()).holds
    assert not check(b"", roots=backend.roots()).holds
    assert not check(b"%PDF-1.7 nothing", roots=backend.roots()).holds


def test_any_changed_byte_is_found(backend: LocalSeal) -> None:
    content, chance = signed(backend), random.Random(7)
    covered = content.index(b"/Contents")  # before the signature itself: the signed range

    for _ in range(40):
        changed = bytearray(content)
        changed[chance.randrange(covered)] ^= 1 << chance.randrange(8)
        assert not check(bytes(changed), roots=backend.roots()).holds


def test_keys_are_for_their_owner_only(backend: LocalSeal, tmp_path: Path) -> None:
    signed(backend)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert len(files) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_key_is_made_once_and_kept(backend: LocalSeal, tmp_path: Path) -> None:
    first = open_identity(tmp_path, ISSUER, AT, create=True)
    again = open_identity(tmp_path, ISSUER, AT + timedelta(days=300), create=True)

    assert first.certificate == again.certificate


def test_an_expired_certificate_is_followed_by_a_new_one(
    backend: LocalSeal, tmp_path: Path
) -> None:
    first = open_identity(tmp_path, ISSUER, AT, create=True)
    later = open_identity(tmp_path, ISSUER, AT + timedelta(days=6 * 365), create=True)

    assert first.certificate != later.certificate
    assert check(signed(backend), roots=backend.roots()).holds
    assert check(signed(backend, at=datetime(2032, 5, 1, tzinfo=UTC)), roots=backend.roots()).holds


def test_production_makes_no_keys_by_itself(tmp_path: Path) -> None:
    with pytest.raises(NoAuthority, match="gongjian init"):
        open_authority(tmp_path, create=False)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["局", "禄丰市公安局", "滇湖市西山区生态环境保护综合行政执法局"])
def test_a_seal_of_any_length_is_forty_millimetres_wide(name: str) -> None:
    page = pypdfium2.PdfDocument(io.BytesIO(picture(name)))[0]

    assert [round(side / 72 * 25.4) for side in page.get_size()] == [40, 40]
    assert set("".join(page.get_textpage().get_text_range().split())) == set(name)
