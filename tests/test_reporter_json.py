"""JSON version 1, as scripts rely on it."""

from __future__ import annotations

import json
from typing import Any

from lint_rds_tls.reporters.json import write
from tests.reports import SAMPLE, lint_text


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write(lint_text(SAMPLE), False))
    return found


def test_members_and_their_order() -> None:
    assert list(document()) == ["version", "findings", "connections", "errors", "stats"]
    assert document()["version"] == 1
    assert document()["errors"] == []
    stats = document()["stats"]
    assert {**stats, "seconds": 0} == {"files": 1, "candidates": 1, "connections": 3, "seconds": 0}


def test_a_finding() -> None:
    finding = document()["findings"][0]
    assert finding == {
        "rule": "certificate-not-verified",
        "level": "error",
        "certainty": "certain",
        "message": "TrustServerCertificate=true makes the client accept any certificate.",
        "path": "src/Db.cs",
        "start": {"line": 4, "column": 85},
        "end": {"line": 4, "column": 112},
        "client": "microsoft-data-sqlclient",
        "host": "db1.example.com",
        "host_class": "remote",
        "because": [
            {
                "text": "TrustServerCertificate=true is written",
                "evidence": "measured",
                "source": "measured, tests/recorded/adonet-postures.jsonl.gz",
                "path": "src/Db.cs",
                "start": {"line": 4, "column": 85},
                "end": {"line": 4, "column": 112},
            }
        ],
        "fixes": [
            {
                "title": "Verify the certificate (the RDS CA must be in the client's trust store)",
                "safety": "unsafe",
                "edits": [{"start": {"line": 4, "column": 108}, "end": {"line": 4, "column": 112}, "text": "false"}],
            }
        ],
        "suppressed": None,
    }


def test_suppressed_findings_stay_with_their_reason() -> None:
    assert [(each["start"]["line"], each["suppressed"]) for each in document()["findings"]] == [
        (4, None),
        (6, {"reason": "the container has no certificate", "line": 5}),
        (7, None),
    ]


def test_a_connection_hides_its_secret_and_keeps_the_rest() -> None:
    connection = document()["connections"][0]
    assert [(each["key"], each["value"], each["effective"]) for each in connection["settings"]] == [
        ("data source", "db1.example.com", True),
        ("password", "***", True),
        ("encrypt", "true", True),
        ("trust server certificate", "true", True),
    ]
    assert (connection["host_class"], connection["dialect"]) == ("remote", "adonet")
    verdicts = {"encryption": "required", "verification": "none", "hostname": "not-checked", "trust_store": "none"}
    for assessment in connection["assessments"]:
        assert (assessment["client"], assessment["refused"]) == ("microsoft-data-sqlclient", None)
        assert (assessment["as_is"], assessment["forced"]) == (verdicts, verdicts)


def test_a_refused_connection_has_no_postures() -> None:
    report = lint_text('new System.Data.SqlClient.SqlConnection("Server=x;Encrypt=on");')
    (connection,) = json.loads(write(report, False))["connections"]
    assert connection["assessments"] == [
        {
            "client": "system-data-sqlclient",
            "version": "any",
            "refused": "Invalid value for key 'encrypt'.",
            "as_is": None,
            "forced": None,
        }
    ]


def test_what_is_not_known_is_null() -> None:
    report = lint_text('void M(string s) { new Microsoft.Data.SqlClient.SqlConnection($"Server={s};Encrypt=true"); }')
    (connection,) = json.loads(write(report, False))["connections"]
    assert (connection["host"], connection["settings"][0]["value"]) == (None, None)


def test_columns_count_code_points() -> None:
    report = lint_text('/*😀*/ new Microsoft.Data.SqlClient.SqlConnection("Server=x;Encrypt=no");')
    (finding,) = json.loads(write(report, False))["findings"]
    assert (finding["start"]["column"], finding["end"]["column"]) == (60, 70)
