"""Files of certificates: each format read, and what is broken said and survived."""

from __future__ import annotations

import struct
from datetime import datetime, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs7 import serialize_certificates
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from lint_rds_tls.bundles import may_hold_certificates, read_bundle
from lint_rds_tls.model import Bundle
from tests.certificates import REGION, imported, jdk, made, pem, root

OTHER = "Root of the Office"


def seen(bundle: Bundle | None) -> list[tuple[str | None, str | None]]:
    assert bundle is not None
    assert bundle.unreadable == ()
    return [(each.subject, each.region) for each in bundle.certificates]


BOTH = [(f"Amazon RDS {REGION} Root CA RSA2048 G1", REGION), (OTHER, None)]


def loaded(*ders: bytes) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(der) for der in ders]


def java_store(*ders: bytes, magic: bytes = b"\xfe\xed\xfe\xed") -> bytes:
    entries = b"".join(
        struct.pack(">IH", 2, 1) + b"a" + struct.pack(">QH", 0, 5) + b"X.509" + struct.pack(">I", len(der)) + der
        for der in ders
    )
    return magic + struct.pack(">II", 2, len(ders)) + entries + b"\0" * 20


def test_a_root_that_only_its_name_tells() -> None:
    bundle = read_bundle(pem(root()).encode(), "a.pem")
    assert bundle is not None
    (found,) = bundle.certificates
    assert (found.identifier, found.role, found.region, found.known) == ("rds-ca-rsa2048-g1", "root", REGION, False)
    assert found.not_after == datetime(2061, 5, 21, tzinfo=timezone.utc)
    assert found.span is not None
    assert (found.span.start, found.span.end) == (0, 27)


def test_a_name_that_we_know_is_no_other_certificate() -> None:
    bundle = read_bundle(pem(made("Amazon RDS eu-west-1 Root CA RSA2048 G1")).encode(), "a.pem")
    assert bundle is not None
    assert list(bundle.of_rds()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_pem_in_any_encoding_with_text_between(encoding: str) -> None:
    text = "# the roots\r\n" + pem(root()).replace("\n", "\r\n") + "\nthe office:\n" + pem(made(OTHER))
    assert seen(read_bundle(text.encode(encoding), "roots.crt")) == BOTH


def test_one_bad_block_costs_no_other_and_is_told_by_its_line() -> None:
    bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    odd = "-----BEGIN CERTIFICATE-----\nä\n-----END CERTIFICATE-----\n"
    bundle = read_bundle((bad + pem(root()) + odd + "-----BEGIN CERTIFICATE-----\nMIIB\n").encode(), "a.pem")
    assert bundle is not None
    assert len(bundle.certificates) == 1
    after = 3 + pem(root()).count("\n")
    assert set(bundle.unreadable) == {
        "line 1: is no certificate",
        f"line {after + 1}: the block is not Base64",
        f"line {after + 4}: the block has no end",
    }


def test_der_pkcs7_and_java_stores() -> None:
    ders = (root(), made(OTHER))
    assert seen(read_bundle(root(), "root.der")) == BOTH[:1]
    assert seen(read_bundle(root(), "root.crt")) == BOTH[:1]
    for encoding in (Encoding.DER, Encoding.PEM):
        assert sorted(map(str, seen(read_bundle(serialize_certificates(loaded(*ders), encoding), "a.p7b")))) == sorted(
            map(str, BOTH)
        )
    assert seen(read_bundle(java_store(*ders), "cacerts")) == BOTH
    assert seen(read_bundle(java_store(*ders, magic=b"\xce\xce\xce\xce"), "a.jceks")) == BOTH


@pytest.mark.parametrize(
    ("password", "given"), [(None, ()), ("changeit", ()), ("changeme", ("wrong",)), ("secret", ("secret",))]
)
def test_pkcs12_with_a_usual_or_given_password(password: str | None, given: tuple[str, ...]) -> None:
    how = NoEncryption() if password is None else BestAvailableEncryption(password.encode())
    data = serialize_key_and_certificates(None, None, None, loaded(root(), made(OTHER)), how)
    assert seen(read_bundle(data, "a.p12", given)) == BOTH


def test_pkcs12_that_no_password_opens() -> None:
    data = serialize_key_and_certificates(None, None, None, loaded(root()), BestAvailableEncryption(b"secret"))
    bundle = read_bundle(data, "a.pfx")
    assert bundle is not None
    assert bundle.certificates == ()
    assert bundle.unreadable == ("no password that was tried opens the store",)


def test_a_store_that_asks_for_endless_rounds_is_not_tried() -> None:
    hostile = b"\x30\x80\x02\x01\x03\x30\x0a\x04\x02\x00\x00\x02\x04\x7f\xff\xff\xff"
    refused = read_bundle(hostile, "a.p12")
    assert refused is not None
    assert refused.unreadable == ("asks for more than 2000000 rounds to try a password",)


@pytest.mark.parametrize("kind", ["JKS", "JCEKS", "PKCS12"])
def test_stores_that_keytool_makes(tmp_path: Path, kind: str) -> None:
    keytool = jdk()
    (tmp_path / "a.pem").write_text(pem(root()), encoding="ascii")
    imported(keytool, tmp_path / "a.pem", tmp_path / "store", "rds", "-storetype", kind)
    bundle = read_bundle((tmp_path / "store").read_bytes(), "certs/rds.keystore")
    assert seen(bundle) == BOTH[:1]
    assert bundle is not None
    assert (bundle.format, bundle.certificates[0].alias) == (kind.lower(), "rds")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", "key.pem"),
        (b"-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n", "a.crt"),
        (b"", "empty.pem"),
        (b"nothing of the kind", "a.crt"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "global-bundle.pem"),
        (b"some text", "readme.txt"),
    ],
)
def test_files_without_certificates_are_none(data: bytes, name: str) -> None:
    assert read_bundle(data, name) is None


def test_a_bundle_of_rds_by_its_name_is_one_even_when_empty() -> None:
    bundle = read_bundle(b"<html>AccessDenied</html>", "certs/global-bundle.pem")
    assert bundle is not None
    assert (bundle.names_rds, bundle.certificates) == (True, ())


def test_cut_anywhere_nothing_is_raised() -> None:
    ders = (root(), made(OTHER))
    pkcs12 = serialize_key_and_certificates(None, None, None, loaded(*ders), NoEncryption())
    for name, data in (
        ("a.pem", pem(*ders).encode()),
        ("a.der", root()),
        ("a.p7b", serialize_certificates(loaded(*ders), Encoding.DER)),
        ("a.p12", pkcs12),
        ("a.jks", java_store(*ders)),
    ):
        for end in range(0, len(data), 7):
            read_bundle(data[:end], name)


def test_names_of_files() -> None:
    names = ("cacerts", "RDS.JKS", "a.pem", "a.p7b", "a.txt", "a.py")
    assert [each for each in names if may_hold_certificates(each)] == ["cacerts", "RDS.JKS", "a.pem", "a.p7b"]
