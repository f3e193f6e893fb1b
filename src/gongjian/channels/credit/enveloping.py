"""Files that only their receiver can open: CMS enveloped data (RFC 5652), as `.p7m`.

AES-256-CBC under a key that is encrypted to the RSA key of the receiver's certificate. Whoever has
the private key opens it with `openssl cms -decrypt -inform DER` or any program for CMS.
"""

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import pkcs7

BITS = 2048
MEDIA = "application/pkcs7-mime; smime-type=enveloped-data"


class Unfit(ValueError):
    """Nothing can be encrypted to this certificate; tells why."""


def read_certificate(text: str) -> x509.Certificate:
    """Return the one certificate of a PEM text.

    Raises:
        Unfit: none, several, a private key beside it, another kind of key, or not for encryption.
    """
    if "PRIVATE KEY" in text:
        raise Unfit("内容含有私钥。私钥只能由接收单位保管，请删除并告知接收单位更换密钥")
    try:
        found = x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        raise Unfit("读不出证书，请粘贴 PEM 格式的全文") from None
    if len(found) != 1:
        raise Unfit("请只粘贴接收单位自己的一份证书，不要附上级证书")
    (certificate,) = found
    try:
        key, wraps = certificate.public_key(), _wraps_keys(certificate)
    except ValueError:
        raise Unfit("读不出证书的公钥或者用途，请接收单位重新导出") from None
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < BITS:
        raise Unfit(f"只能用 RSA 密钥不少于{BITS}位的证书，请接收单位另行提供")
    if not wraps:
        raise Unfit("这份证书只用于签名，不能用于加密，请接收单位提供加密证书")
    return certificate


def _wraps_keys(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.key_encipherment


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of the certificate, 64 hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def read_fingerprint(typed: str) -> str:
    """Return a fingerprint as typed, without its colons, blanks and capitals."""
    return "".join(c for c in typed.lower() if c not in ": -\t")


def enveloped(content: bytes, certificate: str) -> bytes:
    """Return the content as DER that nobody opens but who has the certificate's private key."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content)
    builder = builder.set_content_encryption_algorithm(algorithms.AES256)
    builder = builder.add_recipient(read_certificate(certificate))
    # Binary: the default would turn the line ends of a text into those of mail.
    return builder.encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
