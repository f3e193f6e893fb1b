"""Sealing a PDF: PAdES B-B with the agency's certificate, wearing the picture of the seal.

A `SealBackend` may be another agency's seal service; the local one keeps keys in a folder.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from . import seal
from .authority import Identity, open_authority, open_identity
from .pdf import Pdf, SealPlace

FIELD = "Seal"
_MM = 72 / 25.4
_A4_HEIGHT = 297 * _MM
_RESERVED = 8192  # bytes for the signature container; a fixed size spares a trial signature


class SealBackend(Protocol):
    """Whoever can sign a document in the name of an agency."""

    def sign(self, pdf: Pdf, *, agency: str, reason: str, at: datetime) -> bytes:
        """Return the signed file; the seal is drawn where `pdf.seal` says, or nowhere."""
        ...

    def roots(self) -> list[asn1_x509.Certificate]:
        """Return the certificates that a verifier of these signatures trusts."""
        ...


@dataclass(frozen=True)
class LocalSeal:
    """Signs with keys in a folder; `create` makes them on first use (demo, tests, init)."""

    folder: Path
    create: bool = False
    font_dirs: Sequence[str] = ()

    def sign(self, pdf: Pdf, *, agency: str, reason: str, at: datetime) -> bytes:
        """Return the signed file (PAdES B-B).

        Raises:
            NoAuthority: there is no key and none may be made.
        """
        identity = open_identity(self.folder, agency, at, create=self.create)
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            name=agency,
            reason=reason,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        signer = _PdfSigner(
            metadata,
            signer=_signer(identity, self._root()),
            stamp_style=self._style(agency) if pdf.seal else None,
            new_field_spec=_field(pdf.seal),
        )
        signer.at = at
        out = io.BytesIO()
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf.content))
        signer.sign_pdf(writer, output=out, bytes_reserved=_RESERVED)
        return out.getvalue()

    def roots(self) -> list[asn1_x509.Certificate]:
        """Return the authority's certificate."""
        return [self._root()]

    def _root(self) -> asn1_x509.Certificate:
        return _plain(open_authority(self.folder, create=self.create))

    def _style(self, agency: str) -> StaticStampStyle:
        picture = seal.picture(agency, tuple(self.font_dirs))
        return StaticStampStyle(background=_Picture(picture), border_width=0)


class _PdfSigner(signers.PdfSigner):
    """Signs at the moment of our clock, which pyHanko would read from the machine."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


class _Picture(content.PdfContent):
    """The first page of a PDF held in memory, as content of an appearance."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        self.resources.xobject["/Seal"] = page
        left, bottom, right, top = (float(side) for side in page.get_object()["/BBox"])
        self.box = layout.BoxConstraints(width=right - left, height=top - bottom)
        return b"/Seal Do"


def _field(place: SealPlace | None) -> fields.SigFieldSpec:
    if place is None:
        return fields.SigFieldSpec(FIELD)
    half = seal.DIAMETER_MM * _MM / 2
    x, y = place.x, _A4_HEIGHT - place.y
    box = (round(x - half), round(y - half), round(x + half), round(y + half))
    return fields.SigFieldSpec(FIELD, on_page=place.page - 1, box=box)


def _plain(identity: Identity) -> asn1_x509.Certificate:
    encoded = identity.certificate.public_bytes(serialization.Encoding.DER)
    return asn1_x509.Certificate.load(encoded)


def _signer(identity: Identity, root: asn1_x509.Certificate) -> signers.SimpleSigner:
    key = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _simple_signer(_plain(identity).dump(), key, root.dump())


@lru_cache(maxsize=64)
def _simple_signer(certificate: bytes, key: bytes, root: bytes) -> signers.SimpleSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko's
    store.register(asn1_x509.Certificate.load(root))
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
