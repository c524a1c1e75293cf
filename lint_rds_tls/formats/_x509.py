"""Certificates out of bytes: those of RDS by our table, all others by the library `cryptography`."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from hashlib import sha256
from typing import TYPE_CHECKING

from lint_rds_tls.data.rds import CertificateFacts, certificate_facts
from lint_rds_tls.model import Certificate
from lint_rds_tls.text import Span

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["Found", "UnreadableError", "certificate", "in_pkcs7", "in_pkcs12"]

#: Without the library only the certificates of our table are known.
_LIBRARY = "it takes the library cryptography: pip install 'lint-rds-tls[stores]'"
#: How RDS names the roots of its present authorities: those of a region that is newer than our table.
_ROOT = re.compile(
    r"Amazon RDS (?P<region>[a-z]{2,4}(?:-[a-z]+)+-\d+) Root CA (?P<key>RSA2048|RSA4096|ECC384) (?P<generation>G\d+)"
)


class UnreadableError(Exception):
    """Bytes that are no certificate, or a container that does not open; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The bytes of one certificate, and where they were."""

    der: bytes
    alias: str = ""
    span: Span | None = None
    place: str = ""  #: for people: `line 12`


def certificate(found: Found) -> Certificate:
    """One certificate; raises UnreadableError where the bytes are none."""
    digest = sha256(found.der).hexdigest()
    facts = certificate_facts().get(digest)
    return _known(found, digest, facts) if facts is not None else _read(found, digest)


def _known(found: Found, digest: str, facts: CertificateFacts) -> Certificate:
    return Certificate(
        sha256=digest,
        subject=facts.subject,
        issuer=facts.issuer,
        not_before=_moment(facts.not_before),
        not_after=_moment(facts.not_after),
        alias=found.alias,
        span=found.span,
        identifier=facts.identifier,
        role=facts.role,
        region=facts.region,
        known=True,
    )


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


def _read(found: Found, digest: str) -> Certificate:
    try:
        from cryptography import x509
    except ImportError as error:
        raise UnreadableError(f"a certificate is not among those that we know of RDS; {_LIBRARY}") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old roots bend the rules of today
            read = x509.load_der_x509_certificate(found.der)
            subject, issuer = _common_name(read.subject), _common_name(read.issuer)
            begin, end = read.not_valid_before_utc, read.not_valid_after_utc
            own = read.subject == read.issuer
    except Exception as error:  # the library raises what its Rust half thinks fit
        raise UnreadableError("is no certificate") from error
    identifier, region = _authority(subject) if own else (None, None)
    return Certificate(
        sha256=digest,
        subject=subject,
        issuer=issuer,
        not_before=begin,
        not_after=end,
        alias=found.alias,
        span=found.span,
        identifier=identifier,
        role="root" if identifier is not None else "",
        region=region,
    )


def _authority(subject: str | None) -> tuple[str | None, str | None]:
    """The authority and the region of a root that only its name tells; one of a name that we know is no other."""
    named = _ROOT.fullmatch(subject or "")
    if named is None or any(each.subject == subject for each in certificate_facts().values()):
        return None, None
    return f"rds-ca-{named['key']}-{named['generation']}".lower(), named["region"]


def _common_name(name: x509.Name) -> str | None:
    from cryptography.x509.oid import NameOID

    found = name.get_attributes_for_oid(NameOID.COMMON_NAME) or name.get_attributes_for_oid(
        NameOID.ORGANIZATIONAL_UNIT_NAME
    )
    return str(found[0].value) if found else None


def in_pkcs7(der: bytes) -> Iterator[Found]:
    """The certificates of a PKCS #7 bundle; raises UnreadableError."""
    try:
        from cryptography.hazmat.primitives.serialization import Encoding
        from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates
    except ImportError as error:
        raise UnreadableError(_LIBRARY) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = [each.public_bytes(Encoding.DER) for each in load_der_pkcs7_certificates(der)]
    except Exception as error:
        raise UnreadableError("is no PKCS #7 bundle of certificates, or a broken one") from error
    yield from (Found(der=each) for each in found)


def in_pkcs12(data: bytes, password: str | None) -> tuple[Found, ...] | None:
    """The certificates of a PKCS #12 store that trust may rest on; None where the password does not open it."""
    try:
        from cryptography.hazmat.primitives.serialization import Encoding
        from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
    except ImportError as error:
        raise UnreadableError(_LIBRARY) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            store = load_pkcs12(data, None if password is None else password.encode())
            listed = [
                (each.certificate.public_bytes(Encoding.DER), each.friendly_name) for each in store.additional_certs
            ]
    except Exception:
        return None
    return tuple(Found(der=der, alias=(name or b"").decode("utf-8", "replace")) for der, name in listed)
