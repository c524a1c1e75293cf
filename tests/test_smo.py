"""SMO objects become the connections that SMO was recorded to hand to SqlClient."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.dialects._adonet_settings import read_text
from lint_rds_tls.dialects.smo import read
from lint_rds_tls.model import Entry, Record, Setting
from lint_rds_tls.text import MappedText, Span
from tests.reports import lint_text

RECORDED = [
    json.loads(line)
    for line in (Path(__file__).parent / "recorded" / "smo.jsonl").read_text(encoding="utf-8").splitlines()
]
#: What was done to the object, as entries of a record.
DONE = {
    "new ServerConnection(server)": {},
    "new SqlConnectionInfo(server)": {},
    "EncryptConnection=true": {"EncryptConnection": "True"},
    "EncryptConnection=false": {"EncryptConnection": "False"},
    "TrustServerCertificate=true": {"TrustServerCertificate": "True"},
    "EncryptConnection=true;TrustServerCertificate=true": {
        "EncryptConnection": "True",
        "TrustServerCertificate": "True",
    },
    "LoginSecure=false": {"LoginSecure": "False"},
    "SqlConnectionInfo Encrypt+Trust": {"EncryptConnection": "True", "TrustServerCertificate": "True"},
    "ConnectionString=Server=x;Encrypt=false": {"ConnectionString": "Server=x;Encrypt=false"},
    "StrictEncryption=true": {"StrictEncryption": "True"},
    "StrictEncryption=true;EncryptConnection=false": {"StrictEncryption": "True", "EncryptConnection": "False"},
    "StrictEncryption=true;TrustServerCertificate=true": {"StrictEncryption": "True", "TrustServerCertificate": "True"},
    # recorded with the connection encrypted
    "HostNameInCertificate": {"EncryptConnection": "True", "HostNameInCertificate": "x.example"},
}


def tls(settings: tuple[Setting, ...]) -> dict[str, str]:
    return {each.key: str(each).lower() for each in settings if each.effective and each.tls}


@pytest.mark.parametrize("line", [each for each in RECORDED if each["set"] in DONE], ids=lambda line: str(line["set"]))
def test_what_smo_writes(line: dict[str, Any]) -> None:
    kind = "SqlConnectionInfo" if "SqlConnectionInfo" in line["set"] else "ServerConnection"
    entries = tuple(
        Entry(name=MappedText.copied(name, 40), value=MappedText.copied(value, 60), span=Span(40, 70))
        for name, value in DONE[line["set"]].items()
    )
    record = Record(type=kind, entries=entries, span=Span(0, 99), arguments=(MappedText.copied("db.example.com", 20),))
    (connection,) = read(record, "a.cs")
    assert tls(connection.settings) == tls(read_text(MappedText.copied(line["connection_string"])).settings)


def test_every_recorded_shape_that_makes_a_connection_is_replayed() -> None:
    assert {line["set"] for line in RECORDED if "connection_string" in line} - DONE.keys() == set()


@pytest.mark.parametrize(
    ("declared", "value"),
    [("", None), ("SqlConnection", None), ("var", None), ("string", "False"), ("string?", "False")],
)
def test_an_unknown_single_argument_may_be_a_connection_with_settings_of_its_own(
    declared: str, value: str | None
) -> None:
    arguments = (MappedText.hole(Span(4, 8)),)
    record = Record(
        type="ServerConnection", entries=(), span=Span(0, 9), arguments=arguments, argument_types=(declared,)
    )
    (connection,) = read(record, "a.cs")
    assert {each.key: each.value and str(each.value) for each in connection.settings if each.tls} == {
        "encrypt": value,
        "trust server certificate": value,
    }


def test_the_declared_type_of_an_argument_tells() -> None:
    source = """using Microsoft.SqlServer.Management.Common;
class A
{
    object Get(string server, SqlConnection connection) =>
        server != "" ? new ServerConnection(server) : new ServerConnection(connection);
}
"""
    (found,) = lint_text(source).findings
    assert found.rule == "encryption-off"
    assert source[found.primary.span.start : found.primary.span.end] == "new ServerConnection(server)"
