"""Keys of the installation, encrypted columns and blind indexes.

Keys lie in `GONGJIAN_HOME/keys`, readable by the owner only. Outside production they are made at
first use; in production `gongjian init` makes them, and a missing key stops the act: a key made
silently would make everything encrypted before unreadable without anybody noticing.
"""

import base64
import hashlib
import hmac
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField

KEY_NAMES = ("field", "index")
_NONCE = 12
_VERSION = "g1"


class KeyMissing(Exception):
    """A key file is absent (production) or not a key; says which and what to do."""


class Unreadable(Exception):
    """A ciphertext was made with another key, belongs to another column, or was changed."""


# --- keys ---------------------------------------------------------------------------------------


def key_folder() -> Path:
    """Return the folder of the installation's keys."""
    return Path(settings.GONGJIAN_HOME) / "keys"


def ensure_keys() -> list[Path]:
    """Make the keys that do not exist yet (`gongjian init`); return their files."""
    return [make_key_file(key_folder() / f"{name}.key", os.urandom(32).hex()) for name in KEY_NAMES]


def make_key_file(path: Path, content: str) -> Path:
    """Write a key file once, 0600: of two processes that begin together the first one wins."""
    if path.exists():
        return path
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path


def secret_key(name: str) -> bytes:
    """Return one of the installation's 32-byte keys.

    Raises:
        KeyMissing: production lacks it, or the file holds no key.
    """
    return _read_key(key_folder() / f"{name}.key", settings.GONGJIAN_MODE == "production")


def forget_keys() -> None:
    """Read the key files again at next use (after a restore or a rotation)."""
    _read_key.cache_clear()


@cache
def _read_key(path: Path, production: bool) -> bytes:
    if not path.exists():
        if production:
            raise KeyMissing(f"缺少密钥文件 {path}：请先运行 gongjian init，或从备份恢复密钥")
        make_key_file(path, os.urandom(32).hex())
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyMissing(f"密钥文件 {path} 的内容不是密钥：请从备份恢复，不要重新生成")
    return key


# --- encryption ---------------------------------------------------------------------------------


def seal(plain: str, column: str) -> str:
    """Encrypt a text for one column: `g1.<key id>.<base64 of nonce and ciphertext>` (AES-256-GCM).

    The column's name is authenticated, so that a ciphertext moved to another column is unreadable.
    """
    key = secret_key("field")
    nonce = os.urandom(_NONCE)
    box = nonce + AESGCM(key).encrypt(nonce, plain.encode(), column.encode())
    return f"{_VERSION}.{_key_id(key)}.{base64.b64encode(box).decode()}"


def open_sealed(sealed: str, column: str) -> str:
    """Decrypt what `seal` made for the same column.

    Raises:
        Unreadable: wrong key, wrong column, or changed.
    """
    key = secret_key("field")
    version, _, rest = sealed.partition(".")
    key_id, _, text = rest.partition(".")
    if version != _VERSION or key_id != _key_id(key):
        raise Unreadable(f"{column}：密文由另一把密钥（{key_id or '未知'}）加密，请恢复该密钥")
    try:
        box = base64.b64decode(text, validate=True)
        return AESGCM(key).decrypt(box[:_NONCE], box[_NONCE:], column.encode()).decode()
    except (ValueError, InvalidTag) as error:
        raise Unreadable(f"{column}：密文已被改动，无法解密") from error


def blind_index(purpose: str, value: str) -> str:
    """Return a keyed hash by which equal values are found without storing them ("" for "").

    `purpose` keeps indexes of different meaning apart; normalise `value` first.
    """
    if not value:
        return ""
    message = f"{purpose}\0{value}".encode()
    return hmac.new(secret_key("index"), message, hashlib.sha256).hexdigest()


@cache
def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"key id\0" + key).hexdigest()[:8]


class Opened(str):
    """A decrypted text that remembers its ciphertext, so that saving the row again keeps it.

    Without that, every save would write a new ciphertext into a column that may not change.
    """

    __slots__ = ("sealed",)
    sealed: str


def _opened(plain: str, sealed: str) -> Opened:
    opened = Opened(plain)
    opened.sealed = sealed
    return opened


class EncryptedText(_TextField):
    """A text column that the database sees only as ciphertext; "" stays empty.

    Rows cannot be found by it: put a `blind_index` column beside it.
    """

    @property
    def _column(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt what the database returned."""
        return _opened(open_sealed(value, self._column), value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Encrypt a new text once, and remember its ciphertext on the row."""
        value = getattr(model_instance, self.attname)
        if value and not isinstance(value, Opened):
            value = _opened(str(value), seal(str(value), self._column))
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Return the ciphertext for the database."""
        if isinstance(value, Opened):
            return value.sealed
        return seal(str(value), self._column) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every lookup but "is empty": ciphertexts of equal texts differ.

        Raises:
            TypeError: a programmer tried to search an encrypted column.
        """
        if lookup_name != "isnull":
            raise TypeError(f"{self._column} is encrypted; look rows up by its blind index")
        return super().get_lookup(lookup_name)
