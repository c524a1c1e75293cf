"""Stores judged for a region and a day, and the rule about bundles that are out of date."""

from __future__ import annotations

from datetime import date

import pytest

from lint_rds_tls.anchors import Readiness, judge_bundle
from lint_rds_tls.model import Bundle, BundleName, Certificate
from lint_rds_tls.rules.rds_bundle_outdated import check
from lint_rds_tls.text import MappedText
from tests.certificates import bundle, known

DAY = date(2026, 11, 23)
OLD = known("rds-ca-2019")
IRISH = known("rds-ca-rsa2048-g1", "eu-west-1")
IRISH_LONG = known("rds-ca-rsa4096-g1", "eu-west-1")
AMERICAN = known("rds-ca-rsa2048-g1", "us-east-1")
BETWEEN = known("rds-ca-2019", "eu-west-1", "intermediate")
STRANGER = Certificate(sha256="0", subject="Office", issuer="Office", not_before=None, not_after=None)
PROXY = known("acm/amazon-trust-services", None, "proxy")
EXPIRED = "Its certificates of RDS have expired, the last on 2024-08-22; no root that serves today is there."
NONE_OF_TODAY = "It holds certificates of RDS, but no root that serves today (rds-ca-rsa2048-g1 and its kin)."
BROKEN = "It is called a bundle of RDS and cannot be read: line 1: is no certificate."
NOTHING = "It is called a bundle of RDS and holds none of its roots."


@pytest.mark.parametrize(
    ("certificates", "region", "readiness", "message"),
    [
        ((IRISH,), "eu-west-1", "ready", "It holds the root of rds-ca-rsa2048-g1 for eu-west-1."),
        (
            (IRISH_LONG, IRISH),
            "eu-west-1",
            "ready",
            "It holds the roots of rds-ca-rsa2048-g1 and rds-ca-rsa4096-g1 for eu-west-1.",
        ),
        ((AMERICAN,), None, "ready", "It holds the root of rds-ca-rsa2048-g1."),
        (
            (AMERICAN, OLD),
            "eu-west-1",
            "lacks-root",
            "It lacks the root of rds-ca-rsa2048-g1 for eu-west-1; its roots serve us-east-1.",
        ),
        (
            (IRISH_LONG,),
            "eu-west-1",
            "lacks-root",
            "It lacks the root of rds-ca-rsa2048-g1 for eu-west-1; it holds rds-ca-rsa4096-g1 alone.",
        ),
        (
            (OLD, BETWEEN),
            "eu-west-1",
            "lacks-root",
            "It lacks the root of rds-ca-rsa2048-g1 for eu-west-1: all that it holds of RDS has expired, the last on "
            "2024-08-22.",
        ),
        (
            (STRANGER, PROXY),
            "eu-west-1",
            "no-rds",
            "It holds no certificate of RDS: the root of rds-ca-rsa2048-g1 for eu-west-1 is not there.",
        ),
    ],
)
def test_readiness(certificates: tuple[Certificate, ...], region: str | None, readiness: str, message: str) -> None:
    judged = judge_bundle(bundle(*certificates), region, DAY)
    assert (judged.readiness.value, judged.message) == (readiness, message)


def test_what_cannot_be_read_settles_nothing_unless_the_root_is_there() -> None:
    broken = bundle(unreadable=("line 3: is no certificate",))
    assert judge_bundle(broken, "eu-west-1", DAY).message == "It cannot be read: line 3: is no certificate."
    with_root = bundle(IRISH, unreadable=("line 3: is no certificate",))
    assert judge_bundle(with_root, "eu-west-1", DAY).readiness is Readiness.READY


def test_expired_ones_and_intermediates_are_told() -> None:
    judged = judge_bundle(bundle(OLD, BETWEEN, IRISH), "eu-west-1", DAY)
    assert (judged.expired, judged.intermediates) == ((OLD, BETWEEN), (BETWEEN,))


def messages(resource: Bundle | BundleName, day: date = DAY) -> list[str]:
    return [each.message for each in check(resource, day)]


@pytest.mark.parametrize(
    ("found", "day", "expected"),
    [
        (bundle(OLD), DAY, [EXPIRED]),
        (bundle(OLD), date(2024, 8, 1), [NONE_OF_TODAY]),
        (bundle(OLD), date(2021, 1, 1), []),
        (bundle(OLD, IRISH), DAY, []),
        (bundle(STRANGER, PROXY), DAY, []),
        (bundle(STRANGER, names_rds=True), DAY, [NOTHING]),
        (bundle(names_rds=True), DAY, [NOTHING]),
        (bundle(unreadable=("line 1: is no certificate",), names_rds=True), DAY, [BROKEN]),
        (bundle(unreadable=("no password that was tried opens the store",)), DAY, []),
    ],
)
def test_bundles_by_content(found: Bundle, day: date, expected: list[str]) -> None:
    assert messages(found, day) == expected


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("https://s3.amazonaws.com/rds-downloads/rds-combined-ca-bundle.pem", ["certain"]),
        ("certs/rds-ca-2019-root.pem", ["possible"]),
        ("https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem", []),
        ("eu-west-1-bundle.pem", []),
    ],
)
def test_bundles_by_name(text: str, certainty: list[str]) -> None:
    mapped = MappedText.copied(text)
    name = BundleName(tool="a", path="a.sh", text=mapped, span=mapped.span)
    assert [each.certainty.value for each in check(name, DAY)] == certainty
