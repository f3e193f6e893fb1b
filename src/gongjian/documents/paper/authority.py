"""The installation's own certificate authority for signing documents (P-256, files of mode 0600).

It serves the demo and agencies without certificates of a licensed authority; those bring their own
through another `SealBackend`.
"""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CA_FILE = "pdf-ca.pem"
_CA_FROM, _CA_TO = datetime(2015, 1, 1, tzinfo=UTC), datetime(2065, 1, 1, tzinfo=UTC)
_LEAF_LIFE = timedelta(days=5 * 365)

_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


class NoAuthority(RuntimeError):
    """The authority's key file is missing, and this mode of running does not make one."""


class Identity:
    """A certificate with its private key."""

    def __init__(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
        self.certificate = certificate
        self.key = key

    def covers(self, moment: datetime) -> bool:
        """Whether the certificate is valid at `moment`."""
        found = self.certificate
        return found.not_valid_before_utc <= moment <= found.not_valid_after_utc


def open_authority(folder: Path, *, create: bool) -> Identity:
    """Return the authority kept in `folder`; make it on first use if `create`.

    Raises:
        NoAuthority: there is none and `create` is false.
    """
    path = folder / CA_FILE
    if not path.exists():
        if not create:
            msg = f"缺少签名证书 {path}，请先运行 gongjian init"
            raise NoAuthority(msg)
        _write_once(path, _new_authority())
    return _read(path)


def open_identity(folder: Path, name: str, at: datetime, *, create: bool) -> Identity:
    """Return the signing identity of the agency `name` that is valid at `at`, issued when needed.

    Raises:
        NoAuthority: see `open_authority`.
    """
    authority = open_authority(folder, create=create)
    stem = hashlib.sha256(name.encode()).hexdigest()[:16]
    for path in sorted((folder / "pdf").glob(f"{stem}-*.pem")):
        known = _read(path)
        if known.covers(at) and _issued_by(known, authority):
            return known
    path = folder / "pdf" / f"{stem}-{at:%Y%m%d}.pem"
    _write_once(path, _new_leaf(authority, name, at))
    return _read(path)


def _issued_by(identity: Identity, authority: Identity) -> bool:
    return identity.certificate.issuer == authority.certificate.subject


def _new_authority() -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    serial = hashlib.sha256(_public_bytes(key)).hexdigest()[:8]
    name = _name(f"公鉴文书签名根证书 {serial}")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    builder = _builder(name, name, key, _CA_FROM, _CA_TO, usage)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Identity(builder.sign(key, hashes.SHA256()), key)


def _new_leaf(authority: Identity, name: str, at: datetime) -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    usage = _usage(digital_signature=True, content_commitment=True)
    start = at - timedelta(days=1)
    issuer = authority.certificate.subject
    builder = _builder(_name(name), issuer, key, start, start + _LEAF_LIFE, usage)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    return Identity(builder.sign(authority.key, hashes.SHA256()), key)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    return x509.KeyUsage(**{kind: granted.get(kind, False) for kind in _USAGES})


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    start: datetime,
    end: datetime,
    usage: x509.KeyUsage,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    encoding: Any = serialization.Encoding.DER
    return key.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)


def _write_once(path: Path, identity: Identity) -> None:
    """Write key and certificate unless another process was quicker: a link never overwrites."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mine = path.with_name(f".{path.name}.{os.getpid()}")
    mine.unlink(missing_ok=True)
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(
            identity.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        file.write(identity.certificate.public_bytes(serialization.Encoding.PEM))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


def _read(path: Path) -> Identity:
    content = path.read_bytes()
    key = serialization.load_pem_private_key(content, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        msg = f"{path} 不是 P-256 密钥"
        raise NoAuthority(msg)
    return Identity(x509.load_pem_x509_certificate(content), key)
