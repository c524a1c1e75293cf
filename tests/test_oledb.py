"""OLE DB: what Microsoft documents of its providers, for strings as ADO and SSIS have them."""

from __future__ import annotations

import pytest

from lint_rds_tls.dialects import oledb
from lint_rds_tls.judge import assess
from lint_rds_tls.model import Assessment, Client, Connection, Literal
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.text import MappedText, Span


def connections(text: str) -> list[Connection]:
    return list(oledb.read(Literal(text=MappedText.copied(text), span=Span(0, len(text))), "a.udl"))


def clients(connection: Connection) -> list[Client]:
    return [Client(driver=name) for name, driver in all_drivers().items() if driver.library in connection.library]


def assessments(text: str) -> tuple[Assessment, ...]:
    (connection,) = connections(text)
    return assess(connection, clients).assessments


def postures(text: str) -> list[str]:
    """As is, for each client and each state of its machine's registry."""
    found = [(each.client.driver, each.as_is) for each in assessments(text)]
    return [f"{name}: {p.encryption.value.value} {p.verification.value.value}" for name, p in found if p is not None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Provider=SQLOLEDB;Data Source=h", ["sqloledb: login-only none"]),
        ("Provider=SQLOLEDB.1;Data Source=h;Use Encryption for Data=True", ["sqloledb: required unknown"]),
        ("Provider=SQLNCLI11.1;Data Source=h", ["sqlncli: login-only none"]),
        ("Provider=SQLNCLI10;Data Source=h;Use Encryption for Data=true", ["sqlncli: required chain"]),
        ("Provider=MSOLEDBSQL;Data Source=h", ["msoledbsql: login-only none"]),
        ("Provider=MSOLEDBSQL;Data Source=h;Use Encryption for Data=yes", ["msoledbsql: required chain"]),
        (
            "Provider=MSOLEDBSQL;Data Source=h;Use Encryption for Data=yes;Trust Server Certificate=yes",
            ["msoledbsql: required none"],
        ),
        ("Provider=MSOLEDBSQL;Data Source=h;Use Encryption for Data=Mandatory", ["msoledbsql: unknown unknown"]),
        ("Provider=MSOLEDBSQL;Data Source=h;Authentication=SqlPassword", ["msoledbsql: login-only chain"]),
        ("Provider=MSOLEDBSQL19;Data Source=h", ["msoledbsql19: required chain"]),
        ("Provider=MSOLEDBSQL19;Data Source=h;Use Encryption for Data=False", ["msoledbsql19: login-only none"]),
        ("Provider=MSOLEDBSQL19;Data Source=h;Use Encryption for Data=Strict", ["msoledbsql19: strict chain"]),
        (
            "Provider=MSOLEDBSQL19;Data Source=h;Trust Server Certificate=True",
            ["msoledbsql19: required none", "msoledbsql19: required chain"],
        ),
        (
            "Provider=MSOLEDBSQL19;Data Source=h;Use Encryption for Data=Strict;Trust Server Certificate=True",
            ["msoledbsql19: strict chain"],
        ),
    ],
)
def test_postures(text: str, found: list[str]) -> None:
    assert postures(text) == found


def test_of_two_settings_the_first_counts() -> None:
    text = "Provider=SQLNCLI11;Data Source=h;Use Encryption for Data=True;Use Encryption for Data=False"
    assert postures(text) == ["sqlncli: required chain"]


def test_a_word_of_provider_strings_does_nothing_in_a_string_for_ado() -> None:
    (assessment,) = assessments("Provider=MSOLEDBSQL19;Server=h;Encrypt=no;TrustServerCertificate=yes")
    assert assessment.as_is is not None
    assert assessment.as_is.encryption.value.value == "required"
    assert [setting.said for setting, _ in assessment.ignored] == ["Encrypt=no", "TrustServerCertificate=yes"]
    assert all(
        "DBPROP" not in reason.text and reason.evidence.value == "documented" for _, reason in assessment.ignored
    )


def test_the_provider_string_of_a_linked_server_is_read_by_the_provider() -> None:
    text = (
        "EXEC sp_addlinkedserver @server=N'x', @provider=N'SQLNCLI11', @datasrc=N'tcp:h,1433',"
        " @provstr=N'Encrypt=yes;TrustServerCertificate=yes'"
    )
    (connection,) = connections(text)
    assert connection.host == "h"
    assert postures(text) == ["sqlncli: required none"]


@pytest.mark.parametrize(
    "text",
    [
        "Provider=Microsoft.ACE.OLEDB.12.0;Data Source=a.xlsx",
        "Provider=OraOLEDB.Oracle;Data Source=h;User Id=u",
        "Provider=MSDASQL;Driver={SQL Server};Server=h",
        "Provider=Npgsql;Server=h;Encrypt=no",
        "Data Source=h;Use Encryption for Data=False",
        "provider = provider or default",
        "EXEC sp_addlinkedserver @provider=N'OraOLEDB.Oracle', @provstr=N'Encrypt=no'",
    ],
)
def test_other_providers_are_silent(text: str) -> None:
    assert connections(text) == []
