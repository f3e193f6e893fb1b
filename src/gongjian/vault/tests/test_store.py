"""The vault: what is put in comes out unchanged, and nothing in it is ever replaced.

One contract for the folder and for an object store, which is asked over the wire as S3 is.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from gongjian.vault.objects import IN_MEMORY, ObjectStore, bucket_of
from gongjian.vault.store import LocalStore, Store, fingerprint, place_of, store
from gongjian.vault.testing import object_store

SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.fixture
def s3_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Name an empty bucket, and let the environment say how to reach it."""
    with object_store() as told:
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        yield told["GONGJIAN_VAULT_URL"]


@pytest.fixture(params=["folder", "s3"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return LocalStore(tmp_path)
    return ObjectStore(bucket_of(request.getfixturevalue("s3_url")))


@given(st.binary(max_size=5000))
@tried(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_in_comes_out(vault: Store, content: bytes) -> None:
    stored = vault.put(io.BytesIO(content))

    assert vault.open(stored.sha256).read() == content
    assert fingerprint(vault.open(stored.sha256)) == stored
    assert b"".join(vault.part(stored.sha256, 0, len(content))) == content
    assert b"".join(vault.part(stored.sha256, 7, 20)) == content[7:27]
    assert stored.sha256 in vault.names()


def test_a_large_file_comes_out_and_the_same_is_kept_once(vault: Store) -> None:
    large = b"0123456789abcdef" * (IN_MEMORY // 16 + 1)

    first, again = vault.put(large), vault.put(io.BytesIO(large))

    assert first == again
    assert list(vault.names()) == [first.sha256]
    assert fingerprint(vault.open(first.sha256)) == first


def test_what_is_destroyed_is_gone_and_the_rest_stays(vault: Store) -> None:
    goes, stays = vault.put(b"goes"), vault.put(b"stays")

    vault.destroy(goes.sha256)
    vault.destroy(goes.sha256)

    assert list(vault.names()) == [stays.sha256]
    assert vault.put(b"goes") == goes


def test_what_is_not_kept_is_not_found(vault: Store) -> None:
    with pytest.raises(FileNotFoundError):
        vault.open("0" * 64)
    with pytest.raises(ValueError, match="64"):
        vault.open("../../etc/passwd")


def test_nobody_takes_the_place_of_a_kept_object(s3_url: str) -> None:
    vault = ObjectStore(bucket_of(s3_url))
    kept = vault.put(b"abc")
    vault.bucket.put(place_of(kept.sha256), b"changed behind the house")

    vault.put(b"abc")

    assert vault.open(kept.sha256).read() == b"changed behind the house"
    assert fingerprint(vault.open(kept.sha256)) != kept  # what `gongjian verify` reports


def test_an_address_makes_the_object_store_the_vault(
    s3_url: str, settings: Any, tmp_path: Path
) -> None:
    settings.GONGJIAN_HOME = tmp_path
    settings.GONGJIAN_VAULT_URL = s3_url

    kept = store().put(b"abc")

    assert isinstance(store(), ObjectStore)
    assert list(store().names()) == [kept.sha256]
    assert not (tmp_path / "vault").exists()


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
