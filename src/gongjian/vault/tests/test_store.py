"""The vault: what is put in comes out unchanged, and nothing in it is ever replaced."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongjian.vault.store import LocalStore, fingerprint

SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@given(st.binary(max_size=5000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_in_comes_out(tmp_path: Path, content: bytes) -> None:
    vault = LocalStore(tmp_path)

    stored = vault.put(io.BytesIO(content))

    assert vault.open(stored.sha256).read() == content
    assert fingerprint(vault.open(stored.sha256)) == stored


def test_both_hashes_equal_the_published_vectors(tmp_path: Path) -> None:
    stored = LocalStore(tmp_path).put(b"abc")

    assert stored.sm3 == SM3_ABC
    assert stored.sha256.startswith("ba7816bf8f01cfea")
    assert stored.size == 3


def test_the_same_file_is_kept_once_and_cannot_be_written_to(tmp_path: Path) -> None:
    vault = LocalStore(tmp_path)
    first = vault.put(b"abc")
    kept = vault.path(first.sha256)
    written = kept.stat()

    vault.put(b"abc")

    assert list(vault.names()) == [first.sha256]
    assert kept.stat().st_ino == written.st_ino
    assert kept.stat().st_mode & 0o222 == 0


def test_nothing_is_left_aside(tmp_path: Path) -> None:
    vault = LocalStore(tmp_path)

    vault.put(b"abc")
    vault.put(b"abc")

    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "AB" * 32, "", "ab"])
def test_a_name_that_is_no_hash_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="64"):
        LocalStore(tmp_path).path(name)
