"""What mssql-jdbc refuses because of TLS, version by version, as released jars were recorded to."""

from __future__ import annotations

import re

import pytest

from lint_rds_tls.dialects.jdbc import read
from lint_rds_tls.drivers.mssql_jdbc import assess
from lint_rds_tls.model import Client, Literal, Use
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import VersionRange
from tests.test_jdbc_urls import ROWS, answers

#: Complaints that are ours to foresee.
FORESEEN = re.compile(
    r"badly formed|EncryptOption|property (?:encrypt|trustServerCertificate|fips) does not contain|FIPS", re.IGNORECASE
)


def refused(url: str, version: str) -> str | None:
    literal = Literal(text=MappedText.copied(url), span=Span(0, len(url)), uses=(Use(role="argument", name="x"),))
    (connection,) = read(literal, "a.java")
    client = Client(driver="mssql-jdbc", versions=VersionRange.of(version))
    (assessment,) = assess(connection, client)
    return assessment.refused.message if assessment.refused else None


def has_placeholder(url: str) -> bool:
    return any(sign in url for sign in ("${", "%", "{}"))


def has_newer_braces(url: str, version: str) -> bool:
    """`}}` ends a value before 8.3; which version reads it is not known when it is read."""
    return "}}" in url and version.startswith(("6.", "7.", "8.2"))


def test_refusals_are_the_drivers() -> None:
    differing = []
    for url, client, answer in answers():
        foreign = not client.startswith("mssql") or answer.get("properties", "") is None
        if foreign or has_placeholder(url) or url == "jdbc:sqlserver://":
            continue
        if has_newer_braces(url, client.rpartition("-")[2]):
            continue
        thrown = answer.get("error") or answer.get("refused")
        ours = refused(url, client.rpartition("-")[2])
        foreseen = thrown is not None and FORESEEN.search(thrown) is not None
        if (ours is not None and thrown is None) or (foreseen and ours is None):
            differing.append((url, client, ours, thrown))
    assert differing == []


def test_there_are_refusals_in_the_record() -> None:
    thrown = {str(answer.get("refused")) for row in ROWS for answer in row["answers"] if answer.get("refused")}
    assert 'The EncryptOption value "yes" is not valid.' in thrown
    assert any("trustServerCertificate does not contain" in each for each in thrown)


@pytest.mark.parametrize(
    ("url", "version", "message"),
    [
        ("jdbc:sqlserver://h;encrypt=yes", "12.8.1", 'The EncryptOption value "yes" is not valid.'),
        (
            "jdbc:sqlserver://h;encrypt=strict",
            "10.2.3",
            "The property encrypt does not contain a valid boolean value. Only true or false can be used.",
        ),
        ("jdbc:sqlserver://h;encrypt=strict", "11.2.3", None),
        (
            "jdbc:sqlserver://encrypt=true;user=u",
            "12.8.1",
            "The serverName connection property value encrypt=true is badly formed.",
        ),
        ("jdbc:sqlserver://encrypt=true;user=u", "9.4.1", None),
        (
            "jdbc:sqlserver://h;encrypt=tr{ue}",
            "12.8.1",
            "The connection string contains a badly formed name or value.",
        ),
    ],
)
def test_messages(url: str, version: str, message: str | None) -> None:
    assert refused(url, version) == message
