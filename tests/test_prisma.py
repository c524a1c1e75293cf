"""Prisma: one URL, two clients that read it each in its own way."""

from __future__ import annotations

import pytest

from lint_rds_tls.dialects import go_mssqldb, prisma
from lint_rds_tls.judge import assess
from lint_rds_tls.model import Client, Literal
from lint_rds_tls.text import MappedText, Span

_URL = "sqlserver://h:1433;database=x;user=sa;password=p@ss"
CLIENTS = [Client(driver="prisma-engine"), Client(driver="prisma-adapter-mssql")]


def literal(text: str) -> Literal:
    return Literal(text=MappedText.copied(text), span=Span(0, len(text)))


def postures(more: str) -> list[str]:
    """Of the engine, then of the adapter: a posture, or what is thrown."""
    (connection,) = prisma.read(literal(_URL + more), ".env")
    found = []
    for each in assess(connection, lambda _: CLIENTS).assessments:
        posture = each.as_is
        said = f"{posture.encryption.value.value} {posture.verification.value.value}" if posture else "throws"
        found.append(said)
    return found


@pytest.mark.parametrize(
    ("more", "engine", "adapter"),
    [
        ("", "login-only chain", "opportunistic chain"),
        (";encrypt=true", "required chain", "opportunistic chain"),
        (";encrypt=yes", "required chain", "never chain"),
        (";encrypt=false", "login-only chain", "never chain"),
        (";encrypt=DANGER_PLAINTEXT", "never chain", "never chain"),
        (";encrypt=1", "throws", "never chain"),
        (";encrypt=true;trustServerCertificate=true", "required none", "opportunistic none"),
        (";Encrypt=true;TrustServerCertificate=true", "required none", "opportunistic chain"),
        (";encrypt=true;trustServerCertificate=maybe", "throws", "opportunistic chain"),
        (";encrypt=%s", "unknown chain", "unknown chain"),
    ],
)
def test_what_each_client_makes_of_it(more: str, engine: str, adapter: str) -> None:
    assert postures(more) == [engine, adapter]


def test_a_name_in_another_case_is_nothing_to_the_adapter() -> None:
    (connection,) = prisma.read(literal(_URL + ";Encrypt=true"), ".env")
    _, adapter = assess(connection, lambda _: CLIENTS).assessments
    assert [setting.said for setting, _ in adapter.ignored] == ["Encrypt=true"]


def test_the_host_is_told_and_the_password_hidden() -> None:
    (connection,) = prisma.read(literal(_URL), ".env")
    assert (connection.host, [each.secret for each in connection.settings]) == ("h", [False, False, True])


@pytest.mark.parametrize(
    ("text", "prismas"),
    [
        (_URL, True),
        ("sqlserver://u:p@h:1433?database=x", False),
        ("sqlserver://u:p;w@h?encrypt=true", False),
        ("jdbc:sqlserver://h:1433;encrypt=false", None),
        ("sqlserver://", None),
    ],
)
def test_its_urls_are_told_from_those_of_go(text: str, prismas: bool | None) -> None:
    found = [bool(list(dialect.read(literal(text), ".env"))) for dialect in (prisma, go_mssqldb)]
    assert found == [prismas is True, prismas is False]
