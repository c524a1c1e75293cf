"""Certificates for tests: a root that is called like one of RDS, in a region that no table knows, and bundles of it."""

from __future__ import annotations

import subprocess
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lint_rds_tls.data.rds import certificate_facts
from lint_rds_tls.model import Bundle, Certificate

#: A region that is newer than our table.
REGION = "qx-test-7"


@cache
def made(name: str, ends: int = 2061) -> bytes:
    """A self-signed certificate of this common name, in DER form."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2021, 5, 21, tzinfo=timezone.utc))
        .not_valid_after(datetime(ends, 5, 21, tzinfo=timezone.utc))
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def root() -> bytes:
    """A root that only its name tells to be one of RDS."""
    return made(f"Amazon RDS {REGION} Root CA RSA2048 G1")


def pem(*ders: bytes) -> str:
    """A PEM text."""
    return "".join(x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode() for der in ders)


def known(identifier: str, region: str | None = None, role: str = "root") -> Certificate:
    """A certificate of our table."""
    digest, facts = next(
        (digest, facts)
        for digest, facts in certificate_facts().items()
        if (facts.identifier, facts.region, facts.role) == (identifier, region, role)
        and " Beta " not in facts.subject
        and " Preview " not in facts.subject
    )
    begin, end = (datetime.fromisoformat(each.replace("Z", "+00:00")) for each in (facts.not_before, facts.not_after))
    return Certificate(
        sha256=digest, subject=facts.subject, issuer=facts.issuer, not_before=begin, not_after=end,
        identifier=identifier, role=role, region=region, known=True,
    )  # fmt: skip


def bundle(*certificates: Certificate, unreadable: tuple[str, ...] = (), names_rds: bool = False) -> Bundle:
    """A bundle of these."""
    return Bundle(path="rds.pem", format="pem", certificates=certificates, unreadable=unreadable, names_rds=names_rds)


def imported(keytool: str, source: Path, store: Path, alias: str, *options: str) -> None:
    """Import a file into a store with Java's own tool."""
    command = [keytool, "-importcert", "-noprompt", "-alias", alias, "-file", str(source), "-keystore", str(store)]
    subprocess.run([*command, "-storepass", "changeit", *options], check=True, capture_output=True)


def jdk() -> str:
    """The keytool of a JDK; skips without one."""
    import shutil

    found = shutil.which("keytool")
    if found is None:
        pytest.skip("needs the keytool of a JDK on the path")
    return found
