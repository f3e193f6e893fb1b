"""Keys, encrypted texts and blind indexes."""

import stat
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.common import crypto


@given(st.text(), st.text(max_size=40))
def test_what_is_sealed_opens_for_the_same_column(plain: str, column: str) -> None:
    sealed = crypto.seal(plain, column)

    assert crypto.open_sealed(sealed, column) == plain
    assert len(plain) < 4 or plain not in sealed


def test_equal_texts_have_different_ciphertexts() -> None:
    assert crypto.seal("532331200506010015", "c") != crypto.seal("532331200506010015", "c")


def test_a_ciphertext_moved_to_another_column_is_unreadable() -> None:
    with pytest.raises(crypto.Unreadable, match="改动"):
        crypto.open_sealed(crypto.seal("示例", "parties.party.phone"), "parties.party.address")


@pytest.mark.parametrize("damage", [lambda s: s[:-4] + "AAAA", lambda s: s + "=", lambda s: s[:20]])
def test_a_changed_ciphertext_is_unreadable(damage: object) -> None:
    assert callable(damage)

    with pytest.raises(crypto.Unreadable):
        crypto.open_sealed(damage(crypto.seal("示例文字", "c")), "c")


def test_a_ciphertext_of_another_key_names_that_key(home: Path) -> None:
    sealed = crypto.seal("示例", "c")
    (home / "keys" / "field.key").write_text("ab" * 32, encoding="ascii")
    crypto.forget_keys()

    with pytest.raises(crypto.Unreadable, match=sealed.split(".")[1]):
        crypto.open_sealed(sealed, "c")


def test_keys_are_made_once_and_only_the_owner_reads_them(home: Path) -> None:
    files = crypto.ensure_keys()
    before = [f.read_bytes() for f in files]

    assert crypto.ensure_keys() == files
    assert [f.read_bytes() for f in files] == before
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    assert not list((home / "keys").glob(".*"))


def test_of_many_that_make_a_key_together_all_get_the_first(home: Path) -> None:
    path = home / "keys" / "x.key"

    with ThreadPool(8) as pool:
        pool.map(lambda n: crypto.make_key_file(path, f"{n:064x}"), range(16))

    first = path.read_bytes()
    assert len(first) == 64
    assert crypto.make_key_file(path, "0" * 64).read_bytes() == first


def test_production_never_makes_a_key_silently(home: Path, settings: object) -> None:
    settings.GONGJIAN_MODE = "production"  # type: ignore[attr-defined]  # Django's settings

    with pytest.raises(crypto.KeyMissing, match="gongjian init"):
        crypto.secret_key("field")
    assert not (home / "keys").exists()


def test_a_file_that_is_no_key_is_never_replaced(home: Path) -> None:
    (home / "keys").mkdir()
    (home / "keys" / "field.key").write_text("damaged", encoding="ascii")

    with pytest.raises(crypto.KeyMissing, match="备份"):
        crypto.secret_key("field")


def test_a_blind_index_depends_on_purpose_value_and_key(home: Path) -> None:
    one = crypto.blind_index("party", "01:532331200506010015")

    assert one == crypto.blind_index("party", "01:532331200506010015")
    assert one != crypto.blind_index("other", "01:532331200506010015")
    assert one != crypto.blind_index("party", "01:11010519491231002X")
    assert crypto.blind_index("party", "") == ""
    (home / "keys" / "index.key").write_text("cd" * 32, encoding="ascii")
    crypto.forget_keys()
    assert one != crypto.blind_index("party", "01:532331200506010015")
