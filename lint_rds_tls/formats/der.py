"""DER: one certificate in binary form."""

from __future__ import annotations

from collections.abc import Sequence

from lint_rds_tls.formats._asn1 import SEQUENCE, element, first
from lint_rds_tls.formats._contents import bundle
from lint_rds_tls.formats._x509 import Found
from lint_rds_tls.model import Bundle, Format


def detect(data: bytes) -> bool:
    """Whether it is a sequence that begins with one: the part of a certificate that is signed."""
    whole, inner = element(data), first(data)
    return whole is not None and inner is not None and inner.tag == SEQUENCE


def read(data: bytes, path: str, passwords: Sequence[str]) -> Bundle:  # noqa: ARG001 -- certificates are no secrets
    """The certificate; a file that only has the name of one, and may be a key, holds nothing."""
    whole = element(data)
    return bundle(path, "der", [Found(der=data[: whole.end])] if whole is not None and detect(data) else [])


FORMAT = Format(name="der", patterns=("*.der",), detect=detect, read=read)
