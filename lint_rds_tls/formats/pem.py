"""PEM: certificates in Base64 between BEGIN and END, RFC 7468; a bundle is many of them in one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.formats._asn1 import element
from lint_rds_tls.formats._contents import bundle
from lint_rds_tls.formats._pem_blocks import Block, blocks, text_of
from lint_rds_tls.formats._x509 import Found, in_pkcs7
from lint_rds_tls.model import Bundle, Format

_CERTIFICATES = ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")
_PKCS7 = ("PKCS7", "PKCS #7 SIGNED DATA")


def detect(data: bytes) -> bool:
    """Whether a block begins anywhere: text before the first one is allowed."""
    return b"-----BEGIN " in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def read(data: bytes, path: str, passwords: Sequence[str]) -> Bundle:  # noqa: ARG001 -- certificates are no secrets
    """The certificates; keys and requests beside them are passed over."""
    every = [each for each in blocks(text_of(data)) if each.label in (*_CERTIFICATES, *_PKCS7)]
    broken = (f"line {each.line}: the block {each.fault}" for each in every if each.data is None)
    return bundle(path, "pem", _found(every), broken)


def _found(every: list[Block]) -> Iterator[Found]:
    for each in every:
        if each.data is None:
            continue
        if each.label in _PKCS7:
            yield from in_pkcs7(each.data)
            continue
        whole = element(each.data)
        # OpenSSL's trusted certificates say after their own end what they are trusted for.
        der = each.data if whole is None else each.data[: whole.end]
        yield Found(der=der, span=each.span, place=f"line {each.line}")


FORMAT = Format(name="pem", patterns=("*.pem", "*.crt", "*.cer", "*.cert", "*.ca-bundle"), detect=detect, read=read)
