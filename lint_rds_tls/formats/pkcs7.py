"""PKCS #7: a `.p7b` bundle in binary form, RFC 2315."""

from __future__ import annotations

from collections.abc import Sequence

from lint_rds_tls.formats._asn1 import OID, first
from lint_rds_tls.formats._contents import bundle
from lint_rds_tls.formats._x509 import in_pkcs7
from lint_rds_tls.model import Bundle, Format

#: 1.2.840.113549.1.7.2
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")


def detect(data: bytes) -> bool:
    """Whether it begins as signed data."""
    inner = first(data)
    return inner is not None and inner.tag == OID and data[inner.content : inner.end] == _SIGNED_DATA


def read(data: bytes, path: str, passwords: Sequence[str]) -> Bundle:  # noqa: ARG001 -- certificates are no secrets
    """The certificates of the bundle."""
    return bundle(path, "pkcs7", in_pkcs7(data))


FORMAT = Format(name="pkcs7", patterns=("*.p7b", "*.p7c", "*.p7s"), detect=detect, read=read)
