"""What goes out, for tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from gongjian.cases.testing import Cast
from gongjian.channels.credit.enveloping import fingerprint_of
from gongjian.channels.models import PersonsReceiver
from gongjian.common.acts import SYSTEM
from gongjian.orgs.services import ChangeAgency, change_agency
from gongjian.orgs.testing import make_officer

RECEIVER = "青川市信用信息中心"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Holder:
    """A receiver with its private key, which never enters the platform."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def typed(self) -> dict[str, Any]:
        """What the administrator enters, the fingerprint as `openssl x509` shows it."""
        digits = fingerprint_of(self.certificate).upper()
        pairs = ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))
        return {"name": RECEIVER, "certificate": self.pem, "fingerprint": pairs}

    def opened(self, content: bytes) -> bytes:
        assert isinstance(self.key, rsa.RSAPrivateKey)
        return pkcs7.pkcs7_decrypt_der(content, self.certificate, self.key, [])


def make_holder(
    now: datetime,
    *,
    days: int = 365,
    bits: int = 2048,
    curve: bool = False,
    wraps: bool | None = True,
) -> Holder:
    """Return a certificate of yesterday for so many days; `wraps` None: it names no use."""
    key: Key
    if curve:
        key = ec.generate_private_key(ec.SECP256R1())
    else:
        key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, RECEIVER)])
    start = now - timedelta(days=1)
    builder = x509.CertificateBuilder(subject_name=name, issuer_name=name)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=days))
    if wraps is not None:
        others = ("content_commitment", "data_encipherment", "key_agreement", "key_cert_sign")
        denied = dict.fromkeys((*others, "crl_sign", "encipher_only", "decipher_only"), False)
        usage = x509.KeyUsage(digital_signature=True, key_encipherment=wraps, **denied)
        builder = builder.add_extension(usage, critical=True)
    return Holder(builder.sign(key, hashes.SHA256()), key)


def with_receiver(cast: Cast, holder: Holder) -> PersonsReceiver:
    """Let the administrator of the agency register the receiver's certificate."""
    cast.people.setdefault("admin", make_officer(cast.agency, ("admin_system",), account=True))
    made: PersonsReceiver = cast.do("admin", "channels.add_receiver", **holder.typed)
    return made


def with_code(cast: Cast) -> None:
    """Give the agency its unified social credit code, without which nothing is reported."""
    agency = cast.agency
    cmd = ChangeAgency(
        agency=agency.uid,
        name=agency.name,
        short_name=agency.short_name,
        uscc="11510000MA00000155",
        address=agency.address,
        phone=agency.phone,
        government_name=agency.government_name,
        court_name=agency.court_name,
        bank_name=agency.bank_name,
        bank_account=agency.bank_account,
    )
    change_agency(actor=SYSTEM, cmd=cmd)
    agency.refresh_from_db()
